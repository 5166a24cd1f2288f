"""Small screens: what is seen of a map, a story and an embedded page without scrolling."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from geo_alliance.dates import format_period
from geo_alliance.loading import Atlas
from geo_alliance.texts.stories import load_stories

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 390, 844
PATIENCE_MS = 20_000
REST_MS = 1_000  # longer than the page scrolls
MAP = 'iframe[title="streamlit_folium.st_folium"]'

OpenSmall = Callable[..., Page]


@pytest.fixture
def open_small(browser: Browser, address: str) -> Iterator[OpenSmall]:
    """Opens a path of the dashboard on a telephone and waits until its map is drawn."""
    contexts = []

    def open_path(path: str = "/", *, width: int = WIDTH, height: int = HEIGHT) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, is_mobile=True, has_touch=True)
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path)
        page.frame_locator(MAP).locator("html[data-ready]").wait_for(state="attached")
        return page

    yield open_path
    for context in contexts:
        context.close()


def read_box(place: Locator) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom in pixels of the window."""
    box = place.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def find_longest_step(atlas: Atlas) -> str:
    places = [place for story in load_stories(atlas.catalogue).values() for place in story.places]
    longest = max(places, key=lambda place: len(place.step.text))
    return f"/?story={longest.story.id}&step={longest.step.id}"


def test_a_step_is_read_below_its_map_without_scrolling(open_small: OpenSmall, atlas: Atlas) -> None:
    page = open_small(find_longest_step(atlas))

    drawn, text = read_box(page.locator(MAP)), read_box(page.locator(".st-key-story .ga-era").first)

    assert 0 <= drawn[1] < drawn[3] <= text[1]
    assert text[3] <= HEIGHT
    assert drawn[3] - drawn[1] <= 0.6 * HEIGHT
    assert read_box(page.get_by_role("button", name="Next →"))[3] <= HEIGHT
    assert read_box(page.get_by_role("region", name="Timeline"))[1] > text[3]


def test_the_map_stays_in_sight_while_a_long_step_is_scrolled(open_small: OpenSmall, atlas: Atlas) -> None:
    page = open_small(find_longest_step(atlas))

    page.locator(".st-key-story .ga-sources").first.evaluate("e => e.closest('details').open = true")
    page.get_by_text("Data version").first.scroll_into_view_if_needed()

    top, bottom = read_box(page.locator(MAP))[1::2]
    assert (top >= 0, bottom <= 0.6 * HEIGHT) == (True, True)


def test_what_a_step_marks_is_in_view_on_a_small_map(open_small: OpenSmall) -> None:
    page = open_small("/?story=alliance&step=korea")
    marks = page.frame_locator(MAP).locator(".highlight")

    width, height = read_size(page.frame_locator(MAP))
    boxes = [read_box(mark) for mark in marks.all()]

    left, top = read_box(page.locator(MAP))[:2]
    assert boxes
    assert all(left <= box[0] and box[2] <= left + width for box in boxes)
    assert all(top <= box[1] and box[3] <= top + height for box in boxes)


def read_size(frame: FrameLocator) -> tuple[float, float]:
    box = read_box(frame.locator("#map_div"))
    return box[2] - box[0], box[3] - box[1]


def test_controls_of_a_small_map_lie_in_one_row_above_and_one_below(open_small: OpenSmall) -> None:
    page = open_small()
    frame = page.frame_locator(MAP)
    edge = read_box(page.locator(MAP))

    below = [".leaflet-control-zoom-in", ".tools .tool", ".picture", ".legend"]
    rows = [read_box(frame.locator(place).first) for place in below]

    assert all(edge[3] - row[1] <= 48 for row in rows)
    assert all(before[2] <= after[0] for before, after in pairwise(rows))
    assert read_box(frame.locator(".views"))[3] - edge[1] <= 48


def test_an_era_of_the_timeline_has_a_name_that_can_be_read_or_none(open_small: OpenSmall) -> None:
    names = open_small().locator(".band span")

    widths = [box["width"] for box in (name.bounding_box() for name in names.all()) if box]

    assert 2 <= len(widths) < names.count()
    assert min(widths) > 32


def test_a_bar_of_places_that_is_too_long_scrolls_in_one_line_and_says_so(open_small: OpenSmall) -> None:
    bar = open_small().frame_locator(MAP).locator(".views")
    expect(bar).to_have_class(re.compile("more-after"))
    assert read_box(bar)[3] - read_box(bar)[1] <= 40

    bar.evaluate("bar => bar.scrollTo(bar.scrollWidth, 0)")

    expect(bar).to_have_class(re.compile("more-before"))
    expect(bar).not_to_have_class(re.compile("more-after"))


@pytest.mark.parametrize("record", ["FAC6051", "FAC6037", "uotsuri-jima"])
def test_the_first_view_of_a_small_map_keeps_okinawa_and_the_disputed_islands_clear(
    open_small: OpenSmall, record: str
) -> None:
    frame = open_small().frame_locator(MAP)
    expect(frame.locator(".credits .short")).to_have_text("© OpenStreetMap")

    mark = read_box(frame.locator(f'[data-id="{record}"]').last)

    assert read_box(frame.locator(".views"))[3] <= mark[1]
    assert mark[3] <= min(read_box(frame.locator(place).first)[1] for place in (".credits", ".legend", ".tools"))


