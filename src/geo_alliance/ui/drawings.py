"""What the reader draws on the map beside the area: a line to measure, and range rings, as addresses have them."""

import math
from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Final, TypeVar

from geo_alliance.errors import SelectionError
from geo_alliance.space.areas import Area, format_area, parse_area
from geo_alliance.space.geodesy import Position
from geo_alliance.space.rings import LARGEST_KM

Line = tuple[Position, ...]
Ring = tuple[float, float, float]
"""Longitude and latitude of the centre in degrees (WGS 84), and the distance in kilometres."""

MOST_POINTS: Final = 50
MOST_RINGS: Final = 6
DRAWING_NAMES: Final = ("area", "line", "rings")
"""Query parameters that hold what is drawn."""
LONGEST_TEXT: Final = 1_300
"""Characters of the longest area, line or list of rings that can be read."""
_FARTHEST_LON: Final = 540.0  # the map shows the world once more on each side
_POLE_LAT: Final = 90.0
_EXPECTED_LINE: Final = f"expected lon,lat;lon,lat;… in degrees, at most {MOST_POINTS} places"
_EXPECTED_RINGS: Final = f"expected lon,lat,km;lon,lat,km;… with at most {LARGEST_KM:,.0f} km and {MOST_RINGS} rings"

_T = TypeVar("_T")


def parse_line(text: str) -> Line:
    """Read the places of a line to measure, ``lon,lat;lon,lat;…``; a spot that stands twice in a row counts once.

    >>> parse_line("127.77,26.36;121.565,25.037")
    ((127.77, 26.36), (121.565, 25.037))

    Raises:
        SelectionError: it is none, a place is off the globe, or there are more than 50.
    """
    places = [_parse_position(part, 2, _EXPECTED_LINE) for part in _split(text)]
    kept = (next(same) for _, same in groupby(places, key=_find_spot))
    line = tuple((lon, lat) for lon, lat in kept)
    if len(line) > MOST_POINTS:
        raise SelectionError(f"found a line of {len(line)} places: {_EXPECTED_LINE}")
    return line


def parse_rings(text: str) -> tuple[Ring, ...]:
    """Read range rings, ``lon,lat,km;…``; a ring that stands twice counts once.

    Raises:
        SelectionError: it is none, a centre is off the globe, a distance is none, or there are more than 6.
    """
    rings: dict[Ring, None] = {}
    for part in _split(text):
        lon, lat, km = _parse_position(part, 3, _EXPECTED_RINGS)
        if not 0 < km <= LARGEST_KM:
            raise SelectionError(f"found the distance {km:g} km: {_EXPECTED_RINGS}")
        rings[(lon, lat, km)] = None
    if len(rings) > MOST_RINGS:
        raise SelectionError(f"found {len(rings)} rings: {_EXPECTED_RINGS}")
    return tuple(rings)


def format_drawing(places: Line | tuple[Ring, ...]) -> str:
    """Write a line or rings as addresses have them; `parse_line` and `parse_rings` read them back to the same."""
    return ";".join(",".join(_format_number(value) for value in place) for place in places)


def read_area(params: Mapping[str, str], notices: list[str]) -> Area:
    """Read the area of an address; what is none is said in `notices` and is everywhere."""
    return _read(params.get("area", ""), parse_area, "area", notices) or ()


def read_line(params: Mapping[str, str], notices: list[str]) -> Line:
    """Read the line of an address; what is none is said in `notices`."""
    return _read(params.get("line", ""), parse_line, "line", notices) or ()


def read_rings(params: Mapping[str, str], notices: list[str]) -> tuple[Ring, ...]:
    """Read the rings of an address; what are none is said in `notices`."""
    return _read(params.get("rings", ""), parse_rings, "rings", notices) or ()


def dump_drawings(area: Area, line: Line, rings: tuple[Ring, ...]) -> dict[str, str]:
    """Write an area, a line and rings as query parameters, without those that are empty."""
    texts = zip(DRAWING_NAMES, (format_area(area), format_drawing(line), format_drawing(rings)), strict=True)
    return {name: text for name, text in texts if text}


def _read(text: str, parse: Callable[[str], _T], name: str, notices: list[str]) -> _T | None:
    try:
        return parse(text)
    except SelectionError as error:
        notices.append(f"In the address, {name} was not understood: {error}.")
        return None


def _split(text: str) -> list[str]:
    return [part for part in text.split(";") if part]


def _parse_position(text: str, count: int, expected: str) -> tuple[float, ...]:
    try:
        values = tuple(round(float(part), 5) + 0.0 for part in text.split(","))
    except ValueError as error:
        raise SelectionError(f"found the place {text[:80]!r}: {expected}") from error
    if len(values) != count or not all(map(math.isfinite, values)):
        raise SelectionError(f"found the place {text[:80]!r}: {expected}")
    if abs(values[0]) > _FARTHEST_LON or abs(values[1]) > _POLE_LAT:
        raise SelectionError(f"found the place {text[:80]!r} off the globe: {expected}")
    return values


def _find_spot(place: tuple[float, ...]) -> Position:
    """Return the same for places of one spot: it has a longitude in each world beside another, a pole has all."""
    lon, lat = place
    return (0.0 if abs(lat) == _POLE_LAT else round(lon % 360, 5), lat)


def _format_number(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".")
