"""The list of what is in view: records of all chosen layers, with filters, each row a way to the record."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import streamlit as st

from geo_alliance.errors import SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.selection import Filter, Selection, list_members, list_words, resolve_filters
from geo_alliance.ui.filter_words import name_member
from geo_alliance.ui.state import change_selection, change_state, open_record, read_state
from geo_alliance.ui.view import BROWSE_IN_VIEW, ViewState

KEY = "in-view-list"
_OPEN = "browse"


def show_in_view(atlas: Atlas, state: ViewState) -> None:
    """Draw the list, folded up unless the address asks for it; the map's frame tells it what is in view.

    Moving the map or the focus costs no run of the page, and a folded list costs nothing.
    """
    st.session_state[_OPEN] = state.browse is not None
    with st.expander("List what is in view", key=_OPEN, on_change=_take_open, args=(atlas,)):
        if state.browse is not None:
            _declare()(
                key=KEY,
                data=build_data(atlas, state.selection),
                on_opened_change=lambda: _take_record(atlas),
                on_filtered_change=lambda: _take_filter(atlas),
            )


def build_data(atlas: Atlas, selection: Selection) -> dict[str, Any]:
    """Build what the list is given: the chosen layers, and the members by which each can be filtered, in words."""
    return {
        "layers": [
            {
                "name": name,
                "title": layer.resource.title,
                "kinds": list_words(atlas.catalogue, name, "kind"),
                "members": [
                    _describe(atlas, selection, name, member) for member in list_members(atlas.catalogue, name)
                ],
            }
            for name, layer in atlas.layers.items()
            if name in selection.layers
        ]
    }


def take_filter(atlas: Atlas, wanted: Mapping[str, Any]) -> None:
    """Filter a member by the chosen values, by none if there are none.

    Raises:
        SelectionError: it names a layer, member or word that does not exist.
    """
    layer, member = str(wanted.get("layer")), str(wanted.get("member"))
    values = tuple(map(str, wanted.get("values") or ()))
    resolve_filters(atlas.catalogue, [Filter(layer, member, values)])
    change_selection(atlas, filters=read_state(atlas).selection.with_filter(layer, member, values).filters)


@cache
def _declare() -> Any:
    """Declare the component inside the first run: Streamlit knows the folders of components only while it runs."""
    return st.components.v2.component("geo-alliance.in_view", js="in_view.js", css="in_view.css")


def _describe(atlas: Atlas, selection: Selection, layer: str, member: str) -> dict[str, Any]:
    chosen = next((item.values for item in selection.filters if (item.layer, item.member) == (layer, member)), ())
    return {
        "name": member,
        "title": name_member(atlas, layer, member),
        "words": list_words(atlas.catalogue, layer, member),
        "chosen": list(chosen),
    }


def _take_open(atlas: Atlas) -> None:
    change_state(atlas, browse=BROWSE_IN_VIEW if st.session_state[_OPEN] else None)


def _take_record(atlas: Atlas) -> None:
    record = (st.session_state.get(KEY) or {}).get("opened")
    if isinstance(record, str) and atlas.find(record) is not None:
        open_record(atlas, record)


def _take_filter(atlas: Atlas) -> None:
    wanted = (st.session_state.get(KEY) or {}).get("filtered")
    if not isinstance(wanted, Mapping):
        return
    try:
        take_filter(atlas, wanted)
    except SelectionError as error:
        st.session_state["notice"] = f"The filter was not understood: {error}. The filters stay as they were."
