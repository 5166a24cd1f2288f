"""Compute the zones of geodata/zones.geojson that follow from others: buffers, circles, and a zone closed by a limit.

A feature that is computed says how in its own property `computation`; all others are as declared and are left alone.

``buffer``
    everything within `limit_nm` nautical miles of the features named in `computed_from`; a point stands for the island
    of the base map that it lies on, where there is one. Water that is nearer to the islands in the boxes of
    `middle_line_with` is left out
``circle``
    everything within `radius_nm` nautical miles of `center`
``closed-by-limit``
    the corners of `declared_points`, closed along the line that is `limit_nm` nautical miles off `computed_from`

Usage: ``python tools/build_zones.py [--check]``.
"""

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree, affinity
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo_alliance.errors import DataError
from geo_alliance.space.geodesy import NAUTICAL_MILE_M, geodesic_buffer, geodesic_circle
from layer_files import Feature, read_features, run_builder, with_geometry

FILE_NAME = "zones.geojson"

_SOURCE_LAYERS: Final = ("zones.geojson", "prefectures.geojson", "senkaku.geojson")
_LAND: Final = "basemap/land-east-asia.geojson"
_COAST_TOLERANCE_DEG: Final = 0.0005  # about 50 m: a coast need not be finer than the line drawn 12 miles off it
_LIMIT_TOLERANCE_DEG: Final = 0.002  # about 200 m, a hundredth of 12 nautical miles
_OPPOSITE_DEG: Final = 1.0  # two territorial seas of 12 nautical miles meet within 0.4 degrees of latitude
_COAST_STEP_DEG: Final = 0.01  # about 1 km; the middle line is rough by half of it where coasts are close
_SMALLEST_HOLE_DEG2: Final = 0.001  # about 10 km²: pinholes between the arcs of two headlands


def build_zones(folder: Path) -> list[Feature]:
    """Make all computed geometry anew.

    Args:
        folder: the data folder, with `zones.geojson` and the layers that computed zones are made from.

    Returns:
        The zones as GeoJSON features, in the order of the file.

    Raises:
        DataError: a file cannot be read, or a zone names an unknown feature or an unknown computation.
    """
    sources = [item for name in _SOURCE_LAYERS for item in read_features(folder / name) if item["geometry"]]
    shapes = {item["id"]: _shape(item) for item in sources}
    land = STRtree([_shape(item) for item in read_features(folder / _LAND)])
    zones = read_features(folder / FILE_NAME)
    return [_built(zone, shapes, land) if "computation" in zone["properties"] else zone for zone in zones]


def buffer_shapes(shapes: Sequence[BaseGeometry], *, limit_nm: float) -> BaseGeometry:
    """Return everything within a distance of some shapes, the outline simplified to about 200 m.

    Args:
        shapes: lon, lat in degrees, WGS 84; polygons may touch.
        limit_nm: nautical miles.

    Returns:
        A polygon or several in lon, lat; it takes in the shapes and all water that they enclose.
    """
    coast = shapely.simplify(shapely.union_all(list(shapes)), _COAST_TOLERANCE_DEG)
    grown = geodesic_buffer(coast, distance_m=limit_nm * NAUTICAL_MILE_M)
    parts = [_without_pinholes(part) for part in shapely.get_parts(grown)]
    simple = _largest_first(shapely.get_parts(shapely.simplify(shapely.union_all(parts), _LIMIT_TOLERANCE_DEG)))
    return simple[0] if len(simple) == 1 else MultiPolygon(simple)


def close_by_limit(points: Sequence[Sequence[float]], *, baseline: LineString, limit_nm: float) -> Polygon:
    """Return the area between a line of corners and the line that lies a distance off a baseline.

    Args:
        points: corners lon, lat in degrees, in order; the first and the last stand on that line or near it.
        baseline: lon, lat in degrees.
        limit_nm: nautical miles from the baseline.

    Returns:
        A polygon in lon, lat.
    """
    inner = substring(baseline, baseline.project(Point(points[-1])), baseline.project(Point(points[0])))
    whole = Polygon([*points, *inner.coords])
    return _largest_first(shapely.get_parts(whole.difference(buffer_shapes([baseline], limit_nm=limit_nm))))[0]


