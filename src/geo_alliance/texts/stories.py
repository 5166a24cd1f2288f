"""Stories: a guided way through the atlas, step by step, written as data.

A story is one JSON file of the folder `stories`. Each step says what the map shows and tells one thing about it; its
text has the marks of `geo_alliance.texts.passages`. docs/stories.md describes the files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, model_validator

from geo_alliance.catalogue import STORIES_FOLDER, Catalogue, list_own_files, read_record
from geo_alliance.dates import FIRST_DAY, LAST_DAY, Period
from geo_alliance.errors import DataError, Fault
from geo_alliance.keeping import keep
from geo_alliance.records import Day, Explanation, Id, Record, Text, WorldBox

Title = Annotated[str, Field(min_length=1, max_length=60)]
ClaimId = Annotated[str, Field(pattern=r"^[A-Z]{2}-[1-9][0-9]?$")]


class StepPeriod(Record):
    """The days that a step shows: those of an era, or from a first to a last day, either of which may be open."""

    era: Id | None = None
    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _check(self) -> "StepPeriod":
        if self.era is not None and (self.start is not None or self.end is not None):
            raise ValueError("found an era and days together: expected one of them")
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"found the end {self.end} before the start {self.start}: expected it on or after it")
        return self


class Step(Explanation):
    """One step: its period, layers and view (west, south, east, north in degrees), the records it marks, its text."""

    id: Id
    title: Title
    period: StepPeriod
    layers: Annotated[tuple[Id, ...], Field(min_length=1, strict=False)]
    view: WorldBox
    records: tuple[Id, ...] = Field(default=(), strict=False)
    claim: ClaimId | None = None


class Chapter(Record):
    """Steps that belong together."""

    id: Id
    title: Title
    steps: Annotated[tuple[Step, ...], Field(min_length=1, strict=False)]


class Story(Record):
    """Chapters in their order; ids of steps are unique within a story."""

    id: Id
    title: Title
    summary: Text
    chapters: Annotated[tuple[Chapter, ...], Field(min_length=1, strict=False)]

    @property
    def places(self) -> tuple["Place", ...]:
        """All steps in their order, each with where it stands."""
        return tuple(self._list_places())

    def _list_places(self) -> Iterator["Place"]:
        number = 0
        for chapter_number, chapter in enumerate(self.chapters, start=1):
            for step in chapter.steps:
                number += 1
                yield Place(self, chapter, chapter_number, step, number)


@dataclass(frozen=True, slots=True)
class Place:
    """A step and where it stands: its chapter with its number, and its own number in the whole story, from 1."""

    story: Story
    chapter: Chapter
    chapter_number: int
    step: Step
    number: int


_STORY: TypeAdapter[Story] = TypeAdapter(Story)


def list_story_files(root: Path) -> tuple[str, ...]:
    """Return the paths of the story files within a data folder, in order."""
    return tuple(file for file in list_own_files(root) if file.startswith(f"{STORIES_FOLDER}/"))


def read_story(root: Path, file: str) -> Story:
    """Read one story of a data folder.

    Raises:
        DataError: the file is broken, or not as docs/stories.md says; `faults` names each place.
    """
    return read_record(root, file, _STORY)


def read_stories(root: Path) -> tuple[tuple[Story, ...], tuple[Fault, ...]]:
    """Read all stories of a data folder by the order of their files, and say of each that is none why not.

    Of two with one id the first is kept.
    """
    stories: dict[str, tuple[str, Story]] = {}
    faults: list[Fault] = []
    for file in list_story_files(root):
        try:
            story = read_story(root, file)
        except DataError as error:
            faults.extend(error.faults)
            continue
        other, _ = stories.setdefault(story.id, (file, story))
        if other != file:
            faults.append(Fault(file, story.id, f"the story's id {story.id!r}, which {other} has", "an id of its own"))
    return tuple(story for _, story in stories.values()), tuple(faults)


@keep(4)
def load_stories(catalogue: Catalogue) -> dict[str, Story]:
    """Return the stories of a catalogue that can be read, by id."""
    return {story.id: story for story in read_stories(catalogue.root)[0]}


def find_place(catalogue: Catalogue, story_id: str | None, step_id: str | None) -> Place | None:
    """Return a step of a story; without a step the first; None if there is no such story or step."""
    story = load_stories(catalogue).get(story_id or "")
    if story is None:
        return None
    return next((place for place in story.places if step_id in {None, place.step.id}), None)


def resolve_step_period(catalogue: Catalogue, period: StepPeriod) -> Period:
    """Return the days of a step, open ends widened.

    Raises:
        SelectionError: there is no such era.
    """
    if period.era is not None:
        return catalogue.era(period.era).period
    return Period(period.start or FIRST_DAY, period.end or LAST_DAY)
