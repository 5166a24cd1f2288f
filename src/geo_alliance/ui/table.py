"""The table of what is visible: one layer at a time, sortable; a row and a mark on the map are the same record."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo_alliance.dates import format_interval
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature
from geo_alliance.selection import apply, list_words
from geo_alliance.space.areas import is_inside
from geo_alliance.ui.map_view import IN_VIEW, MAP_BOX
from geo_alliance.ui.state import change_state, open_record
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import count_things, escape_markdown, format_member

_HEIGHT_PX = 380
_LANGUAGES = {"Chinese name": "name_zh", "Japanese name": "name_ja", "Korean name": "name_ko"}
_NOT_SHOWN = {"claims", "accounts", "basis", "administered_by", "declared_points", "computed_from", "place"}


def show_table(atlas: Atlas, state: ViewState) -> None:
    """Draw the choice of a layer and its table; nothing but the choice while no table is open."""
    visible = apply(state.selection, atlas.layers)
    titles = {name: atlas.layers[name].resource.title for name in visible}
    st.session_state["table"] = state.table if state.table in visible else None
    left, right = st.columns([0.8, 0.2], vertical_alignment="center")
    left.pills(
        "Table",
        list(visible),
        format_func=lambda name: f"{escape_markdown(titles[name])} ({len(visible[name]):,})",
        key="table",
        on_change=_take_table,
        args=(atlas,),
    )
    if state.table not in visible:
        return
    right.toggle("Only what is in view", key=IN_VIEW)
    frame = _clip(visible[state.table]) if st.session_state[IN_VIEW] else visible[state.table]
    if frame.empty:
        st.info("Nothing to list here. Move the map, choose another era, or clear a filter.")
        return
    _show_rows(atlas, state, frame)


def build_rows(atlas: Atlas, features: Iterable[Feature]) -> pd.DataFrame:
    """Build a table of records in words: names, kind, dates, the layer's own members; indexed by id.

    A language in which none of the records has a name has no column.
    """
    rows = {feature.id: _build_row(atlas, feature) for feature in features}
    table = pd.DataFrame.from_dict(rows, orient="index")
    return table.drop(columns=[name for name in _LANGUAGES if name in table and table[name].isna().all()])


def _build_row(atlas: Atlas, feature: Feature) -> dict[str, Any]:
    core = feature.core
    described = atlas.catalogue.schemas[feature.layer]["properties"]
    own = {
        str(described[name].get("title", name)): _read_cell(name, value, described[name])
        for name, value in feature.own.items()
        if name not in _NOT_SHOWN and name in described
    }
    return {
        "Name": core.name,
        **{title: getattr(core, member) for title, member in _LANGUAGES.items()},
        "Kind": list_words(atlas.catalogue, feature.layer, "kind")[core.kind],
        "Dates": format_interval(core.valid_from, core.valid_to, core.known_from),
        "First day": core.period.start,
        **own,
        "Verified": core.verified,
        "Sources": len(feature.cited),
    }


def _read_cell(name: str, value: Any, described: Mapping[str, Any]) -> Any:
    """Numbers stay numbers, so that the column sorts as such."""
    return value if isinstance(value, int | float) else format_member(name, value, described)


def _show_rows(atlas: Atlas, state: ViewState, frame: gpd.GeoDataFrame) -> None:
    layer = atlas.layers[str(state.table)]
    rows = build_rows(atlas, (layer.features[feature_id] for feature_id in frame.index))
    ids = list(rows.index)
    # A new key for each list of rows and each open record: then the table takes its selection from the page.
    key = f"rows-{state.table}-{hash(tuple(ids))}-{state.record}"
    chosen = [ids.index(state.record)] if state.record in ids else []
    st.html(_write_row(rows, chosen))
    st.dataframe(
        rows,
        key=key,
        height=_HEIGHT_PX,
        hide_index=True,
        on_select=lambda: _take_row(atlas, key, ids),
        selection_mode="single-row",
        selection_default={"selection": {"rows": chosen}},
    )


def _write_row(rows: pd.DataFrame, chosen: Sequence[int]) -> str:
    """Return the line above the rows; by its number the page's script brings the chosen one into sight."""
    if not chosen:
        return f'<p class="ga-row">{count_things(len(rows), "row")}. Choose one to open its record.</p>'
    number = chosen[0] + 1
    name = escape(str(rows["Name"].iloc[chosen[0]]))
    return f'<p class="ga-row" data-row="{number}">Row {number:,} of {len(rows):,}: <b>{name}</b></p>'


def _clip(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    in_view = st.session_state.get(MAP_BOX)
    return frame if in_view is None else frame[is_inside(frame.geometry, in_view)]


def _take_table(atlas: Atlas) -> None:
    change_state(atlas, table=st.session_state["table"])


def _take_row(atlas: Atlas, key: str, ids: list[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    open_record(atlas, ids[rows[0]] if rows else None)
