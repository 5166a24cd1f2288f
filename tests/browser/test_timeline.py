"""The timeline under the map: what the map shows while it is moved, what the server agrees on, and what is unsure."""

from collections.abc import Callable

import pytest
from moving import COUNT_MESSAGES, day_path, handle, list_visible, read_ids, read_preview, take_hold, wait_for_agreement
from playwright.sync_api import Frame, Page, expect

from geo_alliance.dates import Period, previous_day
from geo_alliance.loading import Atlas
from geo_alliance.ui.record_view import describe_doubt

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]

DAYS = ["1951-09-08", "1972-05-15", "1996-12-02", "2016-12-21", "2016-12-22", "2026-11-01"]


@pytest.mark.parametrize("day", DAYS)
def test_an_arrow_key_shows_the_day_at_once_and_the_server_agrees(
    open_page: OpenPage, map_frame: MapFrame, atlas: Atlas, day: str, errors: list[str]
) -> None:
    page = open_page(day_path(atlas, previous_day(day)))
    frame, expected = map_frame(page), list_visible(atlas, Period(day, day))
    page.evaluate(COUNT_MESSAGES)

    handle(page).press("ArrowRight")

    assert (read_preview(frame), page.evaluate("window.sent")) == (f"{day}/{day}", 0)
    assert read_ids(frame) == expected
    page.wait_for_url(f"**/*from={day}&to={day}*")
    wait_for_agreement(frame)
    assert read_ids(frame) == expected
    expect(page.get_by_text(f"{len(expected):,} records", exact=True).first).to_be_visible()
    assert errors == []


def test_a_drag_shows_each_day_without_a_message_and_tells_the_server_once(
    open_page: OpenPage, map_frame: MapFrame, atlas: Atlas, errors: list[str]
) -> None:
    page = open_page(day_path(atlas, "1960-01-01"))
    frame = map_frame(page)
    page.evaluate(COUNT_MESSAGES)

    x, y = take_hold(page)
    for way in (120, 260, 400):
        page.mouse.move(x + way, y, steps=8)
        day = (read_preview(frame) or "")[:10]
        assert read_ids(frame) == list_visible(atlas, Period(day, day))
        assert page.evaluate("window.sent") == 0
    page.mouse.up()

    page.wait_for_url(f"**/*from={day}&to={day}*")
    wait_for_agreement(frame)
    assert page.evaluate("window.sent") == 1
    assert read_ids(frame) == list_visible(atlas, Period(day, day))
    assert errors == []


def test_what_stays_behind_while_the_timeline_moves_is_marked_until_it_follows(
    open_page: OpenPage, map_frame: MapFrame
) -> None:
    page = open_page("/?era=occupation")
    note = page.get_by_text("Counts and text follow when you stop")
    expect(page.locator(".ga-filter-line")).to_have_css("opacity", "1")

    x, y = take_hold(page, "First day")
    page.mouse.move(x + 20, y, steps=4)
    expect(note).to_be_visible()
    for part in (".ga-filter-line", ".ga-era", ".ga-layer"):
        expect(page.locator(part).first).to_have_css("opacity", "0.5")
    page.mouse.up()

    wait_for_agreement(map_frame(page))
    expect(note).to_have_count(0)
    expect(page.locator(".ga-filter-line")).to_have_css("opacity", "1")


def test_a_band_chooses_its_era_like_the_buttons_above(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/")

    page.locator('[data-era="occupation"]').click()

    page.wait_for_url("**/?era=occupation")
    wait_for_agreement(map_frame(page))
    expect(page.get_by_role("radio", name="Occupation", exact=True)).to_have_attribute("aria-checked", "true")
    expect(handle(page, "Last day")).to_have_attribute("aria-valuetext", "27 April 1952")


def test_the_switch_turns_an_era_into_its_last_day_and_back(open_page: OpenPage) -> None:
    page = open_page("/?era=occupation")

    page.get_by_role("radio", name="Day", exact=True).check(force=True)
    page.wait_for_url("**/?from=1952-04-27&to=1952-04-27")
    page.get_by_role("radio", name="Period", exact=True).check(force=True)

    page.wait_for_url("**/?era=occupation")


@pytest.mark.parametrize("day", ["1945-08-15", "1952-06-01", "1972-05-15", "1977-10-01"])
def test_what_is_known_only_to_the_year_or_month_looks_uncertain_then(
    open_page: OpenPage, map_frame: MapFrame, atlas: Atlas, day: str
) -> None:
    frame = map_frame(open_page(day_path(atlas, day)))
    period = Period(day, day)
    cores = {name: item.core for layer in atlas.layers.values() for name, item in layer.features.items()}
    expected = {name: describe_doubt(cores[name], period) for name in list_visible(atlas, period)}

    labels = frame.evaluate(
        "[...document.querySelectorAll('[data-id].unsure')].map((e) => [e.dataset.id, e.getAttribute('aria-label')])"
    )

    assert {name: doubt for name, doubt in expected.items() if doubt}
    assert {name for name, doubt in expected.items() if doubt} == {name for name, _ in labels}
    assert all(label.endswith(str(expected[name])) for name, label in labels)


def test_the_panel_words_the_same_doubt(open_page: OpenPage) -> None:
    page = open_page("/?record=FAC3154&from=1952-06-01&to=1952-06-01")

    doubt = page.get_by_text("On this day it may not have begun yet: its start is known only as 1952.")
    expect(doubt).to_be_visible()
    handle(page).press("Control+ArrowRight")

    page.wait_for_url("**/*from=1953-06-01*")
    expect(doubt).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1366, 768), (390, 844)])
def test_map_and_timeline_are_seen_together(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page("/")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(300)

    drawn = page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
    timeline = page.get_by_role("region", name="Timeline").bounding_box()

    assert drawn is not None
    assert timeline is not None
    assert drawn["y"] + drawn["height"] <= timeline["y"]
    assert timeline["y"] + timeline["height"] <= height
    assert drawn["width"] >= (0.6 if width > 640 else 0.9) * width
