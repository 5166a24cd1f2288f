"""The map in the page: a constant base, and the state that the page hands to it."""

from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo_alliance.loading import Atlas
from geo_alliance.maps.elements import AtlasMap, StateGroup, build_config
from geo_alliance.space.areas import turn_box
from geo_alliance.ui import map_state
from geo_alliance.ui.map_tools import take_drawing
from geo_alliance.ui.state import open_record, read_state
from geo_alliance.ui.view import ViewState

KEY = "map"
IN_VIEW = "in-view"
MAP_BOX = "map-box"
"""Where the session keeps what the map looks at, as an area."""
_FOCUS = "map-focus"
HEIGHT_PX = 620
_FAULT = (
    "The map could not be drawn: one of its scripts or data files did not load. Reload the page; if it happens again, "
    "tell the maintainers. Tables, panel and downloads work without the map."
)


def show_map(atlas: Atlas, state: ViewState, *, key: str = KEY, compact: bool = False) -> None:
    """Draw a map, a compact one without tools and with its legend closed. A click on a record opens it.

    A note that the map could not be drawn appears after a while, unless the map's frame has said that it is drawn. Only
    the map whose key is `KEY` keeps where it looks in the address and tells what is in view; another one follows it.
    """
    st.html(f'<p class="ga-map-fault" role="status">{_FAULT}</p>')
    shown = {**build_state(atlas, state), "leads": key == KEY}
    st_folium(
        AtlasMap(config=_build_config(atlas) | {"compact": compact}),
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        render=False,
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
        feature_group_to_add=StateGroup(shown),
        on_change=lambda: _take_click(atlas, key),
    )


def build_state(atlas: Atlas, state: ViewState) -> dict[str, Any]:
    """Build what the map's `apply` takes, with what only this session knows."""
    return {
        **map_state.build_state(atlas, state),
        "focus": st.session_state.get(_FOCUS, 0),
        "follow": bool(state.table and st.session_state.get(IN_VIEW)),
    }


def zoom_to_record() -> None:
    """Ask the map to bring the open record into view; each call counts, so that it works twice in a row."""
    st.session_state[_FOCUS] = st.session_state.get(_FOCUS, 0) + 1


def _build_config(atlas: Atlas) -> dict[str, Any]:
    return build_config(
        version=atlas.catalogue.version,
        basemap=map_state.list_basemap(atlas),
        views=[view.model_dump(mode="json") for view in atlas.catalogue.package.views],
        credit_line=map_state.write_map_credits(atlas),
    )


def _take_click(atlas: Atlas, key: str) -> None:
    answer = st.session_state.get(key) or {}
    chosen = answer.get("last_active_drawing")
    if chosen is None:
        return
    view = chosen.get("properties", {}).get("view")
    if view is not None:
        st.session_state[MAP_BOX] = turn_box(*view)
    take_drawing(atlas, chosen.get("properties", {}))
    if chosen.get("id") != read_state(atlas).record:
        open_record(atlas, chosen.get("id"))
