"""The claims: all statements of the article, well formed; and each rule on them turned red by one broken input."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.catalogue import CLAIMS_FILE, read_catalogue
from geo_alliance.checks import check_folder
from geo_alliance.checks.claims import find_claim_faults
from geo_alliance.errors import DataError, Fault
from geo_alliance.exports.claims import describe_claim, export_claim
from geo_alliance.exports.geojson import FOREIGN_MEMBER
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.texts.claims import Claim, Topic, Verdict, count_topics, count_verdicts, find_by_record, read_claims
from geo_alliance.texts.passages import strip_marks
from geo_alliance.texts.reckonings import FUNCTIONS, Desk, compute, fill

DATA = Path(__file__).parents[2] / "geodata"
CLAIMS = read_claims(DATA)

Raw = dict[str, Any]
Edit = Callable[[list[Raw]], object]


def change(folder: Path, edit: Edit) -> None:
    claims = json.loads((DATA / CLAIMS_FILE).read_text(encoding="utf-8"))
    edit(claims)
    (folder / CLAIMS_FILE).write_text(json.dumps(claims), encoding="utf-8")


def find(claims: list[Raw], claim_id: str) -> Raw:
    return next(claim for claim in claims if claim["id"] == claim_id)


def keep(claims: list[Raw]) -> None:
    """An edit that changes nothing."""


def put(claim_id: str, **members: Any) -> Edit:
    """An edit that sets members of a claim."""
    return lambda claims: find(claims, claim_id).update(members)


def put_value(claim_id: str, name: str, **members: Any) -> Edit:
    """An edit that sets members of a computed value."""
    return lambda claims: find(claims, claim_id)["computed"][name].update(members)


def get_claim(claim_id: str) -> Claim:
    return next(claim for claim in CLAIMS if claim.id == claim_id)


def check(folder: Path) -> list[Fault]:
    return list(find_claim_faults(Desk(load_atlas(folder))))


def test_all_statements_are_there_in_the_order_of_the_article() -> None:
    topics = {"OV": 6, "OR": 11, "CH": 22, "NK": 14, "CN": 16, "OK": 14, "CO": 15}

    assert [claim.id for claim in CLAIMS] == [
        f"{topic}-{number}" for topic, count in topics.items() for number in range(1, count + 1)
    ]
    assert list(count_topics(CLAIMS).values()) == list(topics.values())
    assert sum(count_verdicts(CLAIMS).values()) == len(CLAIMS) == 98


def test_every_verdict_and_topic_has_words() -> None:
    assert all(verdict.words and verdict.meaning.endswith(".") for verdict in Verdict)
    assert all(topic.words for topic in Topic)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_the_texts_of_a_claim_are_filled_and_plain(atlas: Atlas, claim: Claim) -> None:
    values = compute(claim.computed, Desk(atlas))
    plain = [fill(strip_marks(text), values) for text in (claim.reckoning, claim.since_then) if text]
    texts = [claim.title, claim.paraphrase, *plain]

    assert not re.search(r"[][{}@“”‘’]|US\b|%| [.,;:]", " ".join(texts))
    assert 1 <= len(re.findall(r"[.?!](?= |$)", re.sub(r"U\.S\.|SDF\.", "US", texts[2]))) <= 6


def test_the_documentation_has_every_verdict_with_its_meaning_and_every_function() -> None:
    text = (DATA.parent / "docs" / "claims.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `([\w-]+)` \| ([A-Z].*\.) \|$", text, re.MULTILINE)[: len(Verdict)] == [
        (verdict.value, verdict.meaning) for verdict in Verdict
    ]
    functions = text.partition("## How a reckoning is computed")[2]
    assert re.findall(r"^\| `([a-z_]+)` \|", functions, re.MULTILINE) == list(FUNCTIONS)


def test_the_claims_of_a_record_are_found() -> None:
    assert [claim.id for claim in find_by_record(CLAIMS, "FAC6051")] == ["OK-6", "OK-11", "OK-12"]
    assert find_by_record(CLAIMS, "no-such-record") == ()


def test_a_folder_without_claims_has_none(linked: Path) -> None:
    (linked / CLAIMS_FILE).unlink()

    assert read_claims(linked) == ()
    assert check(linked) == []


def test_an_unknown_member_is_refused(linked: Path) -> None:
    change(linked, put("OK-2", judgement="wrong"))

    with pytest.raises(DataError, match=r"OK-2: found .*judgement"):
        read_claims(linked)


def test_the_shipped_claims_are_sound(linked: Path) -> None:
    change(linked, keep)

    assert check(linked) == []


def test_claims_are_part_of_the_data_version(linked: Path) -> None:
    change(linked, keep)
    before = read_catalogue(linked).fingerprint
    change(linked, put("OK-2", title="Another title"))

    assert read_catalogue(linked).fingerprint != before


def test_the_check_of_a_folder_holds_claims_too(folder: Path) -> None:
    change(folder, put("OK-2", records=["no-such-record"]))

    assert [str(fault) for fault in check_folder(folder)] == [
        "claims.json: OK-2: found the record 'no-such-record': expected the id of a record of a layer"
    ]


CALL = {"function": "count_exclusive", "arguments": {"day": "2021-11-04", "region": "okinawa"}, "expected": 31}
BROKEN: dict[str, tuple[Edit, str, str]] = {
    "an id twice": (lambda claims: claims.append(claims[0]), "the id 2 times", "each id once"),
    "a verdict": (put("OV-1", verdict="true"), "verdict = 'true'", "'supported'"),
    "a topic": (put("OV-1", topic="Okinawa"), "topic = 'Okinawa'", "'okinawa'"),
    "an id": (put("OV-1", id="overview-1"), "id = 'overview-1'", "pattern"),
    "a record": (put("OV-1", records=["FAC9"]), "the record 'FAC9'", "id of a record"),
    "a record twice": (put("OV-1", records=["FAC6051"] * 2), "'FAC6051' 2 times", "once"),
    "a source": (
        lambda claims: find(claims, "OV-1")["sources"].append("nobody"),
        "the source 'nobody'",
        "sources.json",
    ),
    "a series": (put("OV-1", series=[{"series": "no-such"}]), "the series 'no-such'", "facilities-official"),
    "a column of a series": (
        put("OV-1", series=[{"series": "launches", "filters": {"colour": "red"}}]),
        "launches: found the column 'colour'|the column 'colour'",
        "coverage",
    ),
    "no row of a series": (
        put("OV-1", series=[{"series": "launches", "filters": {"date": "1066"}}]),
        "no row of the series 'launches'",
        "at least one row",
    ),
    "nothing that it rests on": (put("OV-1", records=[], series=[]), "without a record or a series", "at least one"),
    "a number that is no more": (
        put_value("OK-2", "okinawa", expected=33),
        "okinawa = 31, computed by count_exclusive",
        "33 as in the claim",
    ),
    "an unknown function": (put_value("OK-2", "okinawa", function="count_all"), "the function 'count_all'", "share"),
    "an unknown argument": (
        put_value("OK-2", "okinawa", arguments={"day": "2021-11-04", "region": "tokyo"}),
        "okinawa: the argument 'region' for count_exclusive",
        "'japan' or 'okinawa'",
    ),
    "a placeholder without a function": (put("OV-1", since_then="Now {more}."), "the placeholder {more}", "computed"),
    "a function without a placeholder": (
        lambda claims: find(claims, "OV-1")["computed"].update(extra=CALL),
        "the function for 'extra'",
        "{extra} in reckoning",
    ),
    "a broken placeholder": (put("CO-7", reckoning="A number {"), "'{' alone", "{name}"),
    "a placeholder with a layout": (put("CO-7", reckoning="{number:.2f}"), "'{number:.2f}'", "{name}"),
    "two paragraphs": (put("CO-7", reckoning="So [@gao-21-270].\n\nSo [@gao-21-270]."), "2 paragraphs", "one"),
    "a mark of another source": (
        put("CO-7", since_then="Still so [@treaty-security-1960]."),
        "the source mark 'treaty-security-1960'",
        "the claim's sources, gao-21-270",
    ),
    "a link to no record": (
        put("CO-7", since_then="[Still](record:FAC9) so."),
        "the link to the record 'FAC9'",
        "what the atlas has as a record",
    ),
    "a long reckoning": (
        put("CO-7", reckoning="So [@gao-21-270]. " * 5, computed={}),
        "a reckoning of 5 sentences",
        "at most 4",
    ),
    "a sentence without a source": (
        put("CO-7", since_then="Still so [@gao-21-270]. Nobody says why."),
        "the sentence 'Nobody says why'",
        "a mark of the form",
    ),
}


@pytest.mark.parametrize(("edit", "found", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_broken_claim_is_said(linked: Path, edit: Edit, found: str, expected: str) -> None:
    change(linked, edit)

    faults = check(linked)

    assert len(faults) == 1, faults
    assert faults[0].file == CLAIMS_FILE
    assert re.search(found.replace("{", r"\{"), faults[0].found), faults[0]
    assert re.search(expected.replace("{", r"\{"), faults[0].expected), faults[0]


@pytest.mark.parametrize("verdict", ["opinion", "not-checkable"])
def test_an_opinion_may_rest_on_nothing(linked: Path, verdict: str) -> None:
    change(linked, put("CN-16", verdict=verdict, records=[], series=[]))

    assert [fault for fault in check(linked) if "without a record" in fault.found] == []


def test_claims_need_the_article_among_the_sources(linked: Path) -> None:
    change(linked, keep)
    sources = json.loads((DATA / "sources.json").read_text(encoding="utf-8"))
    (linked / "sources.json").unlink()
    kept = [source for source in sources if source["id"] != "cfr-us-japan-alliance-2021"]
    (linked / "sources.json").write_text(json.dumps(kept), encoding="utf-8")

    assert "found no source 'cfr-us-japan-alliance-2021'" in str(check(linked)[0])


def test_a_claim_is_exported_with_its_records_and_its_numbers(atlas: Atlas) -> None:
    claim = get_claim("NK-5")

    collection = json.loads(export_claim(atlas, claim))
    head = collection[FOREIGN_MEMBER]

    assert [feature["id"] for feature in collection["features"]] == list(claim.records)
    assert "6 flights over Japan: 4 over a main island" in head["claim"]["reckoning"]
    assert (head["claim"]["verdict"], head["version"]) == ("differs", atlas.catalogue.version)
    assert {"cfr-us-japan-alliance-2021", *claim.sources} <= {source["id"] for source in head["sources"]}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_no_mark_of_a_text_is_exported(atlas: Atlas, claim: Claim) -> None:
    texts = describe_claim(atlas, claim)

    assert not re.search(r"\[@|\]\(|[{}]", f"{texts['reckoning']} {texts['since_then']}")


def test_a_claim_without_records_is_exported_without_features(atlas: Atlas) -> None:
    collection = json.loads(export_claim(atlas, get_claim("OV-4")))

    assert collection["features"] == []
    assert "57,101 active-duty members" in collection[FOREIGN_MEMBER]["claim"]["reckoning"]
