"""The guided tour, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

from geo_alliance.catalogue import find_data_folder
from geo_alliance.texts.stories import read_story

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]

pytestmark = pytest.mark.browser
STEPS = [place.step for place in read_story(find_data_folder(), "stories/alliance.json").places]


def test_the_tour_runs_to_its_end_by_keys_alone(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/?story=alliance")
    expect(page.get_by_text(f"step 1 of {len(STEPS)}")).to_be_visible()

    for number, step in enumerate(STEPS[1:], start=2):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_text(f"step {number} of {len(STEPS)}")).to_be_visible()
        expect(page.get_by_role("heading", name=step.title, exact=True)).to_be_visible()

    expect(page.get_by_role("button", name="Next →")).to_be_disabled()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name=STEPS[-2].title, exact=True)).to_be_visible()
    assert errors == []


def test_a_link_to_a_step_shows_its_days_and_marks_its_records(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?story=alliance&step=futenma-henoko")
    frame = map_frame(page)

    expect(page.get_by_role("heading", name="From Futenma to Henoko")).to_be_visible()
    frame.wait_for_function("document.querySelectorAll('.highlight').length >= 4")
    assert frame.evaluate("map_div.getBounds().contains([26.27, 127.76])")


def test_back_leads_to_the_step_before_and_leaving_keeps_the_map(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("button", name="The alliance in seven questions").click()
    page.get_by_role("button", name="Next →").click()
    expect(page.get_by_text(f"step 2 of {len(STEPS)}")).to_be_visible()

    page.go_back()
    expect(page.get_by_text(f"step 1 of {len(STEPS)}")).to_be_visible()
    page.get_by_role("button", name="Leave the tour").click()

    expect(page.get_by_text("2 September 1945 to 27 April 1952").first).to_be_visible()
    expect(page.get_by_text(f"of {len(STEPS)}")).to_have_count(0)


def test_a_swipe_over_the_text_turns_the_page(open_page: OpenPage) -> None:
    page = open_page("/?story=alliance")
    expect(page.get_by_text(f"step 1 of {len(STEPS)}")).to_be_visible()

    page.evaluate(
        """() => {
          const target = document.querySelector(".st-key-story");
          const say = (name, x) => {
            const touch = new Touch({ identifier: 1, target, clientX: x, clientY: 300 });
            const touches = name === "touchstart" ? [touch] : [];
            target.dispatchEvent(new TouchEvent(name, { bubbles: true, touches, changedTouches: [touch] }));
          };
          say("touchstart", 900);
          say("touchend", 700);
        }"""
    )

    expect(page.get_by_text(f"step 2 of {len(STEPS)}")).to_be_visible()
