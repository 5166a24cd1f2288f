"""Starlette routes under ``/atlas``.

Everything that the map draws comes from here, so that no other host is ever asked. Addresses that carry a version
(``?v=``) may be kept for ever; all answer with an ETag.
"""

import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from geo_alliance.catalogue import Catalogue
from geo_alliance.errors import CatalogueError, SelectionError
from geo_alliance.exports import geojson
from geo_alliance.loading import Atlas
from geo_alliance.maps.display import build_display
from geo_alliance.maps.elements import STATIC
from geo_alliance.store import get_atlas

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


def build_routes() -> list[BaseRoute]:
    """Build the routes; an address under ``/atlas`` that is none of them answers 404."""
    leaflet = Path(str(resources.files("js_lib_leaflet") / "static" / "js_lib_leaflet"))
    return [
        Mount(
            "/atlas",
            routes=[
                Route("/layers.json", serve_layers),
                Route("/basemap/{name}.geojson", serve_basemap),
                Mount("/leaflet", StaticFiles(directory=leaflet)),
                Mount("/static", _VersionedFiles(directory=STATIC)),
                Route("/{rest:path}", refuse),
            ],
        )
    ]


class _VersionedFiles(StaticFiles):
    """Files whose address carries a hash of their content, so that they may be kept for ever."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = _FOR_EVER
        return response


async def serve_layers(request: Request) -> Response:
    """Answer with all layers as the map draws them."""
    body = json.dumps(build_display(_read_atlas()), ensure_ascii=False, separators=(",", ":")).encode()
    return _answer(request, body, "application/json")


async def serve_basemap(request: Request) -> Response:
    """Answer with one file of the base map."""
    path = _find_basemap(_read_atlas().catalogue, request.path_params["name"])
    return _answer(request, path.read_bytes(), geojson.MEDIA_TYPE)


async def refuse(request: Request) -> Response:
    """Answer 404, where Streamlit would answer with its page."""
    raise HTTPException(404)


def _read_atlas() -> Atlas:
    try:
        return get_atlas()
    except CatalogueError as error:
        raise HTTPException(503, str(error)) from error


def _find_basemap(catalogue: Catalogue, name: str) -> Path:
    try:
        resource = catalogue.resource(name)
    except SelectionError as error:
        raise HTTPException(404) from error
    path = catalogue.root / resource.path
    if resource.role != "basemap" or not path.is_file():
        raise HTTPException(404)
    return path


def _answer(request: Request, body: bytes, media_type: str) -> Response:
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": _FOR_EVER if "v" in request.query_params else _ASK_AGAIN}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
