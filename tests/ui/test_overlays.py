"""What the map gets of area, line and rings, and that its rule finds the same records as the server's."""

import json
from itertools import pairwise
from typing import Any

import pytest

from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.loading import Atlas
from geo_alliance.maps.display import build_display
from geo_alliance.selection import Selection, apply
from geo_alliance.space.areas import parse_area
from geo_alliance.space.geodesy import distance_m
from geo_alliance.ui.drawings import parse_line, parse_rings
from geo_alliance.ui.overlays import build_overlays, format_length, measure_legs
from geo_alliance.ui.view import ViewState

AREAS = ["127.5,26.02,128.4,26.9", "122,24;126,24;126,27;123,27", "120,20,-150,60", "-180,-90,180,90", "0,0,0,0"]


def is_visible(record: dict[str, Any], layer: str, state: dict[str, Any]) -> bool:
    """The rule of layers.js, word for word."""
    in_time = layer in state["layers"] and record["start"] <= state["end"] and record["end"] >= state["start"]
    return bool(in_time and (state["inside"] is None or record["id"] in state["inside"]))


@pytest.fixture(scope="module")
def display(atlas: Atlas) -> dict[str, Any]:
    return build_display(atlas)


@pytest.mark.parametrize("text", AREAS)
@pytest.mark.parametrize("day", [None, "1972-05-15", "2017-09-15", "2024-01-01"])
def test_the_browser_shows_what_the_server_selects(
    atlas: Atlas, display: dict[str, Any], text: str, day: str | None
) -> None:
    period = Period(day, day) if day else ALL_TIME
    selection = Selection(period, tuple(atlas.layers)[::2], area=parse_area(text))
    state = {"start": period.start, "end": period.end, "layers": list(selection.layers)}
    state |= build_overlays(atlas, ViewState(selection))

    shown = {
        item["id"] for layer in display["layers"] for item in layer["records"] if is_visible(item, layer["name"], state)
    }

    assert shown == {str(record) for frame in apply(selection, atlas.layers).values() for record in frame.index}


def test_without_an_area_the_browser_is_told_of_none(atlas: Atlas) -> None:
    overlays = build_overlays(atlas, ViewState(Selection(ALL_TIME, tuple(atlas.layers))))

    assert overlays == {"inside": None, "area": [], "line": None, "rings": []}


def test_the_largest_state_stays_below_what_a_message_may_hold(atlas: Atlas) -> None:
    line = parse_line(";".join(f"{(number * 67) % 360 - 180},{(number * 31) % 120 - 60}" for number in range(50)))
    rings = parse_rings(";".join(f"125.355,39.648,{km}" for km in (1300, 4500, 9000, 13000, 14000, 15000)))
    selection = Selection(ALL_TIME, tuple(atlas.layers), area=parse_area("120,20,150,50"))

    overlays = build_overlays(atlas, ViewState(selection, line=line, rings=rings))

    assert len(json.dumps(overlays, separators=(",", ":"))) < 60_000


# Karney's test set for geodesics, as GeographicLib's own tests quote it (doi:10.5281/zenodo.32156): latitude and
# longitude of both ends, length in metres.
@pytest.mark.parametrize(
    ("start", "end", "length_m"),
    [
        ((-139.44815, 35.60777), (-69.95921, -11.17491), 8935244.5604818305),
        ((106.05087, 55.52454), (197.18234, 77.03196), 4105086.1713924406),
        ((142.59065, -21.97856), (98.56635, 41.84138), 8394328.894657671),
        ((112.2363, -66.99028), (285.90344, -12.70631), 11150344.2312080241),
        ((173.34268, -17.42761), (5.93557, -15.84784), 16076603.1631180673),
    ],
)
def test_a_leg_is_as_long_as_published(start: tuple[float, float], end: tuple[float, float], length_m: float) -> None:
    assert measure_legs((start, end)) == pytest.approx([length_m], abs=1e-6)


def test_a_line_over_the_meridian_is_drawn_right_across_it(atlas: Atlas) -> None:
    tokyo, san_francisco = (139.692, 35.689), (-122.42, 37.775)

    line = build_overlays(atlas, ViewState(Selection(ALL_TIME, ()), line=(tokyo, san_francisco)))["line"]

    lons = [lon for lon, _ in line["path"]]
    drawn_m = sum(distance_m(tuple(a), tuple(b)) for a, b in pairwise(line["path"]))
    assert lons == sorted(lons)
    assert lons[-1] == pytest.approx(360 - 122.42)
    assert max(lat for _, lat in line["path"]) > 45
    assert drawn_m == pytest.approx(distance_m(tokyo, san_francisco), rel=1e-3)
    assert line["label"] == format_length(distance_m(tokyo, san_francisco))


def test_one_place_is_a_line_without_length(atlas: Atlas) -> None:
    line = build_overlays(atlas, ViewState(Selection(ALL_TIME, ()), line=((1.0, 2.0),)))["line"]

    assert line == {"places": [[1.0, 2.0]], "path": [[1.0, 2.0]], "label": ""}


@pytest.mark.parametrize(
    ("length_m", "words"),
    [(1_234.6, "1.235 km · 0.667 nautical miles"), (1_553_912, "1,553.9 km · 839.0 nautical miles")],
)
def test_lengths_are_written_with_thin_spaces(length_m: float, words: str) -> None:
    assert format_length(length_m).replace("\N{NARROW NO-BREAK SPACE}", " ") == words
