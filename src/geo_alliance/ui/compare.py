"""Then and now: two maps that look at the same place on two dates, and the list of what changed between them."""

from dataclasses import replace
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from geo_alliance.catalogue import Catalogue
from geo_alliance.changes import Change, Changed, compare
from geo_alliance.dates import (
    ALL_TIME,
    FIRST_DAY,
    LAST_DAY,
    Period,
    format_day,
    format_interval,
    format_period,
    parse_date,
)
from geo_alliance.exports.changes import export_changes_csv, export_changes_geojson
from geo_alliance.exports.formats import name_file
from geo_alliance.exports.geojson import MEDIA_TYPE as GEOJSON
from geo_alliance.exports.table import MEDIA_TYPE as CSV
from geo_alliance.loading import Atlas
from geo_alliance.selection import find_era
from geo_alliance.ui.compared_coverage import show_coverage, write_warning
from geo_alliance.ui.ends import compare_ends, find_compared_period
from geo_alliance.ui.map_view import show_map
from geo_alliance.ui.state import change_state, read_state, reveal_record
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import escape_markdown, format_number

_MOST_LISTED = 40
_OPEN = (Change.BEGAN, Change.FIRST_ON_RECORD, Change.ENDED, Change.END_NOT_CONFIRMED, Change.RESIZED)


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


def show_then(atlas: Atlas, state: ViewState, *, today: str) -> None:
    """Draw the day to compare with, while the comparison is on, and say what the two maps show."""
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
    with st.container(key="then-note"):
        _show_note(atlas, state.selection.period, today)


def _show_note(atlas: Atlas, period: Period, today: str) -> None:
    if period.is_day:
        st.caption("The other map shows the day below. An era chosen above is compared from its first day to its last.")
        return
    shown = escape_markdown(name_span(atlas.catalogue, period))
    st.caption(f"The other map shows {shown}: whatever was so on any day of it.")
    st.button("Compare its first and last day", key="compare-ends", on_click=compare_ends, args=(atlas, period, today))


def show_then_and_now(atlas: Atlas, state: ViewState) -> None:
    """Draw the two maps side by side, the day to compare with first, each under its date."""
    then, now = _read_then(state), state.selection.period
    words = ("Later", "Earlier") if _is_reversed(then, now) else ("Then", "Now")
    warnings = [write_warning(atlas, state, period) if then != now else "" for period in (then, now)]
    columns = st.columns(2, gap="small")
    heads = zip(columns, words, ("map-then", "map"), (then, now), warnings, strict=True)
    for column, word, key, period, warning in heads:
        shown = replace(state, selection=replace(state.selection, period=period))
        with column, st.container(key=f"dated-{key}"):
            head = f'<h3 class="ga-when">{word}: {escape(_head_span(atlas.catalogue, period))}</h3>'
            st.html(head + _draw_warning(warning) if any(warnings) else head)
            show_map(atlas, shown, key=key)


def show_changes(atlas: Atlas, state: ViewState, *, today: str) -> None:
    """Draw what changed between the two dates: how complete that is, each record as a button, and the downloads."""
    then, now = _read_then(state), state.selection.period
    changes = compare(state.selection, then, atlas.layers)
    with st.container(key="changes-title"):
        st.html(f'<h3 class="ga-when">{escape(write_title(atlas.catalogue, then, now))}</h3>')
    if then != now:
        with st.container(key="changes-coverage"):
            show_coverage(atlas, state, (now, then) if _is_reversed(then, now) else (then, now), today=today)
    if not changes:
        st.info("Nothing that is chosen changed between the two. Choose other dates or more layers.")
        return
    _show_downloads(atlas, state, then, changes)
    for change in Change:
        _show_group(atlas, change, [item for item in changes if item.change is change], _is_reversed(then, now))


def write_title(catalogue: Catalogue, then: Period, now: Period) -> str:
    """Return the heading of what changed, the earlier of two dates first."""
    if then == now:
        return f"Both maps show {name_span(catalogue, now)}"
    verb = "changed" if then.is_day and now.is_day else "differs"
    early, late = (now, then) if _is_reversed(then, now) else (then, now)
    return f"What {verb} between {name_span(catalogue, early)} and {name_span(catalogue, late)}"


