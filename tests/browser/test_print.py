"""The printed page: nothing is cut off, folded, or left alone."""

from collections.abc import Callable

import pytest
from paper import HEIGHT_PX, count_pages, find_page, lay_on_paper
from playwright.sync_api import Frame, Page, expect

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]

A4_PX = {"portrait": (695, 1024), "landscape": (1024, 695)}
"""What a page of A4 leaves inside the margins, at 96 dots to the inch."""


@pytest.mark.parametrize("way", A4_PX)
def test_a_printed_page_cuts_nothing_off(way: str, open_page: OpenPage, map_frame: MapFrame, errors: list[str]) -> None:
    page = open_page("/?record=kp-1998-08-31&era=all")
    width, height = A4_PX[way]
    assert 2 <= count_pages(page.pdf(format="A4", landscape=way == "landscape")) <= 5

    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    picture = page.locator(f".ga-print-map.ga-{way}")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box is not None
    assert (box["width"] <= width, box["height"] <= height) == (True, True)
    wide = page.evaluate(
        "(width) => [...document.querySelectorAll('.stMainBlockContainer *')].filter((item) => item.checkVisibility())"
        ".filter((item) => item.getBoundingClientRect().right > width + 1).map((item) => item.className)",
        width,
    )
    assert wide == []
    expect(page.get_by_role("button", name="Download")).to_be_hidden()
    expect(page.get_by_role("heading", name="Launch of 31 August 1998")).to_be_visible()
    assert errors == []


@pytest.mark.parametrize("query", ["era=occupation", "record=kp-1998-08-31&era=all"], ids=["sources", "distances"])
def test_a_printed_page_folds_nothing(query: str, open_page: OpenPage) -> None:
    page = open_page(f"/?{query}")
    folded = page.locator("[data-testid=stHtml] details:not([open]) > :not(summary)")
    expect(folded.first).to_be_hidden()

    page.emulate_media(media="print")

    for part in folded.all():
        expect(part).to_be_visible()


@pytest.mark.parametrize("height", [760, 840, 920])
def test_a_printed_record_keeps_its_head_with_its_text(height: int, open_page: OpenPage) -> None:
    page = open_page("/?record=FAC6051")
    lay_on_paper(page)
    page.locator(".ga-print-map.ga-portrait").evaluate("(map, px) => { map.style.height = `${px}px`; }", height)

    head = page.locator(".ga-record > :is(.ga-kicker, h2, .ga-names, .ga-aliases, .ga-dates, .ga-dates + p)")
    assert head.count() == 6
    assert len({find_page(head.nth(number)) for number in range(6)}) == 1
    for heading in page.locator(".ga-record h3:visible").all():
        following = heading.locator("xpath=following::*[self::table or self::li or self::button or self::a][1]")
        assert find_page(heading) == find_page(following), heading.inner_text()


def test_no_printed_page_holds_the_version_alone(open_bare: OpenPage) -> None:
    page = open_bare("/?page=claims&claim=OK-2")
    version, last = page.get_by_text("Data version"), page.locator(".st-key-claim-records button:visible").last
    expect(version).to_be_visible(timeout=20_000)
    lay_on_paper(page)

    ends = []
    for push_px in range(0, HEIGHT_PX, 12):
        page.locator(".st-key-claim").evaluate("(e, px) => { e.style.paddingTop = `${px}px`; }", push_px)
        ends.append((find_page(last), find_page(version)))

    assert len({end for _, end in ends}) > 1
    assert all(before == end for before, end in ends), ends


def test_a_printed_step_has_no_buttons_of_the_tour(open_page: OpenPage) -> None:
    page = open_page("/?story=alliance&step=korea")
    leave = page.get_by_text("Leave the tour")
    expect(leave).to_be_visible()

    page.emulate_media(media="print")

    expect(leave).to_be_hidden()
