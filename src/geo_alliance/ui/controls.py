"""The controls above and beside the map: era, days, layers, downloads."""

from datetime import date
from functools import partial

import streamlit as st

from geo_alliance.dates import ALL_TIME, FIRST_DAY, LAST_DAY, Period, format_period
from geo_alliance.exports import geojson, table
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, apply, find_era, resolve_layers
from geo_alliance.ui.state import ViewState, change_layers, change_period, read_state
from geo_alliance.ui.words import escape_markdown

_ALL = "all"
_TODAY = "today"


def show_days(atlas: Atlas, state: ViewState) -> None:
    """Draw the exact first and last day of the period, side by side."""
    period = state.selection.period
    st.session_state["from"] = None if period.start == FIRST_DAY else date.fromisoformat(period.start)
    st.session_state["to"] = None if period.end == LAST_DAY else date.fromisoformat(period.end)
    for column, key, label in zip(st.columns(2), ("from", "to"), ("From", "To"), strict=True):
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
    period = state.selection.period
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


def show_layer_control(atlas: Atlas, selection: Selection) -> None:
    """Draw a switch for each layer with the number of records that the period shows in it."""
    visible = apply(selection.with_layers(atlas.layers), atlas.layers)
    main = [name for name, layer in atlas.layers.items() if layer.resource.role == "layer"]
    context = [name for name in atlas.layers if name not in main]
    counts = {name: len(frame) for name, frame in visible.items()}
    _show_switches(atlas, main, selection, counts)
    chosen = sum(name in selection.layers for name in context)
    with st.expander(f"More layers ({chosen} of {len(context)} shown)"):
        _show_switches(atlas, context, selection, counts)


def show_downloads(atlas: Atlas, state: ViewState) -> None:
    """Draw the download buttons: what is visible, one layer of it, or everything."""
    with st.popover("Download", width="stretch"):
        visible = apply(state.selection, atlas.layers)
        total = sum(len(frame) for frame in visible.values())
        st.markdown(f"**What is visible** – {total:,} records, {format_period(state.selection.period)}")
        _show_pair(atlas, state.selection, "visible")
        st.markdown("**One layer of it**")
        for name, frame in visible.items():
            st.caption(escape_markdown(f"{atlas.layers[name].resource.title} – {len(frame):,} records"))
            _show_pair(atlas, state.selection.with_layers([name]), name)
        st.markdown("**Everything** – all layers, all years")
        _show_pair(atlas, Selection(ALL_TIME, tuple(atlas.layers)), "everything")
        st.caption("GeoJSON holds the filter, the data version and the sources. CSV opens in any spreadsheet.")


def name_file(atlas: Atlas, selection: Selection, what: str, suffix: str) -> str:
    """Return the name of a download: what it holds, its period and the data version."""
    period = selection.period
    era = find_era(atlas.catalogue, period)
    when = "all-years" if period == ALL_TIME else era.id if era else f"{period.start}_{period.end}"
    return f"geo-alliance_{what}_{when}_{atlas.catalogue.package.version}.{suffix}"


def _take_era(atlas: Atlas, today: str) -> None:
    chosen = st.session_state["era"]
    if chosen is None:
        return  # a second click on the chosen era: it stays chosen
    if chosen == _ALL:
        change_period(atlas, ALL_TIME)
    elif chosen == _TODAY:
        change_period(atlas, Period(today, today))
    else:
        change_period(atlas, atlas.catalogue.era(chosen).period)


def _take_days(atlas: Atlas) -> None:
    start, end = st.session_state["from"], st.session_state["to"]
    period = Period(start.isoformat() if start else FIRST_DAY, end.isoformat() if end else LAST_DAY)
    if period.end < period.start:
        st.session_state["notice"] = (
            f"The first day, {period.start}, lies after the last day, {period.end}. The period stays as it was."
        )
        return
    change_period(atlas, period)


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
    change_layers(atlas, resolve_layers(atlas.catalogue, chosen))


def _show_pair(atlas: Atlas, selection: Selection, what: str) -> None:
    writers = (
        ("GeoJSON", "geojson", geojson.MEDIA_TYPE, geojson.export_geojson),
        ("CSV", "csv", table.MEDIA_TYPE, table.export_csv),
    )
    for column, (label, suffix, media_type, export) in zip(st.columns(2), writers, strict=True):
        column.download_button(
            label,
            partial(export, atlas, selection),
            name_file(atlas, selection, what, suffix),
            media_type,
            key=f"{suffix}-{what}",
            on_click="ignore",
            width="stretch",
        )
