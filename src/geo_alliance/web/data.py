"""Starlette routes under ``/data``: what can be downloaded, at addresses that programs can ask.

Every page of every site may ask them. Nothing that is asked becomes a path or reaches a reader of files: a path is
looked up among the names that the catalogue has.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo_alliance.catalogue import CATALOGUE_FILE, Catalogue, summarise
from geo_alliance.dates import Period
from geo_alliance.errors import DataError, SelectionError
from geo_alliance.exports import bibtex, comparisons, package
from geo_alliance.exports.formats import FORMATS, Format, name_file
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_atlas
from geo_alliance.selection import Selection, parse_filters, resolve_layers, resolve_period
from geo_alliance.space.areas import resolve_area
from geo_alliance.toponyms import ALL_NAMES
from geo_alliance.web.answers import answer, read_atlas

ALL = "all"
NAMES = "names"
PACKAGE = "geo-alliance.zip"
BIBLIOGRAPHY = "sources.bib"
_LONGEST_QUERY = 4096  # bytes
_MOST_FIELDS = 50
_PERIOD = ("era", "from", "to", "datetime")
_PLACE = ("bbox", "area")
_OPEN = {"", ".."}
_OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Disposition",
}
_PREFLIGHT = {
    **_OPEN_TO_ALL,
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}


def list_routes() -> list[BaseRoute]:
    """List the routes, below ``/data``."""
    return [Route("/{path:path}", serve_data)]


class OpenToAll:
    """Lets pages of every origin ask, and answers a browser that asks first whether it may.

    Source: Fetch Standard, sections 3.3.3 and 3.3.4 (CORS protocol).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the headers of the protocol."""
        if scope.get("method") == "OPTIONS":
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, send)
            return

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_OPEN_TO_ALL)
            await send(message)

        await self._app(scope, receive, send_open)


def serve_data(request: Request) -> Response:
    """Answer with an export of one layer or all, a file of the data folder, or the whole package.

    Not a coroutine: Starlette runs it in a thread, so that the page's sessions need not wait for an export.
    """
    fields = read_query(request)
    try:
        return _serve(request, read_atlas(), fields)
    except SelectionError as error:
        raise HTTPException(422, str(error)) from error
    except DataError as error:
        raise HTTPException(503, str(error)) from error


def read_query(request: Request) -> list[tuple[str, str]]:
    """Return the fields of a query, unless it is longer than any that makes sense.

    Raises:
        HTTPException: 414, the query is too long; 422, it has too many fields or is not UTF-8.
    """
    raw = request.scope["query_string"]
    if len(raw) > _LONGEST_QUERY:
        raise HTTPException(414, f"found a query of {len(raw)} bytes: expected {_LONGEST_QUERY} at most")
    try:
        return parse_qsl(raw.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        expected = f"at most {_MOST_FIELDS} fields of percent-encoded UTF-8"
        raise HTTPException(422, f"found a query that cannot be read: expected {expected}") from error


def parse_selection(catalogue: Catalogue, name: str, fields: list[tuple[str, str]]) -> Selection:
    """Read the selection of an address: a layer's name or `all`, and its parameters.

    `era`, or `from` and `to`, or `datetime` give the period, all time without them; `bbox` or `area` where the records
    lie; with `all`, `layers` may name some of them; any other parameter is a filter, as `parse_filters` reads it.

    Raises:
        SelectionError: a parameter is unknown, stands twice, or has no such value.
    """
    reserved = (*_PERIOD, *_PLACE, *(["layers"] if name == ALL else []))
    params: dict[str, str] = {}
    for key, text in fields:
        if key in params:
            raise SelectionError(f"found the parameter {key!r} twice: expected it once")
        if key in reserved:
            params[key] = text
    names = [layer.name for layer in catalogue.layers] if name == ALL else [name]
    layers = resolve_layers(catalogue, params["layers"].split(",") if "layers" in params else names)
    filters = parse_filters(catalogue, layers, [(key, text) for key, text in fields if key not in reserved])
    area = resolve_area(box=params.get("bbox"), area=params.get("area"))
    return Selection(_read_period(catalogue, params), layers, filters, area)


def parse_interval(text: str) -> tuple[str | None, str | None]:
    """Read a day or an interval of days and return the first and last, None where it is open.

    >>> parse_interval("1972-05-15")
    ('1972-05-15', '1972-05-15')
    >>> parse_interval("../1972-05-14")
    (None, '1972-05-14')

    Raises:
        SelectionError: it has more than two parts, or both are open. Whether a part is a day is not looked at.

    Source: OGC 17-069r4 (OGC API - Features - Part 1: Core), section 7.15.4, Requirement 25; of RFC 3339 its
    `full-date` only, since the atlas knows no times of day.
    """
    parts = text.split("/")
    if len(parts) == 1:
        return text, text
    if len(parts) > 2 or set(parts) <= _OPEN:
        raise SelectionError(f"found the datetime {text!r}: expected a day, A/B, A/.. or ../B")
    start, end = (None if part in _OPEN else part for part in parts)
    return start, end


def parse_names(fields: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """Read whose names disputed places shall have, all without the parameter `names`; returns the other fields too.

    Raises:
        SelectionError: the parameter stands twice. Whether there is such a party is not looked at.
    """
    found = [text for key, text in fields if key == NAMES]
    if len(found) > 1:
        raise SelectionError(f"found the parameter {NAMES!r} twice: expected it once")
    return (found or [ALL_NAMES])[0], [(key, text) for key, text in fields if key != NAMES]


def _read_period(catalogue: Catalogue, params: Mapping[str, str]) -> Period:
    start, end = params.get("from"), params.get("to")
    if "datetime" in params:
        if params.keys() & {"era", "from", "to"}:
            raise SelectionError("found datetime together with era, from or to: expected one way to give a period")
        start, end = parse_interval(params["datetime"])
    return resolve_period(catalogue, era=params.get("era"), start=start, end=end)


def _serve(request: Request, atlas: Atlas, fields: list[tuple[str, str]]) -> Response:
    path, catalogue = request.path_params["path"], atlas.catalogue
    name, _, suffix = path.rpartition(".")
    chosen = next((item for item in FORMATS if item.suffix == suffix), None)
    if chosen is not None and name in {ALL, *(layer.name for layer in catalogue.layers)}:
        names, rest = parse_names(fields)
        selection = parse_selection(catalogue, name, rest)
        return _serve_export(request, rename_atlas(atlas, names), chosen, selection)
    if path not in {PACKAGE, BIBLIOGRAPHY, comparisons.FILE_NAME, *package.list_files(catalogue)}:
        expected = f"LAYER.SUFFIX with one of {', '.join(item.suffix for item in FORMATS)}, or {CATALOGUE_FILE}"
        raise HTTPException(404, f"found no data at {path!r}: expected {expected}")
    if fields:
        raise SelectionError(f"found the parameter {fields[0][0]!r}: expected none at this address")
    if path == BIBLIOGRAPHY:
        return answer(request, _write_bibliography(catalogue), bibtex.MEDIA_TYPE, file_name=BIBLIOGRAPHY)
    if path == comparisons.FILE_NAME:
        body = comparisons.export_comparisons(atlas)
        return answer(request, body, comparisons.MEDIA_TYPE, file_name=comparisons.FILE_NAME)
    return _serve_package(request, atlas) if path == PACKAGE else _serve_file(request, catalogue, path)


@dataclass(frozen=True)
class _Order:
    """An export that was asked for; two are the same if the same data give the same bytes."""

    version: str
    loaded: tuple[str, ...]
    names: str
    chosen: Format
    selection: Selection
    atlas: Atlas = field(compare=False)


@keep(16)
def _export(order: _Order) -> bytes:
    return order.chosen.export(order.atlas, order.selection)


def _serve_export(request: Request, atlas: Atlas, chosen: Format, selection: Selection) -> Response:
    if any(layer not in atlas.layers for layer in selection.layers):
        raise HTTPException(503, summarise(atlas.faults))
    body = _export(_Order(atlas.catalogue.version, tuple(atlas.layers), atlas.names, chosen, selection, atlas))
    file_name = name_file(atlas, selection, request.path_params["path"].rpartition(".")[0], chosen.suffix)
    return answer(request, body, chosen.media_type, file_name=file_name)


@keep(2)
def _write_bibliography(catalogue: Catalogue) -> bytes:
    return bibtex.write_bibtex(source.to_csl() for source in catalogue.sources.values()).encode()


@keep(2)
def _pack(atlas: Atlas) -> bytes:
    return package.export_package(atlas)


def _serve_package(request: Request, atlas: Atlas) -> Response:
    return answer(request, _pack(atlas), package.MEDIA_TYPE, file_name=PACKAGE)


def _serve_file(request: Request, catalogue: Catalogue, path: str) -> Response:
    resources = catalogue.package.resources
    schemas = {item.feature_schema: "application/schema+json" for item in resources if item.feature_schema}
    media_types = schemas | {item.path: item.mediatype for item in resources}
    media_type = media_types.get(path, "application/json")
    return answer(request, package.read_member(catalogue, path), media_type, file_name=path.rpartition("/")[2])
