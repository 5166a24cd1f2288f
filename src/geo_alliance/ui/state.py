"""The state of the dashboard, which is the address: every view can be linked, and survives a restart.

Widgets only show the state and ask for a change of it; nothing else is kept between two runs of the page.
"""

from dataclasses import replace
from typing import Any

import streamlit as st

from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import ALL_TIME
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature
from geo_alliance.selection import Selection, find_inside, is_visible, resolve_layers
from geo_alliance.ui.address import dump_state, parse_state
from geo_alliance.ui.view import CLAIMS_PAGE, SOURCES_PAGE, ViewState


def read_state(atlas: Atlas) -> ViewState:
    """Read the state from the page's address."""
    return parse_state(st.query_params.to_dict(), atlas)


def write_state(state: ViewState, catalogue: Catalogue) -> None:
    """Put the state into the page's address; the browser's Back button then leads to the one before."""
    st.query_params.from_dict(dump_state(state, catalogue))


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


def widen_selection(atlas: Atlas, selection: Selection, feature: Feature) -> Selection:
    """Return a selection that shows a record: with its layer, all years, without area or filters where they hide it."""
    if feature.layer not in selection.layers:
        selection = selection.with_layers(resolve_layers(atlas.catalogue, (*selection.layers, feature.layer)))
    if not selection.period.overlaps(feature.core.period):
        selection = replace(selection, period=ALL_TIME)
    if feature.id not in find_inside(atlas.layers[feature.layer], selection.area):
        selection = replace(selection, area=())
    if not is_visible(selection, atlas.layers, feature):
        others = tuple(item for item in selection.filters if item.layer != feature.layer)
        selection = replace(selection, filters=others)
    return selection
