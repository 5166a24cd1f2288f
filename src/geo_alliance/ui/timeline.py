"""The timeline under the map: shows the period, and takes the one that the reader drags, types or plays to."""

from functools import cache
from typing import Any

import streamlit as st

from geo_alliance.errors import SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.selection import resolve_period
from geo_alliance.timeline import build_axis, count_by_year, list_bands
from geo_alliance.ui.state import change_selection
from geo_alliance.ui.view import ViewState

COMPONENT = "geo-alliance.timeline"
KEY = "timeline"


def show_timeline(atlas: Atlas, state: ViewState, *, today: str) -> None:
    """Draw the timeline. While it is moved it draws on the map itself; the period that it ends on is taken here."""
    _declare()(key=KEY, data=build_data(atlas, state, today=today), on_chosen_change=lambda: _take_period(atlas))


def build_data(atlas: Atlas, state: ViewState, *, today: str) -> dict[str, Any]:
    """Build what the component is given: the axis, the eras, what began and ended in each year, and the period."""
    axis = build_axis(atlas, today=today)
    return {
        "first": axis.first,
        "fullFrom": axis.full_from,
        "last": axis.last,
        "eras": list_bands(atlas.catalogue),
        "years": count_by_year(atlas, state.selection),
        "start": state.selection.period.start,
        "end": state.selection.period.end,
    }


@cache
def _declare() -> Any:
    """Declare the component inside the first run: Streamlit knows the folders of components only while it runs.

    Its script is a file, because the page's policy refuses scripts that come as text.
    """
    return st.components.v2.component(COMPONENT, js="timeline.js", css="timeline.css")


def _take_period(atlas: Atlas) -> None:
    chosen = st.session_state[KEY].get("chosen") or {}
    try:
        period = resolve_period(atlas.catalogue, start=str(chosen.get("start")), end=str(chosen.get("end")))
    except SelectionError as error:
        st.session_state["notice"] = f"The timeline's period was not understood: {error}. It stays as it was."
        return
    change_selection(atlas, period=period)
