"""Where the map looks so that a box, records or places are in view."""

import pytest
from pyproj import Transformer

from geo_alliance.records import Box
from geo_alliance.ui.framing import SMALLEST_MAP_PX, fit_box, fit_places

_MERCATOR = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
_WORLD_M = 40_075_016.68557849


@pytest.mark.parametrize(
    ("box", "zoom"),
    [
        ((127.0, 26.0, 128.0, 27.0), 9),
        ((118, 8, 182, 47), 3.5),
        ((-180, -80, 180, 80), 1),
        ((1, 1, 1.00001, 1.00001), 18),
        ((140, 60, 140.2, 64), 6),
        ((0, -90, 90, 90), 1),
    ],
    ids=["island", "over the 180th meridian", "world", "point", "high north", "poles"],
)
def test_a_box_has_the_zoom_at_which_it_fits(box: Box, zoom: float) -> None:
    assert fit_box(box).zoom == zoom


@pytest.mark.parametrize("box", [(127.0, 26.0, 128.0, 27.0), (90, 8, 154, 47), (90, -1, 160, 80)])
def test_a_box_fills_the_smallest_map_without_being_cut(box: Box) -> None:
    view = fit_box(box)

    (west, east), (south, north) = _MERCATOR.transform([box[0], box[2]], [box[1], box[3]])
    across, along = _MERCATOR.transform(view.lon, view.lat)
    pixels = 256 * 2**view.zoom / _WORLD_M
    size = (east - west) * pixels / SMALLEST_MAP_PX[0], (north - south) * pixels / SMALLEST_MAP_PX[1]
    assert 0.7 < max(size) <= 1
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((across, along), abs=2)


def test_places_over_the_180th_meridian_are_in_view() -> None:
    view = fit_places([(139.7, 35.7), (237.6, 37.8)])

    assert (view.lon, view.zoom) == (188.65, 3)
