"""The index of what each source supports: the same as a count by hand, and a list that can be searched."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.records import EDITORS
from geo_alliance.texts.bibliography import (
    NO_YEAR,
    NOTHING,
    Bibliography,
    Part,
    SourceQuery,
    Use,
    build_bibliography,
    count_editors_word,
    count_parts,
    count_unverified,
    list_ids,
    list_parts,
    list_publishers,
    list_unverified,
    read_year,
    sum_unverified,
)
from geo_alliance.texts.claims import ARTICLE

DATA = Path(__file__).parents[2] / "geodata"
Change = Callable[[str, Callable[[Any], object]], Path]


@pytest.fixture(scope="module")
def bibliography(atlas: Atlas) -> Bibliography:
    return build_bibliography(atlas)


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def list_named(value: Any) -> list[str]:
    """Every value of a member `source`, wherever it stands."""
    return re.findall(r'"source": "([^"]+)"', json.dumps(value))


def count_by_hand(source: str) -> dict[Part, int]:
    """Count in the files themselves."""
    counts: Counter[Part] = Counter()
    for resource in read("datapackage.json")["resources"]:
        path = DATA / resource["path"]
        if resource["role"] in {"layer", "context"}:
            for item in json.loads(path.read_text(encoding="utf-8"))["features"]:
                members = item["properties"]
                own = {key: value for key, value in members.items() if key not in {"facts", "sources"}}
                counts[Part.RECORD] += source in members["sources"]
                counts[Part.FACT] += list_named(members["facts"]).count(source)
                counts[Part.DETAIL] += list_named(own).count(source)
        elif resource["role"] == "series":
            with path.open(encoding="utf-8", newline="") as rows:
                counts[Part.ROW] += sum(row["source"] == source for row in csv.DictReader(rows))
    claims = read("claims.json")
    counts[Part.CLAIM] = sum(source == ARTICLE or source in claim["sources"] for claim in claims)
    for name, part in (("eras.json", Part.ERA), ("topics.json", Part.TOPIC)):
        texts = read(name) if (DATA / name).is_file() else []
        counts[part] = sum(_is_in(source, text) for text in texts)
    for path in (DATA / "stories").glob("*.json"):
        steps = [step for chapter in json.loads(path.read_text("utf-8"))["chapters"] for step in chapter["steps"]]
        counts[Part.STEP] += sum(_is_in(source, step) for step in steps)
    counts[Part.COMPARISON] = sum(item["theirs"]["source"] == source for item in read("comparisons.json"))
    counts[Part.NAME] = list_named(read("toponyms.json")["places"]).count(source)
    counts[Part.RANGE] = list_named(read("ranges.json")).count(source)
    counts[Part.PLACE] = list_named(read("landmarks.json")).count(source)
    return {part: counts[part] for part in Part if counts[part]}


def _is_in(source: str, text: Any) -> bool:
    marks = re.findall(r"@([A-Za-z0-9-]+)", text.get("summary", text.get("text", "")))
    return source in {*text.get("sources", ()), *marks, *list_named(text.get("disputes", ()))}


def test_the_index_is_what_a_count_by_hand_finds(bibliography: Bibliography) -> None:
    most = sorted(bibliography.uses, key=lambda source: -len(bibliography.uses[source]))
    for source in [*most[:25], *most[::40], ARTICLE]:
        assert count_parts(bibliography.uses[source]) == count_by_hand(source), source


def test_every_source_has_an_entry_and_nothing_is_missing(atlas: Atlas, bibliography: Bibliography) -> None:
    assert bibliography.sources.keys() == bibliography.uses.keys() == atlas.catalogue.sources.keys()
    assert bibliography.faults == ()


def test_a_source_that_nothing_names_is_idle(change_json: Change) -> None:
    alone = {"id": "nobody-asks", "type": "book", "title": "A book", "custom": {"consulted": True}}
    folder = change_json("sources.json", lambda content: content.append(alone))

    found = build_bibliography(load_atlas(folder))

    assert "nobody-asks" in found.idle
    assert "nobody-asks" in {item.id for item in found.find(SourceQuery(part=NOTHING))}


def test_broken_claims_are_said_and_hide_nothing_else(folder: Path) -> None:
    (folder / "claims.json").write_text("[", encoding="utf-8")

    found = build_bibliography(load_atlas(folder))

    assert "claims.json" in found.faults[0]
    assert Part.CLAIM not in list_parts(use for uses in found.uses.values() for use in uses)
    assert Part.RECORD in list_parts(found.uses["osm-coastline-geo-maps"])


def test_a_series_without_sources_is_said(folder: Path) -> None:
    path = folder / "series" / "scrambles.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("note,source", "note,origin"), encoding="utf-8")

    found = build_bibliography(load_atlas(folder))

    assert "series/scrambles.csv" in found.faults[0]


@pytest.mark.parametrize(
    "query",
    [
        SourceQuery(text="okinawa PREFECTURE"),
        SourceQuery(type="treaty"),
        SourceQuery(year="1960"),
        SourceQuery(year=NO_YEAR),
        SourceQuery(publisher="The Japan Times"),
        SourceQuery(reading="copy"),
        SourceQuery(part=Part.DETAIL),
        SourceQuery(type="article-newspaper", year="2021", reading="itself"),
    ],
    ids=str,
)
def test_a_query_finds_what_it_says_and_only_that(bibliography: Bibliography, query: SourceQuery) -> None:
    found = bibliography.find(query)

    assert 0 < len(found) < len(bibliography.sources)
    for source in found:
        text = json.dumps(source.to_csl(), ensure_ascii=False).casefold()
        assert all(word in text for word in query.text.casefold().split())
        assert query.type in {None, source.type}
        assert query.year in {None, read_year(source)}
        assert query.publisher is None or query.publisher in list_publishers(source)
        assert query.reading is None or source.custom.consulted == (query.reading == "itself")
        assert query.part is None or query.part in list_parts(bibliography.uses[source.id])


def test_sources_stand_in_the_order_of_a_bibliography(bibliography: Bibliography) -> None:
    names = [source.author[0].family for source in bibliography.sources.values() if source.author]
    families = [name.casefold() for name in names if name and name.isascii()]

    assert families == sorted(families)


def test_a_record_is_listed_once_however_often_it_names_a_source() -> None:
    uses = [Use(Part.RECORD, "a"), Use(Part.FACT, "a"), Use(Part.FACT, "b"), Use(Part.CLAIM, "OK-1")]

    assert list_ids(uses, Part.RECORD, Part.FACT) == ("a", "b")
    assert count_parts(uses) == {Part.RECORD: 1, Part.FACT: 2, Part.CLAIM: 1}


def test_at_most_one_record_in_ten_is_unverified(atlas: Atlas) -> None:
    whole = sum_unverified(count_unverified(atlas.layers).values())

    assert whole.count == len(list_unverified(atlas)) == sum(not item.core.verified for item in list_unverified(atlas))
    assert whole.total == sum(len(layer.features) for layer in atlas.layers.values())
    assert whole.share <= 0.1


def test_what_rests_on_the_editors_word_is_counted_as_in_the_files(atlas: Atlas) -> None:
    features = [feature for layer in atlas.layers.values() for feature in layer.features.values()]
    facts = [[fact for fact in feature.core.facts if fact.source == EDITORS] for feature in features]
    tables = [csv.DictReader(path.read_text("utf-8").splitlines()) for path in (DATA / "series").glob("*.csv")]

    found = count_editors_word(atlas)

    assert found.facts == sum(map(len, facts)) > 0
    assert found.records == sum(map(bool, facts))
    assert found.rows == sum(row["source"] == EDITORS for table in tables for row in table)
