"""The map in the page: a constant base, and the state that the page hands to it."""

from dataclasses import asdict
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo_alliance.loading import Atlas
from geo_alliance.maps.elements import AtlasMap, StateGroup, build_config
from geo_alliance.ui.state import ViewState, open_record

KEY = "map"
HEIGHT_PX = 620


def show_map(atlas: Atlas, state: ViewState) -> None:
    """Draw the map. A click on a record opens it."""
    st_folium(
        AtlasMap(config=_build_config(atlas)),
        key=KEY,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
        feature_group_to_add=StateGroup(build_state(state)),
        on_change=lambda: _take_click(atlas),
    )


def build_state(state: ViewState) -> dict[str, Any]:
    """Build what the map's `apply` takes."""
    selection = state.selection
    return {
        "start": selection.period.start,
        "end": selection.period.end,
        "layers": list(selection.layers),
        "filters": [asdict(item) for item in selection.filters],
        "selected": state.record,
    }


def _build_config(atlas: Atlas) -> dict[str, Any]:
    resources = [resource for resource in atlas.catalogue.package.resources if resource.role == "basemap"]
    credited = sorted({credit.title for resource in resources for credit in resource.sources})
    return build_config(
        version=atlas.catalogue.version,
        basemap=[resource.name for resource in resources],
        views=[view.model_dump(mode="json") for view in atlas.catalogue.package.views],
        credit_line="Map: " + ", ".join(credited),
    )


def _take_click(atlas: Atlas) -> None:
    answer = st.session_state.get(KEY) or {}
    chosen = answer.get("last_active_drawing")
    if chosen is not None:
        open_record(atlas, chosen.get("id"))
