"""The view as an address and back: query parameters in, a `ViewState` out, and the other way round."""

import math
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import ALL_TIME, FIRST_DAY, LAST_DAY, Period, parse_day
from geo_alliance.errors import DateError, SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.maps.tiles import list_tiles
from geo_alliance.selection import Filter, Selection, find_era, resolve_filters, resolve_layers, resolve_period
from geo_alliance.space.areas import Area
from geo_alliance.texts.bibliography import SourceQuery
from geo_alliance.texts.claims import Topic, Verdict
from geo_alliance.texts.stories import find_place, load_stories
from geo_alliance.toponyms import ALL_NAMES
from geo_alliance.ui.drawings import (
    DRAWING_NAMES,
    LONGEST_TEXT,
    Line,
    Ring,
    dump_drawings,
    read_area,
    read_line,
    read_rings,
)
from geo_alliance.ui.ledger import open_ledger
from geo_alliance.ui.library import open_library
from geo_alliance.ui.opening import open_state
from geo_alliance.ui.source_address import SOURCE_NAMES, dump_query, dump_sheet, read_query, read_sheet
from geo_alliance.ui.view import BROWSE_IN_VIEW, CLAIMS_PAGE, PAGES, SOURCES_PAGE, MapView, ViewState

NO_LAYERS = "none"
TOO_LONG, TOO_MANY = "too_long", "too_many"
"""Set by `geo_alliance.web.addresses` where it led the reader away: how many characters, or fields, there were."""
_LONGEST = 500
_MOST_FILTERS = 50
_MOST_DIGITS = 9
_NAMES = (
    "era",
    "from",
    "to",
    "layers",
    "record",
    "page",
    "view",
    "tiles",
    "table",
    "claim",
    "topic",
    "verdict",
    "subject",
    "then",
    "source",
    "names",
    "browse",
    "story",
    "step",
    *DRAWING_NAMES,
    *SOURCE_NAMES,
    TOO_LONG,
    TOO_MANY,
)


def parse_state(params: Mapping[str, str], atlas: Atlas, *, repeated: Iterable[str] = ()) -> ViewState:
    """Read the state from query parameters.

    They are `era` or `from` and `to`, `layers`, ``LAYER.MEMBER`` for filters, and those of `_NAMES`, most of which are
    called as the members of `ViewState`. An open claim or source has its own page, whatever `page` says. What cannot be
    understood falls back to the default and is said in `notices`, and so do the parameters that stand `repeated` in the
    address: none of their values is more the reader's than another.
    """
    reader = _Reader(params, atlas, frozenset(repeated))
    page, claim, source = reader.read_choice("page", PAGES), reader.read_claim(), reader.read_source()
    return ViewState(
        selection=Selection(reader.read_period(), reader.read_layers(), reader.read_filters(), reader.read_area()),
        record=reader.read_record(),
        page=CLAIMS_PAGE if claim else SOURCES_PAGE if source else page or PAGES[0],
        view=reader.read_view(),
        tiles=reader.read_choice("tiles", [tiles.id for tiles in list_tiles()]),
        table=reader.read_choice("table", list(atlas.layers)),
        claim=claim,
        topic=reader.read_choice("topic", [topic.value for topic in Topic]),
        verdict=reader.read_choice("verdict", [verdict.value for verdict in Verdict]),
        subject=reader.read_choice("subject", open_library(atlas).subjects),
        then=reader.read_then(),
        source=source,
        sources=reader.read_sources(),
        sheet=reader.read_sheet(),
        names=reader.read_names(),
        browse=reader.read_choice("browse", (BROWSE_IN_VIEW,)),
        line=reader.read_line(),
        rings=reader.read_rings(),
        story=reader.opening.story,
        step=reader.opening.step,
        notices=reader.list_notices(),
    )


