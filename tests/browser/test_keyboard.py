"""The whole way of a reader without a pointer: find a record, open it, take it along, and come back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Frame, Page, expect

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]
FARTHEST = 150


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus says its name; a sign beside it is text in a font of signs."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]") == name:
            return
    pytest.fail(f"{name!r} was not reached with {FARTHEST} presses of the Tab key")


def test_kadena_is_found_opened_downloaded_and_left_by_keys_alone(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/")

    page.keyboard.press("Control+k")
    page.keyboard.type("kadena")
    expect(page.locator(".hit").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kadena Air Base")).to_be_focused()

    tab_to(page, "Download")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="GeoJSON").first).to_be_focused()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    collection = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert "FAC6037" in {feature["id"] for feature in collection["features"]}

    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Download").first).to_be_focused()
    tab_to(page, "← Back to the overview")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Indo-Pacific")).to_be_focused()
    assert errors == []


def test_the_focus_goes_with_a_record_out_of_a_list_and_back(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/?era=after-cold-war")
    opener = page.locator(".st-key-list-dates button").first
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*record=*")
    expect(page.locator(".ga-record[data-id] h2")).to_be_focused()

    page.get_by_role("button", name="Next visible record").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Next visible record")).to_be_focused()
    page.get_by_role("button", name="← Back to the overview").focus()
    page.keyboard.press("Enter")

    expect(opener).to_be_focused()
    assert errors == []


def test_the_map_moves_by_key_without_a_run_for_readers_who_ask_for_less_motion(
    open_page: OpenPage, map_frame: MapFrame
) -> None:
    page = open_page("/?view=26.4,127.8,8")
    page.emulate_media(reduced_motion="reduce")

    moved = map_frame(page).evaluate(
        """() => {
          const before = map.getCenter().lng, keys = { key: "ArrowRight", shiftKey: true, bubbles: true };
          map.getContainer().dispatchEvent(new KeyboardEvent("keydown", keys));
          return map.latLngToContainerPoint([26.4, before]).x - map.getSize().x / 2;
        }"""
    )

    assert moved == pytest.approx(-120, abs=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", ["#map_div", ".leaflet-control-zoom-in", ".tools button", ".views button"])
def test_the_ring_of_the_focus_has_the_colour_of_text(
    place: str, scheme: Literal["light", "dark"], open_page: OpenPage, map_frame: MapFrame
) -> None:
    page = open_page("/")
    page.emulate_media(color_scheme=scheme)
    frame = map_frame(page)
    page.keyboard.press("Tab")
    frame.locator(place).first.focus()

    outline, text = frame.locator(place).first.evaluate(
        "node => [getComputedStyle(node).outlineColor, getComputedStyle(document.querySelector('#map_div')).color]"
    )
    assert outline == text
