"""Tests of the builders of computed geometry: the committed files are what they write, and the lines are where told."""

import importlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon, box

from geo_alliance.errors import DataError
from geo_alliance.space.geodesy import Position, distance_m

ROOT = Path(__file__).parents[1]
DATA = ROOT / "geodata"
BUILDERS = {"build_tracks": "overflights.geojson", "build_zones": "zones.geojson"}
INPUTS = ["launch-sites.geojson", "prefectures.geojson", "senkaku.geojson", "basemap/land-east-asia.geojson"]

Feature = dict[str, Any]
Change = Callable[[list[Feature]], None]


def read_features(name: str) -> list[Feature]:
    features: list[Feature] = json.loads((DATA / name).read_text(encoding="utf-8"))["features"]
    return features


FLIGHTS = [flight for flight in read_features("overflights.geojson") if "end_position" in flight["properties"]]
ZONES = {zone["id"]: zone for zone in read_features("zones.geojson")}


@pytest.fixture
def load_builder(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return importlib.import_module


@pytest.fixture
def changed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Change], Path]:
    """Copies the data folder with one layer changed, and makes the builders read the copy."""

    def change_layer(name: str, change: Change) -> Path:
        (tmp_path / "basemap").mkdir()
        for other in [*INPUTS, *BUILDERS.values()]:
            shutil.copy(DATA / other, tmp_path / other)
        features = read_features(name)
        change(features)
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (tmp_path / name).write_text(text, encoding="utf-8")
        monkeypatch.setenv("GEO_ALLIANCE_DATA", str(tmp_path))
        return tmp_path

    return change_layer


def keep_only(zone_id: str, **changed: Any) -> Change:
    def change(zones: list[Feature]) -> None:
        (zone,) = [zone for zone in zones if zone["id"] == zone_id]
        zone["properties"] |= changed
        zones[:] = [zone]

    return change


@pytest.mark.parametrize("builder", BUILDERS)
def test_the_committed_file_is_what_the_builder_writes(
    builder: str, load_builder: Callable[[str], ModuleType], capsys: pytest.CaptureFixture[str]
) -> None:
    assert load_builder(builder).main(["--check"]) == 0, capsys.readouterr().out


def test_check_finds_a_track_that_was_changed_by_hand(
    load_builder: Callable[[str], ModuleType], changed_folder: Callable[[str, Change], Path]
) -> None:
    def bend(flights: list[Feature]) -> None:
        flights[0]["properties"]["azimuth_deg"] += 1

    folder = changed_folder("overflights.geojson", bend)
    before = (folder / "overflights.geojson").read_bytes()
    assert load_builder("build_tracks").main(["--check"]) == 1
    assert (folder / "overflights.geojson").read_bytes() == before


def test_the_builder_writes_a_file_that_passes_its_check(
    load_builder: Callable[[str], ModuleType], changed_folder: Callable[[str, Change], Path]
) -> None:
    def forget(flights: list[Feature]) -> None:
        for flight in flights:
            flight["geometry"] = None

    folder = changed_folder("overflights.geojson", forget)
    assert load_builder("build_tracks").main([]) == 0
    assert (folder / "overflights.geojson").read_bytes() == (DATA / "overflights.geojson").read_bytes()


def test_tracks_reject_an_unknown_launch_site(load_builder: Callable[[str], ModuleType]) -> None:
    flight = {"id": "kp-x", "properties": {"launch_site": "nowhere"}}
    with pytest.raises(DataError, match=r"kp-x: found launch site 'nowhere': expected an id of launch-sites"):
        load_builder("build_tracks").draw_track(flight, {})


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        pytest.param({"computation": "guess"}, "computation 'guess': expected buffer, circle", id="computation"),
        pytest.param({"computed_from": ["atlantis"]}, r"found \['atlantis'\] in computed_from", id="unknown id"),
    ],
)
def test_zones_reject(
    changed: Feature,
    message: str,
    load_builder: Callable[[str], ModuleType],
    changed_folder: Callable[[str, Change], Path],
) -> None:
    folder = changed_folder("zones.geojson", keep_only("territorial-sea-okinawa", **changed))
    with pytest.raises(DataError, match=message):
        load_builder("build_zones").build_zones(folder)


