"""Tests of `geo_alliance.space.geodesy`, against GeographicLib and against distances measured back."""

import math
from itertools import pairwise

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic  # type: ignore[import-untyped]  # the package has no type hints
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo_alliance.space.geodesy import (
    Position,
    azimuth_deg,
    distance_m,
    geodesic_buffer,
    geodesic_circle,
    geodesic_line,
    geodesic_path,
    positions_along,
    round_geometry,
    split_at_antimeridian,
)

GEOD = Geod(ellps="WGS84")
SEA_MILES_12 = 22_224.0

lons = st.floats(-180, 180)
lats = st.floats(-85, 85)
positions = st.tuples(lons, lats)
azimuths = st.floats(0, 360, exclude_max=True)
lengths = st.floats(1_000, 15_000_000)


def drawn_length_m(line: BaseGeometry) -> float:
    return sum(GEOD.line_length(*part.coords.xy) for part in shapely.get_parts(line))


def distances_m(outline: BaseGeometry, geometry: BaseGeometry) -> list[float]:
    """The distance of each point of an outline to the nearest of the geometry's points, put in at every 1 km."""
    targets = shapely.get_coordinates(shapely.segmentize(geometry, 0.01))
    found = []
    for lon, lat in shapely.get_coordinates(outline):
        near = targets[np.hypot((targets[:, 0] - lon) * math.cos(math.radians(lat)), targets[:, 1] - lat) < 1.0]
        here = np.full((len(near), 2), (lon, lat))
        found.append(float(np.min(GEOD.inv(here[:, 0], here[:, 1], near[:, 0], near[:, 1])[2])))
    return found


# Lines printed in GeographicLib's documentation: the Python package's first example, and GeodSolve(1), "EXAMPLES".
@pytest.mark.parametrize(
    ("start", "end", "length_m", "azimuth"),
    [
        pytest.param((174.81, -41.32), (-5.5, 40.96), 19_959_679.267, 161.067669986, id="Wellington-Salamanca"),
        pytest.param((-73.8, 40.6), (-0.5, 51.6), 5_551_759.400, 51.198882846, id="New York-London"),
    ],
)
def test_distance_and_azimuth_match_published_lines(
    start: Position, end: Position, length_m: float, azimuth: float
) -> None:
    assert distance_m(start, end) == pytest.approx(length_m, abs=0.001)
    assert azimuth_deg(start, end) == pytest.approx(azimuth, abs=1e-8)


@given(a=positions, b=positions)
def test_distance_matches_geographiclib(a: Position, b: Position) -> None:
    expected = Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0])["s12"]
    assert distance_m(a, b) == pytest.approx(expected, abs=1e-3)


@given(start=positions, azimuth=azimuths, length_m=lengths)
def test_line_ends_where_geographiclib_says(start: Position, azimuth: float, length_m: float) -> None:
    lon, lat = geodesic_line(start, azimuth_deg=azimuth, length_m=length_m).coords[-1]
    expected = Geodesic.WGS84.Direct(start[1], start[0], azimuth, length_m)
    assert distance_m((lon, lat), (expected["lon2"], expected["lat2"])) < 0.001


@given(start=positions, azimuth=azimuths, length_m=lengths)
def test_line_keeps_its_length(start: Position, azimuth: float, length_m: float) -> None:
    line = geodesic_line(start, azimuth_deg=azimuth, length_m=length_m)
    assert drawn_length_m(line) == pytest.approx(length_m, abs=0.01)


@given(start=positions, azimuth=azimuths, length_m=lengths, share=st.floats(0, 1))
def test_drawn_segments_stay_within_a_kilometre(start: Position, azimuth: float, length_m: float, share: float) -> None:
    points = list(geodesic_line(start, azimuth_deg=azimuth, length_m=length_m).coords)
    for (west, south), (east, north) in pairwise(points):
        drawn = (west + (east - west) * share, south + (north - south) * share)
        leg_azimuth, _, leg_m = GEOD.inv(west, south, east, north)
        lon, lat, _ = GEOD.fwd(west, south, leg_azimuth, leg_m * share)
        assert distance_m(drawn, (lon, lat)) < 1_050  # looked at beside the true line, not square to it


