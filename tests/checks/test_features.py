"""The rules on one record, its members, dates, sources and references: each turned red by one broken input."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from breaking import KEPT, Edit, Feature, assert_one, change, change_feature, drop, put, put_first

from geo_alliance.records import EDITORS


@pytest.mark.parametrize(
    ("feature", "edit", "found", "expected"),
    [
        pytest.param("FAC6001", put(colour="red"), "^the member 'colour'$", "only the members", id="unknown member"),
        pytest.param(
            "FAC6001",
            lambda item: item.update(bbox=[1, 2]),
            "^the member 'bbox'$",
            "only type, id",
            id="on the feature",
        ),
        pytest.param("FAC6001", drop("summary"), "^no summary$", "^a value$", id="no summary"),
        pytest.param("FAC6001", put(summary="a" * 501), "^summary = 'aaa", "at most 500 characters", id="long summary"),
        pytest.param("FAC6001", put(name=""), "^name = ''$", "at least 1 character", id="empty name"),
        pytest.param("FAC6001", put(verified="yes"), "^verified = 'yes'$", "valid boolean", id="text for a boolean"),
        pytest.param(
            "FAC6001", put(position_accuracy_m=-1), "^position_accuracy_m = -1", "or equal to 0", id="accuracy"
        ),
        pytest.param("FAC6001", put(position_basis="guess"), "^position_basis = 'guess'", "'surveyed'", id="basis"),
        pytest.param("FAC6001", drop("tenure"), "^no tenure$", "^a value$", id="no member of the layer's own"),
        pytest.param(
            "FAC6001", put(area_ha="large"), "^area_ha = 'large'$", "of type 'number'", id="text for a number"
        ),
        pytest.param(
            "FAC6001",
            put(kind="castle"),
            "^kind = 'castle'$",
            "^one of training-area, air-base, .*, other$",
            id="unknown kind",
        ),
        pytest.param(
            "uotsuri-jima", drop("claims"), "^no claims$", "^a value$", id="no claims where the kind asks for them"
        ),
        pytest.param(
            "uotsuri-jima",
            put_first("claims", party="Atlantis"),
            "^claims.0.party = 'Atlantis'$",
            "^one of China, Japan, Taiwan$",
            id="unknown party",
        ),
        pytest.param(
            "uotsuri-jima",
            put_first("claims", mood="angry"),
            "^the member 'mood' in claims.0$",
            "only the members",
            id="unknown member of a claim",
        ),
        pytest.param(
            "djibouti-bab-el-mandeb",
            put_first("facts", colour="red"),
            "^the member facts.0.colour = 'red'$",
            "no member of that name",
            id="unknown member of a fact",
        ),
    ],
)
def test_a_record_with_a_wrong_member(small: Path, feature: str, edit: Edit, found: str, expected: str) -> None:
    faults = change_feature(small, feature, edit)

    assert_one(faults, file=faults[0].file, feature=feature, found=found, expected=expected)


@pytest.mark.parametrize(
    ("members", "found", "expected"),
    [
        pytest.param(
            {"valid_from": "1957-13"},
            "^valid_from: the date '1957-13', which is not in the calendar$",
            "^YYYY,",
            id="no such month",
        ),
        pytest.param(
            {"valid_from": "1957-02-30"}, "'1957-02-30', which is not in the calendar$", "^YYYY,", id="no such day"
        ),
        pytest.param({"valid_from": "c. 1957"}, "^valid_from: the date 'c. 1957'$", "YYYY-MM-DD", id="another form"),
        pytest.param({"valid_from": 1957}, "valid_from = 1957", "valid string", id="a number"),
        pytest.param({"valid_from": None}, "^neither valid_from nor known_from$", "^one of them$", id="no start"),
        pytest.param({"known_from": "1957"}, "^both valid_from and known_from$", "^known_from only", id="two starts"),
        pytest.param(
            {"valid_from": "2020"},
            "^the end '2016-12-21' before the start '2020'$",
            "on or after",
            id="end before start",
        ),
    ],
)
def test_a_record_with_wrong_dates(small: Path, members: dict[str, Any], found: str, expected: str) -> None:
    faults = change_feature(small, "nta-north", put(**members))

    assert_one(faults, file="facilities.geojson", feature="nta-north", found=found, expected=expected)


@pytest.mark.parametrize(
    ("members", "found", "expected"),
    [
        pytest.param({"valid_to": "2016-12-22"}, "valid_to = 2016-12-22, returned_on", "= 2016-12-21$", id="same day"),
        pytest.param({"returned_on": "2016-12~"}, "returned_on = 2016-12~", "^valid_to = 2016-12~$", id="by the month"),
        pytest.param({"valid_to": None}, "valid_to = None", "^valid_to = 2016-12-21$", id="returned but in use"),
        pytest.param(
            {"returned_on": "2016-13"}, "^returned_on: the date '2016-13', which is not in", "YYYY", id="bad date"
        ),
    ],
)
def test_a_return_that_disagrees_with_the_end(small: Path, members: dict[str, Any], found: str, expected: str) -> None:
    faults = change_feature(small, "nta-north", put(**members))

    assert_one(faults, file="facilities.geojson", feature="nta-north", found=found, expected=expected)


def test_an_end_without_a_return(small: Path) -> None:
    faults = change_feature(small, "nta-north", drop("returned_on"))

    assert_one(
        faults, file="facilities.geojson", feature="nta-north", found="without returned_on", expected="both or none"
    )


@pytest.mark.parametrize("feature_id", [None, "", 6001], ids=["null", "empty", "a number"])
def test_a_record_without_an_id(small: Path, feature_id: object) -> None:
    faults = change(small, "djibouti.geojson", lambda content: content["features"][0].update(id=feature_id))

    assert_one(faults, file="djibouti.geojson", feature="feature 1", found=r"^id = ", expected="unique in the atlas")


def test_an_id_with_other_letters(small: Path) -> None:
    faults = change(small, "djibouti.geojson", lambda content: content["features"][0].update(id="bab el mandeb"))

    assert_one(faults, file="djibouti.geojson", feature="bab el mandeb", found="= 'bab el", expected="match pattern")


@pytest.mark.parametrize(
    ("feature", "edit"),
    [
        pytest.param("FAC6001", lambda item: item["properties"]["sources"].append("nobody"), id="record"),
        pytest.param("djibouti-bab-el-mandeb", put_first("facts", source="nobody"), id="fact"),
        pytest.param("uotsuri-jima", put_first("claims", source="nobody"), id="list of its own"),
        pytest.param(
            "uotsuri-jima",
            lambda item: item["properties"]["administered_by"].update(source="nobody"),
            id="member of its own",
        ),
    ],
)
def test_an_unknown_source(small: Path, feature: str, edit: Edit) -> None:
    faults = change_feature(small, feature, edit)

    assert_one(
        faults, file=faults[0].file, feature=feature, found="^the source 'nobody'$", expected="an id of sources.json"
    )


def test_a_record_without_a_source(small: Path) -> None:
    faults = change_feature(small, "FAC6001", put(sources=[]))

    assert_one(faults, file="facilities.geojson", feature="FAC6001", found=r"^sources = ", expected="at least 1 item")


@pytest.mark.parametrize(
    ("members", "found"),
    [
        pytest.param({"sources": [EDITORS]}, "^verified = True with the sources editors-knowledge$", id="verified"),
        pytest.param({"verified": False}, "^verified = False with the sources osm-", id="unverified"),
    ],
)
def test_verified_disagrees_with_the_sources(small: Path, members: dict[str, Any], found: str) -> None:
    faults = change_feature(small, "FAC6001", put(**members))

    assert_one(faults, file="facilities.geojson", feature="FAC6001", found=found, expected="a citable source")


def strip_first_height(heights: list[Any]) -> None:
    heights[0]["as_of"] = None
    del heights[0]["note"]


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        pytest.param(strip_first_height, "^one of several values of 'highest point' bare$", id="no date or note"),
        pytest.param(
            lambda heights: heights[0].update(heights[1] | {"value": 1}),
            "^several values of 'highest point' with the same date, unit, note and source$",
            id="the same twice",
        ),
    ],
)
def test_several_values_of_one_property_say_how_they_differ(
    small: Path, edit: Callable[[list[Any]], object], found: str
) -> None:
    def change_heights(feature: Feature) -> None:
        edit([item for item in feature["properties"]["facts"] if item["property"] == "highest point"])

    faults = change_feature(small, "uotsuri-jima", change_heights)

    assert_one(faults, file="senkaku.geojson", feature="uotsuri-jima", found=found, expected="a date or a note|differ")


@pytest.mark.parametrize(
    ("members", "found"),
    [({"area_ha": 1}, "^area_ha = 1 for"), ({"area_as_of": "1901"}, "for area_as_of = 1901, while the facts .* give")],
    ids=["area", "date"],
)
def test_an_area_that_is_none_of_the_facts(small: Path, members: dict[str, Any], found: str) -> None:
    faults = change_feature(small, "nta-north", put(**members))

    at_record = [fault for fault in faults if fault.file == "facilities.geojson"]
    assert_one(at_record, file="facilities.geojson", feature="nta-north", found=found, expected="one of the facts$")


def test_too_many_unverified_records(small: Path) -> None:
    unverified = put(sources=[EDITORS], verified=False)

    assert change_feature(small, "FAC6001", unverified) == []
    faults = change_feature(small, "tonghae", unverified)

    total = sum(map(len, KEPT.values()))
    found = rf"^2 of {total} records unverified \(20\.0%\)$"
    assert_one(faults, file="datapackage.json", feature=None, found=found, expected="at most 10%")


@pytest.mark.parametrize(
    ("feature", "members", "named"),
    [
        pytest.param("FAC6001", {"related": ["nowhere"]}, "nowhere", id="unknown related"),
        pytest.param("FAC6001", {"related": ["FAC6001"]}, "FAC6001", id="related to itself"),
        pytest.param("nta-north", {"part_of": "FAC9999"}, "FAC9999", id="unknown whole"),
        pytest.param("nta-north", {"part_of": "nta-north"}, "nta-north", id="part of itself"),
        pytest.param("kp-1998-08-31", {"launch_site": "nowhere"}, "nowhere", id="unknown launch site"),
        pytest.param("adiz-china-east-china-sea", {"computed_from": ["nowhere"]}, "nowhere", id="unknown origin"),
    ],
)
def test_a_record_names_one_that_does_not_exist(small: Path, feature: str, members: dict[str, Any], named: str) -> None:
    faults = change_feature(small, feature, put(**members))

    assert_one(
        faults,
        file=faults[0].file,
        feature=feature,
        found=f"^the related record '{named}'$",
        expected="the id of another record",
    )
