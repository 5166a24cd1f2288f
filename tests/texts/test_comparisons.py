"""Our counts beside theirs: what they compute, each rule turned red by one broken input, and the table as CSV."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.catalogue import COMPARISONS_FILE, read_catalogue
from geo_alliance.checks.comparisons import find_comparison_faults
from geo_alliance.errors import DataError, Fault
from geo_alliance.exports.comparisons import export_comparisons
from geo_alliance.exports.package import export_package
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.texts.comparisons import Comparison, Group, Outcome, compare, read_comparisons
from geo_alliance.texts.desk import Desk

DATA = Path(__file__).parents[2] / "geodata"
COMPARISONS = read_comparisons(DATA)
FIRST = COMPARISONS[0].id

Raw = dict[str, Any]
Edit = Callable[[list[Raw]], object]


def check(folder: Path, atlas: Atlas, edit: Edit) -> list[Fault]:
    raw = json.loads((DATA / COMPARISONS_FILE).read_text(encoding="utf-8"))
    edit(raw)
    (folder / COMPARISONS_FILE).write_text(json.dumps(raw), encoding="utf-8")
    return list(find_comparison_faults(Desk(Atlas(read_catalogue(folder), atlas.layers, ()))))


def find(name: str) -> Comparison:
    return next(item for item in COMPARISONS if item.id == name)


@pytest.mark.parametrize(
    ("name", "ours", "theirs"),
    [
        ("exclusive-japan-2026", 75, 75),
        ("exclusive-japan-2020", 78, 78),
        ("exclusive-japan-crs-2013", 84, 89),
        ("exclusive-japan-crs-2016", 81, 85),
        ("exclusive-okinawa-usfj-2016", 31, 33),
        ("exclusive-okinawa-1972", 46, 83),
        ("land-japan-2020", 26306.3, 26317.6),
        ("over-japan-seventh", 7, 7),
        ("over-main-islands-2022", 5, 7),
        ("eez-missiles-2023", 19, 19),
        ("vessels-2020", 88, 78),
        ("days-cases-2020", 29, 24),
        ("abducted-people-police", 17, 19),
        ("abduction-cases", 12, 12),
        ("kuba-distance-japan", 29, 22),
        ("troops-2013-usfj", 52972, 53979),
    ],
)
def test_both_numbers_are_those_of_the_sources(atlas: Atlas, name: str, ours: float, theirs: float) -> None:
    assert compare(Desk(atlas), find(name)) == Outcome(ours, theirs)


def test_each_of_the_thirteen_prefectures_is_compared_by_number_and_land(atlas: Atlas) -> None:
    shown = [item for item in COMPARISONS if item.group is Group.PREFECTURES]
    records = [record for item in shown for record in item.records]
    had = [i.id for i in atlas.layers["prefectures"].features.values() if i.own["exclusive_area_ha"]]

    assert len(had) == 13
    assert sorted(records) == sorted([*had, *had])


@pytest.mark.parametrize("group", list(Group), ids=lambda group: group.value)
def test_every_group_has_words_and_comparisons(group: Group) -> None:
    assert group.words
    assert any(item.group is group for item in COMPARISONS)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"), [(78, 85, -7), (26306.3, 26317.6, -11.3), (3.34, 4.3838, -1.0438), (1.5, 0.5, 1)]
)
def test_the_difference_is_ours_less_theirs(ours: float, theirs: float, expected: float) -> None:
    assert Outcome(ours, theirs).difference == expected


def put(**members: Any) -> Edit:
    """An edit that sets members of the first comparison."""
    return lambda raw: raw[0].update(members)


@pytest.mark.parametrize(
    ("edit", "found", "expected"),
    [
        (lambda raw: raw[0]["theirs"].update(source="nobody"), "the source 'nobody'", r"an id of sources\.json"),
        (put(records=["nowhere"]), "the record 'nowhere'", "the id of a record"),
        (put(series=["weather"]), "the series 'weather'", "the name of a series"),
        (put(records=[], series=[]), "neither a record nor a series", "at least one"),
        (lambda raw: raw[0]["ours"].update(expected=74), "ours = 75, computed by count_facilities", "74 as in the"),
        (lambda raw: raw[0]["theirs"]["computed"].update(expected=7), "theirs = 75, computed by", "7 as in the"),
        (lambda raw: raw[0]["ours"]["arguments"].update(day="May"), "ours: the argument 'day'", "YYYY-MM-DD"),
        (put(reason="Nobody knows."), "a difference of 0 with the reason 'Nobody knows.'", "begins with “Equal”"),
        (put(reason="Not explained by either."), "a reason that gives none: 'Not exp", "definition, date or scope"),
        (put(reason=" "), "a reason that gives none: ' '", "definition, date or scope"),
        (put(reason=""), "reason = ''", "at least 1 character"),
        (lambda raw: raw[0]["theirs"].update(value=75), "value and computed both or neither", "one of them"),
        (put(colour="red"), "the member 0.colour = 'red'", "no member of that name"),
        (lambda raw: raw.append(raw[0]), "the id 2 times", "each id once"),
    ],
    ids=[
        "source", "record", "series", "nothing", "ours", "theirs", "argument", "reason", "unexplained", "blank",
        "no reason", "two numbers", "member", "twice",
    ],
)  # fmt: skip
def test_each_rule_turns_red(linked: Path, atlas: Atlas, edit: Edit, found: str, expected: str) -> None:
    (fault,) = check(linked, atlas, edit)

    assert (fault.file, fault.feature) == (COMPARISONS_FILE, FIRST)
    assert re.search(found, fault.found), fault
    assert re.search(expected, fault.expected), fault


def test_a_text_is_no_number(linked: Path, atlas: Atlas) -> None:
    text = {"function": "first_day", "arguments": {"record": "FAC3013"}, "expected": "September 1945"}

    (fault,) = check(linked, atlas, put(ours=text))

    assert fault.found == "ours = 'September 1945', computed by first_day"
    with pytest.raises(DataError, match="found 'September 1945' from first_day: expected a number"):
        compare(Desk(atlas), read_comparisons(linked)[0])


def test_a_folder_without_comparisons_has_none(linked: Path) -> None:
    (linked / COMPARISONS_FILE).unlink()

    assert read_comparisons(linked) == ()
    assert export_comparisons(load_atlas(linked)).decode("utf-8-sig") == "id\r\n"


def test_comparisons_are_part_of_the_version_and_of_the_package(linked: Path, atlas: Atlas) -> None:
    (linked / COMPARISONS_FILE).write_text("[]", encoding="utf-8")

    assert read_catalogue(linked).version != atlas.catalogue.version
    with zipfile.ZipFile(io.BytesIO(export_package(atlas))) as archive:
        assert archive.read(COMPARISONS_FILE) == (DATA / COMPARISONS_FILE).read_bytes()


def test_the_csv_has_a_row_for_each_with_its_difference_and_source(atlas: Atlas) -> None:
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(export_comparisons(atlas).decode("utf-8-sig")))}

    assert list(rows) == [item.id for item in COMPARISONS]
    row = rows["exclusive-japan-crs-2016"]
    assert (row["ours"], row["theirs"], row["difference"]) == ("81", "85", "-4")
    assert (row["theirs_by"], row["source"]) == ("U.S. Congressional Research Service", "crs-rl33740-2016")
    assert all(row["reason"] and row["source_title"] and row["definition"] and row["date"] for row in rows.values())
