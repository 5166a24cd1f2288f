"""Then and now, in a real browser."""

import re
from collections.abc import Callable

import pytest
from paper import find_page, lay_on_paper
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser
GROUPS = ("Began or opened", "First on record", "Ended or returned", "End not confirmed")
BOTH = "/?layers=facilities&from=2026-11-01&to=2026-11-01&then=2016-12-21&view=26.6,128.1,9"


def read_frames(page: Page) -> list[set[str]]:
    """Return the ids that each of the two maps draws, the earlier date first."""
    expect(page.locator('iframe[title="streamlit_folium.st_folium"]')).to_have_count(2)
    found = []
    for frame in [frame for frame in page.frames if "st_folium" in frame.url]:
        frame.wait_for_function("document.documentElement.dataset.ready !== undefined")
        ids = frame.evaluate("[...document.querySelectorAll('[data-id]')].map((shape) => shape.dataset.id)")
        found.append(set(ids))
    return found


def test_two_maps_show_two_dates_and_the_list_their_difference(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page(BOTH)

    then, now = sorted(read_frames(page), key=lambda ids: "nta-north" not in ids)

    assert "nta-north" in then - now
    counts = {
        word: int(page.get_by_text(re.compile(f"^{word} \\(")).inner_text().split("(")[1][:-1]) for word in GROUPS
    }
    assert counts["Ended or returned"] + counts["End not confirmed"] == len(then - now)
    assert counts["Began or opened"] + counts["First on record"] == len(now - then)
    expect(page.get_by_text("7,543.1\u202fha → 3,533.1\u202fha")).to_be_visible()
    assert errors == []


def test_moving_one_map_moves_the_other(open_page: OpenPage) -> None:
    page = open_page(BOTH)
    read_frames(page)
    one, other = (frame for frame in page.frames if "st_folium" in frame.url)

    one.get_by_role("button", name="Djibouti", exact=True).click()

    moved = "map_div.getCenter().distanceTo([11.55, 43.15]) < 60000"
    one.wait_for_function(moved)
    other.wait_for_function(moved)


def test_the_switch_compares_the_era_s_two_ends_and_back_ends_it(open_page: OpenPage) -> None:
    page = open_page("/?era=occupation")

    page.get_by_text("Then and now").click()
    expect(page.get_by_text("What changed between 2 September 1945 and 27 April 1952")).to_be_visible()
    page.go_back()

    expect(page.locator('iframe[title="streamlit_folium.st_folium"]')).to_have_count(1)


def test_printed_headings_stay_with_their_maps(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page(BOTH)
    read_frames(page)
    expect(page.get_by_text("Data version")).to_be_visible()  # the foot comes last
    lay_on_paper(page)

    pictures = page.locator(".ga-print-map.ga-portrait")
    expect(pictures).to_have_count(2)
    headings = [page.get_by_role("heading", name=name) for name in ("Then: 21 December 2016", "Now: 1 November 2026")]
    places = [find_page(heading) for heading in headings]
    assert places == [find_page(pictures.nth(number)) for number in range(2)] == [0, 1]
    expect(page.locator(".st-key-changes-title")).to_have_css("break-before", "page")
    heading = page.get_by_role("heading", name="1 November 2026", exact=True)
    assert find_page(heading) == find_page(page.get_by_text("It lies in the era"))
    assert errors == []
