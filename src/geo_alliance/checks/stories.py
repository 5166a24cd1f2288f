"""Rules on stories: what a step names exists, is visible on its days and in its view, and is said in few sentences."""

from collections import Counter
from collections.abc import Iterator

import shapely
from shapely.geometry import box, shape

from geo_alliance.catalogue import split_message
from geo_alliance.checks.claims import Known, list_known
from geo_alliance.checks.explanations import PASSAGE_RULES, find_marked_text_faults
from geo_alliance.checks.wording import count_sentences
from geo_alliance.dates import Period
from geo_alliance.errors import Fault, SelectionError
from geo_alliance.records import Explanation, Feature
from geo_alliance.selection import Selection, is_visible, resolve_layers
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.passages import Passage, Target
from geo_alliance.texts.stories import Step, Story, list_story_files, read_stories, read_story, resolve_step_period

LEAST_SENTENCES, MOST_SENTENCES = 2, 5


def find_story_faults(desk: Desk) -> Iterator[Fault]:
    """Each story is well formed, its ids stand once, and each step can be shown."""
    root = desk.atlas.catalogue.root
    _, faults = read_stories(root)
    yield from faults
    broken = {fault.file for fault in faults}
    known = list_known(desk)
    for file in list_story_files(root):
        if file in broken:
            continue
        story = read_story(root, file)
        for found, expected in _find_double_steps(story):
            yield Fault(file, story.id, found, expected)
        for place in story.places:
            for found, expected in find_step_faults(desk, place.step, known):
                yield Fault(file, place.step.id, found, expected)


def find_step_faults(desk: Desk, step: Step, known: Known) -> Iterator[tuple[str, str]]:
    """Say what is wrong with one step: pairs of found and expected."""
    yield from find_marked_text_faults(step, desk, known, rules=(*PASSAGE_RULES, find_wrong_sentence_count))
    if step.claim is not None and step.claim not in known[Target.CLAIM]:
        yield f"the claim {step.claim!r}", "the id of a claim"
    try:
        layers = resolve_layers(desk.atlas.catalogue, step.layers)
        period = resolve_step_period(desk.atlas.catalogue, step.period)
    except SelectionError as error:
        yield split_message(str(error))
        return
    for record in step.records:
        yield from _find_lost_record(desk, step, record, Selection(period, layers))


def find_wrong_sentence_count(text: Explanation, passage: Passage) -> Iterator[tuple[str, str]]:
    """A step is said in a few sentences."""
    sentences = count_sentences(passage)
    if not LEAST_SENTENCES <= sentences <= MOST_SENTENCES:
        yield f"a text of {sentences} sentences", f"{LEAST_SENTENCES} to {MOST_SENTENCES}"


def _find_lost_record(desk: Desk, step: Step, record: str, selection: Selection) -> Iterator[tuple[str, str]]:
    feature = desk.atlas.find(record)
    if feature is None:
        yield f"the record {record!r}", "the id of a record of a layer"
        return
    if not is_visible(selection, desk.atlas.layers, feature):
        days = _describe(selection.period)
        yield f"the record {record!r}, which is not visible in this step", f"one of its layers and its days, {days}"
    if not _is_in_view(feature, step):
        yield f"the record {record!r}, which lies outside of the step's view", "a view that shows it"


def _is_in_view(feature: Feature, step: Step) -> bool:
    west, south, east, north = step.view
    view = shapely.union_all([box(west + turn, south, east + turn, north) for turn in (-360, 0, 360)])
    return bool(view.intersects(shape(feature.geometry)))


def _describe(period: Period) -> str:
    return f"{period.start} to {period.end}"


def _find_double_steps(story: Story) -> Iterator[tuple[str, str]]:
    ids = Counter([place.step.id for place in story.places] + [chapter.id for chapter in story.chapters])
    for step_id, count in ids.items():
        if count > 1:
            yield f"the id {step_id!r} {count} times", "each id of a chapter or step once"
