"""Stories: how they are read, and each rule on them turned red once."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.catalogue import read_catalogue
from geo_alliance.checks.claims import list_known
from geo_alliance.checks.stories import find_step_faults, find_story_faults
from geo_alliance.dates import FIRST_DAY, LAST_DAY, Period
from geo_alliance.exports.package import list_files
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.texts.reckonings import Desk
from geo_alliance.texts.stories import (
    Step,
    StepPeriod,
    Story,
    find_place,
    load_stories,
    read_stories,
    read_story,
    resolve_step_period,
)

DATA = Path(__file__).parents[2] / "geodata"
FILE = "stories/alliance.json"
ChangeJson = Callable[[str, Callable[[Any], object]], Path]


def first_step(story: Any) -> dict[str, Any]:
    step: dict[str, Any] = story["chapters"][0]["steps"][0]
    return step


def list_faults(root: Path) -> list[str]:
    return [str(fault) for fault in find_story_faults(Desk(load_atlas(root)))]


def test_a_shipped_story_is_sound(atlas: Atlas) -> None:
    assert list(find_story_faults(Desk(atlas))) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda step: step.update(layers=["nowhere"]), "found the layer 'nowhere': expected one of facilities"),
        (lambda step: step.update(period={"era": "stone-age"}), "found the era 'stone-age': expected one of"),
        (lambda step: step["records"].append("FAC0000"), "found the record 'FAC0000': expected the id of a record"),
        (lambda step: step.update(period={"from": "2026-01-01", "to": None}), "which is not visible in this step"),
        (lambda step: step.update(view=[40, 0, 50, 10]), "which lies outside of the step's view"),
        (lambda step: step.update(text="One only [@ghqclub-daiichi-seimei]."), "found a text of 1 sentences: expected"),
        (lambda step: step.update(text="No source. None at all."), "found no source in paragraph 1"),
        (lambda step: step.update(claim="ZZ-9"), "found the claim 'ZZ-9'"),
        (lambda step: step.update(text=step["text"] + " [Here](record:gone)."), "the link to the record 'gone'"),
        (lambda step: step["computed"]["surrender"].update(expected="3 May 1945"), "surrender"),
    ],
    ids=["layer", "era", "record", "days", "view", "length", "source", "claim", "link", "value"],
)
def test_a_step_that_cannot_be_shown_is_a_fault(atlas: Atlas, change: Callable[[Any], object], message: str) -> None:
    content = json.loads((DATA / FILE).read_text(encoding="utf-8"))
    change(first_step(content))
    step = Step.model_validate_json(json.dumps(first_step(content)))
    desk = Desk(atlas)

    faults = [
        f"found {found}: expected {expected}" for found, expected in find_step_faults(desk, step, list_known(desk))
    ]

    assert any(message in fault for fault in faults), faults


def test_an_id_that_stands_twice_is_a_fault(change_json: ChangeJson) -> None:
    folder = change_json(FILE, lambda story: first_step(story).update(id="korea"))

    assert f"{FILE}: alliance: found the id 'korea' 2 times: expected each id of a chapter or step once" in list_faults(
        folder
    )


def test_a_story_with_the_id_of_another_is_a_fault_and_does_not_replace_it(folder: Path) -> None:
    story = json.loads((folder / FILE).read_text(encoding="utf-8")) | {"title": "Second"}
    (folder / "stories" / "second.json").write_text(json.dumps(story), encoding="utf-8")

    stories, faults = read_stories(folder)

    found = (
        f"stories/second.json: alliance: found the story's id 'alliance', which {FILE} has: expected an id of its own"
    )
    assert [str(fault) for fault in faults] == [found]
    assert stories == (read_story(DATA, FILE),)


def test_a_member_that_is_not_known_is_a_fault_and_hides_no_other_story(change_json: ChangeJson) -> None:
    folder = change_json(FILE, lambda story: story.update(author="Nobody"))
    shutil.copy(DATA / FILE, folder / "stories" / "second.json")

    stories, faults = read_stories(folder)

    assert [str(fault) for fault in faults] == [
        f"{FILE}: found the member author = 'Nobody': expected no member of that name"
    ]
    assert len(stories) == 1


def test_a_broken_step_is_named_and_its_chapter_is_not_blamed(change_json: ChangeJson) -> None:
    wrong = {"period": {"from": "15.5.1972"}, "view": [128.4, 26.0, 127.5, 26.9]}
    folder = change_json(FILE, lambda story: first_step(story).update(wrong))

    _, faults = read_stories(folder)

    assert [(fault.feature, fault.found.split(" ")[0].split(":")[0]) for fault in faults] == [
        ("surrender", "chapters.0.steps.0.period.from"),
        ("surrender", "chapters.0.steps.0.view"),
    ]


def test_a_chapter_without_steps_is_too_short(change_json: ChangeJson) -> None:
    folder = change_json(FILE, lambda story: story["chapters"][0].update(steps=[]))

    _, faults = read_stories(folder)

    assert [fault.expected for fault in faults] == ["Tuple should have at least 1 item after validation, not 0"]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ({"era": "occupation"}, Period("1945-09-02", "1952-04-27")),
        ({"from": "1951-09-08", "to": "1951-09-08"}, Period("1951-09-08", "1951-09-08")),
        ({"from": None, "to": "1951-09-08"}, Period(FIRST_DAY, "1951-09-08")),
        ({}, Period(FIRST_DAY, LAST_DAY)),
    ],
    ids=["era", "day", "until", "all"],
)
def test_the_days_of_a_step(atlas: Atlas, period: dict[str, str], expected: Period) -> None:
    assert resolve_step_period(atlas.catalogue, StepPeriod.model_validate(period)) == expected


@pytest.mark.parametrize(
    "period",
    [{"era": "occupation", "from": "1951-09-08"}, {"from": "1952-01-01", "to": "1951-01-01"}],
    ids=["two ways", "turned round"],
)
def test_days_that_contradict_themselves_are_refused(period: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="expected"):
        StepPeriod.model_validate(period)


def test_a_step_is_found_by_its_ids_and_the_first_without_one(atlas: Atlas) -> None:
    story = load_stories(atlas.catalogue)["alliance"]

    first, last = find_place(atlas.catalogue, "alliance", None), story.places[-1]

    assert first is not None
    assert (first.step.id, first.number, last.number) == ("surrender", 1, len(story.places))
    assert find_place(atlas.catalogue, "alliance", last.step.id) == last
    assert find_place(atlas.catalogue, "alliance", "nowhere") is None
    assert find_place(atlas.catalogue, None, None) is None


def test_a_broken_story_says_where(folder: Path) -> None:
    (folder / FILE).write_text("{", encoding="utf-8")

    _, faults = read_stories(folder)

    assert re.match(rf"{FILE}: found broken JSON at line 1 .*: expected a whole JSON file", str(faults[0]))


def test_a_story_is_part_of_the_version_and_of_the_package(change_json: ChangeJson) -> None:
    before = read_catalogue(DATA)
    after = read_catalogue(change_json(FILE, lambda story: story.update(title="Another")))

    assert before.version != after.version
    assert FILE in list_files(after)
    assert json.loads((after.root / FILE).read_text())["title"] == "Another"


def test_a_folder_without_stories_has_none(folder: Path) -> None:
    shutil.rmtree(folder / "stories")

    assert read_stories(folder) == ((), ())


def test_the_example_in_the_docs_is_a_sound_story(atlas: Atlas) -> None:
    text = (DATA.parent / "docs" / "stories.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, flags=re.DOTALL)
    story = Story.model_validate_json(example)
    desk = Desk(atlas)

    assert [list(find_step_faults(desk, place.step, list_known(desk))) for place in story.places] == [[]]
