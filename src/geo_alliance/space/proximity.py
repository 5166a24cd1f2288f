"""How far shapes are from each other: geodesic distances between their nearest points.

Shapes are in lon/lat, WGS 84 (EPSG:4326), edges straight as drawn; lengths are in metres along the ellipsoid. Nothing
here reads files or knows of layers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from geo_alliance.space.geodesy import Position, distance_m

LONGEST_EDGE_DEG: Final = 0.25
"""A straight edge of this length stays one in the projections used here, to some 100 m at 60 degrees of latitude."""
_ROUNDS: Final = 12
_SMALL_DEG: Final = 0.5  # what is no larger is measured to a few metres by the first round
_WINDOW_SHARE: Final = 0.3  # of its extent: by no more the first round misses the ends on a larger shape


@dataclass(frozen=True, slots=True)
class Gap:
    """The shortest way between two shapes: its ends, on the first and on the second, and its length in metres.

    Both ends are the same place, and the length is 0, where the shapes meet.
    """

    start: Position
    end: Position
    length_m: float


def measure_gap(first: BaseGeometry, second: BaseGeometry) -> Gap:
    """Measure from the nearest point of a shape to the nearest point of another, as `measure_gaps` does.

    Raises:
        ValueError: a shape is empty.
    """
    (gap,) = measure_gaps(first, [second])
    return gap


def measure_gaps(first: BaseGeometry, others: Sequence[BaseGeometry]) -> list[Gap]:
    """Measure from the nearest point of a shape to the nearest point of each of others.

    All are laid into an azimuthal equidistant projection about the middle of the first shape, then what is near the
    ends found into ones about these: distances from the middle are those on the ellipsoid. The result is exact where
    the first shape is a point, to a few metres where it is a base or a small island, and to a thousandth where it is
    no larger than a few hundred kilometres.

    Raises:
        ValueError: a shape is empty.
    """
    if first.is_empty or any(shape.is_empty for shape in others):
        raise ValueError("an empty shape has no distance")
    one = shapely.segmentize(first, LONGEST_EDGE_DEG)
    many = shapely.segmentize(np.asarray(others, dtype=object), LONGEST_EDGE_DEG)
    ends = _find_ends((one.centroid.x, one.centroid.y), one, many)
    extent = _measure_extent(one)
    if extent > _SMALL_DEG:
        windows = [
            tuple(_cut_window(*pair, extent * _WINDOW_SHARE) for pair in zip((one, other), found, strict=True))
            for found, other in zip(ends, many, strict=True)
        ]
        ends = [_refine(found, *window) for found, window in zip(ends, windows, strict=True)]
    # Where shapes meet, the way there and back through projections would leave a few billionths of a metre.
    meets = shapely.intersects(one, many)
    return [
        Gap(start, start, 0.0) if is_met else Gap(start, end, distance_m(start, end))
        for (start, end), is_met in zip(ends, meets, strict=True)
    ]


def distances_m(point: Position, shapes: Sequence[BaseGeometry]) -> NDArray[np.float64]:
    """Return how far the nearest point of each of many shapes is from one position; 0 for those that it lies in.

    Args:
        point: lon, lat in degrees, WGS 84.
        shapes: any, in lon, lat.

    Returns:
        Metres along the ellipsoid, in the order of the shapes.
    """
    many = np.asarray(shapes, dtype=object)
    transformer = _build_transformer(point)
    flat = _project(shapely.segmentize(many, LONGEST_EDGE_DEG), transformer)
    return np.asarray(shapely.distance(Point(0, 0), flat), dtype=np.float64)


def _find_ends(middle: Position, first: BaseGeometry, others: Any) -> list[tuple[Position, Position]]:
    """Find the ends of the shortest way to each of others, in a projection about a middle."""
    transformer = _build_transformer(middle)
    ways = shapely.shortest_line(_project(first, transformer), _project(others, transformer))
    ends = shapely.get_coordinates(ways)
    lons, lats = transformer.transform(ends[:, 0], ends[:, 1], direction="INVERSE")
    positions = [(float(lon), float(lat)) for lon, lat in zip(lons, lats, strict=True)]
    return list(zip(positions[::2], positions[1::2], strict=True))


def _refine(ends: tuple[Position, Position], one: BaseGeometry, other: BaseGeometry) -> tuple[Position, Position]:
    """Look for nearer ends than those found, from each end in turn."""
    start, end = ends
    for _ in range(_ROUNDS):
        ((_, end),) = _find_ends(start, Point(start), [other])
        ((_, nearer),) = _find_ends(end, Point(end), [one])
        if distance_m(nearer, start) < 1.0:
            break
        start = nearer
    return start, end


def _measure_extent(shape: BaseGeometry) -> float:
    west, south, east, north = shape.bounds
    return float(max(east - west, north - south))


def _cut_window(shape: BaseGeometry, place: Position, half_deg: float) -> BaseGeometry:
    lon, lat = place
    return shape.intersection(box(lon - half_deg, lat - half_deg, lon + half_deg, lat + half_deg))


def _build_transformer(middle: Position) -> Transformer:
    lon, lat = middle
    local = CRS.from_proj4(f"+proj=aeqd +lat_0={lat!r} +lon_0={lon!r} +datum=WGS84")
    return Transformer.from_crs("EPSG:4326", local, always_xy=True)


def _project(shapes: Any, transformer: Transformer) -> Any:
    def move(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    return shapely.transform(shapes, move)
