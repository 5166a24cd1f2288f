"""The tools on the map in a real browser: an area drawn by hand, a line measured by keyboard, a ring."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Frame, Page, expect

from geo_alliance.dates import ALL_TIME
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, apply
from geo_alliance.space.areas import parse_area

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapIds = Callable[[Page], set[str]]
MapFrame = Callable[[Page], Frame]
OKINAWA = "/?era=all&layers=facilities,zones&view=26.4,127.9,8"


def locate(page: Page, frame: Frame, lon: float, lat: float) -> tuple[float, float]:
    """Return where a position stands in the window."""
    box = page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
    assert box is not None
    x, y = frame.evaluate(f"(() => {{ const p = map.latLngToContainerPoint([{lat}, {lon}]); return [p.x, p.y]; }})()")
    return box["x"] + x, box["y"] + y


def read_param(page: Page, name: str) -> str:
    (text,) = parse_qs(urlsplit(page.url).query)[name]
    return text


def test_a_box_drawn_by_hand_shows_on_the_map_what_the_server_selects(
    open_page: OpenPage, map_frame: MapFrame, map_ids: MapIds, atlas: Atlas, errors: list[str]
) -> None:
    page = open_page(OKINAWA)
    frame = map_frame(page)
    frame.get_by_role("button", name="Draw an area").click()
    frame.get_by_role("button", name="Box", exact=True).click()

    page.mouse.move(*locate(page, frame, 127.7, 26.2))
    page.mouse.down()
    page.mouse.move(*locate(page, frame, 128.0, 26.5), steps=4)
    page.mouse.up()

    page.wait_for_url("**/?*area=*")
    area = parse_area(read_param(page, "area"))
    visible = apply(Selection(ALL_TIME, ("facilities", "zones"), area=area), atlas.layers)
    expected = {str(record) for shown in visible.values() for record in shown.index}
    frame.wait_for_function(f"document.documentElement.dataset.ready === '{len(expected)}'")
    assert map_ids(page) == expected
    expect(page.get_by_text("in the drawn area (box from 26.2")).to_be_visible()
    expect(page.get_by_role("button", name="Filters (1)")).to_be_visible()
    assert "record=" not in page.url
    assert errors == []


def test_a_polygon_of_clicks_opens_no_record_and_is_cleared(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page(OKINAWA)
    frame = map_frame(page)
    frame.get_by_role("button", name="Draw an area").click()
    frame.get_by_role("button", name="Polygon", exact=True).click()

    for lon, lat in ((127.757, 26.274), (128.3, 26.3), (128.2, 26.8)):  # the first stands on Futenma
        page.mouse.click(*locate(page, frame, lon, lat))
        page.wait_for_timeout(600)  # no double click
    page.keyboard.press("Enter")

    page.wait_for_url("**/?*area=*")
    assert len(parse_area(read_param(page, "area"))) == 3
    assert "record=" not in page.url
    frame.get_by_role("button", name="Clear", exact=True).click()
    expect(page.get_by_text("no filter")).to_be_visible()


def test_escape_puts_the_tool_away_and_leaves_the_open_record(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?record=FAC6051")
    frame = map_frame(page)
    frame.get_by_role("button", name="Draw an area").click()
    frame.get_by_role("button", name="Polygon", exact=True).click()
    expect(frame.locator(".draw-surface")).to_be_visible()

    page.keyboard.press("Escape")

    expect(frame.locator(".draw-surface")).to_be_hidden()
    expect(page.locator(".ga-record h2").first).to_be_visible()


def test_what_is_in_view_becomes_the_area_without_a_pointer(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page(OKINAWA)
    frame = map_frame(page)

    frame.get_by_role("button", name="Draw an area").press("Enter")
    frame.get_by_role("button", name="Use what is in view").press("Enter")

    page.wait_for_url("**/?*area=*")
    (west, south), (east, north) = parse_area(read_param(page, "area"))
    bounds = frame.evaluate("map.getBounds().toBBoxString()").split(",")
    assert [west, south, east, north] == pytest.approx([float(value) for value in bounds], abs=1e-4)


def test_a_line_is_measured_by_keyboard(open_page: OpenPage, map_frame: MapFrame, errors: list[str]) -> None:
    page = open_page("/?layers=facilities&view=30,132,5")
    frame = map_frame(page)
    container = frame.locator(".leaflet-container")
    container.focus()

    for key in ("ArrowRight", "m", "ArrowLeft", "ArrowLeft", "m"):
        container.press(key)
        page.wait_for_timeout(300)

    page.wait_for_url(re.compile(r"line=[^&]+%3B"))
    expect(frame.locator(".overlay-label")).to_contain_text("nautical miles")
    expect(page.get_by_text("The shortest way over the WGS 84 ellipsoid")).to_be_visible()
    assert errors == []


def test_a_click_puts_a_ring_that_says_what_it_is(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?layers=launch-sites&view=38,130,5")
    frame = map_frame(page)
    frame.get_by_role("button", name="Range ring").click()

    page.mouse.click(*locate(page, frame, 125.355, 39.648))

    page.wait_for_url("**/?*rings=*")
    expect(frame.locator(".overlay-label")).to_contain_text("range ring, not a flight path")
    expect(page.get_by_role("button", name="Use as area")).to_be_visible()


def test_only_tools_say_whether_they_are_pressed(open_page: OpenPage, map_frame: MapFrame) -> None:
    frame = map_frame(open_page(OKINAWA))
    frame.get_by_role("button", name="Draw an area").click()

    frame.get_by_role("button", name="Polygon", exact=True).click()

    expect(frame.get_by_role("button", name="Polygon", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(frame.get_by_role("button", name="Box", exact=True)).to_have_attribute("aria-pressed", "false")
    expect(frame.locator(".tools [aria-pressed]")).to_have_count(5)
