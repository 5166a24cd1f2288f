"""What the panel shows of a record: every record of every layer, with its sources, its members and what parties say."""

import html
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.catalogue import read_catalogue
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.records import Feature, Source
from geo_alliance.ui.record_view import build_record_view, describe_source, list_related
from geo_alliance.ui.rendering import render

LAYERS = tuple(item.name for item in read_catalogue(Path(__file__).parents[2] / "geodata").layers)
ISLANDS = ["uotsuri-jima", "kuba-jima", "taisho-jima", "kita-kojima", "minami-kojima"]
HIDDEN = {"accounts", "basis", "claims", "declared_points", "geometry_basis", "launch_site", "middle_line_with"}
HIDDEN |= {"part_of", "prefecture_code"}
each_layer = pytest.mark.parametrize("layer", LAYERS)


def find(atlas: Atlas, feature_id: str) -> Feature:
    feature = atlas.find(feature_id)
    assert feature is not None
    return feature


def build_source(**members: Any) -> Source:
    return Source.model_validate(
        {"id": "a-source", "type": "webpage", "title": "A title", "custom": {"consulted": True}, **members}
    )


@each_layer
def test_every_record_can_be_shown(atlas: Atlas, layer: str) -> None:
    for feature in atlas.layers[layer].features.values():
        view = build_record_view(atlas, feature)
        assert (view["id"], view["name"], view["summary"]) == (feature.id, feature.core.name, feature.core.summary)
        assert all((view["layer"], view["kind"], view["dates"], view["position"])), feature.id
        assert view["verified"] is feature.core.verified


@each_layer
def test_every_source_is_described_and_every_number_has_one(atlas: Atlas, layer: str) -> None:
    for feature in atlas.layers[layer].features.values():
        view = build_record_view(atlas, feature)
        numbers = [number for number, _ in view["sources"]]
        used = {fact["number"] for group in view["facts"] for fact in group["values"]}
        used |= {claim["number"] for claim in view["claims"]}

        assert numbers == list(range(1, len(feature.cited) + 1)), feature.id
        assert used <= set(numbers), feature.id
        assert all(source["title"] for _, source in view["sources"]), feature.id


@each_layer
def test_every_member_of_a_layer_has_the_title_of_its_schema(atlas: Atlas, layer: str) -> None:
    described = atlas.catalogue.schemas[layer]["properties"]
    for feature in atlas.layers[layer].features.values():
        titles = [label for label, _, _ in build_record_view(atlas, feature)["members"]]
        assert titles == [described[name]["title"] for name in feature.own if name not in HIDDEN], feature.id


@each_layer
def test_no_member_is_shown_as_raw_data(atlas: Atlas, layer: str) -> None:
    for feature in atlas.layers[layer].features.values():
        for label, text, _ in build_record_view(atlas, feature)["members"]:
            assert text, (feature.id, label)
            assert not set(text) & set("{}[]"), (feature.id, label)
            assert not text.endswith(" positions"), (feature.id, label)


@each_layer
def test_every_fact_is_shown_once_under_its_property(atlas: Atlas, layer: str) -> None:
    for feature in atlas.layers[layer].features.values():
        groups = build_record_view(atlas, feature)["facts"]
        names = [group["property"] for group in groups]
        assert names == list(dict.fromkeys(fact.property for fact in feature.core.facts)), feature.id
        assert sum(len(group["values"]) for group in groups) == len(feature.core.facts), feature.id


@pytest.mark.parametrize("island", ISLANDS)
def test_an_island_shows_the_position_of_each_party_with_its_source(atlas: Atlas, island: str) -> None:
    view = build_record_view(atlas, find(atlas, island))
    sources = [number for number, _ in view["sources"]]

    assert [claim["party"] for claim in view["claims"]] == ["China", "Japan", "Taiwan"]
    assert all(claim["name"] and claim["position"] and claim["number"] in sources for claim in view["claims"])


def test_an_event_shows_the_account_of_each_party_with_its_source(atlas: Atlas) -> None:
    told = [item for item in atlas.layers["senkaku"].features.values() if "accounts" in item.own]

    assert told
    for feature in told:
        claims = build_record_view(atlas, feature)["claims"]
        accounts: list[Any] = feature.own["accounts"]  # type: ignore[assignment]
        assert [(claim["party"], claim["position"]) for claim in claims] == [
            (account["party"], account["account"]) for account in accounts
        ]
        assert all(claim["number"] for claim in claims), feature.id


def test_values_show_how_they_are_known(atlas: Atlas) -> None:
    flight = find(atlas, "kp-2022-10-04")
    notes = {label: note for label, _, note in build_record_view(atlas, flight)["members"]}
    basis: dict[str, str] = flight.own["basis"]  # type: ignore[assignment]

    assert notes["Range"] == basis["range_km"]
    assert notes["Outcome"] == ""


