"""What is drawn on the map, as addresses have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_alliance.errors import SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, find_inside
from geo_alliance.space.geodesy import distance_m
from geo_alliance.ui.address import dump_state, parse_state
from geo_alliance.ui.drawings import LONGEST_TEXT, MOST_POINTS, format_drawing, parse_line, parse_rings
from geo_alliance.ui.overlays import build_overlays, measure_legs
from geo_alliance.ui.state import widen_selection
from geo_alliance.ui.view import default_selection

lons = st.integers(-54_000_000, 54_000_000).map(lambda value: value / 100_000)
lats = st.integers(-9_000_000, 9_000_000).map(lambda value: value / 100_000)
kilometres = st.integers(1, 2_000_000_000).map(lambda value: value / 100_000)


@given(st.lists(st.tuples(lons, lats), max_size=50))
def test_a_line_comes_back_from_its_text(places: list[tuple[float, float]]) -> None:
    line = parse_line(";".join(f"{lon},{lat}" for lon, lat in places))

    assert [place for place in places if all(distance_m(place, kept) for kept in line)] == []
    assert all(measure_legs(line))
    assert parse_line(format_drawing(line)) == line


@pytest.mark.parametrize("text", ["180,0;-180,0;540,0", "0,90;77.5,90", "487.68,26.2;127.68,26.2"])
def test_a_spot_that_stands_twice_in_a_row_counts_once(atlas: Atlas, text: str) -> None:
    state = parse_state({"line": text}, atlas)

    assert len(state.line) == 1
    assert build_overlays(atlas, state)["line"]["label"] == ""


@given(st.lists(st.tuples(lons, lats, kilometres), max_size=6))
def test_rings_come_back_from_their_text(rings: list[tuple[float, float, float]]) -> None:
    read = parse_rings(";".join(f"{lon},{lat},{km}" for lon, lat, km in rings))

    assert read == tuple(dict.fromkeys(rings))
    assert parse_rings(format_drawing(read)) == read


def test_the_longest_drawings_fit_into_an_address() -> None:
    line = tuple((-123.45678 - number, -12.34567) for number in range(MOST_POINTS))

    assert len(format_drawing(line)) <= LONGEST_TEXT


@pytest.mark.parametrize(
    ("params", "notice"),
    [
        ({"area": "1,2,3"}, "area was not understood: found the area '1,2,3'"),
        ({"area": "1,2;3,4"}, "expected 3 to 50"),
        ({"area": "1,2,3,nan"}, "off the globe"),
        ({"area": ";".join(["100.00001,20.00001"] * 100)}, "too long (1)"),
        ({"line": "a,b"}, "line was not understood: found the place 'a,b'"),
        ({"line": "1,2,3"}, "found the place '1,2,3'"),
        ({"line": "1,91"}, "off the globe"),
        ({"line": ";".join(f"{lon},1" for lon in range(60))}, "a line of 60 places"),
        ({"rings": "1,2"}, "rings was not understood: found the place '1,2'"),
        ({"rings": "1,2,0"}, "found the distance 0 km"),
        ({"rings": "1,2,20001"}, "found the distance 20001 km"),
        ({"rings": "1,2,inf"}, "found the place '1,2,inf'"),
        ({"rings": ";".join(f"{lon},2,3" for lon in range(7))}, "found 7 rings"),
    ],
)
def test_what_is_no_drawing_is_said_and_changes_nothing(atlas: Atlas, params: dict[str, str], notice: str) -> None:
    state = parse_state(params, atlas)

    assert (state.selection, state.line, state.rings) == (default_selection(atlas.catalogue), (), ())
    assert len(state.notices) == 1
    assert notice in state.notices[0]


def test_area_line_and_rings_are_part_of_the_address(atlas: Atlas) -> None:
    params = {
        "area": "127.5,26.02,128.4,26.9",
        "line": "127.768,26.352;121.565,25.037",
        "rings": "125.355,39.648,1300;127.77,26.36,640.5",
    }

    state = parse_state(params, atlas)

    assert state.notices == ()
    assert state.selection.area == ((127.5, 26.02), (128.4, 26.9))
    assert state.rings[1] == (127.77, 26.36, 640.5)
    assert dump_state(state, atlas.catalogue) == params


def test_too_many_places_are_refused() -> None:
    with pytest.raises(SelectionError, match="found a line of 51 places"):
        parse_line(";".join(f"{number},1" for number in range(51)))


def test_a_record_outside_of_the_area_is_revealed_by_leaving_the_area(atlas: Atlas) -> None:
    area = ((127.5, 26.02), (128.4, 26.9))
    inside, outside = (atlas.layers["facilities"].features[record] for record in ("FAC6051", "FAC2001"))
    selection = Selection(default_selection(atlas.catalogue).period, ("facilities",), area=area)

    assert widen_selection(atlas, selection, inside).area == area
    assert widen_selection(atlas, selection, outside).area == ()
    assert inside.id in find_inside(atlas.layers["facilities"], area)