def dump_state(state: ViewState, catalogue: Catalogue, *, whole: bool = False) -> dict[str, str]:
    """Write the state as query parameters, without those that are as at first.

    Whole, it names the period's days, the layers and the view in any case: it then stays the same where the first view
    or an era becomes another.
    `parse_state` reads them back to the same state.
    """
    opening = open_state(catalogue, state.story, state.step)
    selection = state.selection
    changed = selection.period != opening.selection.period
    params = _dump_days(selection.period) if whole else _dump_period(selection.period, catalogue) if changed else {}
    if whole or selection.layers != opening.selection.layers:
        params["layers"] = ",".join(selection.layers) or NO_LAYERS
    params |= {f"{item.layer}.{item.member}": ",".join(item.values) for item in selection.filters}
    moved = state.view is not None and (whole or state.view != opening.view)
    view = f"{state.view.lat:.5f},{state.view.lon:.5f},{state.view.zoom:g}" if state.view and moved else None
    page = state.page if state.page != PAGES[0] and state.claim is None and state.source is None else None
    rest = {"record": state.record, "page": page, "view": view, "tiles": state.tiles, "table": state.table}
    rest |= {"claim": state.claim, "topic": state.topic, "verdict": state.verdict, "subject": state.subject}
    rest |= {"then": state.then, "names": state.names if state.names != ALL_NAMES else None}
    rest |= {"browse": state.browse, "story": state.story, "step": state.step}
    rest |= {"source": state.source, **dump_query(state.sources), **dump_sheet(state.sheet)}
    rest |= dump_drawings(selection.area, state.line, state.rings)
    return params | {name: value for name, value in rest.items() if value is not None}


def write_link(state: ViewState, catalogue: Catalogue) -> str:
    """Write the address of a view, relative to the page."""
    return "?" + urlencode(dump_state(state, catalogue))


