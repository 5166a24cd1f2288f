"""A story in the side panel: one step at a time, with the way on and back, by button, key and swipe."""

from dataclasses import replace
from functools import cache
from typing import Any

import streamlit as st

from geo_alliance.catalogue import summarise
from geo_alliance.errors import SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.texts.stories import Place, Story, find_place
from geo_alliance.ui.explanation_view import draw_step
from geo_alliance.ui.library import open_library
from geo_alliance.ui.map_view import zoom_to_record
from geo_alliance.ui.opening import open_place
from geo_alliance.ui.rendering import show_template
from geo_alliance.ui.state import change_state, read_state, reveal_record, write_state
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import count_things, escape_markdown

_TURNS = "story-turns"


def show_story_choice(atlas: Atlas) -> None:
    """Draw a button for each story, which begins it; nothing without stories."""
    library = open_library(atlas)
    if library.story_faults:
        st.error(escape_markdown(f"A story cannot be read. {summarise(library.story_faults)}"))
    for story in library.stories.values():
        chapters, steps = count_things(len(story.chapters), "chapter"), count_things(len(story.places), "step")
        label = f"{escape_markdown(story.title)} – {chapters}, {steps}"
        st.button(
            label,
            key=f"story-{story.id}",
            icon=":material/explore:",
            help=escape_markdown(story.summary),
            on_click=_go_to,
            args=(atlas, story.places[0]),
            width="stretch",
        )


def show_story(atlas: Atlas, state: ViewState) -> None:
    """Draw the step of the story that is told."""
    place = find_place(atlas.catalogue, state.story, state.step)
    if place is None:
        raise AssertionError("no step: expected to be asked only while a story is told")
    story = open_library(atlas).stories[place.story.id]
    with st.container(key="story"):
        _show_way(atlas, story, place)
        drawn = draw_step(atlas, story.id, place.step.id)
        st.html(drawn.head)
        _show_records(atlas, place)
        st.html(drawn.foot)
        _show_chapters(atlas, story, place)
    data = {"number": place.number, "count": len(story.places)}
    _declare()(key=_TURNS, data=data, on_turned_change=lambda: _take_turn(atlas, story))


def _show_way(atlas: Atlas, story: Story, place: Place) -> None:
    steps = story.places
    show_template("story_way", title=story.title, number=place.number, count=len(steps))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _show_turn(atlas, "← Back", "back", steps[place.number - 2] if place.number > 1 else None)
        _show_turn(atlas, "Next →", "next", steps[place.number] if place.number < len(steps) else None)
        st.button("Leave the tour", key="story-leave", type="tertiary", on_click=_leave, args=(atlas,))


def _show_turn(atlas: Atlas, label: str, way: str, target: Place | None) -> None:
    st.button(
        label,
        key=f"story-{way}",
        type="primary" if way == "next" else "secondary",
        disabled=target is None,
        help=escape_markdown(target.step.title) if target else None,
        on_click=_go_to,
        args=(atlas, target),
    )


def _show_records(atlas: Atlas, place: Place) -> None:
    found = [feature for feature in map(atlas.find, place.step.records) if feature is not None]
    if found:
        st.html('<h3 class="ga-heading">Marked on the map</h3>')
    with st.container(gap=None, key="list-marked"):
        for feature in found:
            label, key = escape_markdown(feature.core.name), f"story-record-{feature.id}"
            st.button(label, key=key, type="tertiary", on_click=_open, args=(atlas, feature.id))


def _show_chapters(atlas: Atlas, story: Story, place: Place) -> None:
    firsts = list({item.chapter_number: item for item in reversed(story.places)}.values())[::-1]
    st.session_state["story-chapter"] = place.chapter_number - 1
    st.selectbox(
        "Chapter",
        range(len(firsts)),
        format_func=lambda number: f"{number + 1}. {firsts[number].chapter.title}",  # no Markdown here
        key="story-chapter",
        on_change=lambda: _go_to(atlas, firsts[st.session_state["story-chapter"]]),
    )


def _go_to(atlas: Atlas, place: Place | None) -> None:
    """Show a step, and nothing of what the reader had opened or moved since the one before."""
    if place is None:
        return
    state = read_state(atlas)
    try:
        opened = open_place(atlas.catalogue, place)
    except SelectionError as error:
        st.session_state["notice"] = f"The step {place.step.title!r} cannot be shown: {error}."
        return
    write_state(replace(opened, names=state.names, tiles=state.tiles), atlas.catalogue)


def _take_turn(atlas: Atlas, story: Story) -> None:
    number = st.session_state[_TURNS].get("turned")
    _go_to(atlas, next((place for place in story.places if place.number == number), None))


def _open(atlas: Atlas, record: str) -> None:
    reveal_record(atlas, record)
    zoom_to_record()


def _leave(atlas: Atlas) -> None:
    change_state(atlas, story=None, step=None)


@cache
def _declare() -> Any:
    """Declare the component inside the first run: Streamlit knows the folders of components only while it runs."""
    return st.components.v2.component("geo-alliance.story", js="story.js")
