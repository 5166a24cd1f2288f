"""Back, Forward and quick presses, in a real browser: the page always shows what its address says."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from geo_alliance.catalogue import find_data_folder
from geo_alliance.texts.stories import read_story

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser
PLACES = read_story(find_data_folder(), "stories/alliance.json").places


def turn(page: Page, number: int) -> None:
    """Turn to the next step, and wait for it."""
    page.get_by_role("button", name="Next →").click()
    expect_step(page, number)


def expect_step(page: Page, number: int) -> None:
    """Page and address show a step of the tour, and nothing but the step."""
    expect(page.get_by_text(f"step {number} of {len(PLACES)}")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"\?story=alliance&step={PLACES[number - 1].step.id}$"))


def test_several_presses_of_back_at_once_are_all_followed(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/?story=alliance&step=surrender")
    for number in range(2, 7):
        turn(page, number)
    page.wait_for_timeout(1000)

    for _ in range(3):
        page.evaluate("history.back()")
    page.wait_for_timeout(1500)
    expect_step(page, 3)

    for number in range(4, 7):
        page.go_forward()
        expect_step(page, number)
    assert errors == []


@pytest.mark.parametrize("pause_ms", [0, 60], ids=["at once", "quick"])
def test_quick_keys_lose_no_step(open_page: OpenPage, pause_ms: int) -> None:
    page = open_page("/?story=alliance")
    expect(page.get_by_text(f"step 1 of {len(PLACES)}")).to_be_visible()

    for _ in range(7):
        page.keyboard.press("ArrowRight", delay=pause_ms)

    expect_step(page, 8)


def test_back_right_after_a_key_leaves_page_and_address_at_one(open_page: OpenPage) -> None:
    page = open_page("/?story=alliance&step=surrender")
    for number in range(2, 5):
        turn(page, number)

    page.keyboard.press("ArrowRight")
    page.evaluate("history.back()")

    third, fourth = (place.step.id for place in PLACES[2:4])  # as Back came before the key's step, or after it
    expect(page).to_have_url(re.compile(f"step=({third}|{fourth})$"))
    page.wait_for_timeout(1500)
    expect(page).to_have_url(re.compile(f"step=({third}|{fourth})$"))
    expect_step(page, 3 if page.url.endswith(third) else 4)


def test_two_layers_switched_at_once_both_stay_switched(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page.get_by_role("checkbox", name="Djibouti")).to_be_visible()

    page.evaluate(
        """() => ["djibouti", "senkaku"].forEach((name, i) =>
             setTimeout(() => document.querySelector(`.st-key-layer-${name} input`).click(), 60 * i))"""
    )

    expect(page).to_have_url(re.compile("layers=facilities%2Cokinawa%2Coverflights$"))
    expect(page.get_by_role("checkbox", name="Djibouti")).not_to_be_checked()
