"""What a reader does with the statements of the article, in a real browser without any other host."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect
from running import run_server

pytestmark = pytest.mark.browser

DATA = Path(__file__).parents[2] / "geodata"

OpenPage = Callable[..., Page]
MapIds = Callable[[Page], set[str]]
MapFrame = Callable[[Page], Frame]


def open_claim(page: Page, address: str, claim: str) -> None:
    page.goto(f"{address}/?claim={claim}")
    page.locator(f'[data-claim="{claim}"]').wait_for()


@pytest.fixture
def window(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": 1440, "height": 900}).new_page()


def test_a_claim_leads_to_okinawa_with_the_facilities_of_its_day(
    window: Page, address: str, map_ids: MapIds, map_frame: MapFrame
) -> None:
    open_claim(window, address, "OK-2")
    expect(window.locator(".ga-reckoning")).to_contain_text("31 facilities for exclusive U.S. use in Okinawa")

    window.get_by_role("button", name="Show on the map").click()
    frame = map_frame(window)
    frame.wait_for_function("document.documentElement.dataset.ready !== undefined")

    assert "from=2021-11-04&to=2021-11-04" in window.url
    assert {"FAC6051", "FAC6037"} <= map_ids(window)
    assert len(map_ids(window)) == 31
    expect(window.get_by_text("31 records", exact=True)).to_be_visible()
    expect(window.locator(".ga-count").first).to_have_text("31")
    box = frame.locator('[data-id="FAC6037"]').first.bounding_box()
    size = frame.locator(".leaflet-container").bounding_box()
    assert box is not None
    assert size is not None
    assert size["x"] < box["x"] < size["x"] + size["width"]
    assert size["y"] < box["y"] < size["y"] + size["height"]
    window.context.close()


def test_a_record_lists_its_claims_and_a_claim_its_records(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/?record=FAC6051")
    expect(page.get_by_role("heading", name="Bears on these statements")).to_be_visible()

    page.get_by_role("button", name="OK-6 Futenma amid a city").click()
    page.wait_for_url("**/?*claim=OK-6*")  # the record that is left names the accident, too
    expect(page.get_by_role("heading", name="Records, each opens on the map at its date")).to_be_visible()
    page.get_by_role("button", name="Helicopter crash at Okinawa International University").click()

    expect(page.get_by_role("heading", name="Helicopter crash at Okinawa International University")).to_be_visible()
    assert "from=2004-08-13&to=2004-08-13" in page.url
    assert errors == []


def test_a_claim_shows_its_three_counts(window: Page, address: str) -> None:
    open_claim(window, address, "NK-5")

    text = window.locator(".ga-reckoning").inner_text()
    assert "6 flights over Japan: 4 over a main island and 2 over the sea" in text
    assert "14 fell in the exclusive economic zone that Japan claims" in text
    window.context.close()


def test_another_datum_gives_another_number(window: Page, tmp_path: Path) -> None:
    folder = tmp_path / "geodata"
    shutil.copytree(DATA, folder)
    path = folder / "overflights.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    next(item for item in content["features"] if item["id"] == "kp-1998-08-31")["properties"]["kind"] = "disputed"
    path.write_text(json.dumps(content), encoding="utf-8")

    with run_server(data=folder) as address:
        open_claim(window, address, "NK-5")
        expect(window.locator(".ga-reckoning")).to_contain_text("5 flights over Japan: 3 over a main island")
        window.goto(f"{address}/?era=all&layers=overflights")
        panel = window.locator(".ga-kinds")
        expect(panel).to_contain_text("Over a main island 4")
        expect(panel).to_contain_text("Disputed 2")
    window.context.close()
