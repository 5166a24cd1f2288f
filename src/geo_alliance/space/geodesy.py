"""Lines, circles, buffers and distances on the WGS 84 ellipsoid.

Positions are ``(lon, lat)`` in degrees, WGS 84 (EPSG:4326); lengths are in metres along the ellipsoid; azimuths are in
degrees clockwise from true north. Nothing here reads files or knows of layers.

Lines and rings that this module makes have *continuous* longitudes: a track that starts at 170 and runs east over the
180th meridian goes on to 190. `split_at_antimeridian` brings such a line back to -180..180, cut as RFC 7946 asks.

Source: C. F. F. Karney, "Algorithms for geodesics", Journal of Geodesy 87 (2013) 43-55, as built into PROJ.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

Position = tuple[float, float]

COORDINATE_DECIMALS: Final = 5
"""Digits after the point of built geometry: 0.00001 degree is 1.1 m."""

NAUTICAL_MILE_M: Final = 1852.0
"""The international nautical mile. Source: BIPM, SI Brochure, 9th edition, table of non-SI units."""

_GEOD: Final = Geod(ellps="WGS84")
_LONGEST_STEP_M: Final = 500_000.0  # so that neighbours are never on opposite sides of the Earth
_SHORTEST_STEP_M: Final = 1.0  # a line over a pole would be divided without end
_CIRCLE_POINTS: Final = 144  # chords leave the circle by 1 - cos(180/144 degrees) = 0.024 %
_QUARTER_SEGMENTS: Final = 36  # the same for the corners of a buffer
_CELL_DEG: Final = 4.0  # a local projection is true to 0.05 % over a cell of this size with its buffer
_EDGE_DEG: Final = 0.1  # edges drawn straight in lon/lat stay so in a local projection, to a few metres
_EDGE_M: Final = 10_000.0  # and the other way


@dataclass(frozen=True)
class _Geodesic:
    start: Position
    azimuth_deg: float

    def at(self, length_m: float) -> Position:
        lon, lat, _ = _GEOD.fwd(*self.start, self.azimuth_deg, length_m)
        return (float(lon), float(lat))

    def chord_error_m(self, from_m: float, to_m: float) -> float:
        """Return the most that a straight segment in lon/lat leaves the geodesic, looked at in each quarter."""
        ends = _continuous([self.at(from_m), self.at(to_m)])
        return max(self._miss_m(from_m, to_m, ends, share) for share in (0.25, 0.5, 0.75))

    def _miss_m(self, from_m: float, to_m: float, ends: Sequence[Position], share: float) -> float:
        (west, south), (east, north) = ends
        drawn = (west + (east - west) * share, south + (north - south) * share)
        return distance_m(drawn, self.at(from_m + (to_m - from_m) * share))


def distance_m(a: Position, b: Position) -> float:
    """Return the length of the shortest line on the ellipsoid between two positions.

    Args:
        a: lon, lat in degrees, WGS 84.
        b: lon, lat in degrees, WGS 84.

    Returns:
        Metres.

    Raises:
        ValueError: a latitude outside -90..90, or a coordinate that is no finite number.

    >>> round(distance_m((139.6917, 35.6895), (127.681, 26.2124)) / 1000)  # Tokyo to Naha
    1554
    """
    _check_position(a)
    _check_position(b)
    return float(_GEOD.inv(*a, *b)[2])


def azimuth_deg(start: Position, end: Position) -> float:
    """Return the direction in which the shortest line leaves `start` for `end`.

    Args:
        start: lon, lat in degrees, WGS 84.
        end: lon, lat in degrees, WGS 84.

    Returns:
        Degrees clockwise from true north, 0 up to 360.

    Raises:
        ValueError: a latitude outside -90..90, or a coordinate that is no finite number.

    >>> round(azimuth_deg((0, 0), (0, -1)))
    180
    """
    _check_position(start)
    _check_position(end)
    return float(_GEOD.inv(*start, *end)[0]) % 360.0


def geodesic_line(start: Position, *, azimuth_deg: float, length_m: float, max_error_m: float = 1000.0) -> LineString:
    """Draw the line that leaves `start` at an azimuth and keeps straight on the ellipsoid.

    Points are put in until each segment, drawn straight in lon/lat, stays within `max_error_m` of the true line.

    Args:
        start: lon, lat in degrees, WGS 84.
        azimuth_deg: direction at the start, degrees clockwise from true north.
        length_m: length along the ellipsoid, metres.
        max_error_m: the most that a drawn segment may leave the line, metres.

    Returns:
        A line in lon, lat, WGS 84, with continuous longitudes.

    Raises:
        ValueError: a position off the globe, or a length or an error that is not above zero.

    >>> line = geodesic_line((129.6667, 40.85), azimuth_deg=86.1, length_m=1_646_000)
    >>> [round(value, 2) for value in line.coords[-1]]
    [149.11, 40.21]
    """
    _check_position(start)
    _check_positive(length_m=length_m, max_error_m=max_error_m)
    line = _Geodesic(start, azimuth_deg)
    return LineString(_continuous([line.at(station) for station in _stations(line, length_m, max_error_m)]))


def positions_along(start: Position, *, azimuth_deg: float, lengths_m: Sequence[float]) -> list[Position]:
    """Return the positions on a straight line over the ellipsoid at some lengths from its start.

    Args:
        start: lon, lat in degrees, WGS 84.
        azimuth_deg: direction at the start, degrees clockwise from true north.
        lengths_m: lengths along the ellipsoid, metres.

    Returns:
        A lon, lat in degrees, WGS 84, for each length, with continuous longitudes.

    Raises:
        ValueError: a position off the globe.
    """
    _check_position(start)
    lons, lats, azimuths = (np.full(len(lengths_m), value) for value in (*start, azimuth_deg))
    lons, lats, _ = _GEOD.fwd(lons, lats, azimuths, np.asarray(lengths_m, dtype=float))
    return _continuous([(float(lon), float(lat)) for lon, lat in zip(lons, lats, strict=True)])


def geodesic_path(points: Sequence[Position], *, max_error_m: float = 1000.0) -> LineString:
    """Draw the line through given points that follows the shortest way from each to the next.

    Args:
        points: two or more of lon, lat in degrees, WGS 84, no two neighbours at the same place.
        max_error_m: the most that a drawn segment may leave the line, metres.

    Returns:
        A line in lon, lat, WGS 84, with continuous longitudes; the given points are among its points.

    Raises:
        ValueError: fewer than two points, a position off the globe, or two neighbours at the same place.
    """
    if len(points) < 2:
        raise ValueError(f"a path needs two points or more, found {len(points)}")
    legs = [_leg(start, end, max_error_m) for start, end in pairwise(points)]
    path = [points[0]] + [position for leg in legs for position in leg]
    return LineString(_continuous(path))


def geodesic_circle(center: Position, *, radius_m: float) -> Polygon:
    """Draw the circle of all positions at one distance from a centre, to within 0.1 % of the radius.

    Args:
        center: lon, lat in degrees, WGS 84.
        radius_m: distance along the ellipsoid, metres.

    Returns:
        A polygon in lon, lat, WGS 84, right-hand ring, with continuous longitudes.

    Raises:
        ValueError: a position off the globe, a radius that is not above zero, or a circle round a pole.
    """
    _check_position(center)
    _check_positive(radius_m=radius_m)
    if radius_m >= distance_m(center, (center[0], math.copysign(90.0, center[1]))):
        raise ValueError(f"a circle of {radius_m:.0f} m about {center} reaches round a pole and has no ring in lon/lat")
    turns = (-360.0 * step / _CIRCLE_POINTS for step in range(_CIRCLE_POINTS))
    ring = [_Geodesic(center, turn).at(radius_m) for turn in turns]
    return Polygon(_continuous(ring))


def geodesic_buffer(geometry: BaseGeometry, *, distance_m: float) -> BaseGeometry:
    """Return everything that is within a distance of a geometry, to within 0.1 % of the distance.

    The geometry is cut into cells of four degrees; each is buffered in an azimuthal equidistant projection about its
    own middle, and the results are joined.

    Args:
        geometry: points, lines or polygons in lon, lat, WGS 84, away from the poles and the 180th meridian; edges are
            taken as drawn, straight in lon/lat.
        distance_m: metres along the ellipsoid.

    Returns:
        A polygon or several in lon, lat, WGS 84, right-hand rings.

    Raises:
        ValueError: an empty geometry, or a distance that is not above zero.

    Source: J. P. Snyder, "Map Projections - A Working Manual", USGS Professional Paper 1395 (1987), p. 191: across the
    radius the projection's scale is c/sin(c) at c radians from its middle, 1.0005 at 350 km.
    """
    if geometry.is_empty:
        raise ValueError("an empty geometry has no buffer")
    _check_positive(distance_m=distance_m)
    cells = [_buffer_cell(cell, distance_m) for cell in _cells(geometry)]
    return shapely.orient_polygons(shapely.union_all(cells))


def split_at_antimeridian(line: LineString) -> LineString | MultiLineString:
    """Bring all longitudes of a line to -180..180 and cut it where it passes the 180th meridian.

    Args:
        line: lon, lat in degrees, WGS 84. Longitudes may be continuous (179, 181) or jump (179, -179): of two
            neighbours the shorter way is meant.

    Returns:
        The line, or its parts in order; no segment crosses the 180th meridian.

    Source: RFC 7946, section 3.1.9.

    >>> print(split_at_antimeridian(LineString([(179, 0), (181, 2)])))
    MULTILINESTRING ((179 0, 180 1), (-180 1, -179 2))
    """
    positions = _continuous([(float(lon), float(lat)) for lon, lat in line.coords])
    parts = _parts_by_turn(list(_with_crossings(positions)))
    return LineString(parts[0]) if len(parts) == 1 else MultiLineString(parts)


def round_geometry(geometry: BaseGeometry, *, decimals: int = COORDINATE_DECIMALS) -> BaseGeometry:
    """Round coordinates and turn rings the right way; a valid geometry stays valid.

    Args:
        geometry: any, in lon, lat.
        decimals: digits after the point; 5 is about one metre.

    Returns:
        Exterior rings run counter-clockwise, holes clockwise (RFC 7946, section 3.1.6).
    """
    if geometry.geom_type in {"Polygon", "MultiPolygon"}:
        geometry = shapely.set_precision(geometry, 10.0**-decimals)  # rounding alone could make rings cross
    # `+ 0.0` turns -0.0 into 0.0
    rounded = shapely.transform(geometry, lambda coordinates: np.round(coordinates, decimals) + 0.0)
    return shapely.orient_polygons(rounded)


def _check_position(position: Position) -> None:
    lon, lat = position
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise ValueError(f"found the position {position}: expected finite degrees")
    if not -90.0 <= lat <= 90.0:
        raise ValueError(f"found the latitude {lat}: expected one of -90 to 90")


def _check_positive(**lengths_m: float) -> None:
    for name, value in lengths_m.items():
        if not (math.isfinite(value) and value > 0):
            raise ValueError(f"found {name} = {value}: expected it above zero")


def _stations(line: _Geodesic, length_m: float, max_error_m: float) -> Iterator[float]:
    steps = math.ceil(length_m / _LONGEST_STEP_M)
    yield 0.0
    ends = [(length_m * step / steps, length_m * (step + 1) / steps) for step in reversed(range(steps))]
    while ends:
        from_m, to_m = ends.pop()
        if to_m - from_m > _SHORTEST_STEP_M and line.chord_error_m(from_m, to_m) > max_error_m:
            middle_m = (from_m + to_m) / 2
            ends += [(middle_m, to_m), (from_m, middle_m)]
        else:
            yield to_m


def _leg(start: Position, end: Position, max_error_m: float) -> list[Position]:
    length_m = distance_m(start, end)
    line = geodesic_line(start, azimuth_deg=azimuth_deg(start, end), length_m=length_m, max_error_m=max_error_m)
    inner = [(float(lon), float(lat)) for lon, lat in line.coords[1:-1]]
    return [*inner, end]


def _continuous(positions: Sequence[Position]) -> list[Position]:
    lons = np.unwrap([lon for lon, _ in positions], period=360.0)
    return [(float(lon), lat) for lon, (_, lat) in zip(lons, positions, strict=True)]


def _with_crossings(positions: Sequence[Position]) -> Iterator[Position]:
    yield positions[0]
    for (west, south), (east, north) in pairwise(positions):
        meridian = 360.0 * math.floor((max(west, east) + 180.0) / 360.0) - 180.0
        if min(west, east) < meridian < max(west, east):
            yield (meridian, south + (north - south) * (meridian - west) / (east - west))
        yield (east, north)


def _parts_by_turn(positions: Sequence[Position]) -> list[list[Position]]:
    parts: list[list[Position]] = []
    last_turn: int | None = None
    for (west, south), (east, north) in pairwise(positions):
        turn = math.floor(((west + east) / 2 + 180.0) / 360.0)
        if turn != last_turn:
            parts.append([(_turned(west, turn), south)])
            last_turn = turn
        parts[-1].append((_turned(east, turn), north))
    return parts


def _turned(lon: float, turn: int) -> float:
    return min(max(lon - 360.0 * turn, -180.0), 180.0)  # a last digit may lie beyond the meridian


def _cells(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(geometry):
        west, south, east, north = part.bounds
        for left in np.arange(west, east + 1e-9, _CELL_DEG):
            for bottom in np.arange(south, north + 1e-9, _CELL_DEG):
                # not clip_by_rect, which loses what lies on the edge of a cell, such as a single point
                cell = part.intersection(shapely.box(left, bottom, left + _CELL_DEG, bottom + _CELL_DEG))
                if not cell.is_empty:
                    yield shapely.segmentize(cell, _EDGE_DEG)


def _buffer_cell(cell: BaseGeometry, distance_m: float) -> BaseGeometry:
    west, south, east, north = cell.bounds
    local = CRS.from_proj4(f"+proj=aeqd +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} +datum=WGS84")
    there = Transformer.from_crs("EPSG:4326", local, always_xy=True)
    back = Transformer.from_crs(local, "EPSG:4326", always_xy=True)
    flat = _project(cell, there)
    grown = shapely.buffer(flat, distance_m, quad_segs=_QUARTER_SEGMENTS)
    return _project(shapely.segmentize(grown, _EDGE_M), back)


def _project(geometry: BaseGeometry, transformer: Transformer) -> BaseGeometry:
    def move(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    return shapely.transform(geometry, move)
