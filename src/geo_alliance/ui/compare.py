"""Then and now: two maps that look at the same place on two dates, and the list of what changed between them."""

from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from geo_alliance.analysis import choose_reference_day
from geo_alliance.changes import Change, Changed, compare
from geo_alliance.dates import FIRST_DAY, Period, format_interval, format_period
from geo_alliance.exports.changes import export_changes_csv, export_changes_geojson
from geo_alliance.exports.formats import name_file
from geo_alliance.exports.geojson import MEDIA_TYPE as GEOJSON
from geo_alliance.exports.table import MEDIA_TYPE as CSV
from geo_alliance.loading import Atlas
from geo_alliance.ui.map_view import show_map
from geo_alliance.ui.state import change_state, read_state, reveal_record
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import escape_markdown, format_number

_MOST_LISTED = 40


def show_compare_switch(atlas: Atlas, state: ViewState, *, today: str) -> None:
    """Draw the switch of the comparison."""
    st.session_state["compare"] = state.then is not None
    st.toggle(
        "Then and now",
        key="compare",
        on_change=_take_switch,
        args=(atlas, today),
        help="Two maps of the same place on two dates, and what changed between them.",
    )


def show_then(atlas: Atlas, state: ViewState) -> None:
    """Draw the day to compare with, while the comparison is on."""
    st.session_state["then"] = date.fromisoformat(_read_then(state).start)
    st.date_input(
        "Then",
        key="then",
        min_value=date.min,
        max_value=date.max,
        format="YYYY-MM-DD",
        on_change=_take_day,
        args=(atlas,),
    )


def show_then_and_now(atlas: Atlas, state: ViewState) -> None:
    """Draw the two maps side by side, the earlier day first as it was chosen, and what changed."""
    then = _read_then(state)
    left, right = st.columns(2, gap="small")
    for column, key, period in ((left, "map-then", then), (right, "map", state.selection.period)):
        shown = replace(state, selection=replace(state.selection, period=period))
        with column:
            st.html(f'<h3 class="ga-when">{format_period(period)}</h3>')
            show_map(atlas, shown, key=key)


def show_changes(atlas: Atlas, state: ViewState) -> None:
    """Draw the list of what changed between the two dates, each record a button that opens it, and the downloads."""
    then = _read_then(state)
    changes = compare(state.selection, then, atlas.layers)
    title = f"What changed between {format_period(then)} and {format_period(state.selection.period)}"
    st.html(f'<h3 class="ga-when">{title}</h3>')
    if not changes:
        st.info("Nothing that is chosen changed between the two dates. Choose other dates or more layers.")
        return
    _show_downloads(atlas, state, then, changes)
    for change in Change:
        _show_group(atlas, change, [item for item in changes if item.change is change])


def _show_downloads(atlas: Atlas, state: ViewState, then: Period, changes: tuple[Changed, ...]) -> None:
    what = f"changes-since-{then.start}"
    geojson = partial(export_changes_geojson, atlas, state.selection, then, changes)
    files = (("GeoJSON", "geojson", GEOJSON, geojson), ("CSV", "csv", CSV, partial(export_changes_csv, changes)))
    with st.container(horizontal=True, gap="small"):
        for title, suffix, media_type, export in files:
            name = name_file(atlas, state.selection, what, suffix)
            key = f"changes-{suffix}"
            st.download_button(f"Changes as {title}", export, name, media_type, key=key, on_click="ignore")


def _show_group(atlas: Atlas, change: Change, items: list[Changed]) -> None:
    if not items:
        return
    with st.expander(f"{change.words} ({len(items):,})", expanded=change is not Change.BETWEEN):
        with st.container(gap=None):
            for item in items[:_MOST_LISTED]:
                st.button(
                    _describe(item),
                    key=f"changed-{change.value}-{item.feature.id}",
                    type="tertiary",
                    on_click=reveal_record,
                    args=(atlas, item.feature.id),
                )
        if len(items) > _MOST_LISTED:
            st.caption(f"{len(items) - _MOST_LISTED:,} more are in the downloads. Filters and layers shorten the list.")


def _describe(item: Changed) -> str:
    core = item.feature.core
    name = escape_markdown(core.name)
    if item.then_ha is not None and item.now_ha is not None:
        return f"{name} – {format_number(item.then_ha, 'ha')} → {format_number(item.now_ha, 'ha')}"
    return f"{name} – {escape_markdown(format_interval(core.valid_from, core.valid_to, core.known_from))}"


def _read_then(state: ViewState) -> Period:
    if state.then is None:
        raise AssertionError("no day to compare with: expected to be asked only while the comparison is on")
    return Period(state.then, state.then)


def _take_switch(atlas: Atlas, today: str) -> None:
    """Compare the last day of the period, or today, with its first day, or with that of the first era that has one."""
    if not st.session_state["compare"]:
        change_state(atlas, then=None)
        return
    selection = read_state(atlas).selection
    now = choose_reference_day(selection.period, today)
    starts = [selection.period.start, *(era.period.start for era in atlas.catalogue.eras)]
    then = next((start for start in starts if FIRST_DAY < start < now), now)
    change_state(atlas, selection=replace(selection, period=Period(now, now)), then=then, record=None)


def _take_day(atlas: Atlas) -> None:
    chosen = st.session_state["then"]
    if chosen is not None:
        change_state(atlas, then=chosen.isoformat())
