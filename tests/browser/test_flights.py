"""A flight in a real browser: played by keyboard, and gone through without motion."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

pytestmark = pytest.mark.browser

RECORD = "/?from=2017-01-01&to=2017-12-31&record=kp-2017-08-29"


def find_point(frame: Frame) -> tuple[float, float]:
    box = frame.locator(".flight-point").bounding_box()
    assert box is not None
    return (box["x"], box["y"])


def press(page: Page, name: str, key: str = "Enter") -> None:
    frame = page.frame_locator('iframe[title="streamlit_folium.st_folium"]')
    frame.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press(key)


def test_a_flight_plays_and_pauses_by_keyboard(
    open_page: Callable[..., Page], map_frame: Callable[[Page], Frame], errors: list[str]
) -> None:
    page = open_page(RECORD)
    frame = map_frame(page)
    expect(frame.locator(".flight .time")).to_have_text("0:00 since launch")
    expect(frame.locator(".flight .tag")).to_have_text("modelled")

    press(page, "Play flight")
    frame.wait_for_function("document.querySelector('.flight .time').textContent >= '2:00'")
    press(page, "Pause", "Space")
    stopped, place = frame.locator(".flight .time").inner_text(), find_point(frame)
    page.wait_for_timeout(400)

    assert find_point(frame) == place
    assert frame.locator(".flight .time").inner_text() == stopped
    expect(frame.locator(".flight [role=status]")).to_contain_text("Paused:")
    expect(frame.locator(".flight .more")).to_contain_text("km high")
    press(page, "Go on")
    frame.wait_for_function("text => document.querySelector('.flight .time').textContent > text", arg=stopped)
    assert find_point(frame)[0] > place[0]
    assert errors == []


def test_without_motion_a_flight_goes_from_minute_to_minute(
    open_page: Callable[..., Page], map_frame: Callable[[Page], Frame], errors: list[str]
) -> None:
    page = open_page(RECORD)
    page.emulate_media(reduced_motion="reduce")
    frame = map_frame(page)
    expect(frame.get_by_role("button", name="Play flight")).to_have_count(0)

    press(page, "On 1 min ▶")
    press(page, "On 1 min ▶")
    place = find_point(frame)
    page.wait_for_timeout(500)

    expect(frame.locator(".flight .time")).to_have_text("2:00 since launch")
    assert find_point(frame) == place
    expect(frame.locator(".flight-mark")).to_have_count(13)
    frame.get_by_label("Time since launch").press("End")
    expect(frame.locator(".flight .time")).to_have_text("13:26 since launch")
    frame.get_by_label("Time since launch").press("ArrowLeft")
    expect(frame.locator(".flight .time")).to_have_text("13:25 since launch")
    assert errors == []


def test_the_box_goes_with_its_record(open_page: Callable[..., Page], map_frame: Callable[[Page], Frame]) -> None:
    page = open_page(RECORD)
    frame = map_frame(page)
    expect(frame.locator(".flight")).to_have_count(1)

    page.get_by_role("button", name="Back to the overview").click()

    expect(frame.locator(".flight")).to_have_count(0)
    expect(frame.locator(".flight-point")).to_have_count(0)


@pytest.mark.parametrize(("view", "least"), [("41,150,4", 2), ("41,134,6", 1)], ids=["far", "near"])
def test_the_minutes_of_a_flight_are_numbered_by_one_rule(
    view: str, least: int, open_page: Callable[..., Page], map_frame: Callable[[Page], Frame]
) -> None:
    frame = map_frame(open_page(f"{RECORD}&view={view}"))
    labels = frame.locator(".flight-label span")
    expect(labels.last).to_contain_text(" min")

    minutes = [int(text.removesuffix(" min")) for text in labels.all_inner_texts()]

    step = minutes[0]
    assert step >= least
    assert minutes == list(range(step, minutes[-1] + 1, step))
    assert frame.locator(".flight-mark").count() - minutes[-1] < step