def name_span(catalogue: Catalogue, period: Period) -> str:
    """Return a period as words that can stand after a preposition."""
    era = find_era(catalogue, period)
    if era is not None:
        return f"the era “{era.name}” ({format_period(period)})"
    if period == ALL_TIME or period.is_day:
        return format_period(period)
    if period.start == FIRST_DAY:
        return f"the time until {format_day(period.end)}"
    if period.end == LAST_DAY:
        return f"the time since {format_day(period.start)}"
    return f"the time from {format_day(period.start)} to {format_day(period.end)}"


def _draw_warning(warning: str) -> str:
    """Lay out the line under a map's date; an empty one keeps the two maps at one height."""
    words = f'{escape(warning)} <a href="#coverage">How complete</a>' if warning else ""
    return f'<p class="ga-incomplete">{words}</p>'


def _is_reversed(then: Period, now: Period) -> bool:
    """Whether the day to compare with lies after the period."""
    return then.start > now.end


def _head_span(catalogue: Catalogue, period: Period) -> str:
    era = find_era(catalogue, period)
    return f"{era.name}, {format_period(period)}" if era else format_period(period)


def _show_downloads(atlas: Atlas, state: ViewState, then: Period, changes: tuple[Changed, ...]) -> None:
    what = f"changes-since-{then.start}"
    geojson = partial(export_changes_geojson, atlas, state.selection, then, changes)
    files = (("GeoJSON", "geojson", GEOJSON, geojson), ("CSV", "csv", CSV, partial(export_changes_csv, changes)))
    with st.container(horizontal=True, gap="small", key="changes-files"):
        for title, suffix, media_type, export in files:
            name = name_file(atlas, state.selection, what, suffix)
            key = f"changes-{suffix}"
            st.download_button(f"Changes as {title}", export, name, media_type, key=key, on_click="ignore")


def _show_group(atlas: Atlas, change: Change, items: list[Changed], is_reversed: bool) -> None:
    if not items:
        return
    with st.expander(f"{change.words} ({len(items):,})", expanded=change in _OPEN):
        if change.remark:
            st.caption(change.remark)
        with st.container(gap=None, key=f"changed-{change.value}"):
            for item in items[:_MOST_LISTED]:
                st.button(
                    _describe(item, is_reversed=is_reversed),
                    key=f"changed-{change.value}-{item.feature.id}",
                    type="tertiary",
                    on_click=reveal_record,
                    args=(atlas, item.feature.id),
                )
        if len(items) > _MOST_LISTED:
            st.caption(f"{len(items) - _MOST_LISTED:,} more are in the downloads. Filters and layers shorten the list.")


def _describe(item: Changed, *, is_reversed: bool) -> str:
    core = item.feature.core
    name, doubt = escape_markdown(core.name), " – *uncertain*" if item.is_uncertain else ""
    if item.then_ha is not None and item.now_ha is not None:
        then_ha, now_ha = format_number(item.then_ha, "ha"), format_number(item.now_ha, "ha")
        early, late = (now_ha, then_ha) if is_reversed else (then_ha, now_ha)
        return f"{name} – {early} → {late}{doubt}"
    words = escape_markdown(format_interval(core.valid_from, core.valid_to, core.known_from))
    return f"{name} – {words}" if _says_doubt(item) else f"{name} – {words}{doubt}"


def _says_doubt(item: Changed) -> bool:
    """Whether the words of a date that makes the change say that it is uncertain."""
    core, has_ended = item.feature.core, item.change in {Change.ENDED, Change.END_NOT_CONFIRMED}
    start = None if has_ended else core.valid_from
    end = core.valid_to if has_ended or item.change is Change.PERHAPS else None
    return any(parse_date(text).is_uncertain for text in (start, end) if text is not None)


def _read_then(state: ViewState) -> Period:
    if state.then is None:
        raise AssertionError("no day to compare with: expected to be asked only while the comparison is on")
    return Period(state.then, state.then)


def _take_switch(atlas: Atlas, today: str) -> None:
    """Compare the two ends of the period; ended again, the era or all years that they are the ends of are shown."""
    state = read_state(atlas)
    if st.session_state["compare"]:
        compare_ends(atlas, state.selection.period, today)
        return
    period = find_compared_period(atlas, state, today) or state.selection.period
    change_state(atlas, selection=replace(state.selection, period=period), then=None)


def _take_day(atlas: Atlas) -> None:
    chosen = st.session_state["then"]
    if chosen is not None:
        change_state(atlas, then=chosen.isoformat())
