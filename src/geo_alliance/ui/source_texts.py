"""What of the atlas' texts and lists rests on a source, each as a button that opens it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import streamlit as st

from geo_alliance.catalogue import Catalogue
from geo_alliance.loading import Atlas
from geo_alliance.space.landmarks import read_landmarks
from geo_alliance.space.ranges import read_missiles
from geo_alliance.texts.bibliography import Part, Use, list_ids
from geo_alliance.texts.comparisons import read_comparisons
from geo_alliance.texts.stories import find_place
from geo_alliance.ui.library import open_library
from geo_alliance.ui.opening import open_place
from geo_alliance.ui.state import change_state, read_state
from geo_alliance.ui.words import escape_markdown

Opener = tuple[Part, str, str, dict[str, Any]]
"""What it is, its id, its title, and what a press changes in the view."""


def show_texts(atlas: Atlas, uses: Iterable[Use]) -> None:
    """Draw the eras, topics, steps of stories, comparisons, names, ranges and places that rest on a source."""
    openers = list(_list_openers(atlas, list(uses)))
    if openers:
        st.html('<h4 class="ga-heading">Texts and lists</h4>')
    with st.container(key="list-texts"):
        for part, item_id, title, changes in openers:
            shown = {"page": "map", "record": None, "source": None, **changes}
            key = f"text-{part.value}-{item_id}"
            label = escape_markdown(title)
            st.button(label, key=key, type="tertiary", on_click=change_state, args=(atlas,), kwargs=shown)


def _list_openers(atlas: Atlas, uses: list[Use]) -> Iterator[Opener]:
    yield from _list_text_openers(atlas, uses)
    for part, word, changes in (
        (Part.COMPARISON, "Ours and theirs", {"page": "data"}),
        (Part.NAME, "Names of", {"page": "about"}),
        (Part.RANGE, "Range of", {}),
        (Part.PLACE, "Where it lies:", {}),
    ):
        ids = list_ids(uses, part)
        titles = _list_titles(atlas.catalogue, part) if ids else {}
        for item in ids:
            yield part, item, f"{word} {titles.get(item, item)}", changes


def _list_text_openers(atlas: Atlas, uses: list[Use]) -> Iterator[Opener]:
    subjects = open_library(atlas).subjects
    for era in map(atlas.catalogue.era, list_ids(uses, Part.ERA)):
        selection = replace(read_state(atlas).selection, period=era.period)
        yield Part.ERA, era.id, f"Era: {era.name}", {"selection": selection}
    for topic in list_ids(uses, Part.TOPIC):
        if topic in subjects:
            yield Part.TOPIC, topic, f"Topic: {subjects[topic].title}", {"subject": topic}
    for item in list_ids(uses, Part.STEP):
        story, _, step = item.partition("/")
        place = find_place(atlas.catalogue, story, step)
        if place is not None:
            view = open_place(atlas.catalogue, place)
            changes = {"selection": view.selection, "view": view.view, "story": story, "step": step}
            yield Part.STEP, item, f"{place.story.title}: {place.step.title}", changes


def _list_titles(catalogue: Catalogue, part: Part) -> dict[str, str]:
    """Return the titles of one kind of what has no view of its own, by id. What has uses can be read."""
    if part is Part.NAME:
        return {item.id: " / ".join(name.name for name in item.names.values()) for item in catalogue.toponyms.places}
    if part is Part.RANGE:
        return {item.id: item.name for item in read_missiles(catalogue)}
    if part is Part.PLACE:
        return {item.id: item.name for item in read_landmarks(catalogue)}
    return {item.id: f"– {item.title}" for item in read_comparisons(catalogue.root)}
