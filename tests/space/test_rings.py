"""Rings: every point lies at the distance, over the 180th meridian and round a pole as well."""

from itertools import pairwise

import pytest
import shapely
from geographiclib.geodesic import Geodesic  # type: ignore[import-untyped]  # the package has no type hints
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from geo_alliance.space.rings import MAP_EDGE_LAT, draw_ring, list_ring_corners, point_on_ring

SINO_RI = (125.355, 39.648)
centers = st.tuples(st.floats(-180, 180), st.floats(-84, 84))


def measure_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0])["s12"]) / 1000


@given(center=centers, km=st.floats(0.1, 19_900))
def test_every_point_of_a_ring_lies_at_the_distance(center: tuple[float, float], km: float) -> None:
    for part in draw_ring(center, km):
        # the two ends of a ring round a pole are put in between its points
        for position in part[1:-1:9]:
            assert measure_km(center, position) == pytest.approx(km, abs=1e-6)
            assert abs(position[1]) <= MAP_EDGE_LAT
        steps = [abs(a[0] - b[0]) for a, b in pairwise(part)]
        assert max(steps) < 180


def test_a_ring_over_the_meridian_goes_on_beyond_it() -> None:
    (ring,) = draw_ring(SINO_RI, 4_500)

    lons = [lon for lon, _ in ring]
    assert ring[0] == pytest.approx(ring[-1])
    assert min(lons) < SINO_RI[0] - 50
    assert max(lons) > 180


def test_a_ring_round_a_pole_goes_from_one_side_of_the_world_to_the_other() -> None:
    (ring,) = draw_ring(SINO_RI, 13_000)

    assert [ring[0][0], ring[-1][0]] == pytest.approx([SINO_RI[0] - 180, SINO_RI[0] + 180])
    assert ring[0][1] == pytest.approx(ring[-1][1])
    assert [lon for lon, _ in ring] == sorted(lon for lon, _ in ring)


def test_a_ring_that_touches_the_edge_of_the_map_is_cut_there() -> None:
    parts = draw_ring(SINO_RI, 14_000)

    assert len(parts) == 2
    assert all(abs(lat) <= MAP_EDGE_LAT for part in parts for _, lat in part)


@given(center=centers, km=st.floats(1, 13_000), azimuth=st.floats(0, 360), share=st.sampled_from([0.97, 1.03]))
def test_a_ring_as_an_area_holds_what_is_nearer(
    center: tuple[float, float], km: float, azimuth: float, share: float
) -> None:
    corners = list_ring_corners(center, km)
    if corners is None:
        return
    lon, lat = point_on_ring(center, km * share, azimuth)
    copies = [Point(lon + turn, lat) for turn in (-360, 0, 360)]

    # a polygon in lon/lat is coarse where the ring passes near a pole
    if abs(lat) < 60 and km < 6_000:
        assert any(shapely.intersects(Polygon(corners), copy) for copy in copies) == (share < 1)


def test_a_ring_round_both_poles_is_no_area() -> None:
    assert list_ring_corners(SINO_RI, 15_000) is None
    assert list_ring_corners(SINO_RI, 13_000) is not None


@pytest.mark.parametrize("km", [0, -1, float("nan"), 20_001])
def test_a_radius_that_is_none_is_refused(km: float) -> None:
    with pytest.raises(ValueError, match="expected one above 0 and up to 20,000 km"):
        draw_ring(SINO_RI, km)


def test_a_centre_off_the_globe_is_refused() -> None:
    with pytest.raises(ValueError, match="latitude"):
        draw_ring((0, 91), 100)


@pytest.mark.parametrize("beyond_km", [-50, -0.01, 0.01, 50])
def test_a_ring_that_just_passes_the_pole_holds_its_own_side_only(beyond_km: float) -> None:
    lon, _ = SINO_RI
    corners = list_ring_corners(SINO_RI, measure_km(SINO_RI, (lon, 90)) + beyond_km)
    assert corners is not None
    area = Polygon(corners)

    assert area.contains(Point(lon, 80))
    assert not area.contains(Point(lon + 179, 80))
    assert area.area > 5_000  # square degrees
