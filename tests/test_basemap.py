"""The base map and the outlines of prefectures: small enough, in the right place, and taking no side."""

import gzip
import importlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import Point, box, shape
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).parents[1]
BASEMAP = ROOT / "geodata" / "basemap"
FILES = sorted(path.name for path in BASEMAP.glob("*.geojson"))
LAND_FILES = [name for name in FILES if name.startswith("land-")]
BORDER_FILES = [name for name in FILES if name.startswith("borders-")]

EAST_ASIA = box(118, 20, 150, 48)
SEAM_OVERLAP = 0.02  # degrees by which the world's land reaches into the box
UOTSURI = Point(123.474, 25.744)
UOTSURI_IN_NATURAL_EARTH = Point(123.53, 25.77)
TAKESHIMA_DOKDO = Point(131.866, 37.241)
KUNASHIR = Point(145.9, 44.1)
FUTENMA = Point(127.755, 26.274)
CAMP_LEMONNIER = Point(43.149, 11.544)

NEVER_SETTLED = [
    ("North Korea", "South Korea"),
    ("China", "India"),
    ("Israel", "Palestine"),
    ("Israel", "Syria"),
    ("Israel", "Lebanon"),
    ("Morocco", "Western Sahara"),
    ("Mauritania", "Western Sahara"),
    ("Russia", "Ukraine"),
    ("Kosovo", "Serbia"),
    ("Cyprus", "Northern Cyprus"),
    ("Somalia", "Somaliland"),
    ("Ethiopia", "Somaliland"),
    ("Djibouti", "Eritrea"),
    ("South Sudan", "Sudan"),
    ("Eritrea", "Ethiopia"),
    ("Ethiopia", "Somalia"),
    ("Afghanistan", "Pakistan"),
    ("Guyana", "Venezuela"),
]
KASHMIR = box(73, 33, 78, 36)


