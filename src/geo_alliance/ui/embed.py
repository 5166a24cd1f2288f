"""The compact page that another page embeds with ``?embed=true``: a map under one line, or a checked statement."""

import re
from html import escape
from importlib import resources

import streamlit as st

from geo_alliance.dates import format_period
from geo_alliance.loading import Atlas
from geo_alliance.maps.display import TITLE
from geo_alliance.selection import find_era
from geo_alliance.texts.claims import Claim
from geo_alliance.texts.stories import Place, find_place
from geo_alliance.ui.address import write_link
from geo_alliance.ui.claims_view import build_claim_view
from geo_alliance.ui.explanation_view import draw_step
from geo_alliance.ui.filter_words import list_filter_words, list_names_words
from geo_alliance.ui.ledger import Ledger, open_ledger
from geo_alliance.ui.library import open_library
from geo_alliance.ui.map_view import show_map
from geo_alliance.ui.record_view import build_record_view, describe_doubt
from geo_alliance.ui.rendering import render, show_template
from geo_alliance.ui.share import build_entries_link
from geo_alliance.ui.state import open_record
from geo_alliance.ui.timeline import show_timeline
from geo_alliance.ui.view import PAGE_TITLES, PAGES, ViewState

WIDTH_PX, HEIGHT_PX = 800, 500
"""Size of the frame that the snippet asks for; the page stays legible down to half of that."""


def is_embedded() -> bool:
    """Whether another page embeds this one."""
    return bool(st.context.is_embedded)


def can_embed(state: ViewState) -> bool:
    """Whether a view has a compact page: one map has, with or without a story, and a statement; nothing else has."""
    return state.claim is not None or (state.page == PAGES[0] and state.then is None)


def show_embedded(atlas: Atlas, state: ViewState, *, today: str) -> None:
    """Draw the compact page; of a view that has none, where it is to be seen."""
    style = resources.files("geo_alliance.ui").joinpath("embed.css").read_text(encoding="utf-8")
    st.html(f"<style>{style}</style>")
    ledger = open_ledger(atlas)
    claim = ledger.find(state.claim) if state.claim else None
    place = find_place(atlas.catalogue, state.story, state.step)
    if claim is not None:
        _show_claim(atlas, state, ledger, claim)
    elif not can_embed(state):
        shown = "Two maps side by side" if state.page == PAGES[0] else f"The page “{PAGE_TITLES[state.page]}”"
        _show_line(atlas, state, "", f"{shown} cannot be embedded")
    elif place is not None:
        _show_step(atlas, state, place)
    else:
        _show_view(atlas, state, today=today)


def _show_line(atlas: Atlas, state: ViewState, heading: str, about: str) -> None:
    link = write_link(state, atlas.catalogue)
    show_template("embed", title=TITLE, heading=heading, about=about, link=link)


def _show_view(atlas: Atlas, state: ViewState, *, today: str) -> None:
    period = state.selection.period
    era = find_era(atlas.catalogue, period)
    words = [*list_filter_words(atlas, state.selection), *list_names_words(atlas)]
    _show_line(atlas, state, era.name if era else "", " · ".join([format_period(period), *words]))
    show_map(atlas, state, compact=True)
    show_timeline(atlas, state, today=today)
    _show_record(atlas, state)


def _show_step(atlas: Atlas, state: ViewState, place: Place) -> None:
    """Draw the map of a step with its text beside it, or below on a narrow page; without the timeline."""
    story = open_library(atlas).stories[place.story.id]
    drawn = draw_step(atlas, story.id, place.step.id)
    title = next(item for item in story.places if item.step.id == place.step.id).step.title
    about = [format_period(state.selection.period), f"step {place.number} of {len(story.places)}", story.title]
    _show_line(atlas, state, title, " · ".join([*about, *list_names_words(atlas)]))
    show_map(atlas, state, compact=True)
    with st.container(key="embed-step"):
        st.html(_lead_outside(drawn.head + drawn.foot))
    _show_record(atlas, state)


def _show_claim(atlas: Atlas, state: ViewState, ledger: Ledger, claim: Claim) -> None:
    """Draw a statement: what it says, the verdict, the reckoning with its sources."""
    view = build_claim_view(atlas, ledger, claim)
    _show_line(atlas, state, "An article’s statement, checked", "")
    with st.container(key="embed-claim"):
        st.html(_lead_outside(render("claim_head", **view)))
        st.html(_lead_outside(render("claim", entries=build_entries_link(atlas, state), **view)))


def _show_record(atlas: Atlas, state: ViewState) -> None:
    feature = atlas.find(state.record) if state.record else None
    if feature is None:
        return
    with st.container(key="embed-record"):
        st.button("Close", key="close-record", on_click=open_record, args=(atlas, None))
        doubt = describe_doubt(feature.core, state.selection.period)
        view = build_record_view(atlas, feature)
        st.html(_lead_outside(render("record", **view, doubt=doubt, entries=build_entries_link(atlas, state))))


def _lead_outside(html: str) -> str:
    """Let links to the atlas open outside of the frame, which would otherwise hold the whole atlas."""
    return re.sub(r'<a (?=[^>]*href="\?)', '<a target="_blank" rel="noopener noreferrer" ', html)


def build_snippet(link: str) -> str:
    """Return the HTML that embeds a view, from its full address.

    >>> build_snippet("http://localhost:8501/?era=all").partition(" width")[0]
    '<iframe src="http://localhost:8501/?era=all&amp;embed=true"'
    """
    address = f"{link}{'&' if '?' in link else '?'}embed=true"
    size = f'width="{WIDTH_PX}" height="{HEIGHT_PX}"'
    look = 'loading="lazy" style="border: 0; max-width: 100%"'
    return f'<iframe src="{escape(address)}" {size} title="{escape(TITLE)}" {look}></iframe>'
