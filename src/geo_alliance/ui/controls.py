"""The controls that all pages share, and those beside the map: page, era, days, layers, base map."""

from datetime import date

import streamlit as st

from geo_alliance.dates import ALL_TIME, FIRST_DAY, LAST_DAY, Period
from geo_alliance.loading import Atlas
from geo_alliance.maps.tiles import list_tiles
from geo_alliance.selection import Selection, apply, find_era, resolve_layers
from geo_alliance.toponyms import ALL_NAMES
from geo_alliance.ui.ends import compare_ends, find_compared_period
from geo_alliance.ui.state import change_selection, change_state, read_state
from geo_alliance.ui.view import PAGE_TITLES, ViewState
from geo_alliance.ui.words import escape_markdown

_ALL = "all"
_TODAY = "today"
_POPOVER_PX = 300


def show_days(atlas: Atlas, state: ViewState) -> None:
    """Draw the exact first and last day of the period, side by side."""
    period = state.selection.period
    st.session_state["from"] = None if period.start == FIRST_DAY else date.fromisoformat(period.start)
    st.session_state["to"] = None if period.end == LAST_DAY else date.fromisoformat(period.end)
    with st.container(key="days"):
        columns = st.columns(2)
    for column, key, label in zip(columns, ("from", "to"), ("From", "To"), strict=True):
        column.date_input(
            label,
            key=key,
            min_value=date.min,
            max_value=date.max,
            format="YYYY-MM-DD",
            on_change=_take_days,
            args=(atlas,),
        )


def show_eras(atlas: Atlas, state: ViewState, *, today: str) -> None:
    """Draw the eras, one click each, and the choices of all years and of today."""
    names = {era.id: escape_markdown(era.name) for era in atlas.catalogue.eras} | {_ALL: "All years", _TODAY: "Today"}
    period = find_compared_period(atlas, state, today) or state.selection.period
    era = find_era(atlas.catalogue, period)
    chosen = _ALL if period == ALL_TIME else era.id if era else _TODAY if period == Period(today, today) else None
    st.session_state["era"] = chosen
    st.pills(
        "Era",
        list(names),
        format_func=names.__getitem__,
        key="era",
        on_change=_take_era,
        args=(atlas, today),
        label_visibility="collapsed",
    )


def show_pages(atlas: Atlas, state: ViewState) -> None:
    """Draw the way to the pages."""
    st.session_state["page"] = state.page
    st.segmented_control(
        "Page",
        list(PAGE_TITLES),
        format_func=PAGE_TITLES.__getitem__,
        key="page",
        on_change=_take_page,
        args=(atlas,),
        label_visibility="collapsed",
    )


def show_layer_control(atlas: Atlas, state: ViewState) -> None:
    """Draw a switch for each layer with the number of records that period and filters show in it.

    The context layers and tiles are made once their part is opened: a first view is faster without them.
    """
    selection = state.selection
    visible = apply(selection.with_layers(atlas.layers), atlas.layers)
    main = [name for name, layer in atlas.layers.items() if layer.resource.role == "layer"]
    context = [name for name in atlas.layers if name not in main]
    counts = {name: len(frame) for name, frame in visible.items()}
    _show_switches(atlas, main, selection, counts)
    chosen = sum(name in selection.layers for name in context)
    box = st.expander(f"More layers ({chosen} of {len(context)} shown)", key="more-layers", on_change="rerun")
    if box.open:
        with box:
            _show_switches(atlas, context, selection, counts)
            _show_tiles(atlas, state)


def _show_tiles(atlas: Atlas, state: ViewState) -> None:
    titles = {None: "The atlas's own"} | {tiles.id: f"{tiles.title} (online)" for tiles in list_tiles()}
    st.session_state["tiles"] = state.tiles
    st.selectbox(
        "Base map",
        list(titles),
        format_func=titles.__getitem__,
        key="tiles",
        on_change=_take_tiles,
        args=(atlas,),
        help="Online tiles are fetched from their provider, who then sees your internet address and where you look.",
    )


def show_names(atlas: Atlas, state: ViewState) -> None:
    """Draw the choice of whose names disputed places have; nothing where no party has names of its own."""
    parties = atlas.catalogue.toponyms.parties
    if not parties:
        return
    titles = {ALL_NAMES: "All names"} | {party.id: f"{escape_markdown(party.name)}’s names" for party in parties}
    label = "Names of disputed places"
    popover = st.popover(label, key="disputed-places", on_change="rerun")
    if not popover.open:
        return
    st.session_state["names"] = state.names
    with popover:
        st.radio(
            label,
            list(titles),
            format_func=titles.__getitem__,
            key="names",
            on_change=_take_names,
            args=(atlas,),
            label_visibility="collapsed",
        )
        st.caption(
            "Map, texts, tables, downloads and links follow. A record still lists every party’s name, and a place that "
            "the party has no name for keeps all names.",
            width=_POPOVER_PX,
        )


def _take_names(atlas: Atlas) -> None:
    change_state(atlas, names=st.session_state["names"])


def _take_tiles(atlas: Atlas) -> None:
    change_state(atlas, tiles=st.session_state["tiles"])


def _take_page(atlas: Atlas) -> None:
    if st.session_state["page"] is not None:  # None is a second click on the page that is open
        change_state(atlas, page=st.session_state["page"], claim=None, source=None)


def _take_era(atlas: Atlas, today: str) -> None:
    chosen = st.session_state["era"]
    if chosen is None:
        return  # a second click on the chosen era: it stays chosen
    if chosen == _TODAY:
        change_selection(atlas, period=Period(today, today))
        return
    period = ALL_TIME if chosen == _ALL else atlas.catalogue.era(chosen).period
    if read_state(atlas).then is None:
        change_selection(atlas, period=period)
    else:
        compare_ends(atlas, period, today)


def _take_days(atlas: Atlas) -> None:
    start, end = st.session_state["from"], st.session_state["to"]
    period = Period(start.isoformat() if start else FIRST_DAY, end.isoformat() if end else LAST_DAY)
    if period.end < period.start:
        st.session_state["notice"] = (
            f"The first day, {period.start}, lies after the last day, {period.end}. The period stays as it was."
        )
        return
    change_selection(atlas, period=period)


def _show_switches(atlas: Atlas, names: list[str], selection: Selection, counts: dict[str, int]) -> None:
    columns = st.columns(2)
    for number, name in enumerate(names):
        key = f"layer-{name}"
        st.session_state[key] = name in selection.layers
        label = escape_markdown(f"{atlas.layers[name].resource.title} ({counts[name]:,})")
        columns[number % 2].checkbox(label, key=key, on_change=_take_layer, args=(atlas, name))


def _take_layer(atlas: Atlas, name: str) -> None:
    chosen = set(read_state(atlas).selection.layers) - {name}
    if st.session_state[f"layer-{name}"]:
        chosen.add(name)
    change_selection(atlas, layers=resolve_layers(atlas.catalogue, chosen))
