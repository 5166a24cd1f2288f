"""Starlette routes under ``/atlas`` and ``/data``.

Everything that the map draws comes from ``/atlas``, so that no other host is ever asked. Addresses that carry a version
(``?v=``) may be kept for ever; what is there has an ETag. ``/data`` is for programs; see docs/programmers.md.

What builds, reads or hashes a body is no coroutine: Starlette runs it in a thread, so that the page's sessions need not
wait for it.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from geo_alliance.catalogue import Catalogue
from geo_alliance.exports import geojson
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas
from geo_alliance.maps import leaflet
from geo_alliance.maps.display import build_display
from geo_alliance.maps.elements import STATIC, bundle_scripts
from geo_alliance.maps.flights import build_flights
from geo_alliance.web import data
from geo_alliance.web.answers import ASK_AGAIN, FOR_EVER, answer, answer_problem, read_atlas, refuse
from geo_alliance.web.search import serve_search


def build_routes(*, base_path: str = "") -> list[BaseRoute]:
    """Build the routes; an address under ``/atlas`` or ``/data`` that is none of them answers 404.

    `base_path` is the folder under which the dashboard is served: empty, or like ``japan`` or ``/maps/japan/``.
    """
    inner = base_path.strip("/")
    base = f"/{inner}" if inner else ""
    return [
        *_mount(f"{base}/atlas", _list_map_routes()),
        *_mount(f"{base}/data", data.list_routes(), [Middleware(data.OpenToAll)]),
    ]


def _mount(path: str, routes: list[BaseRoute], middleware: Sequence[Middleware] = ()) -> list[BaseRoute]:
    """Mount routes as an application of their own, whose errors are problems and never a page."""
    application = Starlette(
        routes=[*routes, Route("/{rest:path}", refuse)],
        exception_handlers={HTTPException: answer_problem, Exception: answer_problem},
    )
    mount = Mount(path, application, middleware=middleware)  # round the application, so that it sees faults as well
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)  # a path with a line break is ours as well
    return [Route(path, refuse), mount]


def _list_map_routes() -> list[BaseRoute]:
    return [
        Route("/map.js", serve_scripts),
        Route("/layers.json", serve_layers),
        Route("/search.json", serve_search),
        Route("/flights.json", serve_flights),
        Route("/basemap/{name}.geojson", serve_basemap),
        Mount("/leaflet", StaticFiles(directory=leaflet.FOLDER)),
        Mount("/static", _VersionedFiles(directory=STATIC)),
    ]


class _VersionedFiles(StaticFiles):
    """Files whose address carries a hash of their content, so that they may be kept for ever."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = FOR_EVER
        return response


def serve_scripts(request: Request) -> Response:
    """Answer with the scripts of the map's frame as one."""
    return answer(request, bundle_scripts(), "text/javascript", cache=_choose_cache(request))


def serve_layers(request: Request) -> Response:
    """Answer with all layers as the map draws them."""
    body = _dump_layers(read_atlas())
    return answer(request, body, "application/json", cache=_choose_cache(request))


@keep(2)
def _dump_layers(atlas: Atlas) -> bytes:
    return json.dumps(build_display(atlas), ensure_ascii=False, separators=(",", ":")).encode()


def serve_flights(request: Request) -> Response:
    """Answer with the flights that the map can play."""
    body = _dump_flights(read_atlas())
    return answer(request, body, "application/json", cache=_choose_cache(request))


@keep(2)
def _dump_flights(atlas: Atlas) -> bytes:
    return json.dumps(build_flights(atlas), ensure_ascii=False, separators=(",", ":")).encode()


def serve_basemap(request: Request) -> Response:
    """Answer with one file of the base map."""
    path = _find_basemap(read_atlas().catalogue, request.path_params["name"])
    return answer(request, path.read_bytes(), geojson.MEDIA_TYPE, cache=_choose_cache(request))


def _find_basemap(catalogue: Catalogue, name: str) -> Path:
    paths = {item.name: catalogue.root / item.path for item in catalogue.package.resources if item.role == "basemap"}
    if name not in paths:
        raise HTTPException(404, f"found no base map {name!r}: expected one of {', '.join(paths)}")
    if not paths[name].is_file():
        raise HTTPException(404, f"found no file of the base map {name!r}: expected one in the data folder")
    return paths[name]


def _choose_cache(request: Request) -> str:
    return FOR_EVER if "v" in request.query_params else ASK_AGAIN