@pytest.mark.parametrize("path", ["/", "/?story=alliance&step=reversion&embed=true"], ids=["page", "embedded"])
def test_the_credits_of_a_small_map_are_short_and_whole_on_a_press(open_small: OpenSmall, path: str) -> None:
    frame = open_small(path).frame_locator(MAP)
    button, text = frame.get_by_role("button", name="Credits of the map"), frame.get_by_text("OpenStreetMap contrib")
    expect(text).to_be_hidden()
    expect(frame.get_by_text("© OpenStreetMap", exact=True)).to_be_visible()

    button.click()

    expect(text).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768), (1440, 900)])
def test_the_names_of_disputed_places_are_chosen_without_opening_anything(
    open_small: OpenSmall, width: int, height: int
) -> None:
    page = open_small(width=width, height=height)

    choice = read_box(page.get_by_role("button", name="Names of disputed places"))

    assert choice[3] <= read_box(page.locator(MAP))[1]
    assert choice[2] <= width
    assert read_box(page.get_by_role("region", name="Timeline"))[3] <= height


@pytest.mark.parametrize("era", ["occupation", "pivot-guidelines", "all"])
def test_a_small_embedded_page_names_era_and_days(open_small: OpenSmall, atlas: Atlas, era: str) -> None:
    page = open_small(f"/?era={era}&embed=true", width=400, height=300)
    line = page.locator(".ga-embed")
    found = next((item for item in atlas.catalogue.eras if item.id == era), None)
    words = [found.name, format_period(found.period)] if found else ["all years"]

    for text in words:
        expect(line.get_by_text(text)).to_be_visible()
    assert line.locator("span").evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight + 1")
    assert read_box(line)[3] <= read_box(page.locator(MAP))[1]


def choose_in_search(page: Page) -> None:
    page.get_by_role("combobox", name="Search the atlas").fill("kadena air base")
    page.locator(".hit").first.tap()


def tap_on_the_map(page: Page) -> None:
    page.frame_locator(MAP).locator('[data-id="FAC6037"]').first.tap(force=True)


@pytest.mark.parametrize("open_record", [choose_in_search, tap_on_the_map], ids=["search", "map"])
def test_a_record_that_is_opened_comes_into_sight(open_small: OpenSmall, open_record: Callable[[Page], None]) -> None:
    page = open_small("/?view=26.35,127.77,12")
    heading = page.get_by_role("heading", name="Kadena Air Base")
    expect(page.get_by_role("radio", name="Indo-Pacific").first).to_be_in_viewport(ratio=1)

    open_record(page)

    expect(heading).to_be_in_viewport(ratio=1)
    page.wait_for_timeout(REST_MS)
    expect(heading).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="← Back to the overview")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("query", "way_back"),
    [("record=FAC6051", "← Back to the overview"), ("subject=okinawa", "← Back to the era")],
    ids=["record", "topic"],
)
def test_what_a_link_opens_comes_into_sight_without_the_focus(open_small: OpenSmall, query: str, way_back: str) -> None:
    page = open_small(f"/?{query}")

    expect(page.get_by_role("button", name=way_back)).to_be_in_viewport(ratio=0.9, timeout=PATIENCE_MS)
    page.wait_for_timeout(REST_MS)
    expect(page.get_by_role("button", name=way_back)).to_be_in_viewport(ratio=0.9)
    expect(page.locator(".ga-record h2, .ga-era h2").first).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.activeElement === document.body")


@pytest.mark.parametrize("query", ["record=FAC6051&embed=true", "story=alliance&step=korea&record=FAC6051"])
def test_an_embedded_page_and_a_story_keep_their_place(open_small: OpenSmall, query: str) -> None:
    page = open_small(f"/?{query}")

    page.wait_for_timeout(REST_MS)

    assert page.get_by_test_id("stMain").evaluate("e => e.scrollTop") == 0


def test_a_topic_that_is_chosen_comes_into_sight(open_small: OpenSmall) -> None:
    page = open_small()

    page.locator(".st-key-subject").get_by_role("radio", name="Okinawa").tap()

    expect(page.locator(".st-key-close-subject ~ * h2").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768), (1440, 900)])
def test_a_table_that_is_opened_comes_into_sight_whole(open_small: OpenSmall, width: int, height: int) -> None:
    page = open_small(width=width, height=height)
    choice = page.locator(".st-key-table").get_by_role("radio", name="Okinawa")

    choice.tap()

    expect(page.get_by_test_id("stDataFrame")).to_be_in_viewport(ratio=0.99)
    expect(choice).to_be_in_viewport(ratio=1)


def test_the_names_of_statements_are_whole_on_a_telephone(open_small: OpenSmall) -> None:
    page = open_small("/?record=djibouti-japan-base&era=all&layers=djibouti")
    names = page.locator(".st-key-list-bears button [data-testid=stMarkdownContainer]")
    expect(names.first).to_be_attached()

    assert names.evaluate_all("all => all.every(name => getComputedStyle(name).whiteSpace === 'normal')")
    assert names.evaluate_all("all => all.every(name => getComputedStyle(name).textAlign === 'left')")


def test_the_page_of_data_does_not_scroll_sideways(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    page = context.new_page()
    page.goto(f"{address}/?page=data")
    page.locator(".ga-page pre").wait_for()

    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollWidth") <= WIDTH
    context.close()
