"""The open record in the side panel, with what can be done with it."""

from functools import partial

import streamlit as st

from geo_alliance.flights import LAYER as FLIGHTS
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature
from geo_alliance.selection import apply, is_visible
from geo_alliance.ui.citing import show_record_citation
from geo_alliance.ui.claims_page import show_claims_of
from geo_alliance.ui.flight_panel import show_flight
from geo_alliance.ui.map_view import zoom_to_record
from geo_alliance.ui.measure import show_distances
from geo_alliance.ui.openers import show_neighbours
from geo_alliance.ui.record_view import build_record_view, describe_doubt, list_related
from geo_alliance.ui.rendering import show_template
from geo_alliance.ui.share import build_entries_link, build_record_link, build_report
from geo_alliance.ui.state import open_record, reveal_record
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import escape_markdown


def show_record(atlas: Atlas, state: ViewState) -> None:
    """Draw the open record and its related ones; nothing if none is open."""
    feature = atlas.find(state.record) if state.record else None
    if feature is None:
        return
    _show_tools(atlas, state, feature)
    if not is_visible(state.selection, atlas.layers, feature):
        st.info("This record is not on the map: its layer or its dates are outside of what is chosen.")
        st.button("Show it on the map", key="reveal", on_click=reveal_record, args=(atlas, feature.id))
    entries = build_entries_link(atlas, state)
    view = {
        **build_record_view(atlas, feature),
        "entries": entries,
        "doubt": describe_doubt(feature.core, state.selection.period),
    }
    if feature.layer == FLIGHTS:
        show_template("record", part="head", **view)
        show_flight(atlas, feature)
        show_template("record", part="rest", **view)
    else:
        show_template("record", **view)
    show_distances(atlas, feature)
    show_claims_of(atlas, feature)
    related = list_related(atlas, feature)
    if not related:
        return
    st.html('<h3 class="ga-heading">Related records</h3>')
    with st.container(gap=None, key="list-related"):
        for other in related:
            label = escape_markdown(other.core.name)
            st.button(label, key=f"open-{other.id}", type="tertiary", on_click=reveal_record, args=(atlas, other.id))


def _show_tools(atlas: Atlas, state: ViewState, feature: Feature) -> None:
    """Draw the way back, to the visible records before and after, and what can be done with the record."""
    ids = [record for frame in apply(state.selection, atlas.layers).values() for record in frame.index]
    shut = (atlas, None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key="record-tools"):
        st.button("← Back to the overview", key="close-record", type="tertiary", on_click=open_record, args=shut)
        show_neighbours(ids, feature.id, kind="record", thing="visible record", on_click=partial(open_record, atlas))
        st.button("Zoom to", key="zoom-to", disabled=feature.id not in ids, on_click=zoom_to_record)
        with st.popover("Link, report"):
            st.caption("Address of this record")
            st.code(build_record_link(atlas, feature), language=None, wrap_lines=True)
            st.caption("To report an error, copy this text and send it to the maintainers. No account is needed.")
            st.code(build_report(atlas, feature), language=None, wrap_lines=True)
        show_record_citation(atlas, feature)
