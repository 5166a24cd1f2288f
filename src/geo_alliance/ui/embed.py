"""The compact page that another page embeds with ``?embed=true``: the map, one line above it, a record over it."""

from html import escape
from importlib import resources
from urllib.parse import urlencode

import streamlit as st

from geo_alliance.dates import format_period
from geo_alliance.loading import Atlas
from geo_alliance.maps.display import TITLE
from geo_alliance.selection import find_era
from geo_alliance.ui.address import dump_state
from geo_alliance.ui.filter_words import list_filter_words, list_names_words
from geo_alliance.ui.map_view import show_map
from geo_alliance.ui.record_view import build_record_view, describe_doubt
from geo_alliance.ui.rendering import show_template
from geo_alliance.ui.share import build_entries_link
from geo_alliance.ui.state import open_record
from geo_alliance.ui.timeline import show_timeline
from geo_alliance.ui.view import PAGES, ViewState

WIDTH_PX, HEIGHT_PX = 800, 500
"""Size of the frame that the snippet asks for; the page stays legible down to half of that."""


def is_embedded(state: ViewState) -> bool:
    """Whether the compact page is shown: the map alone; other pages and two maps side by side stay as they are."""
    return bool(st.context.is_embedded) and state.page == PAGES[0] and state.then is None


def show_embedded(atlas: Atlas, state: ViewState, *, today: str) -> None:
    """Draw the compact page."""
    style = resources.files("geo_alliance.ui").joinpath("embed.css").read_text(encoding="utf-8")
    st.html(f"<style>{style}</style>")
    params = dump_state(state, atlas.catalogue)
    words = [*list_filter_words(atlas, state.selection), *list_names_words(atlas)]
    period = state.selection.period
    era = find_era(atlas.catalogue, period)
    about = " · ".join([format_period(period), *words])
    link = f"?{urlencode(params)}" if params else "?"
    show_template("embed", title=TITLE, era=era.name if era else "", about=about, link=link)
    show_map(atlas, state, compact=True)
    show_timeline(atlas, state, today=today)
    feature = atlas.find(state.record) if state.record else None
    if feature is not None:
        with st.container(key="embed-record"):
            st.button("Close", key="close-record", on_click=open_record, args=(atlas, None))
            doubt = describe_doubt(feature.core, state.selection.period)
            entries = build_entries_link(atlas, state)
            show_template("record", **build_record_view(atlas, feature), doubt=doubt, entries=entries)


def build_snippet(link: str) -> str:
    """Return the HTML that embeds a view, from its full address.

    >>> build_snippet("http://localhost:8501/?era=all").partition(" width")[0]
    '<iframe src="http://localhost:8501/?era=all&amp;embed=true"'
    """
    address = f"{link}{'&' if '?' in link else '?'}embed=true"
    size = f'width="{WIDTH_PX}" height="{HEIGHT_PX}"'
    look = 'loading="lazy" style="border: 0; max-width: 100%"'
    return f'<iframe src="{escape(address)}" {size} title="{escape(TITLE)}" {look}></iframe>'
