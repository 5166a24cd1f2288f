"""The view at hand as one stand-alone HTML file, with all layers and every record in full."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from geo_alliance.dates import ALL_TIME, format_day, format_period
from geo_alliance.errors import SelectionError
from geo_alliance.exports.formats import name_file
from geo_alliance.flights import LAYER as FLIGHTS
from geo_alliance.loading import Atlas
from geo_alliance.maps.display import TITLE, build_caption, build_display, list_eras
from geo_alliance.maps.flights import build_flights
from geo_alliance.maps.standalone import SUFFIX, Contents, build_page
from geo_alliance.naming import rename_atlas
from geo_alliance.selection import find_era
from geo_alliance.ui.address import dump_state, parse_state
from geo_alliance.ui.filter_words import list_names_words
from geo_alliance.ui.map_state import build_state, list_basemap, write_map_credits
from geo_alliance.ui.record_view import build_record_view, describe_source, list_related
from geo_alliance.ui.view import PAGES, ViewState


def read_view(query: str, atlas: Atlas) -> ViewState:
    """Read a view from the query of the dashboard's address, or from the whole address.

    Raises:
        SelectionError: something in it is not understood, or it opens another page than the map.
    """
    expected = "expected a query like 'era=occupation&layers=okinawa'"
    text = query.removeprefix("?")
    try:
        text = urlsplit(query).query if "://" in query else text
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True)
    except ValueError as error:
        raise SelectionError(f"found {text!r} in the view: {expected}") from error
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SelectionError(f"found {twice[0]!r} twice in the view: {expected}")
    state = parse_state(dict(pairs), atlas)
    if state.notices:
        raise SelectionError(" ".join(state.notices))
    if state.page != PAGES[0]:
        raise SelectionError(f"found the page {state.page!r} in the view: expected a view of the map")
    return state


def export_view(atlas: Atlas, state: ViewState, *, base_url: str | None = None) -> bytes:
    """Return a view of the map as an HTML file that needs no network.

    `atlas` has all names; the file has those that the view asks for. It holds all layers and years, so that its own
    filter works, but neither online tiles nor a second map, tables or stories. `base_url` is the address of a
    dashboard, to which the file then links.

    Raises:
        SelectionError: `base_url` is no address that begins with http:// or https://.
    """
    renamed = rename_atlas(atlas, state.names)
    live = _build_live(atlas, state, base_url)
    return build_page(Contents(_describe_page(renamed, state, live), _list_blocks(atlas, renamed, state, base_url)))


def name_view_file(atlas: Atlas, state: ViewState) -> str:
    """Return the name of the file of a view of an atlas with the names that the view asks for."""
    return name_file(atlas, state.selection, "view", SUFFIX)


def _build_live(atlas: Atlas, state: ViewState, base_url: str | None) -> str:
    if base_url is None:
        return ""
    try:
        is_address = urlsplit(base_url).scheme in {"http", "https"}
    except ValueError:  # such as a bracket that is not closed
        is_address = False
    if not is_address:
        raise SelectionError(f"found the base address {base_url!r}: expected one that begins with http:// or https://")
    params = dump_state(state, atlas.catalogue)
    return f"{base_url.rstrip('/')}/{'?' if params else ''}{urlencode(params)}"


def _describe_page(atlas: Atlas, state: ViewState, live: str) -> dict[str, Any]:
    catalogue, package = atlas.catalogue, atlas.catalogue.package
    credits_of = {credit.title for resource in package.resources for credit in resource.sources}
    period = state.selection.period
    is_own = period != ALL_TIME and find_era(catalogue, period) is None
    licences = ", ".join(f"{licence.title} ({licence.path})" for licence in package.licenses)
    return {
        "title": TITLE,
        "subtitle": format_period(period),
        "own": f"{period.start}/{period.end}" if is_own else "",
        "eras": list_eras(atlas),
        "always": f"{ALL_TIME.start}/{ALL_TIME.end}",
        "layers": [{"name": name, "title": layer.resource.title} for name, layer in atlas.layers.items()],
        "about": [
            f"{package.title}. Data version {catalogue.version}, as of {format_day(package.collected_until)}.",
            "Made to be read without a network: this file holds all of its layers, records and sources.",
            f"Licences: {licences}.",
            f"Credits: {'; '.join(sorted(credits_of))}.",
        ],
        "live": live,
    }


def _list_blocks(atlas: Atlas, renamed: Atlas, state: ViewState, base_url: str | None) -> dict[str, Any]:
    """Return the data by name. The map takes the atlas with all names, and renames it itself."""
    catalogue = atlas.catalogue
    basemap = list_basemap(atlas)
    files = {name: (catalogue.root / catalogue.resource(name).path).read_bytes() for name in basemap}
    config = {
        "layers": "layers",
        "flights": {"layer": FLIGHTS, "address": "flights"},
        "basemap": {name: name for name in basemap},
        "views": [view.model_dump(mode="json") for view in catalogue.package.views],
        "credits": write_map_credits(atlas),
        "caption": build_caption(atlas),
        "address": base_url or "",
    }
    shown = build_state(renamed, replace(state, tiles=None)) | {"leads": False, "focus": 0, "fly": False}
    view = {
        "config": config,
        "state": shown,
        "layers": list(atlas.layers),
        "names": list_names_words(renamed),
        "records": _list_records(renamed),
        "sources": _list_sources(renamed),
    }
    return {"view": view, "layers": build_display(atlas), "flights": build_flights(atlas), **files}


def _list_records(atlas: Atlas) -> Mapping[str, Any]:
    records = {}
    for layer in atlas.layers.values():
        for feature in layer.features.values():
            cited = [source for source in feature.cited if source in atlas.catalogue.sources]
            related = [(other.id, other.core.name) for other in list_related(atlas, feature)]
            records[feature.id] = build_record_view(atlas, feature) | {"sources": cited, "related": related}
    return records


def _list_sources(atlas: Atlas) -> Mapping[str, Any]:
    known = atlas.catalogue.sources
    cited = {source for layer in atlas.layers.values() for item in layer.features.values() for source in item.cited}
    entries = [(source, describe_source(known[source])) for source in cited if source in known]
    return dict(sorted(entries, key=lambda entry: (entry[1]["who"].casefold(), entry[1]["title"].casefold(), entry[0])))
