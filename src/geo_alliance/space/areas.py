"""Areas that a reader draws: a box or a polygon in which records have to lie.

An area is a tuple of corners ``(lon, lat)`` in degrees, WGS 84: two corners are the south-west and the north-east of
a box, three or more those of a polygon, none is everywhere. Edges are straight in lon/lat, as RFC 7946, section 3.1.1,
has them. Longitudes are continuous: an area over the 180th meridian goes on beyond 180, as the map's views do; its west
lies in -180 up to 180.
"""

import math
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry import box as build_box
from shapely.geometry.base import BaseGeometry

from geo_alliance.errors import SelectionError

Corner = tuple[float, float]
Area = tuple[Corner, ...]

MOST_CORNERS: Final = 50
DECIMALS: Final = 5
"""Digits after the point of a corner: 0.00001 degree is 1.1 m."""
_FARTHEST_LON: Final = 540.0  # the map shows the world once more on each side
_EXPECTED: Final = "expected west,south,east,north of a box, or lon,lat;lon,lat;… of a polygon, in degrees"


def parse_area(text: str) -> Area:
    """Read an area as addresses have it: ``west,south,east,north``, or ``lon,lat;lon,lat;…``; an empty text is none.

    A box whose west is more than its east reaches over the 180th meridian. Corners are rounded to five decimals.

    >>> parse_area("170,20,-170,40")
    ((170.0, 20.0), (190.0, 40.0))

    Raises:
        SelectionError: it is neither, a position is off the globe, or there are more than 50 corners.

    Source: RFC 7946, sections 5.1 and 5.2 (order of a box, and a box over the 180th meridian).
    """
    if not text:
        return ()
    if ";" not in text:
        return parse_box(text)
    corners = [_parse_corner(part) for part in text.removesuffix(";").split(";")]
    if not 3 <= len(corners) <= MOST_CORNERS:
        raise SelectionError(f"found an area of {len(corners)} corners: expected 3 to {MOST_CORNERS}, or a box")
    lons = [lon for lon, _ in corners]
    if max(lons) - min(lons) > 360:
        raise SelectionError(f"found an area {max(lons) - min(lons):g} degrees wide: expected 360 at most")
    return tuple((_tidy(lon - _count_turns(min(lons))), lat) for lon, lat in corners)


def parse_box(text: str) -> Area:
    """Read a box, ``west,south,east,north``, and return its south-west and north-east corner.

    Raises:
        SelectionError: it has not four numbers, its south lies north of its north, or a position is off the globe.

    Source: OGC 17-069r4 (OGC API - Features - Part 1: Core), section 7.15.3, Requirement 23.
    """
    parts = text.split(",")
    if len(parts) != 4:
        raise SelectionError(f"found the area {text[:80]!r}: {_EXPECTED}")
    (west, south), (east, north) = _parse_corner(",".join(parts[:2])), _parse_corner(",".join(parts[2:]))
    if south > north:
        raise SelectionError(f"found the box {text[:80]!r} with its south above its north: {_EXPECTED}")
    return turn_box(west, south, east if east >= west else east + 360, north)


def turn_box(west: float, south: float, east: float, north: float) -> Area:
    """Return the area of a box in degrees, west up to east, turned so that its west lies in -180 up to 180.

    A map that has been moved round the world looks at such boxes; one that is wider than the world covers all of it.

    >>> turn_box(530.0, 20.0, 550.0, 40.0)
    ((170.0, 20.0), (190.0, 40.0))
    """
    west, east = (-180.0, 180.0) if east - west >= 360 else (west, east)
    turned = _count_turns(west)
    return (_tidy(west - turned), south), (_tidy(east - turned), north)


def resolve_area(*, box: str | None = None, area: str | None = None) -> Area:
    """Return the area of a box or of either form; without any of them, everywhere.

    Raises:
        SelectionError: both are given, or what is given is no area.
    """
    if box is not None and area is not None:
        raise SelectionError("found bbox and area together: expected one of them")
    return parse_box(box) if box is not None else parse_area(area or "")


