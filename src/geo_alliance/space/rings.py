"""Rings of all places at one distance from a point, drawn right also over the 180th meridian and round a pole.

Positions are ``(lon, lat)`` in degrees, WGS 84; lengths are in kilometres along the ellipsoid. Nothing here reads files
or knows of layers.
"""

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Final

import numpy as np
from pyproj import Geod

from geo_alliance.space.geodesy import Position, distance_m

LARGEST_KM: Final = 20_000.0
"""A ring of half the way round the Earth, 20,004 km over the poles, is a point."""
MAP_EDGE_LAT: Final = 85.0
"""The map is a square in Web Mercator, which ends at atan(sinh(pi)) = 85.05 degrees."""
AREA_CORNERS: Final = 45
"""Corners of a ring as an area: its edge stays within 0.4 % of the ring up to 2,500 km, within 1.1 % beyond."""

_GEOD: Final = Geod(ellps="WGS84")
_POINTS: Final = 180  # chords leave the ring by 1 - cos(1 degree) = 0.015 % of its radius


def draw_ring(center: Position, radius_km: float) -> list[list[Position]]:
    """Draw a ring as lines in lon/lat.

    Args:
        center: lon, lat in degrees, WGS 84.
        radius_km: distance along the ellipsoid, kilometres.

    Returns:
        One or more lines with continuous longitudes round that of the centre. A ring round a pole is a line from one
        side of the world to the other. What lies beyond 85 degrees of latitude, where the map ends, is left out.

    Raises:
        ValueError: a position off the globe, or a radius that is not above zero or more than 20,000 km.
    """
    line = _trace(center, radius_km)
    shown = groupby(zip(_is_on_map(line), line, strict=True), key=lambda item: item[0])
    parts = [[position for _, position in group] for on_map, group in shown if on_map]
    return [part for part in parts if len(part) > 1]


def point_on_ring(center: Position, radius_km: float, azimuth_deg: float) -> Position:
    """Return the place on a ring in one direction from its centre, longitude next to that of the centre.

    Raises:
        ValueError: as `draw_ring`.
    """
    _check(center, radius_km)
    lon, lat, _ = _GEOD.fwd(*center, azimuth_deg, radius_km * 1000)
    return center[0] + _turn(lon - center[0]), float(lat)


def list_ring_corners(center: Position, radius_km: float) -> list[Position] | None:
    """Return the corners of a polygon in lon/lat that stands for what lies inside a ring; None round both poles.

    Round one pole the polygon goes from one side of the world to the other and along the pole.

    Raises:
        ValueError: as `draw_ring`.
    """
    _check(center, radius_km)
    north, south = (distance_m(center, (center[0], pole)) <= radius_km * 1000 for pole in (90.0, -90.0))
    if north and south:
        return None
    if not (north or south):
        turns = (-360.0 * step / AREA_CORNERS for step in range(AREA_CORNERS))
        return [point_on_ring(center, radius_km, turn) for turn in turns]
    pole = 90.0 if north else -90.0
    lons = np.linspace(center[0] - 180.0, center[0] + 180.0, AREA_CORNERS)
    line = _trace(center, radius_km)
    lats = np.interp(lons, [lon for lon, _ in line], [lat for _, lat in line])
    edge = [(float(lon), float(lat)) for lon, lat in zip(lons, lats, strict=True)]
    return [*edge, (edge[-1][0], pole), (edge[0][0], pole)]


def _trace(center: Position, radius_km: float) -> list[Position]:
    """Return the ring's points in order: closed, or round a pole from one side of the world to the other, eastward."""
    _check(center, radius_km)
    # One of the points lies due north and one due south, so that no step over a pole is ambiguous.
    turns = [360.0 * step / _POINTS for step in range(_POINTS + 1)]
    many = np.ones(len(turns))
    lons, lats, _ = _GEOD.fwd(many * center[0], many * center[1], turns, many * radius_km * 1000)
    unrolled = np.unwrap(np.asarray(lons), period=360.0)
    line = [(float(lon), float(lat)) for lon, lat in zip(unrolled, lats, strict=True)]
    if abs(unrolled[-1] - unrolled[0]) < 180.0:
        shift = 360.0 * round((center[0] - (unrolled.max() + unrolled.min()) / 2) / 360.0)
        return [(lon + shift, lat) for lon, lat in line]
    return _spread_over_world(center[0], line)


def _spread_over_world(middle: float, line: Sequence[Position]) -> list[Position]:
    """Let a line round a pole begin 180 degrees west of a longitude and end 180 degrees east of it."""
    west = middle - 180.0
    ordered = sorted(((lon - west) % 360.0 + west, lat) for lon, lat in line[:-1])
    first, last = ordered[0], ordered[-1]
    gap = first[0] + 360.0 - last[0]
    edge = first[1] + (last[1] - first[1]) * ((first[0] - west) / gap if gap else 0.0)
    return [(west, edge), *ordered, (west + 360.0, edge)]


def _is_on_map(line: Sequence[Position]) -> list[bool]:
    return [abs(lat) <= MAP_EDGE_LAT for _, lat in line]


def _turn(degrees: float) -> float:
    """Return a difference of longitudes the shorter way round."""
    return float((degrees + 180.0) % 360.0 - 180.0)


def _check(center: Position, radius_km: float) -> None:
    distance_m(center, center)  # refuses a position off the globe
    if not (math.isfinite(radius_km) and 0 < radius_km <= LARGEST_KM):
        raise ValueError(f"found the radius {radius_km} km: expected one above 0 and up to {LARGEST_KM:,.0f} km")
