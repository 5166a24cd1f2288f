"""What the map draws over its records: the area, the line that is measured, and the range rings, as plain values.

Positions are longitude, latitude in degrees, WGS 84; longitudes are continuous, so that a line over the 180th meridian
is drawn right across it.
"""

from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, find_inside
from geo_alliance.space.areas import list_corners
from geo_alliance.space.geodesy import NAUTICAL_MILE_M, Position, distance_m, geodesic_path
from geo_alliance.space.rings import draw_ring, point_on_ring
from geo_alliance.ui.drawings import Line, Ring
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import THIN_SPACE, format_number

_LINE_ERROR_M: Final = 2_000.0  # a pixel where the whole of a long line can be seen
_FINE, _COARSE = 5, 3  # digits after the point: 1 m for what is small, 100 m for what is larger than this
_LARGE_KM: Final = 200.0
_LABEL_AZIMUTHS: Final = (90, 120, 150, 180, 210, 240, 270, 60, 300, 30, 330, 0)


def build_overlays(atlas: Atlas, state: ViewState) -> dict[str, Any]:
    """Build the members of the map's state that hold what the reader has drawn.

    `inside` are the ids of the records of the chosen layers that meet the area, whatever their dates, or None without
    one; `area` its corners, `line` and `rings` what to draw with their labels.
    """
    return {
        "inside": _list_inside(atlas, state.selection),
        "area": [list(corner) for corner in list_corners(state.selection.area)],
        "line": _build_line(state.line) if state.line else None,
        "rings": [_build_ring(ring) for ring in state.rings],
    }


def measure_legs(line: Line) -> list[float]:
    """Return the length of each leg of a line, metres along the ellipsoid."""
    return [distance_m(start, end) for start, end in pairwise(line)]


def trace_line(line: Line) -> list[Position]:
    """Return the points, lon/lat in degrees, of the shortest way along the places of a line."""
    path = geodesic_path(line, max_error_m=_LINE_ERROR_M).coords if len(line) > 1 else line
    return [(float(lon), float(lat)) for lon, lat in path]


def format_length(length_m: float, *, decimals: int = 1) -> str:
    """Write a length in kilometres and nautical miles, to the metre below ten kilometres.

    >>> format_length(169_409.0).replace(chr(0x202f), " ")
    '169.4 km · 91.5 nautical miles'
    """
    decimals = max(decimals, 3) if length_m < 10_000 else decimals
    units = ((1000.0, "km"), (NAUTICAL_MILE_M, "nautical miles"))
    return " · ".join(f"{length_m / unit:,.{decimals}f}{THIN_SPACE}{name}" for unit, name in units)


def _list_inside(atlas: Atlas, selection: Selection) -> list[str] | None:
    if not selection.area:
        return None
    chosen = [layer for name, layer in atlas.layers.items() if name in selection.layers]
    return [record for layer in chosen for record in sorted(find_inside(layer, selection.area))]


@lru_cache(maxsize=64)
def _build_line(line: Line) -> dict[str, Any]:
    legs = measure_legs(line)
    decimals = _choose_decimals(sum(legs) / 1000)
    return {
        "places": [list(place) for place in line],
        "path": [_round(position, decimals) for position in trace_line(line)],
        "label": format_length(sum(legs)) if legs else "",
    }


@lru_cache(maxsize=64)
def _build_ring(ring: Ring) -> dict[str, Any]:
    lon, lat, km = ring
    decimals = _choose_decimals(km)
    return {
        "center": [lon, lat],
        "parts": [[_round(position, decimals) for position in part] for part in draw_ring((lon, lat), km)],
        "labels": [_round(point_on_ring((lon, lat), km, azimuth), decimals) for azimuth in _LABEL_AZIMUTHS],
        "label": format_number(round(km, 1), "km"),
    }


def _choose_decimals(length_km: float) -> int:
    return _COARSE if length_km > _LARGE_KM else _FINE


def _round(position: Position, decimals: int) -> list[float]:
    return [round(position[0], decimals), round(position[1], decimals)]