def take_nearer_side(area: BaseGeometry, *, ours: BaseGeometry, theirs: BaseGeometry) -> BaseGeometry:
    """Return the part of an area that is not nearer to the coast across the water.

    Args:
        area: lon, lat in degrees.
        ours: the land on this side; only its coast within a degree of the other counts.
        theirs: the land across.

    Returns:
        The area, cut along the middle line between the coasts as drawn at the latitude of the land across.
    """
    near = ours.intersection(theirs.buffer(_OPPOSITE_DEG))
    stretch = math.cos(math.radians(theirs.centroid.y))  # so that a degree is as long both ways
    coasts = [_coast_points(land, stretch) for land in (near, theirs)]
    cells = shapely.voronoi_polygons(MultiPoint(np.concatenate(coasts)), ordered=True)
    across = shapely.union_all(shapely.get_parts(cells)[len(coasts[0]) :])
    return area.difference(affinity.scale(across, xfact=1 / stretch, origin=(0, 0)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the builder and return its exit code."""
    return run_builder(build_zones, FILE_NAME, arguments=arguments)


def _built(zone: Feature, shapes: Mapping[str, BaseGeometry], land: STRtree) -> Feature:
    own = zone["properties"]
    match own["computation"]:
        case "buffer":
            coasts = [_island(shape, land) for shape in _named_shapes(zone, shapes)]
            geometry = buffer_shapes(coasts, limit_nm=own["limit_nm"])
            if "middle_line_with" in own:
                across = _land_in(own["middle_line_with"], land)
                geometry = take_nearer_side(geometry, ours=shapely.union_all(coasts), theirs=across)
        case "circle":
            geometry = geodesic_circle(tuple(own["center"]), radius_m=own["radius_nm"] * NAUTICAL_MILE_M)
        case "closed-by-limit":
            (named,) = _named_shapes(zone, shapes)
            baseline = LineString(named.coords)
            geometry = close_by_limit(own["declared_points"], baseline=baseline, limit_nm=own["limit_nm"])
        case other:
            expected = "buffer, circle or closed-by-limit"
            raise DataError(f"{FILE_NAME}: {zone['id']}: found computation {other!r}: expected {expected}")
    return with_geometry(zone, geometry)


def _named_shapes(zone: Feature, shapes: Mapping[str, BaseGeometry]) -> list[BaseGeometry]:
    names = zone["properties"]["computed_from"]
    unknown = [name for name in names if name not in shapes]
    if unknown:
        layers = ", ".join(_SOURCE_LAYERS)
        raise DataError(f"{FILE_NAME}: {zone['id']}: found {unknown} in computed_from: expected ids of {layers}")
    return [shapes[name] for name in names]


def _shape(item: Feature) -> BaseGeometry:
    return shapely.from_geojson(json.dumps(item["geometry"]))


def _island(shape: BaseGeometry, land: STRtree) -> BaseGeometry:
    """Return the base map's land round a point, where there is some; any other shape as it is."""
    if shape.geom_type != "Point":
        return shape
    found = land.query(shape, predicate="intersects")
    return land.geometries[found[0]] if len(found) else shape


def _land_in(boxes: Sequence[Sequence[float]], land: STRtree) -> BaseGeometry:
    """Return the base map's islands whose middle lies in one of some boxes (west, south, east, north)."""
    middles = shapely.point_on_surface(land.geometries)
    inside = np.logical_or.reduce(
        [shapely.intersects(middles, shapely.box(west, south, east, north)) for west, south, east, north in boxes]
    )
    return shapely.union_all(land.geometries[inside])


def _coast_points(land: BaseGeometry, stretch: float) -> NDArray[np.float64]:
    line = shapely.segmentize(shapely.boundary(land), _COAST_STEP_DEG)
    return np.unique(shapely.get_coordinates(line) * (stretch, 1), axis=0)


def _without_pinholes(part: Polygon) -> Polygon:
    return Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area > _SMALLEST_HOLE_DEG2])


def _largest_first(parts: Iterable[Polygon]) -> list[Polygon]:
    return sorted(parts, key=lambda part: (-part.area, part.bounds))


if __name__ == "__main__":
    sys.exit(main())