def test_a_smaller_error_gives_more_points() -> None:
    coarse = geodesic_line((125.67, 39.2), azimuth_deg=72.9, length_m=3_700_000)
    fine = geodesic_line((125.67, 39.2), azimuth_deg=72.9, length_m=3_700_000, max_error_m=10)
    assert len(coarse.coords) < 30 < len(fine.coords)


@pytest.mark.parametrize(
    ("start", "length_m", "message"),
    [
        pytest.param((0, 91), 1000, "found the latitude 91: expected one of -90 to 90", id="latitude above 90"),
        pytest.param((math.nan, 0), 1000, "finite degrees", id="no number"),
        pytest.param((0, 0), 0, "found length_m = 0: expected it above zero", id="no length"),
        pytest.param((0, 0), math.inf, "found length_m = inf: expected it above zero", id="endless"),
    ],
)
def test_line_rejects(start: Position, length_m: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        geodesic_line(start, azimuth_deg=0, length_m=length_m)


def test_path_goes_through_its_points_and_keeps_the_shortest_length() -> None:
    stops = [(139.69, 35.69), (127.68, 26.21), (-157.94, 21.35)]
    path = geodesic_path(stops)
    reached = {(round((lon + 180) % 360 - 180, 6), lat) for lon, lat in path.coords}
    assert set(stops) <= reached
    assert drawn_length_m(path) == pytest.approx(sum(distance_m(a, b) for a, b in pairwise(stops)), abs=0.01)


@pytest.mark.parametrize(
    ("points", "message"),
    [
        pytest.param([(0, 0)], "two points or more, found 1", id="one point"),
        pytest.param([(0, 0), (0, 0)], "length_m = .*above zero", id="twice the same"),
    ],
)
def test_path_rejects(points: list[Position], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        geodesic_path(points)


@given(start=positions, azimuth=azimuths, length_m=lengths)
def test_split_lines_never_cross_the_180th_meridian(start: Position, azimuth: float, length_m: float) -> None:
    parts = split_at_antimeridian(geodesic_line(start, azimuth_deg=azimuth, length_m=length_m))
    for part in shapely.get_parts(parts):
        found = [lon for lon, _ in part.coords]
        assert -180 <= min(found) <= max(found) <= 180
        assert all(abs(east - west) <= 180 for west, east in pairwise(found))


@given(start=positions, azimuth=azimuths, length_m=lengths)
def test_split_lines_keep_their_length(start: Position, azimuth: float, length_m: float) -> None:
    line = geodesic_line(start, azimuth_deg=azimuth, length_m=length_m)
    # A line over a pole is cut halfway between its two points beside the pole: up to 90 m more.
    assert drawn_length_m(split_at_antimeridian(line)) == pytest.approx(length_m, abs=1 + length_m * 2e-4)


@pytest.mark.parametrize(
    ("given_line", "expected"),
    [
        pytest.param([(1, 2), (3, 4)], "LINESTRING (1 2, 3 4)", id="not near"),
        pytest.param([(179, 0), (-179, 2)], "MULTILINESTRING ((179 0, 180 1), (-180 1, -179 2))", id="jump east"),
        pytest.param([(-179, 0), (-181, 2)], "MULTILINESTRING ((-179 0, -180 1), (180 1, 179 2))", id="west"),
        pytest.param([(179, 0), (180, 1), (179, 2)], "LINESTRING (179 0, 180 1, 179 2)", id="touches"),
        pytest.param([(179, 0), (180, 0), (181, 0)], "MULTILINESTRING ((179 0, 180 0), (-180 0, -179 0))", id="on it"),
    ],
)
def test_split_at_antimeridian(given_line: list[Position], expected: str) -> None:
    assert split_at_antimeridian(LineString(given_line)).wkt == expected


@given(center=st.tuples(lons, st.floats(-70, 70)), radius_m=st.floats(100, 1_000_000))
def test_circle_is_true_to_a_thousandth(center: Position, radius_m: float) -> None:
    ring = geodesic_circle(center, radius_m=radius_m).exterior
    assert ring.is_ccw
    corners = [(float(lon), float(lat)) for lon, lat in ring.coords]
    chords = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in pairwise(corners)]
    assert all(distance_m(center, place) == pytest.approx(radius_m, rel=0.001) for place in corners + chords)


def test_circle_rejects_one_round_a_pole() -> None:
    with pytest.raises(ValueError, match="reaches round a pole"):
        geodesic_circle((0, 89), radius_m=200_000)


@pytest.mark.parametrize(
    "geometry",
    [
        pytest.param(Point(124.56, 25.92), id="point"),
        pytest.param(MultiPoint([(123.47, 25.74), (154, 24.3)]), id="points far apart"),
        pytest.param(LineString([(122, 33), (122, 24)]), id="line along the edge of a cell"),
        pytest.param(LineString([(120, 36), (123, 31), (119, 25)]), id="baseline"),
        pytest.param(Polygon([(130, 31), (141, 35.5), (145, 43), (140, 45), (137, 37)]), id="land of many cells"),
        pytest.param(Polygon([(140, 60), (141, 60), (141, 61), (140, 61)]), id="far north"),
    ],
)
def test_buffer_is_true_to_a_thousandth(geometry: BaseGeometry) -> None:
    grown = geodesic_buffer(geometry, distance_m=SEA_MILES_12)
    assert shapely.is_valid(grown)
    assert shapely.contains_properly(grown, geometry)
    outline = shapely.segmentize(shapely.boundary(grown), 0.005)  # corners and places between them
    assert all(found == pytest.approx(SEA_MILES_12, rel=0.001) for found in distances_m(outline, geometry))


@settings(max_examples=20)
@given(center=st.tuples(st.floats(-170, 170), st.floats(-70, 70)), radius_m=st.floats(1_000, 200_000))
def test_buffer_of_a_point_is_the_circle(center: Position, radius_m: float) -> None:
    grown, circle = geodesic_buffer(Point(center), distance_m=radius_m), geodesic_circle(center, radius_m=radius_m)
    assert grown.symmetric_difference(circle).area < circle.area * 0.002


@pytest.mark.parametrize(
    ("geometry", "radius_m", "message"),
    [
        pytest.param(Point(), 1, "empty geometry has no buffer", id="empty"),
        pytest.param(Point(0, 0), 0, "distance_m = 0: expected it above zero", id="no distance"),
    ],
)
def test_buffer_rejects(geometry: BaseGeometry, radius_m: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        geodesic_buffer(geometry, distance_m=radius_m)


def test_round_geometry_turns_rings_and_holes_the_right_way() -> None:
    hole = [(1, 1), (2, 1), (2, 2), (1, 2)]
    rounded = round_geometry(Polygon([(0, 0), (0, 3.000004), (3, 3), (3, 0)], [hole]))
    assert isinstance(rounded, Polygon)
    assert rounded.exterior.is_ccw
    assert not rounded.interiors[0].is_ccw
    assert shapely.get_coordinates(rounded).max() == 3


@given(st.lists(positions, min_size=2, max_size=6, unique=True))
def test_round_geometry_leaves_five_decimals_once_and_for_all(points: list[Position]) -> None:
    rounded = round_geometry(LineString(points))
    assert shapely.get_coordinates(rounded).tolist() == np.round(points, 5).tolist()
    assert round_geometry(rounded).wkb == rounded.wkb


@given(positions, azimuths, lengths)
def test_positions_along_a_line_lie_as_far_from_its_start_as_asked(
    start: Position, azimuth: float, length_m: float
) -> None:
    here, there = positions_along(start, azimuth_deg=azimuth, lengths_m=[0, length_m])

    assert here == pytest.approx(start)
    assert distance_m(start, there) == pytest.approx(length_m, abs=0.01)


def test_positions_along_a_line_go_on_past_the_180th_meridian() -> None:
    lons = [lon for lon, _ in positions_along((179, 0), azimuth_deg=90, lengths_m=[0, 100_000, 300_000])]

    assert lons == pytest.approx([179, 179.898, 181.695], abs=0.001)
