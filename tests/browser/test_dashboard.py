"""What a reader does with the dashboard, in a real browser without any other host."""

import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import geopandas as gpd
import pytest
from playwright.sync_api import Frame, Page, expect

from geo_alliance.loading import Atlas

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapIds = Callable[[Page], set[str]]
MapFrame = Callable[[Page], Frame]

LAND = "[...document.querySelectorAll('path.land')].map((shape) => shape.getAttribute('d')).join('').length"


def export_ids(*options: str) -> set[str]:
    """Return the ids that the command line exports."""
    command = [sys.executable, "-m", "geo_alliance", "export", *options]
    output = subprocess.run(command, check=True, capture_output=True).stdout
    return {feature["id"] for feature in json.loads(output)["features"]}


def choose_era(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def wait_for_count(page: Page, frame: Frame, count: int) -> None:
    frame.wait_for_function(f"document.documentElement.dataset.ready === '{count}'")


def test_the_first_view_is_complete_without_any_other_host(
    open_page: OpenPage, map_frame: MapFrame, map_ids: MapIds, errors: list[str]
) -> None:
    page = open_page("/")

    frame = map_frame(page)
    frame.wait_for_function(f"{LAND} > 50_000")
    assert frame.locator(".place", has_text="Sea of Japan / East Sea").count() == 1
    assert frame.locator(".legend").is_visible()
    assert "OpenStreetMap contributors" in frame.locator(".credits").inner_text()
    main = "facilities,okinawa,senkaku,djibouti,overflights"
    assert map_ids(page) == export_ids(main, "--era", "indo-pacific")
    expect(page.get_by_role("heading", name="Indo-Pacific")).to_be_visible()
    assert errors == []


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("?era=occupation", ["--era", "occupation"]),
        ("?from=2026-11-01&to=2026-11-01", ["--at", "2026-11-01"]),
        ("?from=2016-12-21&to=2016-12-21", ["--at", "2016-12-21"]),
        ("?from=2016-12-22&to=2016-12-22", ["--at", "2016-12-22"]),
        ("?era=all", ["--era", "all"]),
    ],
    ids=["occupation", "a day of 2026", "before the return", "after the return", "all years"],
)
def test_the_map_shows_what_the_command_line_exports(
    open_page: OpenPage, map_ids: MapIds, query: str, options: list[str], errors: list[str]
) -> None:
    page = open_page(f"/{query}&layers=facilities,senkaku")

    assert map_ids(page) == export_ids("facilities,senkaku", *options)
    assert errors == []


def test_browser_and_server_agree_on_every_layer_over_many_days(
    open_page: OpenPage, map_frame: MapFrame, atlas: Atlas
) -> None:
    days = ["1944-12-31", "1945-06-23", "1951-09-08", "1972-05-14", "1972-05-15", "1998-08-31", "2021-11-04"]
    page = open_page("/?era=all")

    for day in days:
        state = {"start": day, "end": day, "layers": list(atlas.layers), "selected": None}
        drawn = map_frame(page).evaluate(
            "(state) => { geoAlliance.apply(state);"
            " return [...document.querySelectorAll('[data-id]')].map((shape) => shape.dataset.id); }",
            state,
        )
        assert set(drawn) == export_ids("all", "--at", day), day


def test_an_era_changes_the_map_and_keeps_frame_zoom_and_centre(
    open_page: OpenPage, map_frame: MapFrame, map_ids: MapIds, errors: list[str]
) -> None:
    page = open_page("/")
    frame = map_frame(page)
    frame.evaluate("window.stillHere = true; map.setView([26.4, 127.8], 10, { animate: false })")
    expected = export_ids("facilities,okinawa,senkaku,djibouti,overflights", "--era", "occupation")

    choose_era(page, "Occupation")

    wait_for_count(page, frame, len(expected))
    assert map_ids(page) == expected
    assert frame.evaluate("[window.stillHere, map.getZoom(), map.getCenter().lat.toFixed(1)]") == [True, 10, "26.4"]
    assert "era=occupation" in page.url
    assert errors == []


