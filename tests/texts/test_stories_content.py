"""The guided tour as shipped: its plan, that each step shows what it names, and that it repeats no other text."""

import re

import pytest

from geo_alliance.catalogue import find_data_folder
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, is_visible
from geo_alliance.texts.passages import parse_passage, read_subjects
from geo_alliance.texts.stories import Place, read_story, resolve_step_period

ROOT = find_data_folder()
TOUR = read_story(ROOT, "stories/alliance.json")
EVERY_STEP = pytest.mark.parametrize("place", TOUR.places, ids=lambda place: place.step.id)
_MARK = re.compile(r"\s*\[@[^\]]*\]|\]\([^)]*\)|\[")
_END = re.compile(r"(?<=[.?!])(?<!U\.S\.)\s")


def list_sentences(text: str) -> set[str]:
    return set(_END.split(_MARK.sub("", text)))


def test_the_tour_follows_the_questions_in_seven_chapters() -> None:
    expected = ["origins", "change", "north-korea", "china", "okinawa", "cost", "djibouti"]
    assert [chapter.id for chapter in TOUR.chapters] == expected


def test_a_chapter_has_four_to_six_steps_and_the_tour_28_to_36() -> None:
    counts = [len(chapter.steps) for chapter in TOUR.chapters]
    assert all(4 <= count <= 6 for count in counts)
    assert 28 <= sum(counts) <= 36


@EVERY_STEP
def test_each_record_of_a_step_is_visible_on_its_days_and_lies_wholly_in_its_view(place: Place, atlas: Atlas) -> None:
    step = place.step
    selection = Selection(resolve_step_period(atlas.catalogue, step.period), step.layers)
    west, south, east, north = step.view
    assert step.records
    for feature in map(atlas.find, step.records):
        assert feature is not None
        assert is_visible(selection, atlas.layers, feature)
        left, below, right, above = atlas.layers[feature.layer].frame.loc[feature.id].geometry.bounds
        assert west < left <= right < east, feature.id
        assert south < below <= above < north, feature.id


@EVERY_STEP
def test_a_step_shows_at_most_two_layers(place: Place) -> None:
    assert len(set(place.step.layers)) == len(place.step.layers) <= 2


@EVERY_STEP
def test_a_text_names_a_record_that_is_marked(place: Place) -> None:
    linked = {link.id for link in parse_passage(place.step.text).links}
    assert linked & set(place.step.records)


@EVERY_STEP
def test_a_sentence_with_a_computed_value_has_its_source(place: Place) -> None:
    sentences = _END.split(place.step.text)
    assert not [sentence for sentence in sentences if "{" in sentence and "[@" not in sentence]


def test_no_sentence_of_the_tour_stands_in_an_explained_topic() -> None:
    told = {sentence for place in TOUR.places for sentence in list_sentences(place.step.text)}
    explained = {sentence for subject in read_subjects(ROOT) for sentence in list_sentences(subject.text)}
    assert not told & explained
