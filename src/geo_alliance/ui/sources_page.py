"""The page "Sources": every source with its citation and what it supports, and one of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any, TypeVar

import streamlit as st

from geo_alliance.analysis import load_series
from geo_alliance.errors import DataError
from geo_alliance.exports.references import FORMS, Form
from geo_alliance.loading import Atlas
from geo_alliance.records import EDITORS, Source
from geo_alliance.texts.bibliography import Bibliography, Part, Use, build_bibliography, list_ids, list_unverified
from geo_alliance.ui.citing import show_source_citation
from geo_alliance.ui.claims_page import show_claim_opener
from geo_alliance.ui.ledger import open_ledger
from geo_alliance.ui.openers import show_neighbours, show_record_opener
from geo_alliance.ui.rendering import show_template
from geo_alliance.ui.source_address import PREFIX, list_choices
from geo_alliance.ui.source_texts import show_texts
from geo_alliance.ui.sources_view import (
    SHEET_SIZE,
    build_entry,
    build_overview,
    build_source_view,
    build_unverified,
    count_sheets,
    describe_support,
    list_supported,
    name_choice,
    name_type,
)
from geo_alliance.ui.state import change_state, open_source, read_state, widen_selection
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import escape_markdown

_FILTERS = {
    "type": "Kind",
    "year": "Year",
    "publisher": "Publisher, newspaper or site",
    "reading": "How it was read",
    "part": "What it supports",
}
Item = TypeVar("Item")

_MOST_OPEN = 12
_WIDTH_PX = 1000
_TABLE_HEIGHT_PX = 260


def show_sources(atlas: Atlas, state: ViewState) -> None:
    """Draw the open source, or the list of all with its filters."""
    bibliography = build_bibliography(atlas)
    for fault in bibliography.faults:
        st.error(escape_markdown(f"What some sources support cannot be read. {fault}"))
    with st.container(width=_WIDTH_PX):
        if state.source is None:
            _show_list(atlas, bibliography, state)
        else:
            _show_source(atlas, bibliography, state, bibliography.sources[state.source])


def _show_list(atlas: Atlas, bibliography: Bibliography, state: ViewState) -> None:
    show_template("sources", **build_overview(bibliography))
    _show_gaps(atlas, bibliography)
    _show_filters(atlas, state)
    found = bibliography.find(state.sources)
    if not found:
        st.info("No source is like this. Choose less, or other words.")
        return
    sheets = count_sheets(len(found))
    sheet = min(state.sheet, sheets)
    first = (sheet - 1) * SHEET_SIZE
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        last = min(first + SHEET_SIZE, len(found))
        words = f"{first + 1:,}–{last:,} of {len(found):,} sources" if len(found) > 1 else "1 source"
        st.markdown(f"**{words}** – take {'all' if len(found) > 1 else 'it'} along as", width="content")
        _show_downloads(atlas, found)
    with st.container(key="sources"):
        for source in found[first : first + SHEET_SIZE]:
            _show_entry(atlas, source, bibliography.uses[source.id])
    if sheets > 1:
        _show_sheets(atlas, sheet, sheets)


def _show_filters(atlas: Atlas, state: ViewState) -> None:
    key = f"{PREFIX}text"
    st.session_state[key] = state.sources.text
    st.text_input(
        "Search",
        key=key,
        type="search",
        placeholder="Words of the author, title, publisher or address",
        on_change=_take_filter,
        args=(atlas, "text"),
    )
    with st.container(key="source-filters"):
        columns = st.columns(len(_FILTERS))
    for column, (name, label) in zip(columns, _FILTERS.items(), strict=True):
        with column:
            _show_filter(atlas, name, label, getattr(state.sources, name))


def _show_filter(atlas: Atlas, name: str, label: str, chosen: str | None) -> None:
    counts = list_choices(atlas, name)
    key = f"{PREFIX}{name}"
    st.session_state[key] = chosen
    st.selectbox(
        label,
        list(counts),
        index=None,
        format_func=lambda value: f"{name_choice(name, value)} ({counts[value]:,})",
        key=key,
        placeholder="Any",
        on_change=_take_filter,
        args=(atlas, name),
    )


def _take_filter(atlas: Atlas, name: str) -> None:
    value = st.session_state[f"{PREFIX}{name}"]
    changes: dict[str, Any] = {name: (value or "").strip() if name == "text" else value}
    change_state(atlas, sources=replace(read_state(atlas).sources, **changes), sheet=1)


def _show_sheets(atlas: Atlas, sheet: int, sheets: int) -> None:
    key = f"sheet-{sheet}"  # a new key for each sheet: then the numbers take their choice from the page
    st.pagination(sheets, default=sheet, key=key, on_change=lambda: change_state(atlas, sheet=st.session_state[key]))


def _show_downloads(atlas: Atlas, found: Sequence[Source]) -> None:
    for form in FORMS:
        st.download_button(
            form.title,
            partial(_write, form, found),
            f"geo-alliance_sources_{atlas.catalogue.package.version}.{form.suffix}",
            form.media_type,
            key=f"sources-{form.id}",
            on_click="ignore",
            help=f"These {len(found):,} sources as {form.title}",
        )


def _write(form: Form, found: Sequence[Source]) -> bytes:
    return form.write([source.to_csl() for source in found]).encode()


def _show_entry(atlas: Atlas, source: Source, uses: tuple[Use, ...]) -> None:
    show_template("source_entry", entry=build_entry(source))
    st.button(
        escape_markdown(f"{name_type(source.type)} · supports {describe_support(uses)}"),
        key=f"source-{source.id}",
        type="tertiary",
        icon=":material/arrow_forward:",
        icon_position="right",
        on_click=open_source,
        args=(atlas, source.id),
    )


def _show_gaps(atlas: Atlas, bibliography: Bibliography) -> None:
    """Draw the unverified records and the sources that support nothing, each made once it is opened."""
    view = build_unverified(atlas)
    single = view["editors"]
    words = f"{view['words']} are unverified; so are {single.facts:,} single facts and {single.rows:,} rows of series"
    box = st.expander(words, key="unverified", on_change="rerun")
    if box.open:
        with box:
            show_template("unverified", **view)
            with st.container(key="list-unverified"):
                for feature in list_unverified(atlas):
                    show_record_opener(feature, partial(_open_on_map, atlas))
    if not bibliography.idle:
        return
    count = len(bibliography.idle)
    words = "1 source supports nothing" if count == 1 else f"{count:,} sources support nothing"
    box = st.expander(words, key="idle", on_change="rerun")
    if box.open:
        with box:
            for source in bibliography.idle:
                _show_entry(atlas, bibliography.sources[source], ())


def _show_source(atlas: Atlas, bibliography: Bibliography, state: ViewState, source: Source) -> None:
    uses = bibliography.uses[source.id]
    _show_tools(atlas, bibliography, state, source)
    show_template("source_view", **build_source_view(source, uses))
    open_on_map = partial(_open_on_map, atlas)
    for title, features in list_supported(atlas, uses):
        _show_many(f"{title} ({len(features)})", features, lambda item: show_record_opener(item, open_on_map))
    claims = [claim for claim in map(open_ledger(atlas).find, list_ids(uses, Part.CLAIM)) if claim is not None]
    if claims:
        title = f"Statements of the article ({len(claims)})"
        _show_many(title, claims, lambda item: show_claim_opener(atlas, item, key=f"supports-{item.id}"))
    for series in list_ids(uses, Part.ROW):
        _show_rows(atlas, series, source.id)
    show_texts(atlas, uses)


def _show_tools(atlas: Atlas, bibliography: Bibliography, state: ViewState, source: Source) -> None:
    """Draw the way back, to the sources before and after in the list, and how to cite it."""
    ids = [item.id for item in bibliography.find(state.sources)]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button("← All sources", key="close-source", type="tertiary", on_click=open_source, args=(atlas, None))
        show_neighbours(ids, source.id, kind="source", thing="source", on_click=partial(open_source, atlas))
        if source.id != EDITORS:
            show_source_citation(atlas, source)


def _show_many(title: str, items: Sequence[Item], show: Callable[[Item], None]) -> None:
    """Draw each item, many of them inside a part that is made once it is opened."""
    if len(items) > _MOST_OPEN:
        box = st.expander(escape_markdown(title), key=f"many-{title}", on_change="rerun")
        if not box.open:
            return
        inside = box.container(key=f"list-{title}")
    else:
        st.html(f'<h4 class="ga-heading">{escape(title)}</h4>')
        inside = st.container(key=f"list-{title}")
    with inside:
        for item in items:
            show(item)


def _open_on_map(atlas: Atlas, record: str) -> None:
    feature = atlas.find(record)
    if feature is not None:
        selection = widen_selection(atlas, read_state(atlas).selection, feature)
        change_state(atlas, selection=selection, record=record, page="map", source=None, view=None)


def _show_rows(atlas: Atlas, series: str, source: str) -> None:
    """Draw the rows of a series that rest on a source, once they are asked for."""
    box = st.expander(
        escape_markdown(f"Figures: {atlas.catalogue.resource(series).title}"), key=f"rows-{series}", on_change="rerun"
    )
    if not box.open:
        return
    try:
        rows = load_series(atlas.catalogue, series).drop(columns="first_day")
    except DataError as error:
        box.error(escape_markdown(f"A series is missing. {error}"))
        return
    box.dataframe(rows[rows["source"] == source], height=_TABLE_HEIGHT_PX, hide_index=True)
