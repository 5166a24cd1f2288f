"""The tools "Measure and range" beside the map: the line that is measured, range rings, and what lies within them."""

from functools import partial
from itertools import chain

import streamlit as st
from shapely.geometry import shape

from geo_alliance.errors import SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature
from geo_alliance.selection import apply
from geo_alliance.space.areas import DECIMALS, Area, parse_area
from geo_alliance.space.geodesy import Position
from geo_alliance.space.landmarks import measure_records
from geo_alliance.space.ranges import Missile
from geo_alliance.space.reach import find_within
from geo_alliance.space.rings import LARGEST_KM, draw_ring, list_ring_corners
from geo_alliance.ui.drawings import Ring, parse_line
from geo_alliance.ui.framing import fit_places
from geo_alliance.ui.map_tools import FIRST_KM, OPENED, RING_KM, add_ring
from geo_alliance.ui.measure_view import (
    CENTRES,
    build_distances_view,
    build_line_view,
    build_ranges_view,
    build_within_table,
    list_missiles,
    list_points,
    list_presets,
    name_ring,
)
from geo_alliance.ui.overlays import trace_line
from geo_alliance.ui.rendering import show_template
from geo_alliance.ui.state import change_selection, change_state, open_record, read_state
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import escape_markdown, format_number

_TO = "distance-to"
_PRESET = "ring-preset"
_CENTRE = "ring-centre"
_PLACE = "ring-place"
_WITHIN = "ring-within"
_HEIGHT_PX = 240


def show_measure(atlas: Atlas, state: ViewState) -> None:
    """Draw the tools; they are made once they are opened."""
    expanded = bool(state.line or state.rings)
    box = st.expander("Measure and range", expanded=expanded, key=OPENED, on_change="rerun")
    if not box.open:
        return
    with box:
        _show_line(atlas, state)
        _show_ring_form(atlas, state)
        for number, ring in enumerate(state.rings):
            _show_ring(atlas, state, number, ring)


def show_distances(atlas: Atlas, feature: Feature) -> None:
    """Draw how far an open record is from the places about it; nothing far from all of them."""
    view = build_distances_view(atlas, feature)
    if view is not None:
        show_template("distances", **view)


def _show_line(atlas: Atlas, state: ViewState) -> None:
    st.markdown("**Distance**")
    feature = atlas.find(state.record) if state.record else None
    if feature is not None:
        _show_target(atlas, state, feature)
    if len(state.line) > 1:
        show_template("line", **build_line_view(atlas, state.line))
        st.button("Clear the line", key="clear-line", on_click=change_state, args=(atlas,), kwargs={"line": ()})
    else:
        st.caption(
            "Choose the ruler on the map and click two places or more. By keyboard, go to a mark with the arrow keys "
            "and press M."
        )


def _show_target(atlas: Atlas, state: ViewState, feature: Feature) -> None:
    visible = apply(state.selection, atlas.layers)
    names = {
        str(record): atlas.layers[layer].features[record].core.name
        for layer, frame in visible.items()
        for record in frame.index
        if record != feature.id
    }
    st.selectbox(
        f"From {escape_markdown(feature.core.name)} to",
        list(names),
        index=None,
        format_func=lambda record: names.get(record, record),
        key=_TO,
        on_change=_take_target,
        args=(atlas,),
        placeholder="Choose a visible record",
    )


def _show_ring_form(atlas: Atlas, state: ViewState) -> None:
    st.markdown("**Range rings**")
    _show_presets(atlas)
    centres = _list_centres(atlas, state)
    left, right = st.columns([0.4, 0.6])
    st.session_state.setdefault(RING_KM, FIRST_KM)
    left.number_input("Kilometres", min_value=0.1, max_value=LARGEST_KM, step=100.0, format="%g", key=RING_KM)
    right.selectbox("Around", list(centres), key=_CENTRE, help="Or choose the circle on the map, and click a place.")
    st.text_input("or around a place", key=_PLACE, placeholder="latitude, longitude")
    st.button("Add the ring", key="add-ring", on_click=_take_ring, args=(atlas, centres))
    st.caption(
        "A ring is all places at one distance over the ground: modelled, and not a flight path. How far a missile "
        "reaches differs with its load and its course."
    )


def _show_presets(atlas: Atlas) -> None:
    """Draw the choice of a published range and, once one is chosen, all that is published of that missile."""
    presets = list_presets(atlas)
    st.selectbox(
        "Published range",
        list(presets),
        index=None,
        format_func=presets.__getitem__,
        key=_PRESET,
        on_change=_take_preset,
        args=(atlas,),
        placeholder="Choose a missile, or type a distance",
    )
    missile = _find_missile(atlas)
    if missile is not None:
        show_template("ranges", **build_ranges_view(atlas, missile))


def _find_missile(atlas: Atlas) -> Missile | None:
    chosen = st.session_state.get(_PRESET)
    return next((item for item in list_missiles(atlas) if chosen and item.id == chosen[0]), None)


