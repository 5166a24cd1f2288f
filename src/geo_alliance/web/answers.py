"""How the routes answer: with a tag for what does not change, and with a problem where there is nothing to answer."""

import hashlib
from http import HTTPStatus
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geo_alliance.errors import CatalogueError
from geo_alliance.loading import Atlas
from geo_alliance.store import get_atlas

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
PROBLEM = "application/problem+json"
_LONGEST = 500


def read_atlas() -> Atlas:
    """Return the atlas.

    Raises:
        HTTPException: 503, its catalogue cannot be read.
    """
    try:
        return get_atlas()
    except CatalogueError as error:
        raise HTTPException(503, str(error)) from error


def answer(request: Request, body: bytes, media_type: str, *, cache: str = ASK_AGAIN, file_name: str = "") -> Response:
    """Answer with a body and its tag, or with 304 where the reader has it; with `file_name`, as a file to be kept.

    Source: RFC 9110, section 13.1.2 (If-None-Match compares weakly), section 15.4.5 (headers of a 304); RFC 6266,
    section 4.1 (`filename*` for a name beyond ASCII).
    """
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": cache}
    if file_name:
        headers["Content-Disposition"] = _name_attachment(file_name)
    if _has_tag(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers={**headers, "Vary": "Accept-Encoding"})  # the server adds it to a body
    return Response(body, media_type=media_type, headers=headers)


def answer_problem(request: Request, error: Exception) -> Response:
    """Answer with what is wrong; of a fault in the code nothing but that there is one, since it goes on to the log.

    Source: RFC 9457, section 3.1; section 4.2.1 (`about:blank` has the title of its status).
    """
    known = error if isinstance(error, HTTPException) else HTTPException(500)
    phrase = HTTPStatus(known.status_code).phrase
    problem = {
        "type": "about:blank",
        "title": phrase,
        "status": known.status_code,
        "detail": _shorten(_describe(request, known)),
        "instance": quote(_shorten(request.scope["path"])),
    }
    headers = {"Cache-Control": ASK_AGAIN, **(known.headers or {})}
    return JSONResponse(problem, known.status_code, media_type=PROBLEM, headers=headers)


def _describe(request: Request, error: HTTPException) -> str:
    """Return its detail, or where that only repeats the status, as in Starlette's own, what was found and expected."""
    if error.detail != HTTPStatus(error.status_code).phrase:
        return error.detail
    path = quote(_shorten(request.scope["path"]))
    return {
        404: f"found nothing at {path}: expected an address of the atlas",
        405: f"found the method {request.method}: expected GET or HEAD",
        500: "found a fault in the atlas itself: expected none. Its log says more to whoever runs it",
    }.get(error.status_code, error.detail)


async def refuse(request: Request) -> Response:
    """Answer 404, where Streamlit would answer with its page."""
    return answer_problem(request, HTTPException(404))


def _name_attachment(file_name: str) -> str:
    escaped = quote(file_name, safe="")
    return f'attachment; filename="{file_name}"' if escaped == file_name else f"attachment; filename*=UTF-8''{escaped}"


def _has_tag(asked: str, tag: str) -> bool:
    return asked.strip() == "*" or tag.removeprefix("W/") in {
        item.strip().removeprefix("W/") for item in asked.split(",")
    }


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