def test_a_builder_says_in_one_line_what_is_wrong(
    load_builder: Callable[[str], ModuleType],
    changed_folder: Callable[[str, Change], Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    changed_folder("zones.geojson", keep_only("territorial-sea-okinawa", computation="guess"))
    with pytest.raises(SystemExit, match="1"):
        load_builder("build_zones").main([])
    assert capsys.readouterr().err.count("\n") == 1


def test_a_track_starts_at_its_own_launch_position_where_one_is_known(
    load_builder: Callable[[str], ModuleType],
) -> None:
    own = {"launch_position": [124.7, 39.6], "launch_site": "sohae", "azimuth_deg": 170, "range_km": 500}
    track = load_builder("build_tracks").draw_track({"id": "kp-x", "properties": own}, {"sohae": (0.0, 0.0)})
    assert track.coords[0] == pytest.approx((124.7, 39.6))


@pytest.mark.parametrize("flight", FLIGHTS, ids=lambda flight: flight["id"])
def test_a_track_ends_where_the_record_says(flight: Feature) -> None:
    end, told = flight["geometry"]["coordinates"][-1], flight["properties"]["end_position"]
    assert distance_m(tuple(end), tuple(told)) < 5_000


@pytest.mark.parametrize(
    "flight", [flight for flight in FLIGHTS if "over_position" in flight["properties"]], ids=lambda flight: flight["id"]
)
def test_a_track_passes_the_place_that_was_crossed(flight: Feature) -> None:
    track, place = LineString(flight["geometry"]["coordinates"]), Point(flight["properties"]["over_position"])
    nearest = track.interpolate(track.project(place))
    assert distance_m((nearest.x, nearest.y), (place.x, place.y)) < 5_000


@pytest.mark.parametrize("kind", ["over-main-island", "over-island-chain"])
def test_flights_counted_as_crossings_name_the_place(kind: str) -> None:
    crossing = [flight for flight in FLIGHTS if flight["properties"]["kind"] == kind]
    assert len(crossing) == {"over-main-island": 5, "over-island-chain": 4}[kind]
    assert all("over" in flight["properties"] for flight in crossing)


@pytest.mark.parametrize("zone", ZONES.values(), ids=lambda zone: zone["id"])
def test_zones_are_valid_with_right_hand_rings(zone: Feature) -> None:
    shape = shapely.from_geojson(json.dumps(zone["geometry"]))
    assert shape.is_valid
    for part in shapely.get_parts(shape):
        if isinstance(part, Polygon):
            assert part.exterior.is_ccw
            assert not any(hole.is_ccw for hole in part.interiors)


def test_the_sea_round_the_islands_reaches_12_miles_from_the_straight_baselines() -> None:
    sea = shapely.from_geojson(json.dumps(ZONES["territorial-sea-diaoyu-senkaku-straight"]["geometry"]))
    names = ["prc-diaoyu-baseline-main", "prc-diaoyu-baseline-chiwei"]
    lines = shapely.union_all([shapely.from_geojson(json.dumps(ZONES[name]["geometry"])) for name in names])
    for place in map(Point, shapely.get_coordinates(sea)):
        (west, south), (east, north) = shapely.shortest_line(place, lines).coords
        assert distance_m((west, south), (east, north)) == pytest.approx(22_224, abs=1_000)


@pytest.mark.parametrize(
    ("place", "inside"),
    [
        pytest.param((145.2, 44.1), True, id="Hokkaido side of the Nemuro Strait"),
        pytest.param((145.6, 43.9), False, id="Kunashir"),
        pytest.param((131.867, 37.242), False, id="Takeshima, Dokdo"),
        pytest.param((123.47, 25.74), False, id="Uotsuri-jima, Diaoyu Dao"),
        pytest.param((140.2, 35.0), True, id="off the Boso Peninsula"),
    ],
)
def test_the_sea_of_japan_leaves_disputed_islands_out(place: Position, inside: bool) -> None:
    names = ["territorial-sea-japan", "territorial-sea-okinawa"]
    seas = shapely.union_all([shapely.from_geojson(json.dumps(ZONES[name]["geometry"])) for name in names])
    assert seas.contains(Point(place)) is inside


def test_the_chinese_air_zone_keeps_its_corners_and_ends_off_the_territorial_sea() -> None:
    zone = ZONES["adiz-china-east-china-sea"]
    ring = zone["geometry"]["coordinates"][0]
    declared = [[round(value, 5) for value in corner] for corner in zone["properties"]["declared_points"]]
    assert all(corner in ring for corner in declared[1:5])
    assert all(Polygon(ring).distance(Point(corner)) < 0.03 for corner in declared)
    assert not Polygon(ring).intersects(LineString(ZONES["prc-baseline-1996"]["geometry"]["coordinates"]))


def test_the_nearer_side_of_a_strait_is_kept(load_builder: Callable[[str], ModuleType]) -> None:
    ours, theirs = box(0, 0, 1, 1), box(1.2, 0, 2, 1)
    kept = load_builder("build_zones").take_nearer_side(box(0, 0, 1.2, 1), ours=ours, theirs=theirs)
    assert kept.bounds == pytest.approx((0, 0, 1.1, 1), abs=0.01)


def test_zones_stay_small_enough_to_send() -> None:
    assert (DATA / "zones.geojson").stat().st_size < 300_000