@cache
def read_features(name: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((BASEMAP / name).read_text(encoding="utf-8"))["features"]
    return features


@cache
def read_land(name: str) -> tuple[BaseGeometry, ...]:
    return tuple(shape(feature["geometry"]) for feature in read_features(name))


@cache
def read_prefectures() -> dict[str, BaseGeometry]:
    collection = json.loads((ROOT / "geodata" / "prefectures.geojson").read_text(encoding="utf-8"))
    return {feature["id"]: shape(feature["geometry"]) for feature in collection["features"]}


def borders_between(first: str, second: str) -> list[dict[str, Any]]:
    features = [feature for name in BORDER_FILES for feature in read_features(name)]
    return [feature for feature in features if set(feature["properties"]["between"]) == {first, second}]


def is_land(point: Point) -> bool:
    return any(land.contains(point) for name in LAND_FILES for land in read_land(name))


def test_basemap_is_under_700_kb_gzipped() -> None:
    assert sum(len(gzip.compress((BASEMAP / name).read_bytes(), mtime=0)) for name in FILES) < 700_000


@pytest.mark.parametrize("name", FILES)
def test_basemap_geometry_is_valid_and_on_the_globe(name: str) -> None:
    geometries = [shape(feature["geometry"]) for feature in read_features(name)]
    assert all(geometry.is_valid and not geometry.is_empty for geometry in geometries)
    assert box(-180, -90, 180, 90).covers(box(*shapely.total_bounds(geometries)))


@pytest.mark.parametrize("name", LAND_FILES)
def test_land_has_right_hand_rings(name: str) -> None:
    polygons = [polygon for land in read_land(name) for polygon in shapely.get_parts(land)]
    assert all(polygon.exterior.is_ccw for polygon in polygons)
    assert not any(hole.is_ccw for polygon in polygons for hole in polygon.interiors)


def test_world_land_leaves_the_box_to_the_detail() -> None:
    inner = EAST_ASIA.buffer(-SEAM_OVERLAP - 0.011, join_style="mitre")  # two decimals may round into the overlap
    assert not any(land.intersects(inner) for land in read_land("land-world.geojson"))


def test_uotsuri_stands_where_it_is_and_not_where_natural_earth_has_it() -> None:
    assert is_land(UOTSURI)
    assert not is_land(UOTSURI_IN_NATURAL_EARTH)


@pytest.mark.parametrize("point", [FUTENMA, CAMP_LEMONNIER], ids=["Futenma", "Camp Lemonnier"])
def test_bases_do_not_stand_in_the_sea(point: Point) -> None:
    assert is_land(point)


@pytest.mark.parametrize(("first", "second"), NEVER_SETTLED, ids=["-".join(pair) for pair in NEVER_SETTLED])
def test_disputed_border_is_never_drawn_as_settled(first: str, second: str) -> None:
    borders = borders_between(first, second)
    assert borders
    assert {feature["properties"]["status"] for feature in borders} == {"disputed"}


def test_no_settled_border_runs_through_kashmir() -> None:
    features = [feature for name in BORDER_FILES for feature in read_features(name)]
    inside = [feature for feature in features if shape(feature["geometry"]).intersects(KASHMIR)]
    assert inside
    assert {feature["properties"]["status"] for feature in inside} == {"disputed"}


def test_india_and_pakistan_have_a_settled_border_too() -> None:
    assert {feature["properties"]["status"] for feature in borders_between("India", "Pakistan")} == {
        "settled",
        "disputed",
    }


def test_no_border_runs_at_sea_around_japan() -> None:
    assert not any(
        "Japan" in feature["properties"]["between"] for feature in read_features("borders-east-asia.geojson")
    )


def test_disputed_waters_and_islands_carry_all_names() -> None:
    names = {feature["properties"]["name"] for feature in read_features("places.geojson")}
    assert {"Sea of Japan / East Sea", "Diaoyu / Senkaku / Diaoyutai Islands"} <= names
    assert not names & {"Sea of Japan", "East Sea", "Senkaku Islands", "Diaoyu Islands"}


def test_a_name_beside_its_island_gives_way_where_its_towns_are_named() -> None:
    places = {feature["properties"]["name"]: feature["properties"] for feature in read_features("places.geojson")}
    assert {name: place["until"] for name, place in places.items() if "until" in place} == {"Okinawa": 8}
    assert places["Naha"]["rank"] == places["Okinawa City"]["rank"] == 3


def test_futenma_lies_in_okinawa() -> None:
    assert [name for name, land in read_prefectures().items() if land.contains(FUTENMA)] == ["prefecture-47"]


def test_amami_belongs_to_kagoshima() -> None:
    assert read_prefectures()["prefecture-46"].contains(Point(129.4, 28.3))


@pytest.mark.parametrize("point", [UOTSURI, TAKESHIMA_DOKDO, KUNASHIR], ids=["Uotsuri", "Takeshima-Dokdo", "Kunashir"])
def test_disputed_islands_are_in_no_prefecture(point: Point) -> None:
    assert not any(land.intersects(point.buffer(0.05)) for land in read_prefectures().values())


def test_prefectures_meet_without_gaps_or_overlaps() -> None:
    assert len(read_prefectures()) == 47
    assert shapely.coverage_is_valid(list(read_prefectures().values()))


def test_builder_refuses_another_version_of_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    outline_sources = importlib.import_module("outline_sources")
    manifest = tmp_path / "node_modules" / "@geo-maps" / "earth-lands-10m" / "package.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text('{"version": "9.9.9"}', encoding="utf-8")
    with pytest.raises(outline_sources.OutlineError, match=r"version 9\.9\.9, expected 0\.6\.0"):
        outline_sources.Sources(tmp_path).check_versions()


def test_filling_a_layer_keeps_what_was_written_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    outline_layers = importlib.import_module("outline_layers")
    path = tmp_path / "layer.geojson"
    feature = {"type": "Feature", "id": "isle", "geometry": None, "properties": {"name": "Isle", "sources": ["a-book"]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    outline_layers.fill(path, {"isle": box(0, 0, 1, 1)}, {"position_basis": "outline"})
    first = path.read_bytes()
    outline_layers.fill(path, {"isle": box(0, 0, 1, 1)}, {"position_basis": "outline"})
    filled = json.loads(first)["features"][0]
    assert path.read_bytes() == first
    assert filled["geometry"]["type"] == "Polygon"
    assert filled["properties"] == {
        "name": "Isle",
        "sources": ["a-book", "osm-coastline-geo-maps"],
        "position_basis": "outline",
    }
    with pytest.raises(outline_layers.OutlineError, match="no feature with id rock"):
        outline_layers.fill(path, {"rock": box(0, 0, 1, 1)})
