"""The topics of the atlas, read once for each version of the data, and a text with its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo_alliance.errors import DataError, Fault
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_value
from geo_alliance.records import Explanation
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.passages import Passage, Subject, Words, parse_passage, read_subjects
from geo_alliance.texts.reckonings import Value, compute
from geo_alliance.texts.stories import Story, read_stories


@dataclass(frozen=True)
class Reading:
    """One text: its passage, its values by name, and by name why one cannot be computed.

    Where the marks of the text cannot be read there is no passage, and `fault` says why.
    """

    passage: Passage | None
    values: Mapping[str, Value] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)
    fault: str | None = None


@dataclass(frozen=True)
class Library:
    """The topics and the stories by id.

    `fault` says why there are no topics at all, if the file cannot be read; `story_faults` what of the stories cannot.
    """

    subjects: Mapping[str, Subject] = field(default_factory=dict)
    stories: Mapping[str, Story] = field(default_factory=dict)
    story_faults: tuple[Fault, ...] = ()
    fault: str | None = None


@keep(8)
def open_library(atlas: Atlas) -> Library:
    """Read the topics and the stories, once for all readers. What cannot be read is said, and hides nothing else."""
    subjects: tuple[Subject, ...] = ()
    fault = None
    try:
        subjects = rename_value(atlas, read_subjects(atlas.catalogue.root))
    except DataError as error:
        fault = str(error)
    stories, story_faults = read_stories(atlas.catalogue.root)
    return Library(
        subjects={subject.id: subject for subject in subjects},
        stories={story.id: story for story in rename_value(atlas, stories)},
        story_faults=story_faults,
        fault=fault,
    )


def read_text(text: Explanation, desk: Desk) -> Reading:
    """Read one text and compute its values. What cannot be read or computed is said, and hides nothing else."""
    try:
        passage = parse_passage(text.text)
    except DataError as error:
        return Reading(None, fault=str(error))
    values: dict[str, Value] = {}
    beside = [read_passage(said) for dispute in text.disputes for said in dispute.texts]
    named = [name for part in (passage, *beside) for name in part.placeholders]
    broken = {name: f"no function for {name!r}" for name in named if name not in text.computed}
    for name, item in text.computed.items():
        try:
            values |= compute({name: item}, desk)
        except DataError as error:
            broken[name] = str(error)
    return Reading(passage, values, broken)


def read_passage(text: str) -> Passage:
    """Read what stands beside a text; where its marks cannot be read, it is shown as it is written."""
    try:
        return parse_passage(text)
    except DataError:
        return Passage(((Words(text),),))
