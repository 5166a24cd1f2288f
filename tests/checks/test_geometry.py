"""The rules on the geometry of a record: each turned red by one broken input, and nothing but it."""

from pathlib import Path
from typing import Any

import pytest
from breaking import Edit, assert_one, change_feature, place, put


@pytest.mark.parametrize(
    ("geometry", "found", "expected"),
    [
        pytest.param(place("Point", [141, 90.01]), "to 141.0, 90.01", "latitude within ±90", id="latitude above 90"),
        pytest.param(place("Point", [141, -90.01]), "from 141.0, -90.01", "latitude within ±90", id="below -90"),
        pytest.param(place("Point", [180.01, 42]), "180.01, 42.0", "longitude within ±180", id="longitude above 180"),
        pytest.param(place("Point", [-180.01, 42]), "-180.01, 42.0", "longitude within ±180", id="below -180"),
        pytest.param(place("Point", [26.7, 128.2]), "26.7, 128.2", "latitude within ±90", id="latitude first"),
        pytest.param(place("Point", [14270000, 3087000]), "14270000.0", "within ±180", id="EPSG:3857"),
        pytest.param(place("Point", [128.25, 26.7, 498]), r"\[128.25, 26.7, 498\]", "longitude and", id="height"),
        pytest.param(place("Point", ["128", "26"]), r"\['128', '26'\]", "longitude and latitude", id="texts"),
        pytest.param(place("Point", [[128, 26]]), r"\[\[128, 26\]\] in a Point", "as deep", id="too deep"),
        pytest.param(place("Point", []), "an empty geometry", "at least one position", id="empty"),
        pytest.param(place("Point", [128.25, 26.7], crs="EPSG:4326"), "the member 'crs'", "only type", id="own CRS"),
        pytest.param(lambda item: item.update(geometry=None), "the geometry None", "one of Point", id="null"),
        pytest.param(lambda item: item.pop("geometry"), "the geometry None", "one of Point", id="none"),
        pytest.param(place("Circle", [128.25, 26.7]), "the geometry 'Circle'", "one of Point, ", id="unknown type"),
        pytest.param(place("Point", [128.25123456, 26.7]), "more decimals", "at most 7 decimals", id="eight decimals"),
    ],
)
def test_a_wrong_position(small: Path, geometry: Edit, found: str, expected: str) -> None:
    faults = change_feature(small, "FAC6001", geometry)

    assert_one(faults, file="facilities.geojson", feature="FAC6001", found=found, expected=expected)


def test_a_position_with_latitude_first_that_is_still_on_the_globe(small: Path) -> None:
    faults = change_feature(small, "djibouti-bab-el-mandeb", place("Point", [12.58, 43.33]))

    assert_one(
        faults,
        file="djibouti.geojson",
        feature="djibouti-bab-el-mandeb",
        found="12.58, 43.33",
        expected="longitude before latitude",
    )


@pytest.mark.parametrize(
    ("rings", "found", "expected"),
    [
        pytest.param(
            [[[0, 0], [1, 0], [1, 1], [0, 1]]], r"from \[0, 0\] to \[0, 1\]", "last is the first", id="unclosed"
        ),
        pytest.param([[[0, 0], [1, 0], [0, 0]]], "a ring of 3 positions", "at least four", id="too short"),
        pytest.param([[[0, 0], [0, 1], [1, 1], [0, 0]]], "wrong way", "against the clock", id="wrong-handed"),
        pytest.param(
            [[[0, 0], [9, 0], [9, 9], [0, 0]], [[5, 1], [6, 1], [6, 2], [5, 1]]],
            "wrong way",
            "holes with it",
            id="wrong-handed hole",
        ),
        pytest.param([[[0, 0], [2, 2], [2, 0], [0, 4], [0, 0]]], "Self-intersection", "a valid shape", id="crossing"),
        pytest.param([[[0, 0], [9, 0], [9, 9], [0, 0]], []], r"\[\]\] in a Polygon", "longitude", id="empty hole"),
    ],
)
def test_a_wrong_ring(small: Path, rings: list[Any], found: str, expected: str) -> None:
    faults = change_feature(small, "adiz-china-east-china-sea", place("Polygon", rings))

    assert_one(faults, file="zones.geojson", feature="adiz-china-east-china-sea", found=found, expected=expected)


def test_a_wrong_ring_in_the_second_part(small: Path) -> None:
    parts = [[[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[5, 0], [5, 1], [6, 1], [5, 0]]]]
    faults = change_feature(small, "adiz-china-east-china-sea", place("MultiPolygon", parts))

    assert_one(
        faults, file="zones.geojson", feature="adiz-china-east-china-sea", found="wrong way", expected="the clock"
    )


def test_a_mark_outside_the_globe(small: Path) -> None:
    faults = change_feature(small, "kp-1998-08-31", put(end_position=[40.9, 147.5]))

    assert_one(
        faults, file="overflights.geojson", feature="kp-1998-08-31", found="^end_position: ", expected="within ±90"
    )


def test_a_facility_outside_its_prefecture(small: Path) -> None:
    faults = change_feature(small, "FAC6001", place("Point", [139.35, 35.74]))

    assert_one(
        faults,
        file="facilities.geojson",
        feature="FAC6001",
        found=r"1[0-9]{3}\.[0-9] km outside of Okinawa",
        expected=r"at most 4\.5 km",
    )
