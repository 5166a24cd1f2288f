"""Distances between shapes, against GeographicLib and against shapes looked at point by point."""

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic  # type: ignore[import-untyped]  # the package has no type hints
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import LineString, Point, Polygon, box

from geo_alliance.space.proximity import distances_m, measure_gap, measure_gaps

lons, lats = st.floats(-170, 170), st.floats(-70, 70)
positions = st.tuples(lons, lats)


def measure_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0])["s12"])


@given(a=positions, b=positions)
def test_points_are_as_far_apart_as_geographiclib_says(a: tuple[float, float], b: tuple[float, float]) -> None:
    expected = measure_m(a, b)

    assert measure_gap(Point(a), Point(b)).length_m == pytest.approx(expected, abs=1e-3)
    assert distances_m(a, [Point(b)])[0] == pytest.approx(expected, abs=1e-3)


@settings(max_examples=40)  # looks at some 60,000 pairs of points each time
@given(center=positions, shift=st.tuples(st.floats(2, 8), st.floats(-6, 6)))
def test_no_pair_of_points_is_nearer_than_the_ends_found(
    center: tuple[float, float], shift: tuple[float, float]
) -> None:
    lon, lat = center
    near = box(lon, lat, lon + 0.8, lat + 0.5)
    far = Polygon(
        [
            (lon + shift[0], lat + shift[1]),
            (lon + shift[0] + 1, lat + shift[1]),
            (lon + shift[0] + 1, lat + shift[1] + 2),
        ]
    )
    dense = [shapely.get_coordinates(shapely.segmentize(shape, 0.02)) for shape in (near, far)]

    gap = measure_gap(near, far)

    pairs = [np.meshgrid(dense[0][:, axis], dense[1][:, axis]) for axis in (0, 1)]
    least = Geod(ellps="WGS84").inv(pairs[0][0], pairs[1][0], pairs[0][1], pairs[1][1])[2].min()
    assert gap.length_m <= least * 1.0001
    assert gap.length_m == pytest.approx(measure_m(gap.start, gap.end), abs=1e-3)


@pytest.mark.parametrize("place", [(30, 35), (25, 5), (-40, 50)])
def test_a_long_line_is_measured_from_its_nearest_point(place: tuple[float, float]) -> None:
    meridian = LineString([(0, 0), (0, 60)])
    least = min(measure_m((0, step / 100), place) for step in range(0, 6001, 5))

    assert measure_gap(meridian, Point(place)).length_m == pytest.approx(least, rel=1e-4)


def test_what_meets_has_no_distance() -> None:
    gap = measure_gap(box(0, 0, 2, 2), LineString([(1, 1), (5, 5)]))

    assert gap.length_m == 0
    assert gap.start == gap.end
    assert distances_m((1, 1), [box(0, 0, 2, 2)])[0] == 0


def test_many_at_once_are_as_one_by_one() -> None:
    shapes = [box(10, 10, 11, 11), Point(0, 20), LineString([(-5, -5), (5, -5)])]

    together = measure_gaps(box(0, 0, 1, 1), shapes)

    assert together == [measure_gap(box(0, 0, 1, 1), shape) for shape in shapes]
    assert np.allclose(distances_m((0.5, 0.5), shapes), [distances_m((0.5, 0.5), [shape])[0] for shape in shapes])


def test_the_way_over_the_meridian_is_the_shorter_one() -> None:
    assert measure_gap(Point(179, 0), Point(-179, 0)).length_m == pytest.approx(measure_m((179, 0), (181, 0)))


def test_an_empty_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="an empty shape has no distance"):
        measure_gap(Point(0, 0), Polygon())
