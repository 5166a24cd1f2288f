"""Security headers on every answer, by an ASGI middleware.

A content security policy says what a page may load and run. Three stand here, each as tight as what it is for allows;
docs/deployment.md gives the reasons in words.

- `PAGE_POLICY` for Streamlit's page, which is also the answer to every unknown address;
- `FRAME_POLICY` for the map's frame, which is sent its scripts as text;
- `DATA_POLICY` for whatever is no page: layers, scripts, pictures, downloads.

Source: Content Security Policy Level 3, section 6; Permissions Policy, section 5.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TILE_HOSTS = ("https://tile.openstreetmap.org", "https://cyberjapandata.gsi.go.jp", "https://*.basemaps.cartocdn.com")
"""The only other hosts that a browser may ask: for pictures alone, where a reader chooses online map tiles."""

# Any page may embed the atlas: nobody signs in, and no click in it changes anything for anybody. The frame has to say
# so too, because all pages above a frame are its ancestors.
_EVERY_PAGE = "http: https:"

PAGE_POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",  # and the hash of the one script that stands inside the page
    "style-src": "'self' 'unsafe-inline'",  # Streamlit writes its styles while it runs
    "img-src": "'self' data:",  # the page's icon is an emoji, which Streamlit writes as a data: address
    "font-src": "'self' data:",  # one of Streamlit's fonts stands inside its style sheet
    "connect-src": "'self'",  # the websocket of the same host and port too (CSP 3, section 6.7.2.8)
    "frame-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": _EVERY_PAGE,
}

FRAME_POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    # streamlit-folium puts the map's first script into the frame as an element, and evaluates each later state.
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "script-src-attr": "'none'",  # what text from the data could bring along: <img onerror=…>
    "style-src": "'self' 'unsafe-inline'",  # Folium and Leaflet place things by style attributes
    "img-src": " ".join(("'self'", "data:", *TILE_HOSTS)),  # Leaflet empties a tile by a data: picture
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": _EVERY_PAGE,
}

DATA_POLICY: Mapping[str, str] = {"default-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'"}

_REFUSED_FEATURES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)

COMMON_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    # Another site learns that a reader came from here, not which view was open; tile servers ask for that much.
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _REFUSED_FEATURES),
}

_FRAMES = "/component/"
_NO_PAGES = ("/atlas/", "/data/", "/static/", "/media/", "/_stcore/")


class SecurityHeaders:
    """Puts the headers on every answer of the application, whichever part of it answers.

    `base_path` is the prefix under which the dashboard is served, empty or such as ``/atlas``; `page` is the text of
    its page, whose own scripts may run.
    """

    def __init__(self, app: ASGIApp, *, base_path: str, page: str) -> None:
        self._app = app
        self._base_path = base_path
        self._page_policy = allow_scripts(PAGE_POLICY, page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the headers of the path."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        policy = self._choose_policy(scope["path"])
        added = {**COMMON_HEADERS, "Content-Security-Policy": "; ".join(f"{key} {policy[key]}" for key in policy)}

        async def send_with_headers(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                MutableHeaders(scope=message).update(added)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _choose_policy(self, path: str) -> Mapping[str, str]:
        """Choose by the path alone, so that a 304 renews what the browser keeps with the page.

        Source: RFC 9111, section 3.2 (the headers of a 304 replace the stored ones).
        """
        inside = path.removeprefix(self._base_path)
        if inside.startswith(_FRAMES):
            return FRAME_POLICY
        return DATA_POLICY if f"{inside}/".startswith(_NO_PAGES) else self._page_policy


def build_middleware(*, base_path: str, page: str) -> list[Middleware]:
    """Build the middleware of the dashboard; the arguments are those of `SecurityHeaders`."""
    return [Middleware(SecurityHeaders, base_path=base_path, page=page)]


def allow_scripts(policy: Mapping[str, str], page: str) -> dict[str, str]:
    """Return the policy with the hashes of the scripts that stand inside a page.

    Source: CSP 3, section 6.7.3.3 (the hash is of the text between the tags, encoded as UTF-8).
    """
    inside = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = [b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inside]
    return {**policy, "script-src": " ".join([policy["script-src"], *(f"'sha256-{digest}'" for digest in hashes)])}
