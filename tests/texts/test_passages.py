"""Texts with marks: how they are read, the texts that are shipped, and each rule on them turned red once."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from geo_alliance.catalogue import ERAS_FILE, SOURCES_FILE, TOPICS_FILE, read_catalogue
from geo_alliance.checks import check_folder
from geo_alliance.checks.explanations import find_explanation_faults
from geo_alliance.dates import Period, parse_date
from geo_alliance.errors import DataError
from geo_alliance.exports.package import list_files
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.records import Dispute, Era, Explanation, Reckoned
from geo_alliance.texts.claims import read_claims
from geo_alliance.texts.passages import (
    LEAST_WORDS,
    MOST_WORDS,
    Citation,
    Link,
    Placeholder,
    Subject,
    Target,
    Words,
    find_reference,
    parse_passage,
    read_subjects,
)
from geo_alliance.texts.reckonings import Desk, compute

DATA = Path(__file__).parents[2] / "geodata"
ERAS = read_catalogue(DATA).eras
SUBJECTS = read_subjects(DATA)
TEXTS = [*ERAS, *SUBJECTS]

Edit = Callable[[Any], object]
WORDS = st.text(st.characters(blacklist_characters="[]{}()\n", categories=["L", "N", "P", "Zs"]), min_size=1)


def test_a_text_is_read_into_paragraphs_of_spans() -> None:
    passage = parse_passage("On {day} [the {name} case](record:FAC6051) began [@a-1; @b].\n\nMore [@b].")

    assert passage.paragraphs[0] == (
        Words("On "),
        Placeholder("day"),
        Words(" "),
        Link(Target.RECORD, "FAC6051", (Words("the "), Placeholder("name"), Words(" case"))),
        Words(" began "),
        Citation(("a-1", "b")),
        Words("."),
    )
    assert len(passage.paragraphs) == 2
    assert (passage.placeholders, passage.cited) == (("day", "name"), ("a-1", "b"))
    assert passage.length == 7


@given(words=WORDS, place=st.integers(0, 100))
def test_plain_words_are_kept_as_they_are(words: str, place: int) -> None:
    text = words[: place % len(words)] + "{x}" + words[place % len(words) :]

    spans = parse_passage(text).paragraphs[0]

    assert "".join(span.text if isinstance(span, Words) else "{x}" for span in spans) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A { alone", r"found '\{' alone in .*expected \{name\}, \[words\]\(record:ID\)"),
        ("A ] alone", r"found '\]' alone"),
        ("{Bad name}", r"the placeholder '\{Bad name\}': expected \{name\} of small letters"),
        ("{n:.2f}", r"the placeholder '\{n:.2f\}'"),
        ("[@a; b]", r"the source mark '\[@a; b\]': expected \[@source\]"),
        ("[words](layer:zones)", r"the link .*expected one to record:ID, series:ID, claim:ID"),
        ("[words](record:)", r"the link '\[words\]\(record:\)'"),
        ("[](record:FAC6051)", r"without words: expected \[words\]\(record:FAC6051\)"),
        ("[words] alone", r"found '\[' alone in '\[words\] alone'"),
        ("one\n\n\n\ntwo", r"an empty paragraph: expected one blank line"),
        ("one\ntwo", r"a line break inside a paragraph"),
    ],
    ids=["brace", "bracket", "name", "layout", "source", "target", "no-id", "no-words", "no-target", "empty", "break"],
)
def test_a_broken_mark_is_refused(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        parse_passage(text)


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        ("fact_value", {"record": "FAC6051", "fact": "area"}, (Target.RECORD, "FAC6051")),
        ("series_value", {"series": "launches", "column": "count", "filters": {}}, (Target.SERIES, "launches")),
        ("official_facilities", {"day": "2021-11-04", "region": "japan"}, (Target.SERIES, "facilities-official")),
        (
            "share",
            {"part": 1, "whole": [{"function": "first_day", "arguments": {"record": "a"}}]},
            (Target.RECORD, "a"),
        ),
        ("count_exclusive", {"day": "2021-11-04", "region": "japan"}, None),
    ],
    ids=["record", "series", "official", "inner", "none"],
)
def test_a_value_knows_what_it_is_taken_from(function: str, arguments: dict[str, Any], expected: object) -> None:
    assert find_reference(Reckoned(function=function, arguments=arguments, expected=1)) == expected


def test_a_dispute_has_two_parties() -> None:
    alone = {"party": "Japan", "position": "It is so.", "source": "a"}

    with pytest.raises(ValidationError, match=r"the parties \['Japan', 'Japan'\]: expected two or more"):
        Dispute.model_validate({"matter": "Is it so?", "positions": [alone, alone]})


def test_there_are_texts_of_all_eras_and_topics() -> None:
    assert len(ERAS) == 9
    assert [subject.id for subject in SUBJECTS] == [
        "origins",
        "change",
        "north-korea",
        "china",
        "okinawa",
        "cost",
        "djibouti",
    ]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.id)
def test_every_text_is_computed_sourced_and_short(atlas: Atlas, text: Era | Subject) -> None:
    passage = parse_passage(text.text)
    known = {Target.SERIES: [item.name for item in atlas.catalogue.package.resources]}
    known |= {Target.CLAIM: [claim.id for claim in read_claims(DATA)]}

    assert LEAST_WORDS <= passage.length <= MOST_WORDS
    assert all(any(isinstance(span, Citation) for span in paragraph) for paragraph in passage.paragraphs)
    assert set(passage.cited) <= set(atlas.catalogue.sources)
    assert all(
        atlas.find(link.id) if link.target is Target.RECORD else link.id in known[link.target] for link in passage.links
    )
    assert compute(text.computed, Desk(atlas)) == {name: item.expected for name, item in text.computed.items()}
    assert not re.search(r"[“”‘’]|US\b|%", text.text)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.id)
def test_every_text_has_dates_most_of_which_lead_to_a_record(text: Explanation) -> None:
    assert len(text.dates) >= 4
    assert sum(item.record is not None for item in text.dates) * 2 >= len(text.dates)


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.id)
def test_the_dates_of_an_era_fall_into_it(era: Era) -> None:
    days = [parse_date(item.date) for item in era.dates]

    assert all(era.period.overlaps(Period(day.first, day.last)) for day in days)
    assert [day.first for day in days] == sorted(day.first for day in days)


def change(folder: Path, *, eras: Edit = len, topics: Edit = len) -> Path:
    for name, edit in ((ERAS_FILE, eras), (TOPICS_FILE, topics)):
        content = json.loads((DATA / name).read_text(encoding="utf-8"))
        edit(content)
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder


def append(text: str, *, member: str = "text") -> Edit:
    """An edit that adds words to the first text."""
    return lambda items: items[0].update({member: items[0][member] + text})


def put(**members: Any) -> Edit:
    """An edit that sets members of the first text."""
    return lambda items: items[0].update(members)


CALL = {"function": "first_day", "arguments": {"record": "FAC6051"}, "expected": "1945"}
SAID = [{"party": party, "position": "So.", "source": "nobody"} for party in ("A", "B")]
SOURCED = [item | {"source": "editors-knowledge"} for item in SAID]
BROKEN: dict[str, tuple[Edit, str, str]] = {
    "a record": (append(" [x](record:FAC9)"), "the link to the record 'FAC9'", "id of a record"),
    "a series": (append(" [x](series:none)"), "the link to the series 'none'", "name of a series"),
    "a claim": (append(" [x](claim:OK-99)"), "the link to the claim 'OK-99'", "id of a claim"),
    "a source": (append(" [@nobody]"), "the source 'nobody'", "sources.json"),
    "the source of a position": (put(disputes=[{"matter": "?", "positions": SAID}]), "the source 'nobody'", "sources"),
    "a mark": (append(" {"), "alone", "{name}"),
    "a placeholder": (append(" {more_of_it}"), "the placeholder {more_of_it}", "a function in computed"),
    "a loose function": (lambda items: items[0]["computed"].update(more=CALL), "the function for 'more'", "{more}"),
    "a long text": (append(" word" * 300), "a text of 4.. words|a text of 5.. words", "150 to 300"),
    "a short text": (put(text="Too short [@editors-knowledge].", computed={}), "a text of 2 words", "150 to 300"),
    "a bare paragraph": (append("\n\nNobody says so."), "no source in paragraph", r"\[@source\]"),
    "the record of a date": (
        put(dates=[{"date": "1945", "text": "x", "record": "FAC9"}]),
        "the record 'FAC9' of the date 1945",
        "id of a record",
    ),
    "a date outside of its record": (
        put(dates=[{"date": "1854", "text": "x", "record": "FAC6051"}]),
        "the date 1854 for the record 'FAC6051'",
        "from 1945-01-01",
    ),
    "a typed number": (append(" By then there were 1,200."), "the number '1,200' in the text", "a placeholder"),
    "a typed number in words": (append(" Three million dollars."), "the number 'Three million'", "a placeholder"),
    "a typed number of a date": (put(dates=[{"date": "1945", "text": "45 ships"}]), "'45' of the date 1945", "words"),
    "a typed number in dispute": (put(disputes=[{"matter": "Were it 300?", "positions": SOURCED}]), "'300' in", "a pl"),
    "a typed number of a party": (
        put(disputes=[{"matter": "?", "positions": [*SOURCED, SOURCED[0] | {"position": "It was 300."}]}]),
        "the number '300' as said by A",
        "the figure among those quoted",
    ),
    "a quotation that is none": (
        put(disputes=[{"matter": "?", "positions": [*SOURCED, SOURCED[0] | {"quoted": ["300"]}]}]),
        "'300' quoted from A",
        "words of the position",
    ),
    "a placeholder of a party": (
        put(disputes=[{"matter": "?", "positions": [*SOURCED, SOURCED[0] | {"position": "It was {many}."}]}]),
        "the placeholder {many}",
        "a function in computed",
    ),
    "an id twice": (lambda items: items.append(items[0]), "the id 2 times", "each id once"),
    "one party": (put(disputes=[{"matter": "?", "positions": SAID[:1]}]), r"the parties \['A'\]", "two or more"),
    "an unknown member": (put(colour="red"), "colour", "no member of that name"),
}


@pytest.mark.parametrize(("edit", "found", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_broken_topic_is_said(atlas: Atlas, linked: Path, edit: Edit, found: str, expected: str) -> None:
    catalogue = replace(atlas.catalogue, root=change(linked, topics=edit))

    faults = list(find_explanation_faults(Desk(replace(atlas, catalogue=catalogue))))

    assert len(faults) == 1, faults
    assert (faults[0].file, faults[0].feature) == (TOPICS_FILE, SUBJECTS[0].id)
    assert re.search(found.replace("{", r"\{"), faults[0].found), faults[0]
    assert re.search(expected.replace("{", r"\{"), faults[0].expected), faults[0]


def test_a_figure_of_a_party_may_be_computed_or_quoted(atlas: Atlas, linked: Path) -> None:
    said = [SOURCED[0] | {"position": "It was 300.", "quoted": ["300"]}, SOURCED[1] | {"position": "In {surrender}."}]
    edit = put(disputes=[{"matter": "What was there on {korea}?", "positions": said}])
    catalogue = replace(atlas.catalogue, root=change(linked, topics=edit))

    assert list(find_explanation_faults(Desk(replace(atlas, catalogue=catalogue)))) == []


def test_a_value_that_its_function_no_longer_gives_is_said(linked: Path) -> None:
    def edit(eras: list[dict[str, Any]]) -> None:
        eras[1]["computed"]["police"]["expected"] = 5

    faults = check_folder(change(linked, eras=edit))

    assert [str(fault) for fault in faults] == [
        (
            "eras.json: occupation: found police = 75000, computed by fact_value: "
            "expected 5 as in the text, or a text read again and changed"
        )
    ]


def test_a_broken_text_of_an_era_is_said(linked: Path) -> None:
    faults = check_folder(change(linked, eras=append(" [x](record:FAC9) [@nobody]", member="summary")))

    assert [(fault.file, fault.feature, fault.found) for fault in faults] == [
        (ERAS_FILE, ERAS[0].id, "the link to the record 'FAC9'"),
        (ERAS_FILE, ERAS[0].id, "the source 'nobody'"),
    ]


def test_a_dispute_of_an_era_with_one_party_is_said(linked: Path) -> None:
    faults = check_folder(change(linked, eras=put(disputes=[{"matter": "?", "positions": SAID[:1]}])))

    assert re.search(r"the parties \['A'\]: expected two or more", str(faults[0]))


def test_topics_are_part_of_the_data_version_and_of_the_package(linked: Path) -> None:
    before = read_catalogue(change(linked))
    after = read_catalogue(change(linked, topics=put(title="Another title")))

    assert before.fingerprint != after.fingerprint
    assert TOPICS_FILE in list_files(after)
    assert SOURCES_FILE in list_files(after)


def test_a_folder_without_topics_has_none(linked: Path) -> None:
    (linked / TOPICS_FILE).unlink()

    assert read_subjects(linked) == ()
    assert TOPICS_FILE not in list_files(read_catalogue(linked))
    assert list(find_explanation_faults(Desk(load_atlas(linked)))) == []
