"""The state of the dashboard, which is the address: every view can be linked, and survives a restart.

Widgets only show the state and ask for a change of it. What a session keeps beside it is gone with a restart, and no
view hangs on it: which tools are open, what is typed into them, and what is to be said or zoomed to in the next run.
"""

from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature
from geo_alliance.selection import Selection, find_inside, is_visible, resolve_layers
from geo_alliance.ui.address import dump_state, parse_state
from geo_alliance.ui.view import CLAIMS_PAGE, SOURCES_PAGE, ViewState

_ADDRESS = "address"


def settle_address() -> None:
    """Agree with the browser on the address, before the page is drawn for it.

    The browser sends with each action the address that it knows. If the change before has not reached it yet, that is
    an old one, and the one of this session goes on; after Back and Forward it is the one that they lead to.
    """
    address = _find_address()
    if address != st.query_params.to_dict():
        st.query_params.from_dict(address)
    st.session_state[_ADDRESS] = address


def read_state(atlas: Atlas) -> ViewState:
    """Read the state from the page's address."""
    query = st.query_params
    return parse_state(_find_address(), atlas, repeated=[name for name in query if len(query.get_all(name)) > 1])


def write_state(state: ViewState, catalogue: Catalogue) -> None:
    """Put the state into the page's address; the browser's Back button then leads to the one before.

    Nothing is written while Back or Forward is followed: what the page's controls say then is what they showed before.
    """
    if _is_back_or_forward():
        return
    st.session_state[_ADDRESS] = dump_state(state, catalogue)
    st.query_params.from_dict(st.session_state[_ADDRESS])


def _find_address() -> dict[str, str]:
    sent = st.query_params.to_dict()
    own = st.session_state.get(_ADDRESS, sent)
    # Where the map looks is written by its frame, which asks nobody.
    return sent if _is_back_or_forward() or {**sent, "view": ""} == {**own, "view": ""} else own


def _is_back_or_forward() -> bool:
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation


def change_state(atlas: Atlas, **changes: Any) -> None:
    """Show the same with other members of `ViewState`."""
    write_state(replace(read_state(atlas), **changes), atlas.catalogue)


def change_selection(atlas: Atlas, **changes: Any) -> None:
    """Show the same with other members of `Selection`."""
    change_state(atlas, selection=replace(read_state(atlas).selection, **changes))


def open_record(atlas: Atlas, record: str | None) -> None:
    """Open a record, or close the open one."""
    change_state(atlas, record=record)


def open_claim(atlas: Atlas, claim: str | None) -> None:
    """Open a claim on the page of claims, or go back to the list of all."""
    change_state(atlas, page=CLAIMS_PAGE, claim=claim, source=None)


def open_source(atlas: Atlas, source: str | None) -> None:
    """Open a source on the page of sources, or go back to the list of all."""
    change_state(atlas, page=SOURCES_PAGE, source=source, claim=None)


def reveal_record(atlas: Atlas, record: str) -> None:
    """Open a record and widen the selection so that it is visible."""
    feature = atlas.find(record)
    if feature is not None:
        selection = widen_selection(atlas, read_state(atlas).selection, feature)
        change_state(atlas, selection=selection, record=record)


def widen_selection(atlas: Atlas, selection: Selection, feature: Feature, *, period: Period = ALL_TIME) -> Selection:
    """Return a selection that shows a record, changed no more than needed.

    Its layer is added, the period becomes `period` if it shares no day with the record, and the area and the filters of
    its layer go where they hide it.
    """
    if feature.layer not in selection.layers:
        selection = selection.with_layers(resolve_layers(atlas.catalogue, (*selection.layers, feature.layer)))
    if not selection.period.overlaps(feature.core.period):
        selection = replace(selection, period=period)
    if feature.id not in find_inside(atlas.layers[feature.layer], selection.area):
        selection = replace(selection, area=())
    if not is_visible(selection, atlas.layers, feature):
        others = tuple(item for item in selection.filters if item.layer != feature.layer)
        selection = replace(selection, filters=others)
    return selection
