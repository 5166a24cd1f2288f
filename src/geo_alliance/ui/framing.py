"""Where the map looks so that a box is in view."""

from collections.abc import Iterable
from math import asinh, atan, cos, degrees, log2, radians, sinh, tan

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from geo_alliance.records import Box, Feature
from geo_alliance.space.geodesy import Position
from geo_alliance.ui.view import MapView

SMALLEST_MAP_PX = (720, 480)
"""The smallest map that a desktop shows, wide and high."""
_TILE_PX = 256
_EDGE_LAT = 85.0
_SMALLEST_SPAN_DEG = 0.5


def fit_box(box: Box, *, smallest_deg: float = 0.0) -> MapView:
    """Return the view of a box (west, south, east, north in degrees), at least `smallest_deg` wide and high.

    The zoom, in halves, leaves no part of the box out on the smallest map that a desktop shows.

    Source: EPSG Guidance Note 7-2, "Popular Visualisation Pseudo Mercator", whose northing is asinh(tan(latitude)).
    """
    west, south, east, north = box
    low, high = (asinh(tan(radians(max(min(lat, _EDGE_LAT), -_EDGE_LAT)))) for lat in (south, north))
    middle = atan(sinh((low + high) / 2))
    width, height = SMALLEST_MAP_PX
    across = width / max(east - west, smallest_deg)
    along = height / max(degrees(high - low), smallest_deg / cos(middle))
    zoom = int(log2(min(across, along) * 360 / _TILE_PX) * 2) / 2
    return MapView(round(degrees(middle), 5), round((west + east) / 2, 5), min(max(zoom, 1), 18))


def choose_view(features: Iterable[Feature]) -> MapView | None:
    """Return where the map looks to have records in view, None without any."""
    shapes = [shape(feature.geometry) for feature in features]
    return _fit_bounds(shapely.total_bounds(shapes)) if shapes else None


def fit_places(places: Iterable[Position]) -> MapView:
    """Return where the map looks to have places in view, at least one, whose longitudes go on over the 180th meridian.

    Args:
        places: lon, lat in degrees, WGS 84.
    """
    return _fit_bounds(shapely.total_bounds(shapely.points(list(places))))


def _fit_bounds(bounds: NDArray[np.float64]) -> MapView:
    west, south, east, north = map(float, bounds)
    return fit_box((west, south, east, north), smallest_deg=_SMALLEST_SPAN_DEG)