def _list_centres(atlas: Atlas, state: ViewState) -> dict[str, Position]:
    """List what a ring may be drawn round: the open record, launch sites, and cities."""
    feature = atlas.find(state.record) if state.record else None
    sites = atlas.layers.get(CENTRES[0])
    features = [*filter(None, [feature]), *(sites.features.values() if sites else ())]
    return {item.core.name: _find_middle(item) for item in features} | list_points(atlas)


def _find_middle(feature: Feature) -> Position:
    place = shape(feature.geometry).representative_point()
    return round(place.x, DECIMALS), round(place.y, DECIMALS)


def _show_ring(atlas: Atlas, state: ViewState, number: int, ring: Ring) -> None:
    lon, lat, km = ring
    st.markdown(escape_markdown(name_ring(atlas, ring)))
    # A centre in the world beside, which the map shows too, would lead to corners off that.
    corners = list_ring_corners(((lon + 180) % 360 - 180, lat), km)
    with st.container(horizontal=True, gap="small"):
        st.button(
            f"What lies within {format_number(round(km, 1), 'km')}",
            key=f"within-{number}",
            on_click=_take_within,
            args=(ring,),
        )
        st.button(
            "Use as area",
            key=f"area-{number}",
            disabled=corners is None,
            help="Show, count and download only what meets it, as a polygon true to the ring to about 1 %."
            if corners
            else "A ring round both poles makes no area on this map.",
            on_click=change_selection,
            args=(atlas,),
            kwargs={"area": _build_area(corners)},
        )
        st.button("Remove", key=f"remove-{number}", on_click=_remove_ring, args=(atlas, ring))
    if st.session_state.get(_WITHIN) == ring:
        _show_within(atlas, state, ring)


def _show_within(atlas: Atlas, state: ViewState, ring: Ring) -> None:
    lon, lat, km = ring
    found = find_within(state.selection, atlas.layers, center=(lon, lat), radius_km=km)
    total = sum(len(frame) for frame in apply(state.selection, atlas.layers).values())
    st.caption(
        f"{len(found):,} of {total:,} visible records have a point within {format_number(round(km, 1), 'km')}. To "
        "download them, use the ring as area, then “Download”."
    )
    if not found:
        return
    table = build_within_table(atlas, found)
    ids = list(table.index)
    key = f"within-rows-{hash((ring, tuple(ids)))}"
    st.dataframe(
        table,
        key=key,
        height=_HEIGHT_PX,
        hide_index=True,
        on_select=partial(_take_row, atlas, key, ids),
        selection_mode="single-row",
    )


def _take_target(atlas: Atlas) -> None:
    state = read_state(atlas)
    first, second = (atlas.find(record) if record else None for record in (state.record, st.session_state[_TO]))
    st.session_state[_TO] = None
    if first is not None and second is not None:
        gap = measure_records(first, second)
        line = tuple((round(lon, 5), round(lat, 5)) for lon, lat in (gap.start, gap.end))
        if line[0] != line[1]:
            change_state(atlas, line=line, view=fit_places(trace_line(line)))
        else:
            words = f"{first.core.name} and {second.core.name} meet or lie one inside the other"
            st.session_state["notice"] = f"{words}: there is no distance to draw."


def _take_preset(atlas: Atlas) -> None:
    missile = _find_missile(atlas)
    if missile is not None:
        st.session_state[RING_KM] = float(missile.ranges[st.session_state[_PRESET][1]].km)


def _take_ring(atlas: Atlas, centres: dict[str, Position]) -> None:
    typed, km = st.session_state[_PLACE].strip(), float(st.session_state[RING_KM])
    try:
        ((lon, lat),) = parse_line(_exchange(typed)) if typed else (centres[st.session_state[_CENTRE]],)
    except (SelectionError, ValueError, KeyError):  # without sites and cities there is nothing to choose
        st.session_state["notice"] = f"The place {typed!r} was not understood: expected latitude, longitude in degrees."
        return
    add_ring(atlas, (lon, lat, km))
    change_state(atlas, view=fit_places([(lon, lat), *chain.from_iterable(draw_ring((lon, lat), km))]))
    st.session_state[_PLACE] = ""


def _exchange(text: str) -> str:
    """People write latitude before longitude."""
    lat, _, lon = text.partition(",")
    return f"{lon},{lat}"


def _take_within(ring: Ring) -> None:
    st.session_state[_WITHIN] = None if st.session_state.get(_WITHIN) == ring else ring


def _take_row(atlas: Atlas, key: str, ids: list[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    open_record(atlas, ids[rows[0]] if rows else None)


def _build_area(corners: list[Position] | None) -> Area:
    """Return the area of a ring as an address has it."""
    return parse_area(";".join(f"{lon:.{DECIMALS}f},{lat:.{DECIMALS}f}" for lon, lat in corners or ()))


def _remove_ring(atlas: Atlas, ring: Ring) -> None:
    change_state(atlas, rings=tuple(item for item in read_state(atlas).rings if item != ring))
