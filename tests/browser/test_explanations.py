"""What a reader does with the text of an era, in a real browser: sources, links, and dates that move the map."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]


def test_a_number_leads_to_its_source_and_a_value_to_its_record(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/?era=okinawa-return")

    page.get_by_role("link", name="Source 3", exact=True).first.click()
    expect(page.locator("#source-3")).to_be_in_viewport()

    page.get_by_role("link", name="15 May 1972", exact=True).first.click()
    expect(page.get_by_role("heading", name="Return of Okinawa to Japan")).to_be_visible()
    assert "era=okinawa-return&record=okinawa-1972-05-15-reversion" in page.url
    assert len(page.context.pages) == 1
    assert errors == []


def test_a_date_far_below_brings_its_record_and_the_map_into_sight(
    open_page: OpenPage, map_frame: MapFrame, errors: list[str]
) -> None:
    page = open_page("/?era=okinawa-return")

    page.get_by_role("button", name="Carrier Midway takes Yokosuka as home port").click()

    expect(page.get_by_role("heading", name="Carrier Midway takes Yokosuka as home port")).to_be_in_viewport()
    expect(map_frame(page).locator('[data-id="alliance-1973-10-05-midway"]').first).to_be_in_viewport()
    page.go_back()
    expect(page.get_by_role("heading", name="Okinawa's return, guidelines")).to_be_visible()
    assert errors == []


def test_a_topic_is_opened_and_left_again(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/?era=occupation")

    page.locator(".st-key-subject").get_by_text("Djibouti and the wider role").click()
    expect(page.get_by_role("heading", name="Djibouti and the wider role")).to_be_visible()
    assert "era=occupation&subject=djibouti" in page.url
    page.get_by_role("button", name="Back to the era").click()

    expect(page.get_by_role("heading", name="Occupation", exact=True)).to_be_visible()
    assert errors == []
