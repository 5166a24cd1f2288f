"""Computed distances agree with published ones, and the rules on landmarks and ranges hold."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.catalogue import read_catalogue
from geo_alliance.checks.places import find_place_faults
from geo_alliance.loading import Atlas
from geo_alliance.space.landmarks import MOST_SHOWN, find_distances, load_shapes, measure_records
from geo_alliance.space.proximity import measure_gap
from geo_alliance.space.ranges import read_missiles

Change = Callable[[str, Callable[[Any], object]], Path]


def find_km(atlas: Atlas, record: str, landmark: str) -> float:
    return next(item.gap.length_m for item in find_distances(atlas, record) if item.landmark.id == landmark) / 1000


# Ministry of Foreign Affairs of Japan, "Information about the Senkaku Islands" (Ishigaki, Okinawa Island), and its map
# of distances (Taiwan, mainland of China); the figures are rounded to ten kilometres. Taipei: Wedge, 23 August 2017
# (from Naha, 620 km); Ryukyu Shimpo and others write 640 km from the bases.
@pytest.mark.parametrize(
    ("record", "landmark", "published_km", "tolerance"),
    [
        ("uotsuri-jima", "ishigaki-port", 170, 0.01),
        ("uotsuri-jima", "taiwan-island", 170, 0.03),
        ("uotsuri-jima", "china-mainland", 330, 0.02),
        ("uotsuri-jima", "okinawa-island", 410, 0.03),
        ("kuba-jima", "ishigaki-island", 160, 0.02),
        ("taisho-jima", "ishigaki-island", 150, 0.02),
        ("FAC6037", "taipei", 640, 0.02),
        ("FAC6051", "taipei", 640, 0.02),
    ],
)
def test_distances_agree_with_published_ones(
    atlas: Atlas, record: str, landmark: str, published_km: float, tolerance: float
) -> None:
    assert find_km(atlas, record, landmark) == pytest.approx(published_km, rel=tolerance)


# The town of Yonaguni gives 111 km, the encyclopedia Wikipedia 107.4 km at the closest points.
@pytest.mark.parametrize(("published_km", "tolerance"), [(111, 0.035), (107.4, 0.005)], ids=["town", "closest"])
def test_yonaguni_is_as_far_from_taiwan_as_published(atlas: Atlas, published_km: float, tolerance: float) -> None:
    shapes = {landmark.id: shape for landmark, shape in load_shapes(atlas.catalogue).items()}

    gap = measure_gap(shapes["yonaguni-island"], shapes["taiwan-island"])

    assert gap.length_m / 1000 == pytest.approx(published_km, rel=tolerance)


def test_distances_between_islands_are_between_their_nearest_points(atlas: Atlas) -> None:
    islands = atlas.layers["senkaku"].features

    gap = measure_records(islands["uotsuri-jima"], islands["taisho-jima"])

    assert gap.length_m / 1000 == pytest.approx(108, rel=0.01)  # 108 km: tables of the islands' positions
    assert gap.end == pytest.approx((124.558889, 25.9225), abs=1e-6)


def test_the_nearest_come_first_and_what_a_record_lies_on_is_left_out(atlas: Atlas) -> None:
    found = find_distances(atlas, "FAC6037")

    lengths = [item.gap.length_m for item in found]
    assert lengths == sorted(lengths)
    assert 0 < len(found) <= MOST_SHOWN
    assert "okinawa-island" not in [item.landmark.id for item in found]


def test_the_coast_of_a_landmark_ends_at_its_box(atlas: Atlas) -> None:
    assert find_km(atlas, "tonghae", "china-mainland") > 400  # the land goes on into Korea


@pytest.mark.parametrize("record", ["kp-1998-08-31", "prefecture-05", "reversion-area-1972"])
def test_what_a_record_meets_is_left_out(atlas: Atlas, record: str) -> None:
    assert min(item.gap.length_m for item in find_distances(atlas, record)) > 1


def test_a_long_line_is_measured_from_its_nearest_part(atlas: Atlas) -> None:
    assert find_km(atlas, "kp-2022-10-04", "china-mainland") == pytest.approx(197, abs=5)  # its middle: over 3,000


def test_far_from_all_landmarks_there_is_nothing_to_tell(atlas: Atlas) -> None:
    assert find_distances(atlas, next(iter(atlas.layers["djibouti"].features))) == ()
    assert find_distances(atlas, "no-such-record") == ()


def test_every_missile_has_a_cited_range(atlas: Atlas) -> None:
    missiles = {item.id: item for item in read_missiles(atlas.catalogue)}

    assert {"nodong", "scud-er", "musudan", "pukguksong-2", "hwasong-12", "hwasong-15"} <= set(missiles)
    assert 1300 in [item.km for item in missiles["nodong"].ranges]
    assert 4500 in [item.km for item in missiles["hwasong-12"].ranges]


@pytest.mark.parametrize(
    "features",
    [None, [{}], [{"geometry": None}], [{"geometry": {"type": "Polygon", "coordinates": [[1, 2]]}}]],
    ids=["none", "bare", "null", "no ring"],
)
def test_check_finds_land_without_a_shape(change_json: Change, features: object) -> None:
    folder = change_json("basemap/land-patches.geojson", lambda land: land.update(features=features))

    faults = [str(fault) for fault in find_place_faults(read_catalogue(folder))]

    assert len(faults) == 1
    assert faults[0].startswith("basemap/land-patches.geojson: found land without a shape")


@pytest.mark.parametrize(
    ("file", "edit", "found"),
    [
        ("ranges.json", lambda rows: rows[0]["ranges"][0].update(km=-1), "scud-er: found"),
        ("ranges.json", lambda rows: rows[0]["ranges"][0].update(from_km=5000), "expected the smaller first"),
        ("ranges.json", lambda rows: rows[0]["ranges"][0].update(source="nobody"), "found the source 'nobody'"),
        ("ranges.json", lambda rows: rows.append(rows[0]), "found the id 2 times"),
        ("ranges.json", lambda rows: rows[0].update(colour="red"), "colour"),
        ("landmarks.json", lambda rows: rows.append(rows[0]), "found the id 2 times"),
        ("landmarks.json", lambda rows: rows[0].update(at=[[150.0, 22.0]]), "on no land of land-east-asia"),
        ("landmarks.json", lambda rows: rows[0].update(coast="facilities"), "found the coast 'facilities'"),
        ("landmarks.json", lambda rows: rows[2].update(source="nobody"), "found the source 'nobody'"),
        ("landmarks.json", lambda rows: rows[2].update(coast="land-east-asia"), "both or none of coast and source"),
        ("landmarks.json", lambda rows: rows[2]["at"].append([1.0, 2.0]), "expected one position"),
    ],
    ids=["km", "order", "source", "twice", "member", "mark twice", "sea", "coast", "mark source", "both", "two"],
)
def test_check_finds_what_is_wrong_with_ranges_and_landmarks(
    change_json: Change, file: str, edit: Callable[[Any], object], found: str
) -> None:
    folder = change_json(file, edit)

    faults = [str(fault) for fault in find_place_faults(read_catalogue(folder)) if fault.file == file]

    assert len(faults) == 1
    assert found in faults[0]
