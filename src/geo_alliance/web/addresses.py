"""Addresses that are too long to be read: the reader is led to the page itself, which says so."""

from urllib.parse import urlencode

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LONGEST = 500_000
MOST_FIELDS = 900
TOO_LONG = "too_long"
"""Query parameter that tells the page how many characters it was not given."""
TOO_MANY = "too_many"
"""Query parameter that tells the page how many fields it was not given."""


class ShortAddresses:
    """Redirects a page whose query is longer than `LONGEST` characters or has more than `MOST_FIELDS` fields.

    Streamlit drops what is longer than 512 Ki characters or has more than 1,000 fields without a word. `page` is the
    path of the dashboard's page.
    """

    def __init__(self, app: ASGIApp, *, page: str) -> None:
        self._app = app
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, but for a page with too long a query."""
        query = scope.get("query_string", b"")
        is_page = scope["type"] == "http" and scope["path"] in {self._page, self._page.rstrip("/")}
        cause = _find_cause(query) if is_page else {}
        if cause:
            await RedirectResponse(f"{self._page}?{urlencode(cause)}", 303)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _find_cause(query: bytes) -> dict[str, int]:
    fields = query.count(b"&") + 1
    if len(query) > LONGEST:
        return {TOO_LONG: len(query)}
    return {TOO_MANY: fields} if fields > MOST_FIELDS else {}
