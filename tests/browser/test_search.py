"""The search and the list of what is in view, by keyboard alone."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import geopandas as gpd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect
from shapely.geometry import box

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]

ZONES = Path(__file__).parents[2] / "geodata" / "zones.geojson"
OWN = "st-key-(search|in-view-list)"


def search(page: Page, text: str) -> None:
    """Write into the search as an input method does, then wait for the hits of that text."""
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search the atlas")).to_be_focused()
    page.keyboard.insert_text(text)
    expect(page.locator(".hit").first).to_be_visible()


def is_in_view(frame: Frame, record: str) -> bool:
    """Whether the map shows the place of a record, by the list that the map itself gives."""
    return bool(frame.evaluate("(id) => geoAlliance.browse.list([]).records.some((item) => item.id === id)", record))


def count_zones(bounds: list[float]) -> int:
    """Return how many zones of the data share a point with a box of west, south, east, north."""
    return int(gpd.read_file(ZONES).intersects(box(*bounds)).sum())


def list_faults(page: Page) -> list[str]:
    """Return what axe-core finds in the search and the list."""
    found = Axe().run(page).response["violations"]
    nodes = [(fault["id"], node) for fault in found for node in fault["nodes"]]
    return [f"{name}: {node['html'][:160]}" for name, node in nodes if re.search(OWN, str(node["target"]))]


def test_a_base_is_found_by_its_japanese_name(open_page: OpenPage, map_frame: MapFrame, errors: list[str]) -> None:
    page = open_page("/?view=36.00000,139.00000,8")
    assert not is_in_view(map_frame(page), "FAC6037")

    search(page, "嘉手納")
    expect(page.get_by_role("status").filter(has_text="4 results")).to_be_attached()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Kadena Air Base")).to_be_visible()
    page.wait_for_url("**/?*record=FAC6037*")
    map_frame(page).wait_for_function("geoAlliance.browse.list([]).records.some((item) => item.id === 'FAC6037')")
    expect(page.locator(".hit").first).to_be_hidden()
    assert errors == []


def test_a_returned_base_is_shown_at_its_days_and_said_so(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/")

    map_frame(page).locator("#map_div").focus()  # the keys lead to the search from inside the map as well
    search(page, "washington heights")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Shown from August 1946 to August 1964: the record ended before")).to_be_visible()
    page.wait_for_url("**/?*from=1946-08-01&to=1964-08-31*")
    map_frame(page).wait_for_function("document.querySelector('[data-id=washington-heights]') !== null")
    assert is_in_view(map_frame(page), "washington-heights")


def test_arrow_keys_choose_and_escape_leaves(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search the atlas")

    page.keyboard.insert_text("poorest and among")
    expect(page.get_by_role("option", name=re.compile("Poorest"))).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.fill("kadena")
    expect(page.locator(".hit").first).to_contain_text("Kadena Air Base")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hit").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    page.wait_for_url("**/?*view=*")
    assert "record" not in page.url
    assert errors == []


def test_a_name_that_nothing_has_says_what_to_try(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/")
    page.keyboard.press("/")

    page.keyboard.insert_text("<img src=x onerror=alert(1)>xyzzy")

    expect(page.get_by_text("Nothing has this name. Try another spelling, the name in Japanese,").first).to_be_visible()
    page.keyboard.press("Enter")
    assert errors == []


def test_the_list_is_used_by_keyboard_alone(open_page: OpenPage, map_frame: MapFrame, errors: list[str]) -> None:
    page = open_page("/?layers=facilities&view=26.40000,127.85000,10")
    frame = map_frame(page)
    page.get_by_text("List what is in view").locator("xpath=ancestor::summary").focus()
    page.keyboard.press("Enter")
    rows = page.locator("button.row")
    expect(rows).not_to_have_count(0)
    before = rows.count()

    page.keyboard.press("Tab")  # to "Filter"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # to the most frequent kind
    page.keyboard.press("Space")
    page.wait_for_url("**/?*facilities.kind=training-area*")
    expect(rows).not_to_have_count(before)
    expect(page.get_by_role("checkbox", name=re.compile("Training area"))).to_be_focused()
    assert rows.count() == len(frame.evaluate("geoAlliance.browse.list([]).records")) == 8
    rows.first.focus()
    page.keyboard.press("ArrowDown")

    expect(frame.locator("path.focus-ring")).to_have_count(1)
    name = rows.nth(1).locator(".name").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.locator("button.row[aria-current]")).to_be_focused()
    assert errors == []


def test_the_mark_with_the_focus_has_its_row(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?layers=facilities&view=26.40000,127.85000,10&browse=view")
    frame = map_frame(page)
    expect(page.locator("button.row").first).to_be_visible()

    frame.locator("#map_div").focus()
    page.keyboard.press("ArrowRight")

    met = frame.evaluate("document.querySelector('#map_div').getAttribute('aria-activedescendant')")
    expect(page.locator("button.row.met")).to_have_attribute("data-id", met.removeprefix("record-"))


def test_the_list_holds_what_shares_a_point_with_the_view(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?layers=prefectures,zones,overflights&era=all&view=33.00000,135.00000,6&browse=view")

    listed = page.locator("section", has=page.get_by_role("heading", name=re.compile("Zones"))).locator(".count").first
    expect(listed).to_be_visible()
    bounds = map_frame(page).evaluate(
        "(() => { const b = map.getBounds(); return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]; })()"
    )
    assert int(listed.inner_text()) == count_zones(bounds)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_search_and_list(open_page: OpenPage, scheme: Literal["light", "dark"]) -> None:
    page = open_page("/?browse=view&layers=facilities,zones")
    page.emulate_media(color_scheme=scheme)
    page.locator(".in-view summary").first.click()
    search(page, "okinawa")

    assert list_faults(page) == []
