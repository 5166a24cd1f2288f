"""What the tools on the map tell the page: an area that was drawn, places of a line, the middle of a ring."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from geo_alliance.errors import SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.space.areas import parse_area
from geo_alliance.ui.drawings import MOST_RINGS, Ring, format_drawing, parse_line, parse_rings
from geo_alliance.ui.state import change_selection, change_state, read_state

RING_KM: Final = "ring-km"
"""Where the session keeps the distance of the next ring."""
FIRST_KM: Final = 1_300.0
OPENED: Final = "measure"
"""Where the session keeps whether the tools beside the map are open."""


def take_drawing(atlas: Atlas, properties: Mapping[str, Any]) -> None:
    """Put what was drawn into the address; what makes no sense becomes a notice, and all stays as it was."""
    try:
        if isinstance(properties.get("area"), str):
            change_selection(atlas, area=parse_area(properties["area"]))
        if properties.get("line") or properties.get("ring"):
            st.session_state[OPENED] = True
        if isinstance(properties.get("line"), str):
            change_state(atlas, line=parse_line(properties["line"]))
        if isinstance(properties.get("rings"), str):
            change_state(atlas, rings=parse_rings(properties["rings"]))
        if isinstance(properties.get("ring"), str):
            ((lon, lat),) = parse_line(properties["ring"])
            add_ring(atlas, (lon, lat, float(st.session_state.get(RING_KM) or FIRST_KM)))
    except SelectionError as error:
        st.session_state["notice"] = f"What was drawn was not understood: {error}."


def add_ring(atlas: Atlas, ring: Ring) -> None:
    """Draw one more ring; beyond the most that there can be, the oldest goes."""
    rings = parse_rings(format_drawing((ring,)))
    kept = tuple(item for item in read_state(atlas).rings if item not in rings)
    change_state(atlas, rings=(*kept, *rings)[-MOST_RINGS:])