class _Reader:
    """Reads one parameter after the other and keeps what could not be understood."""

    def __init__(self, params: Mapping[str, str], atlas: Atlas, repeated: frozenset[str]) -> None:
        single = {name: text for name, text in params.items() if name not in repeated}
        self._params = {name: text for name, text in single.items() if text and len(text) <= _find_longest(name)}
        self._atlas = atlas
        self._notices: list[str] = []
        long = [name for name, text in params.items() if text and len(text) > _find_longest(name)]
        unknown = [name for name in self._params if name not in _NAMES and "." not in name and name != "embed"]
        self.opening = self._read_opening()
        for name, words, unit in (
            (TOO_LONG, "was too long", "characters"),
            (TOO_MANY, "had too many fields", "fields"),
        ):
            if name in self._params:
                self._notices.append(f"The address {words} to be read{_count(self._params[name], unit)}.")
        for words, names in (("too long", long), ("not known", unknown), ("repeated", sorted(repeated))):
            if names:
                shown = ", ".join(repr(name[:40]) for name in names[:3])
                self._notices.append(f"Fields of the address that are {words} ({len(names):,}): {shown}.")

    def _read_opening(self) -> ViewState:
        story, step = self._params.get("story"), self._params.get("step")
        stories = load_stories(self._atlas.catalogue)
        if story is not None and story not in stories:
            self._notices.append(f"In the address, story is {story!r}: expected one of {', '.join(stories) or 'none'}.")
            story = None
        elif story is None and step is not None:
            self._notices.append(f"In the address, step is {step!r} without a story: expected both or none.")
        elif story is not None and find_place(self._atlas.catalogue, story, step) is None:
            self._notices.append(f"In the address, step is {step!r}, which the story {story!r} does not have.")
            step = None
        try:
            return open_state(self._atlas.catalogue, story, step)
        except SelectionError as error:
            self._notices.append(f"A step of the story cannot be shown: {error}.")
            return open_state(self._atlas.catalogue)

    def read_period(self) -> Period:
        default = self.opening.selection.period
        era, start, end = (self._params.get(name) for name in ("era", "from", "to"))
        if not (era or start or end):
            return default
        try:
            return resolve_period(self._atlas.catalogue, era=era, start=start, end=end)
        except SelectionError as error:
            self._notices.append(f"The period in the address was not understood: {error}.")
            return default

    def read_layers(self) -> tuple[str, ...]:
        text = self._params.get("layers")
        if not text:
            return self.opening.selection.layers
        try:
            return resolve_layers(self._atlas.catalogue, [] if text == NO_LAYERS else text.split(","))
        except SelectionError as error:
            self._notices.append(f"The layers in the address were not understood: {error}.")
            return self.opening.selection.layers

    def read_filters(self) -> tuple[Filter, ...]:
        found: list[Filter] = []
        named = [(name, text) for name, text in self._params.items() if "." in name]
        if len(named) > _MOST_FILTERS:
            self._notices.append(f"The address has {len(named)} filters: the first {_MOST_FILTERS} are kept.")
        for name, text in named[:_MOST_FILTERS]:
            layer, _, member = name.partition(".")
            try:
                found += resolve_filters(self._atlas.catalogue, [Filter(layer, member, tuple(text.split(",")))])
            except SelectionError as error:
                self._notices.append(f"A filter in the address was not understood: {error}.")
        return tuple(sorted(found))

    def read_record(self) -> str | None:
        text = self._params.get("record")
        if text is not None and self._atlas.find(text) is None:
            self._notices.append(f"There is no record {text!r} in the atlas.")
            return None
        return text

    def read_claim(self) -> str | None:
        text = self._params.get("claim")
        if text is not None and open_ledger(self._atlas).find(text) is None:
            self._notices.append(f"There is no statement {text!r} in the atlas.")
            return None
        return text

    def read_choice(self, name: str, choices: Iterable[str]) -> str | None:
        text = self._params.get(name)
        known = list(choices)
        if text is not None and text not in known:
            self._notices.append(f"In the address, {name} is {text!r}: expected one of {', '.join(known)}.")
            return None
        return text

    def read_view(self) -> MapView | None:
        text = self._params.get("view")
        if text is None:
            return self.opening.view
        try:
            lat, lon, zoom = map(float, text.split(","))
        except ValueError:
            lat = lon = zoom = math.nan
        if abs(lat) <= 90 and abs(lon) <= 540 and 0 <= zoom <= 19:
            return MapView(lat, lon, zoom)
        self._notices.append(f"In the address, view is {text!r}: expected latitude, longitude, zoom.")
        return None

    def read_then(self) -> str | None:
        text = self._params.get("then")
        if text is None:
            return None
        try:
            return parse_day(text)
        except DateError as error:
            self._notices.append(f"In the address, then is no day: {error}.")
            return None

    def read_source(self) -> str | None:
        text = self._params.get("source")
        if text is not None and text not in self._atlas.catalogue.sources:
            self._notices.append(f"There is no source {text!r} in the atlas.")
            return None
        return text

    def read_sources(self) -> SourceQuery:
        return read_query(self._params, self._atlas, self._notices)

    def read_names(self) -> str:
        parties = [party.id for party in self._atlas.catalogue.toponyms.parties]
        return self.read_choice("names", [ALL_NAMES, *parties]) or ALL_NAMES

    def read_sheet(self) -> int:
        return read_sheet(self._params, self._notices)

    def read_area(self) -> Area:
        return read_area(self._params, self._notices)

    def read_line(self) -> Line:
        return read_line(self._params, self._notices)

    def read_rings(self) -> tuple[Ring, ...]:
        return read_rings(self._params, self._notices)

    def list_notices(self) -> tuple[str, ...]:
        return tuple(self._notices)


def _count(text: str, unit: str) -> str:
    """Return how many there were, or nothing: whoever writes the address could put any words in its place."""
    return f" ({text} {unit})" if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else ""


def _find_longest(name: str) -> int:
    return LONGEST_TEXT if name in DRAWING_NAMES else _LONGEST


def _dump_period(period: Period, catalogue: Catalogue) -> dict[str, str]:
    era = find_era(catalogue, period)
    return {"era": era.id} if era is not None else _dump_days(period)


def _dump_days(period: Period) -> dict[str, str]:
    if period == ALL_TIME:
        return {"era": "all"}
    start = {} if period.start == FIRST_DAY else {"from": period.start}
    end = {} if period.end == LAST_DAY else {"to": period.end}
    return start | end or {"from": period.start, "to": period.end}
