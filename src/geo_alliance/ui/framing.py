"""Where the map looks so that a box is in view."""

from math import cos, log2, radians

from geo_alliance.descriptor import Box
from geo_alliance.ui.view import MapView

_SMALLEST_MAP_PX = (720, 480)
_TILE_PX = 256


def fit_box(box: Box, *, smallest_deg: float = 0.0) -> MapView:
    """Return the view of a box (west, south, east, north in degrees), at least `smallest_deg` wide and high.

    The zoom, in halves, leaves no part of the box out on the smallest map that a desktop shows.

    Source: the Web Mercator projection, whose scale grows with 1 / cos(latitude).
    """
    west, south, east, north = box
    middle = (south + north) / 2
    width, height = _SMALLEST_MAP_PX
    across = width / max(east - west, smallest_deg)
    along = height / max(north - south, smallest_deg) * cos(radians(middle))
    zoom = int(log2(min(across, along) * 360 / _TILE_PX) * 2) / 2
    return MapView(round(middle, 5), round((west + east) / 2, 5), min(max(zoom, 1), 18))
