"""The dashboard: the controls that all pages share, and the page that the address asks for."""

from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import resources

import streamlit as st

from geo_alliance.dates import format_day
from geo_alliance.errors import CatalogueError
from geo_alliance.loading import Atlas
from geo_alliance.maps.display import TITLE
from geo_alliance.naming import rename_atlas
from geo_alliance.store import get_atlas
from geo_alliance.ui.citing import show_link
from geo_alliance.ui.claims_page import show_claims
from geo_alliance.ui.compare import show_changes, show_compare_switch, show_then, show_then_and_now
from geo_alliance.ui.context_panel import show_context
from geo_alliance.ui.controls import show_days, show_eras, show_layer_control, show_names, show_pages
from geo_alliance.ui.embed import is_embedded, show_embedded
from geo_alliance.ui.figures_page import show_figures
from geo_alliance.ui.filters import show_empty, show_filter_line, show_filters
from geo_alliance.ui.in_view import show_in_view
from geo_alliance.ui.map_view import show_map
from geo_alliance.ui.measure import show_measure
from geo_alliance.ui.page_script import run_page_script
from geo_alliance.ui.pages import show_about, show_data
from geo_alliance.ui.record_panel import show_record
from geo_alliance.ui.search_box import show_found, show_search
from geo_alliance.ui.share import show_downloads
from geo_alliance.ui.sources_page import show_sources
from geo_alliance.ui.state import read_state, settle_address
from geo_alliance.ui.story_panel import show_story
from geo_alliance.ui.table import show_table
from geo_alliance.ui.timeline import show_timeline
from geo_alliance.ui.view import DATED_PAGES, ViewState
from geo_alliance.ui.words import escape_markdown

Page = Callable[[Atlas, ViewState, str], None]


def show_dashboard() -> None:
    """Draw the page for the address at hand."""
    st.set_page_config(page_title=TITLE, page_icon="🗺️", layout="wide")
    st.html(f"<style>{_read_style()}</style>")
    try:
        atlas = get_atlas()
    except CatalogueError as error:
        fault = escape_markdown(str(error))
        st.error(f"**The data folder cannot be read.** {fault}\n\nRun `geo-alliance check` to see every fault.")
        st.stop()
    settle_address()
    state = read_state(atlas)
    atlas = rename_atlas(atlas, state.names)
    today = date.today().isoformat()
    if is_embedded():
        _show_notices(atlas, state)
        show_embedded(atlas, state, today=today)
        return
    _show_header(atlas, state)
    _show_notices(atlas, state)
    pages: dict[str, Page] = {
        "map": _show_map_page,
        "figures": _show_figures_page,
        "claims": _show_claims_page,
        "data": _show_data_page,
        "sources": _show_sources_page,
        "about": _show_about_page,
    }
    pages[state.page](atlas, state, today)
    version, last_day = atlas.catalogue.version, format_day(atlas.catalogue.package.collected_until)
    st.caption(f"Data version {escape_markdown(version)}, as of {last_day}")
    run_page_script()


def _show_header(atlas: Atlas, state: ViewState) -> None:
    widths = [0.225, 0.3, 0.185, 0.1, 0.08, 0.11]
    title, pages, search, filters, link, download = st.columns(widths, vertical_alignment="bottom")
    title.html(f'<h1 class="ga-title">{TITLE}</h1>')
    with pages:
        show_pages(atlas, state)
    with search:
        show_search(atlas, state)
    if state.page in DATED_PAGES:
        with filters:
            show_filters(atlas, state)
    with link:
        show_link(atlas, state)
    with download:
        show_downloads(atlas, state)


def _show_map_page(atlas: Atlas, state: ViewState, today: str) -> None:
    show_eras(atlas, state, today=today)
    if state.then is not None:
        show_then_and_now(atlas, state)
    left, right = st.columns([0.65, 0.35], gap="medium")
    with left:
        _show_map_column(atlas, state, today)
    with right:
        _show_side_panel(atlas, state, today)


def _show_map_column(atlas: Atlas, state: ViewState, today: str) -> None:
    with st.container(key="view-line"):
        line, names, switch = st.columns([0.48, 0.3, 0.22], vertical_alignment="center")
    with line:
        show_filter_line(atlas, state)
    with names:
        show_names(atlas, state)
    with switch:
        show_compare_switch(atlas, state, today=today)
    if state.then is None:
        show_map(atlas, state)
        show_timeline(atlas, state, today=today)
    else:
        show_changes(atlas, state, today=today)
    show_table(atlas, state)


def _show_side_panel(atlas: Atlas, state: ViewState, today: str) -> None:
    if state.story is not None:
        show_story(atlas, state)
    if state.then is not None:
        show_then(atlas, state, today=today)  # beside two maps there is no timeline
        show_days(atlas, state)
    # The list keeps its place whatever stands around it, and with it the focus of who walks through it.
    empty, layers, found, listing = st.container(), st.container(), st.container(), st.container()
    with empty:
        show_empty(atlas, state)
    with found:
        show_found(state)
    with listing:
        show_in_view(atlas, state)
    if state.record is None:
        with layers:
            show_layer_control(atlas, state)
            show_measure(atlas, state)
        if state.story is None:
            show_context(atlas, state, today=today)
    else:
        show_record(atlas, state)
        show_measure(atlas, state)
        show_layer_control(atlas, state)


def _show_claims_page(atlas: Atlas, state: ViewState, _today: str) -> None:
    show_claims(atlas, state)


def _show_sources_page(atlas: Atlas, state: ViewState, _today: str) -> None:
    show_sources(atlas, state)


def _show_figures_page(atlas: Atlas, state: ViewState, today: str) -> None:
    show_eras(atlas, state, today=today)
    show_figures(atlas, state)


def _show_data_page(atlas: Atlas, state: ViewState, today: str) -> None:
    show_eras(atlas, state, today=today)
    days, line = st.columns([0.35, 0.65], vertical_alignment="center")
    with days:
        show_days(atlas, state)
    with line:
        show_filter_line(atlas, state)
    show_data(atlas, state)


def _show_about_page(atlas: Atlas, _state: ViewState, _today: str) -> None:
    show_about(atlas)


def _show_notices(atlas: Atlas, state: ViewState) -> None:
    for notice in (*state.notices, *filter(None, [st.session_state.pop("notice", None)])):
        st.warning(escape_markdown(notice))
    for fault in atlas.faults:
        st.error(escape_markdown(f"A layer is missing. {fault}"))


@cache
def _read_style() -> str:
    """Return the styles in one line: Streamlit looks through each line of a text in every run."""
    folder = resources.files("geo_alliance.ui")
    texts = (folder.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "print.css"))
    return " ".join(" ".join(texts).split())
