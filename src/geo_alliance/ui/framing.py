"""Where the map looks so that a box is in view."""

from collections.abc import Iterable
from math import cos, log2, radians

import shapely
from shapely.geometry import shape

from geo_alliance.descriptor import Box
from geo_alliance.records import Feature
from geo_alliance.ui.view import MapView

SMALLEST_MAP_PX = (720, 480)
"""The smallest map that a desktop shows, wide and high."""
_TILE_PX = 256
_SMALLEST_SPAN_DEG = 0.5


def fit_box(box: Box, *, smallest_deg: float = 0.0) -> MapView:
    """Return the view of a box (west, south, east, north in degrees), at least `smallest_deg` wide and high.

    The zoom, in halves, leaves no part of the box out on the smallest map that a desktop shows.

    Source: the Web Mercator projection, whose scale grows with 1 / cos(latitude).
    """
    west, south, east, north = box
    middle = (south + north) / 2
    width, height = SMALLEST_MAP_PX
    across = width / max(east - west, smallest_deg)
    along = height / max(north - south, smallest_deg) * cos(radians(middle))
    zoom = int(log2(min(across, along) * 360 / _TILE_PX) * 2) / 2
    return MapView(round(middle, 5), round((west + east) / 2, 5), min(max(zoom, 1), 18))


def choose_view(features: Iterable[Feature]) -> MapView | None:
    """Return where the map looks to have records in view, None without any."""
    shapes = [shape(feature.geometry) for feature in features]
    if not shapes:
        return None
    west, south, east, north = map(float, shapely.total_bounds(shapes))
    return fit_box((west, south, east, north), smallest_deg=_SMALLEST_SPAN_DEG)