def format_area(area: Area) -> str:
    """Write an area as addresses have it; `parse_area` reads it back to the same.

    >>> format_area(((170.0, 20.0), (190.0, 40.0)))
    '170,20,190,40'
    """
    if len(area) == 2:
        return ",".join(_format_number(value) for corner in area for value in corner)
    return ";".join(f"{_format_number(lon)},{_format_number(lat)}" for lon, lat in area)


def describe_area(area: Area) -> dict[str, Any]:
    """Return an area as plain values for the metadata of a download: ``bbox`` of a box, else ``corners``.

    A box is written as RFC 7946, section 5.2, asks: over the 180th meridian its west is more than its east.
    """
    if len(area) != 2:
        return {"corners": [list(corner) for corner in area]}
    (west, south), (east, north) = area
    return {"bbox": [west, south, _tidy(east - 360) if east > 180 else east, north]}


def name_area(area: Area) -> str:
    """Write an area in words.

    >>> name_area(((170.0, -20.0), (190.0, 40.5)))
    'box from 20° S, 170° E to 40.5° N, 170° W'
    """
    if len(area) != 2:
        return f"polygon with {len(area)} corners"
    return f"box from {_name_corner(area[0])} to {_name_corner(area[1])}"


def list_corners(area: Area) -> Area:
    """Return all corners of an area in order, the four of a box among them, without the first once more."""
    if len(area) != 2:
        return area
    (west, south), (east, north) = area
    return (west, south), (east, south), (east, north), (west, north)


def build_shape(area: Area) -> BaseGeometry:
    """Build what an area covers, longitudes in -180..180, cut at the 180th meridian as the records' geometry is.

    A polygon that crosses itself covers what an odd number of its loops goes round, as the map fills it.
    """
    whole = shapely.make_valid(Polygon(list_corners(area)))
    turns = (-1, 0, 1)  # all three: what ends at the 180th meridian also meets what lies on its other side
    windows = [build_box(360 * turn - 180, -90, 360 * turn + 180, 90) for turn in turns]
    parts = [shapely.intersection(whole, window) for window in windows]
    return shapely.union_all([_shift(part, -360.0 * turn) for part, turn in zip(parts, turns, strict=True)])


def is_inside(geometries: Any, area: Area) -> NDArray[np.bool_]:
    """Say of each of many geometries (EPSG:4326) whether it meets an area; its edge belongs to it."""
    shape = build_shape(area)
    shapely.prepare(shape)
    return np.asarray(shapely.intersects(shape, np.asarray(geometries)))


def _shift(geometry: BaseGeometry, degrees: float) -> BaseGeometry:
    return shapely.transform(geometry, lambda coordinates: coordinates + np.array([degrees, 0.0]))


def _parse_corner(text: str) -> Corner:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError as error:
        raise SelectionError(f"found the corner {text[:80]!r}: {_EXPECTED}") from error
    if not (math.isfinite(lon) and abs(lon) <= _FARTHEST_LON and abs(lat) <= 90):
        raise SelectionError(f"found the corner {text[:80]!r} off the globe: {_EXPECTED}")
    return _tidy(lon), _tidy(lat)


def _count_turns(west: float) -> float:
    """Return the degrees, a multiple of 360, that a west lies beyond -180 up to 180."""
    return 360.0 * math.floor((west + 180) / 360)


def _tidy(value: float) -> float:
    return round(value, DECIMALS) + 0.0  # turns -0.0 into 0.0


def _format_number(value: float) -> str:
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")


def _name_corner(corner: Corner) -> str:
    lon = (corner[0] + 180) % 360 - 180
    lat = corner[1]
    return f"{abs(lat):.5g}° {'N' if lat >= 0 else 'S'}, {abs(lon):.5g}° {'E' if lon >= 0 else 'W'}"