def test_names_in_other_languages_carry_their_language(atlas: Atlas) -> None:
    names = dict(build_record_view(atlas, find(atlas, "uotsuri-jima"))["names"])

    assert set(names) <= {"name_ja", "name_zh", "name_ko"}
    assert names["name_ja"] == "魚釣島"


def test_a_record_with_an_unknown_source_is_still_shown(
    change_json: Callable[[str, Callable[[Any], object]], Path],
) -> None:
    def forget(collection: dict[str, Any]) -> None:
        collection["features"][0]["properties"]["sources"] += ["no-such-source"]

    atlas = load_atlas(change_json("djibouti.geojson", forget))
    first, *_ = atlas.layers["djibouti"].features.values()

    numbers = [number for number, _ in build_record_view(atlas, first)["sources"]]

    assert len(numbers) == len(first.cited) - 1


def test_related_records_are_found_from_both_sides(atlas: Atlas) -> None:
    part, whole = find(atlas, "nta-north"), find(atlas, "FAC6001")

    assert whole in list_related(atlas, part)
    assert part in list_related(atlas, whole)


@each_layer
def test_related_records_stand_once_and_never_name_themselves(atlas: Atlas, layer: str) -> None:
    for feature in atlas.layers[layer].features.values():
        ids = [other.id for other in list_related(atlas, feature)]
        assert len(ids) == len(set(ids)), feature.id
        assert feature.id not in ids
        assert set(feature.core.related) <= set(ids), feature.id


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"author": [{"literal": "Ministry of Defense"}]}, {"who": "Ministry of Defense", "where": ""}),
        ({"author": [{"given": "Ann", "family": "Lee"}, {"family": "Mori"}]}, {"who": "Ann Lee, Mori"}),
        ({"publisher": "Kyodo"}, {"who": "Kyodo", "where": ""}),
        ({"author": [{"family": "Mori"}], "publisher": "Kyodo"}, {"who": "Mori", "where": "Kyodo", "publisher": ""}),
        (
            {"author": [{"family": "Mori"}], "container-title": "Weekly", "publisher": "Kyodo"},
            {"who": "Mori", "where": "Weekly", "publisher": "Kyodo"},
        ),
        ({"author": [{"family": "Mori"}], "container-title": "Kyodo", "publisher": "Kyodo"}, {"publisher": ""}),
        (
            {"container-title": "The Times", "publisher": "Kyodo"},
            {"who": "Kyodo", "where": "The Times", "publisher": ""},
        ),
        ({"issued": {"date-parts": [[1972]]}}, {"when": "1972", "who": ""}),
        ({"issued": {"date-parts": [[1972, 5]]}}, {"when": "May 1972"}),
        ({"issued": {"date-parts": [[1972, 5, 1]]}}, {"when": "1 May 1972"}),
        ({"issued": {"date-parts": []}}, {"when": ""}),
        ({}, {"when": "", "url": None, "consulted": True, "original": None, "is_editors": False}),
        ({"id": "editors-knowledge"}, {"is_editors": True}),
        (
            {"custom": {"consulted": False}, "original-publisher": "Asahi"},
            {"who": "Asahi", "consulted": False, "original": "Asahi"},
        ),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)
def test_a_source_in_words(members: dict[str, Any], expected: dict[str, Any]) -> None:
    described = describe_source(build_source(**members))

    assert {key: described[key] for key in expected} == expected


def test_every_source_can_be_described(atlas: Atlas) -> None:
    for source in atlas.catalogue.sources.values():
        described = describe_source(source)
        assert described["title"], source.id
        assert not source.issued or described["when"][-4:] <= str(date.today().year), source.id


def test_several_values_stand_in_a_table_with_date_definition_and_source(atlas: Atlas) -> None:
    view = build_record_view(atlas, find(atlas, "uotsuri-jima"))

    page = html.unescape(render("record", **view, entries="?source="))
    table = re.search(r"<caption>Highest point</caption>.*?</table>", page, re.DOTALL)
    assert table is not None
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", table[0], re.DOTALL)[1:]]
    assert [row[0] for row in rows] == [
        "<b>362\u202fm</b>",
        "<b>362\u202fm</b>",
        "<b>383\u202fm</b>",
        "<b>363\u202fm</b>",
    ]
    assert all(row[1] == "undated" and row[2] and row[3].isdigit() for row in rows)


def test_a_single_value_keeps_its_line(atlas: Atlas) -> None:
    view = build_record_view(atlas, find(atlas, "okinawa-2019-02-24-referendum"))

    page = render("record", **view, entries="?source=")
    assert '<th scope="row">Turnout</th>' in page
    assert "<caption>Turnout</caption>" not in page
