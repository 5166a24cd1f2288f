"""The dashboard's one page: controls, map, panel."""

from datetime import date
from importlib import resources

import streamlit as st

from geo_alliance.dates import format_day, format_period
from geo_alliance.errors import CatalogueError
from geo_alliance.loading import Atlas
from geo_alliance.store import get_atlas
from geo_alliance.ui.controls import show_days, show_downloads, show_eras, show_layer_control
from geo_alliance.ui.map_view import show_map
from geo_alliance.ui.panel import show_context, show_record
from geo_alliance.ui.state import ViewState, read_state
from geo_alliance.ui.words import escape_markdown

TITLE = "Atlas of the U.S.–Japan alliance"


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
    state = read_state(atlas)
    _show_notices(atlas, state)
    _show_page(atlas, state, today=date.today().isoformat())


def _show_page(atlas: Atlas, state: ViewState, *, today: str) -> None:
    title, days, download = st.columns([0.6, 0.26, 0.14], vertical_alignment="bottom")
    title.html(f'<h1 class="ga-title">{TITLE}</h1>')
    with days:
        show_days(atlas, state)
    with download:
        show_downloads(atlas, state)
    show_eras(atlas, state, today=today)
    left, right = st.columns([0.65, 0.35], gap="medium")
    with left:
        show_map(atlas, state)
        version, created = atlas.catalogue.version, format_day(atlas.catalogue.package.created)
        st.caption(f"{format_period(state.selection.period)} · data version {version}, as of {created}")
    with right:
        if state.record is None:
            show_layer_control(atlas, state.selection)
            show_context(atlas, state, today=today)
        else:
            show_record(atlas, state)
            show_layer_control(atlas, state.selection)


def _show_notices(atlas: Atlas, state: ViewState) -> None:
    for notice in (*state.notices, *filter(None, [st.session_state.pop("notice", None)])):
        st.warning(escape_markdown(notice))
    for fault in atlas.faults:
        st.error(escape_markdown(f"A layer is missing. {fault}"))


def _read_style() -> str:
    return resources.files("geo_alliance.ui").joinpath("page.css").read_text(encoding="utf-8")
