"""Areas: what an address says of them, and which shapes they meet, also over the 180th meridian."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box

from geo_alliance.dates import ALL_TIME
from geo_alliance.errors import SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, apply
from geo_alliance.space.areas import (
    Area,
    build_shape,
    describe_area,
    format_area,
    is_inside,
    name_area,
    parse_area,
    parse_box,
    resolve_area,
    turn_box,
)

OKINAWA = parse_area("127.5,26.02,128.4,26.9")
PACIFIC = parse_area("170,-20,-150,40")

numbers = st.integers(-54_000_000, 54_000_000).map(lambda value: value / 100_000)
lats = st.integers(-9_000_000, 9_000_000).map(lambda value: value / 100_000)
corners = st.tuples(st.integers(-18_000_000, 17_999_999).map(lambda value: value / 100_000), lats)


@given(st.lists(corners, min_size=3, max_size=50))
def test_a_polygon_comes_back_from_its_text(places: list[tuple[float, float]]) -> None:
    area = parse_area(";".join(f"{lon},{lat}" for lon, lat in places))

    assert area == tuple(places)
    assert parse_area(format_area(area)) == area


@given(west=numbers, width=st.integers(0, 35_900_000), lats=st.tuples(lats, lats))
def test_a_box_comes_back_from_its_text(west: float, width: int, lats: tuple[float, float]) -> None:
    south, north = sorted(lats)
    east = round(west + width / 100_000, 5)
    if abs(east) > 540:
        return

    area = parse_box(f"{west},{south},{east},{north}")

    assert -180 <= area[0][0] < 180
    assert area[0][0] <= area[1][0] <= area[0][0] + 360
    assert parse_area(format_area(area)) == area


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2,3", "found the area '1,2,3': expected west,south,east,north"),
        ("1,2,3,4,5,6", "expected west,south,east,north"),
        ("1,2,3,north", "found the corner '3,north'"),
        ("1,5,3,4", "south above its north"),
        ("1,2,3,91", "off the globe"),
        ("nan,2,3,4", "off the globe"),
        ("1,inf,3,4", "off the globe"),
        ("600,2,601,4", "off the globe"),
        ("1,2;3,4", "found an area of 2 corners: expected 3 to 50"),
        (";".join(f"{lon},1" for lon in range(51)), "found an area of 51 corners"),
        ("-100,0;300,0;0,50", "400 degrees wide"),
        ("1,2;3,4;5", "found the corner '5'"),
        ("1,2,3;3,4,5;5,6,7", "found the corner '1,2,3'"),
    ],
)
def test_what_is_no_area_is_refused(text: str, message: str) -> None:
    with pytest.raises(SelectionError, match=message):
        parse_area(text)


def test_no_text_is_everywhere_and_both_ways_at_once_are_refused() -> None:
    assert resolve_area() == resolve_area(area="") == ()
    assert resolve_area(box="1,2,3,4") == resolve_area(area="1,2,3,4")
    with pytest.raises(SelectionError, match="found bbox and area together"):
        resolve_area(box="1,2,3,4", area="1,2,3,4")


@pytest.mark.parametrize(
    ("area", "position", "expected"),
    [
        (OKINAWA, (127.9, 26.4), True),
        (OKINAWA, (127.5, 26.02), True),
        (OKINAWA, (127.4, 26.4), False),
        (PACIFIC, (175, 0), True),
        (PACIFIC, (-175, 0), True),
        (PACIFIC, (0, 0), False),
        (parse_area("170,-20,180,40"), (-180, 0), True),
        (parse_area("-180,-20,-170,40"), (180, 0), True),
        (parse_area("170,0;190,0;180,20"), (-172, 1), True),
        (parse_area("530,0;535,0;535,5"), (174, 1), True),
        (parse_area("-200,-90,200,90"), (13, 52), True),
    ],
)
def test_a_point_is_inside_or_not(area: Area, position: tuple[float, float], expected: bool) -> None:
    assert is_inside([Point(position)], area).tolist() == [expected]


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((170, -20, 210, 40), ((170, -20), (210, 40))),
        ((890, -20, 930, 40), ((170, -20), (210, 40))),
        ((-230, 0, -170, 40), ((130, 0), (190, 40))),
        ((-300, -89, 90, 89), ((-180, -89), (180, 89))),
    ],
    ids=["over the meridian", "two worlds on", "a world back", "wider than the world"],
)
def test_a_box_in_any_world_is_turned_into_the_first(box: tuple[float, float, float, float], expected: Area) -> None:
    assert turn_box(*box) == expected


def test_a_line_or_polygon_is_inside_as_soon_as_it_meets_the_area() -> None:
    shapes = [LineString([(127, 26.4), (129, 26.4)]), box(128.4, 26.9, 129, 27), box(129, 26, 130, 27)]

    assert is_inside(shapes, OKINAWA).tolist() == [True, True, False]


def test_a_polygon_that_crosses_itself_covers_what_the_map_fills() -> None:
    bow_tie = parse_area("0,0;10,10;10,0;0,10")

    inside = is_inside([Point(1, 5), Point(9, 5), Point(5, 1), Point(5, 9)], bow_tie)

    assert inside.tolist() == [True, True, False, False]


def test_an_area_without_width_meets_what_lies_on_it() -> None:
    line = parse_area("124,20,124,30")

    assert is_inside([Point(124, 25), Point(124.1, 25)], line).tolist() == [True, False]


def test_an_area_over_the_meridian_is_cut_there() -> None:
    west, south, east, north = build_shape(PACIFIC).bounds

    assert (west, south, east, north) == (-180, -20, 180, 40)
    assert build_shape(PACIFIC).area == pytest.approx(40 * 60)


def test_an_area_is_named_and_described() -> None:
    assert name_area(PACIFIC) == "box from 20° S, 170° E to 40° N, 150° W"
    assert describe_area(PACIFIC) == {"bbox": [170, -20, -150, 40]}
    assert name_area(parse_area("0,0;1,1;0,2")) == "polygon with 3 corners"
    assert describe_area(parse_area("0,0;1,1;0,2")) == {"corners": [[0, 0], [1, 1], [0, 2]]}


def test_the_selection_keeps_exactly_the_records_that_meet_the_area(atlas: Atlas) -> None:
    shape = build_shape(OKINAWA)

    visible = apply(Selection(ALL_TIME, tuple(atlas.layers), area=OKINAWA), atlas.layers)

    for name, layer in atlas.layers.items():
        expected = [record for record, geometry in layer.frame.geometry.items() if geometry.intersects(shape)]
        assert list(visible[name].index) == expected
    assert "FAC6051" in visible["facilities"].index
    assert "FAC2001" not in visible["facilities"].index