def test_a_click_on_futenma_shows_its_record(open_page: OpenPage, map_frame: MapFrame, errors: list[str]) -> None:
    page = open_page("/")
    frame = map_frame(page)
    frame.evaluate("map.setView([26.2744, 127.7575], 14, { animate: false })")

    frame.locator('[data-id="FAC6051"]').click()

    expect(page.get_by_role("heading", name=re.compile("Futenma"))).to_be_visible()
    expect(page.get_by_text("普天間飛行場").first).to_be_visible()
    expect(page.get_by_role("heading", name="Sources")).to_be_visible()
    page.wait_for_url("**/?*record=FAC6051*")
    assert errors == []


def test_the_record_stays_selected_when_the_era_changes(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?record=FAC6051")
    expect(page.get_by_role("heading", name=re.compile("Futenma"))).to_be_visible()

    choose_era(page, "Occupation")

    page.wait_for_url("**/?*era=occupation*")
    expect(page.get_by_role("heading", name=re.compile("Futenma"))).to_be_visible()
    assert map_frame(page).locator("path.halo").count() >= 1


def test_the_downloaded_geojson_has_as_many_records_as_the_screen(
    open_page: OpenPage, map_ids: MapIds, tmp_path: Path, errors: list[str]
) -> None:
    page = open_page("/?era=occupation")
    shown = map_ids(page)
    page.get_by_role("button", name="Download").click()

    expect(page.get_by_text(f"{len(shown)} records").first).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name="GeoJSON").first.click()
    path = tmp_path / started.value.suggested_filename
    started.value.save_as(path)

    content = json.loads(path.read_text(encoding="utf-8"))
    assert {feature["id"] for feature in content["features"]} == shown
    assert content["geo_alliance"]["filter"]["era"] == "occupation"
    assert set(gpd.read_file(path)["id"]) == shown
    assert errors == []


def test_a_copied_link_opens_the_same_view_in_a_new_window(open_page: OpenPage, map_ids: MapIds) -> None:
    page = open_page("/")
    choose_era(page, "Afghanistan and Iraq")
    page.wait_for_url("**/?*era=afghanistan-iraq*")
    page.get_by_role("checkbox", name=re.compile("^Djibouti")).click(force=True)
    page.wait_for_url("**/?*layers=*")
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    link = page.url.split("/", 3)[3]

    other = open_page(f"/{link}")

    assert map_ids(other) == map_ids(page)
    assert "layers=facilities%2Cokinawa%2Csenkaku%2Coverflights" in other.url


def test_a_layer_switch_takes_its_records_off_the_map(
    open_page: OpenPage, map_frame: MapFrame, map_ids: MapIds
) -> None:
    page = open_page("/?era=all")
    expected = map_ids(page) - export_ids("senkaku")

    page.get_by_role("checkbox", name=re.compile(r"^Diaoyu \S Senkaku")).click(force=True)

    wait_for_count(page, map_frame(page), len(expected))
    assert map_ids(page) == expected


def test_exact_days_apply_to_map_and_panel(open_page: OpenPage, map_frame: MapFrame, map_ids: MapIds) -> None:
    page = open_page("/?from=2020-01-01&to=2020-01-01&layers=facilities")

    expect(page.get_by_text("78", exact=True).first).to_be_visible()
    expect(page.get_by_text("26,317.6").first).to_be_visible()
    assert map_ids(page) == export_ids("facilities", "--at", "2020-01-01")


def test_a_bad_address_falls_back_with_a_notice(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/?era=stone-age&layers=bases&record=nothing")

    expect(page.get_by_text("The period in the address was not understood")).to_be_visible()
    expect(page.get_by_text("There is no record")).to_be_visible()
    expect(page.get_by_role("heading", name="Indo-Pacific")).to_be_visible()
    assert errors == []


def test_the_map_is_used_by_keyboard_alone(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?layers=djibouti&era=all")
    frame = map_frame(page)
    frame.get_by_role("button", name="Djibouti", exact=True).click()
    frame.locator("#map_div").focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")

    page.wait_for_url("**/?*record=*")
    expect(page.get_by_role("button", name="Back to the overview")).to_be_visible()


def test_no_answer_waits_until_the_one_who_asks_has_acknowledged_a_part_of_it(address: str) -> None:
    connection = http.client.HTTPConnection(address.removeprefix("http://"))

    def ask() -> float:
        begun = time.perf_counter()
        connection.request("GET", "/_stcore/health")
        assert connection.getresponse().read() == b"ok"
        return time.perf_counter() - begun

    assert median(ask() for _ in range(15)) < 0.03  # an acknowledgement is held back for 0.04 s
    connection.close()
