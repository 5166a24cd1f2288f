"""The state of the dashboard, which is the address: every view can be linked, and survives a restart.

Widgets only show the state and ask for a change of it; nothing else is kept between two runs of the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import ALL_TIME, FIRST_DAY, LAST_DAY, Period
from geo_alliance.errors import SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, find_era, resolve_layers, resolve_period

NO_LAYERS = "none"
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class ViewState:
    """What is shown: the selection, the open record's id or None, and what of the address could not be understood."""

    selection: Selection
    record: str | None
    notices: tuple[str, ...] = ()


def default_selection(catalogue: Catalogue) -> Selection:
    """Return what is shown at first: the era that still runs, and the layers that the catalogue shows."""
    shown = tuple(resource.name for resource in catalogue.layers if resource.style and resource.style.shown)
    return Selection(catalogue.eras[-1].period, shown)


def parse_state(params: Mapping[str, str], atlas: Atlas) -> ViewState:
    """Read the state from query parameters: `era` or `from` and `to`, `layers`, `record`.

    What cannot be understood falls back to the default and is said in `notices`.
    """
    catalogue = atlas.catalogue
    default = default_selection(catalogue)
    notices: list[str] = []
    text = {key: params.get(key, "")[:_LONGEST] or None for key in ("era", "from", "to", "layers", "record")}
    period = default.period
    if text["era"] or text["from"] or text["to"]:
        try:
            period = resolve_period(catalogue, era=text["era"], start=text["from"], end=text["to"])
        except SelectionError as error:
            notices.append(f"The period in the address was not understood: {error}.")
    layers = default.layers
    if text["layers"]:
        names = [] if text["layers"] == NO_LAYERS else text["layers"].split(",")
        try:
            layers = resolve_layers(catalogue, names)
        except SelectionError as error:
            notices.append(f"The layers in the address were not understood: {error}.")
    record = text["record"]
    if record is not None and atlas.find(record) is None:
        notices.append(f"There is no record {record!r} in the atlas.")
        record = None
    return ViewState(Selection(period, layers), record, tuple(notices))


def dump_state(state: ViewState, catalogue: Catalogue) -> dict[str, str]:
    """Write the state as query parameters, without those that are as at first.

    `parse_state` reads them back to the same state.
    """
    default = default_selection(catalogue)
    params = _dump_period(state.selection.period, catalogue) if state.selection.period != default.period else {}
    if state.selection.layers != default.layers:
        params["layers"] = ",".join(state.selection.layers) or NO_LAYERS
    if state.record is not None:
        params["record"] = state.record
    return params


def read_state(atlas: Atlas) -> ViewState:
    """Read the state from the page's address."""
    return parse_state(st.query_params.to_dict(), atlas)


def write_state(state: ViewState, catalogue: Catalogue) -> None:
    """Put the state into the page's address; the browser's Back button then leads to the one before."""
    st.query_params.from_dict(dump_state(state, catalogue))


def change_period(atlas: Atlas, period: Period) -> None:
    """Show another period."""
    state = read_state(atlas)
    write_state(replace(state, selection=replace(state.selection, period=period)), atlas.catalogue)


def change_layers(atlas: Atlas, layers: tuple[str, ...]) -> None:
    """Show other layers."""
    state = read_state(atlas)
    write_state(replace(state, selection=state.selection.with_layers(layers)), atlas.catalogue)


def open_record(atlas: Atlas, record: str | None) -> None:
    """Open a record, or close the open one."""
    write_state(replace(read_state(atlas), record=record), atlas.catalogue)


def reveal_record(atlas: Atlas, record: str) -> None:
    """Open a record and widen the selection so that it is visible: its layer, and all years if need be."""
    state = read_state(atlas)
    feature = atlas.find(record)
    if feature is None:
        return
    selection = state.selection
    if feature.layer not in selection.layers:
        selection = selection.with_layers(resolve_layers(atlas.catalogue, (*selection.layers, feature.layer)))
    if not selection.period.overlaps(feature.core.period):
        selection = replace(selection, period=ALL_TIME)
    write_state(ViewState(selection, record), atlas.catalogue)


def _dump_period(period: Period, catalogue: Catalogue) -> dict[str, str]:
    era = find_era(catalogue, period)
    if period == ALL_TIME or era is not None:
        return {"era": era.id if era else "all"}
    start = {} if period.start == FIRST_DAY else {"from": period.start}
    end = {} if period.end == LAST_DAY else {"to": period.end}
    return start | end
