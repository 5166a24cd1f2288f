"""Filters, table, record tools, history and pages, in a real browser."""

import math
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Frame, Page, expect
from running import find_free_port, run_server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapIds = Callable[[Page], set[str]]
MapFrame = Callable[[Page], Frame]


def count_drawn(frame: Frame, count: int) -> None:
    frame.wait_for_function(f"document.documentElement.dataset.ready === '{count}'")


def test_a_filter_applies_to_the_map_and_is_named_and_cleared(
    open_page: OpenPage, map_frame: MapFrame, map_ids: MapIds, errors: list[str]
) -> None:
    page = open_page("/?layers=facilities&facilities.service=Navy")
    frame = map_frame(page)
    navy = len(map_ids(page))
    expect(page.get_by_text("U.S. facilities in Japan: Service Navy")).to_be_visible()

    page.get_by_role("button", name="Filters (1)").click()
    page.get_by_role("button", name="Clear all filters").click()

    expect(page.get_by_text("no filter")).to_be_visible()
    frame.wait_for_function(f"Number(document.documentElement.dataset.ready) > {navy}")
    assert "service" not in page.url
    assert errors == []


def test_choosing_a_value_filters_and_the_counts_beside_it_are_true(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?layers=djibouti&era=all")
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("combobox", name=re.compile("Kind")).click()
    choice = page.get_by_role("option", name=re.compile(r"Military base \(\d+\)"))
    count = int(re.findall(r"\((\d+)\)", choice.inner_text())[0])

    choice.click()

    count_drawn(map_frame(page), count)
    page.wait_for_url("**/?*djibouti.kind=base*")


def test_back_and_forward_undo_and_redo_steps(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/")
    page.get_by_role("radio", name="Occupation", exact=True).click()
    page.wait_for_url("**/?*era=occupation*")
    expect(page.get_by_role("heading", name="Occupation")).to_be_visible()

    page.go_back()
    expect(page.get_by_role("heading", name="Indo-Pacific")).to_be_visible()

    page.go_forward()
    expect(page.get_by_role("heading", name="Occupation")).to_be_visible()
    assert "era=occupation" in page.url


def test_the_address_keeps_where_the_map_looks(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?layers=facilities")
    map_frame(page).get_by_role("button", name="Okinawa", exact=True).click()
    page.wait_for_url("**/?*view=*")
    link = page.url.split("/", 3)[3]

    other = map_frame(open_page(f"/{link}"))

    where = "[map.getCenter().lat, map.getCenter().lng, map.getZoom()]"
    assert other.evaluate(where) == pytest.approx(map_frame(page).evaluate(where), abs=0.002)


def test_previous_and_next_walk_through_what_is_visible(open_page: OpenPage) -> None:
    page = open_page("/?layers=overflights&era=all&record=kp-1998-08-31")
    first = page.locator(".ga-record h2").inner_text()

    page.get_by_role("button", name="▶").click()
    expect(page.locator(".ga-record h2")).not_to_have_text(first)
    page.get_by_role("button", name="◀").click()

    page.wait_for_url("**/?*record=kp-1998-08-31*")
    expect(page.locator(".ga-record h2")).to_have_text(first)


def test_zoom_to_brings_the_record_into_view_twice_in_a_row(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?record=FAC2001")
    frame = map_frame(page)

    for _ in range(2):
        frame.evaluate("map.setView([26, 128], 5, { animate: false })")
        page.get_by_role("button", name="Zoom to").click()
        frame.wait_for_function("map.getBounds().contains([40.7, 141.36]) && map.getZoom() > 8")


def test_the_link_and_the_report_name_the_record_and_the_version(open_page: OpenPage) -> None:
    page = open_page("/?record=kp-1998-08-31")

    page.get_by_role("button", name="Link, report").click()

    expect(
        page.get_by_text(re.compile(r"\?era=all.*record=kp-1998-08-31|\?.*record=kp-1998-08-31")).first
    ).to_be_visible()
    expect(page.get_by_text("Error in the record kp-1998-08-31")).to_be_visible()


def test_the_table_lists_what_is_visible_and_only_what_is_in_view(
    open_page: OpenPage, map_frame: MapFrame, errors: list[str]
) -> None:
    page = open_page("/?layers=djibouti&era=all&table=djibouti")
    frame = map_frame(page)
    grid = page.locator('[data-testid="stDataFrame"] [role="grid"]')
    expect(grid).to_have_attribute("aria-rowcount", "29")  # 28 records and the header

    page.get_by_text("Only what is in view").click()
    frame.get_by_role("button", name="Djibouti", exact=True).click()

    expect(grid).not_to_have_attribute("aria-rowcount", "29")
    shown = int(grid.get_attribute("aria-rowcount") or 0) - 1
    assert 0 < shown < 28
    assert errors == []


def test_a_row_of_the_table_opens_the_record(open_page: OpenPage) -> None:
    page = open_page("/?layers=overflights&era=all&table=overflights")
    table = page.locator('[data-testid="stDataFrame"]')
    table.scroll_into_view_if_needed()
    table.hover(position={"x": 200, "y": 60})

    table.click(position={"x": 15, "y": 60})

    page.wait_for_url("**/?*record=kp-*")
    expect(page.locator(".ga-record h2")).to_be_visible()


def find_rows_in_sight(page: Page) -> tuple[int, int]:
    """Return the numbers of the first and the last row that the table's scroller shows whole."""
    expect(page.locator(".dvn-scroller")).not_to_have_js_property("scrollTop", 0)
    measure = "e => [e.scrollTop, e.clientHeight, e.scrollHeight / e.parentElement.querySelector('table').ariaRowCount]"
    top, room, height = page.locator(".dvn-scroller").evaluate(measure)
    return math.ceil(top / height) + 1, int((top + room) / height) - 1


def test_the_row_of_an_open_record_is_in_sight_and_a_clicked_one_stays(open_page: OpenPage) -> None:
    page = open_page("/?layers=facilities&from=2026-11-01&to=2026-11-01&table=facilities&record=FAC6037")
    line, table = page.locator(".ga-row"), page.locator('[data-testid="stDataFrame"]')
    expect(line).to_have_text(re.compile(r"Row \d+ of \d+: Kadena Air Base"))

    first, last = find_rows_in_sight(page)
    assert first <= int(str(line.get_attribute("data-row"))) <= last

    before = page.locator(".dvn-scroller").evaluate("e => e.scrollTop")
    table.scroll_into_view_if_needed()
    table.hover(position={"x": 200, "y": 60})
    table.click(position={"x": 15, "y": 60})
    expect(line).not_to_contain_text("Kadena")
    find_rows_in_sight(page)
    assert page.locator(".dvn-scroller").evaluate("e => e.scrollTop") == before


@pytest.mark.parametrize(
    ("name", "heading", "text"),
    [
        ("Data", "Data", "Every layer has an address of its own"),
        ("About", "About the atlas", "How it names disputed places"),
    ],
)
def test_pages_keep_the_selection(open_page: OpenPage, name: str, heading: str, text: str) -> None:
    page = open_page("/?era=occupation")

    page.get_by_role("radio", name=name, exact=True).click()

    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(page.get_by_text(text).first).to_be_visible()
    expect(page.get_by_text("Data version").first).to_be_visible()
    page.get_by_role("radio", name="Map", exact=True).click()
    expect(page.get_by_role("heading", name="Occupation")).to_be_visible()


def test_online_tiles_that_fail_are_said_and_leave_the_own_map(
    open_page: OpenPage, map_frame: MapFrame, errors: list[str]
) -> None:
    page = open_page("/?tiles=gsi")
    frame = map_frame(page)

    expect(frame.locator(".message")).to_contain_text("The tiles of GSI (Japan) could not be loaded")
    assert frame.locator(".leaflet-tiles-pane img").count() == 0
    expect(frame.locator("path.land")).to_have_count(4)
    assert any("cyberjapandata.gsi.go.jp" in error for error in errors)


def test_no_tile_is_asked_for_unless_it_is_chosen(open_page: OpenPage, errors: list[str]) -> None:
    open_page("/")

    assert errors == []


def test_a_script_that_does_not_load_is_said_within_five_seconds(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/map.js*", lambda route: route.abort())
    page.goto(address + "/?table=facilities")

    expect(page.get_by_text("The map could not be drawn")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Download", exact=True)).to_be_visible()
    expect(page.locator('[data-testid="stDataFrame"]')).to_be_visible()
    page.close()


def test_the_view_survives_a_restart_of_the_server(browser: Browser) -> None:
    port = find_free_port()
    page = browser.new_page()
    with run_server(port=port) as address:
        page.goto(f"{address}/?era=occupation&layers=facilities&record=FAC2001")
        expect(page.locator(".ga-record h2")).to_be_visible(timeout=20_000)
    page.wait_for_selector('[data-test-connection-state]:not([data-test-connection-state="CONNECTED"])')
    with run_server(port=port):
        page.wait_for_selector('[data-test-connection-state="CONNECTED"]', timeout=40_000)
        expect(page.get_by_role("radio", name="Occupation", exact=True)).to_be_checked()
        expect(page.locator(".ga-record h2")).to_be_visible()
        page.reload()
        expect(page.locator(".ga-record h2")).to_be_visible(timeout=20_000)
        expect(page.get_by_role("radio", name="Occupation", exact=True)).to_be_checked()
        assert "layers=facilities" in page.url
    page.close()
