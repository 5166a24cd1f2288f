"""The timeline where its period and the server's could part: lost messages, Back, keys and presses while a day runs."""

import re
from collections.abc import Callable

import pytest
from moving import find_play, handle, wait_for_agreement
from playwright.sync_api import Frame, Page, expect

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]

LONGER_THAN_PATIENCE_MS = 3200
LOSE_MESSAGES = """() => {
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = () => {};
  window.loseNoMore = () => { WebSocket.prototype.send = send; };
}"""


def test_a_period_whose_message_was_lost_can_be_chosen_again(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/")
    page.evaluate(LOSE_MESSAGES)
    band = page.locator('[data-era="occupation"]')
    band.click()
    page.wait_for_timeout(LONGER_THAN_PATIENCE_MS)
    page.evaluate("window.loseNoMore()")

    band.click()

    page.wait_for_url("**/?era=occupation")
    wait_for_agreement(map_frame(page))


def test_back_takes_along_a_period_that_was_never_answered(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?from=2000-01-01&to=2000-01-01")
    page.locator(".st-key-layer-djibouti label").click()
    page.wait_for_url("**layers=*")
    page.evaluate(LOSE_MESSAGES)
    field = page.get_by_role("textbox", name=re.compile("^Day, "))
    field.fill("1972-05-15")
    field.press("Enter")
    expect(handle(page)).to_have_attribute("aria-valuetext", "15 May 1972")
    page.evaluate("window.loseNoMore()")

    page.go_back()

    expect(handle(page)).to_have_attribute("aria-valuetext", "1 January 2000")
    wait_for_agreement(map_frame(page))


def test_a_field_that_keeps_the_focus_does_not_undo_back(open_page: OpenPage) -> None:
    page = open_page("/?from=2000-01-01&to=2000-01-01")
    field = page.get_by_role("textbox", name=re.compile("^Day, "))
    field.fill("1972-05-15")
    field.press("Enter")
    page.wait_for_url("**/?from=1972-05-15&to=1972-05-15")

    page.go_back()
    expect(handle(page)).to_have_attribute("aria-valuetext", "1 January 2000")
    field.press("Tab")
    page.wait_for_timeout(1000)

    assert page.url.endswith("?from=2000-01-01&to=2000-01-01")
    expect(field).to_have_value("1 January 2000")


def test_a_key_right_before_play_sends_no_day_of_the_run(open_page: OpenPage) -> None:
    page = open_page("/?from=1990-01-01&to=1990-01-01")

    handle(page).press("ArrowRight")
    handle(page).press(" ")
    page.wait_for_timeout(1200)

    expect(find_play(page)).to_have_attribute("aria-pressed", "true")
    assert page.url.endswith("?from=1990-01-01&to=1990-01-01")


def test_a_press_on_the_running_handle_stops_it_there(open_page: OpenPage) -> None:
    page = open_page("/?from=1990-01-01&to=1990-01-01")
    page.get_by_label("Speed of playing").select_option("0.25")
    find_play(page).click()
    page.wait_for_timeout(300)

    box = handle(page).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    expect(find_play(page)).to_have_attribute("aria-pressed", "false")
    page.wait_for_url(re.compile(r"from=(1990-(?!01-01)[\d-]+)&to=\1"))
