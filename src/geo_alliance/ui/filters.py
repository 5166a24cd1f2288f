"""Filters by the members of each layer, and the line that always names what is filtered."""

from dataclasses import replace
from html import escape

import streamlit as st

from geo_alliance.analysis import count_values
from geo_alliance.dates import format_period
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, apply, list_members, list_words
from geo_alliance.space.areas import name_area
from geo_alliance.ui.filter_words import list_filter_words, list_names_words, name_member
from geo_alliance.ui.state import change_selection, read_state
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import count_records, escape_markdown


def show_filters(atlas: Atlas, state: ViewState) -> None:
    """Draw a list of choices for each member of each chosen layer, with the number of records beside each choice."""
    area = state.selection.area
    chosen = len(state.selection.filters) + bool(area)
    label = f"Filters ({chosen})" if chosen else "Filters"
    popover = st.popover(label, width="stretch", key="filters", on_change="rerun")
    if not popover.open:
        return
    with popover:
        names = [name for name in atlas.layers if name in state.selection.layers]
        if not names:
            st.caption("No layer is chosen.")
        if area:
            st.caption(escape_markdown(f"Only in the drawn area: {name_area(area)}."))
        for name in names:
            active = any(item.layer == name for item in state.selection.filters)
            with st.expander(escape_markdown(atlas.layers[name].resource.title), expanded=active or len(names) == 1):
                for member in list_members(atlas.catalogue, name):
                    _show_member(atlas, state.selection, name, member)
        st.button("Clear all filters", key="clear-filters", disabled=not chosen, on_click=_clear, args=(atlas,))


def show_filter_line(atlas: Atlas, state: ViewState) -> None:
    """Draw one line that says how many records are visible, in which period, and by which filters."""
    selection = state.selection
    total = _count_visible(atlas, selection)
    words = [*(list_filter_words(atlas, selection) or ["no filter"]), *list_names_words(atlas)]
    parts = [f"<b>{count_records(total)}</b>", escape(format_period(selection.period)), *map(escape, words)]
    st.html(f'<p class="ga-filter-line">{" · ".join(parts)}</p>')


def show_empty(atlas: Atlas, state: ViewState) -> None:
    """Say that nothing is visible, why, and draw the way out; nothing if a record is visible or no layer is chosen."""
    selection = state.selection
    if not selection.layers or _count_visible(atlas, selection):
        return
    hidden = _count_visible(atlas, replace(selection, filters=(), area=()))
    if hidden:
        words = escape_markdown("; ".join(list_filter_words(atlas, selection)))
        st.info(f"**No record is visible.** None passes what is filtered: {words}. Without it there are {hidden:,}.")
        st.button("Clear all filters", key="clear-filters-empty", on_click=_clear, args=(atlas,))
    else:
        period = format_period(selection.period)
        st.info(f"**No record is visible.** The chosen layers have none in this period: {period}. Choose other dates.")


def _show_member(atlas: Atlas, selection: Selection, layer: str, member: str) -> None:
    counts = count_values(atlas, selection, layer, member)
    words = list_words(atlas.catalogue, layer, member)
    chosen = next((item.values for item in selection.filters if (item.layer, item.member) == (layer, member)), ())
    key = f"filter-{layer}.{member}"
    st.session_state[key] = [value for value in chosen if value in counts]
    st.multiselect(
        escape_markdown(name_member(atlas, layer, member)),
        list(counts),
        format_func=lambda value: f"{words.get(value, value)} ({counts[value]:,})",
        key=key,
        on_change=_take,
        args=(atlas, layer, member),
        placeholder="all",
    )


def _count_visible(atlas: Atlas, selection: Selection) -> int:
    return sum(len(frame) for frame in apply(selection, atlas.layers).values())


def _take(atlas: Atlas, layer: str, member: str) -> None:
    selection = read_state(atlas).selection.with_filter(layer, member, st.session_state[f"filter-{layer}.{member}"])
    change_selection(atlas, filters=selection.filters)


def _clear(atlas: Atlas) -> None:
    change_selection(atlas, filters=(), area=())
