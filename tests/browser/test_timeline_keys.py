"""The timeline by keyboard: the steps of its handles, how they are read out, and dates that are typed."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from moving import (
    handle,
    read_preview,
)
from playwright.sync_api import Frame, Page, expect

from geo_alliance.dates import FIRST_DAY, LAST_DAY, format_day

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("ArrowLeft", "2016-02-28"),
        ("ArrowUp", "2016-03-01"),
        ("Shift+ArrowRight", "2016-03-29"),
        ("Control+ArrowLeft", "2015-02-28"),
        ("PageDown", "2011-02-28"),
        ("Shift+PageUp", "2017-11-06"),
        ("Home", "1879-01-01"),
    ],
)
def test_each_key_moves_by_its_own_step(open_page: OpenPage, map_frame: MapFrame, key: str, expected: str) -> None:
    page = open_page("/?from=2016-02-29&to=2016-02-29")

    handle(page).press(key)

    assert read_preview(map_frame(page)) == f"{expected}/{expected}"
    expect(handle(page)).to_have_attribute("aria-valuetext", format_day(expected))


def test_a_handle_is_a_slider_with_the_date_in_words(open_page: OpenPage) -> None:
    page = open_page("/?from=1972-05-15&to=1991-12-25")
    expected = {"First day": ("1972-05-15", "15 May 1972"), "Last day": ("1991-12-25", "25 December 1991")}

    for name, (day, words) in expected.items():
        least, now, most = (
            int(handle(page, name).get_attribute(f"aria-value{part}") or "") for part in ("min", "now", "max")
        )
        assert now == (date.fromisoformat(day) - date(1970, 1, 1)).days
        assert least <= now <= most
        expect(handle(page, name)).to_have_attribute("aria-valuetext", words)
        expect(handle(page, name)).to_have_accessible_description(re.compile("Arrow keys"))
    expect(handle(page)).to_have_count(0)


def test_the_browser_writes_days_as_the_server_does(open_page: OpenPage) -> None:
    page = open_page("/")
    days = [(date(1879, 1, 1) + timedelta(days=61 * number)).isoformat() for number in range(900)]
    words = page.evaluate(
        "async (days) => (await import('/_stcore/bidi-components/geo-alliance.timeline/days.js'),"
        " days.map((await import('/_stcore/bidi-components/geo-alliance.timeline/days.js')).inWords))",
        days,
    )

    assert words == [format_day(day) for day in days]


@pytest.mark.parametrize(
    ("field", "typed", "query"),
    [
        ("Day", "1972-05-15", "from=1972-05-15&to=1972-05-15"),
        ("Day", " 15 may  1972 ", "from=1972-05-15&to=1972-05-15"),
        ("Day", "1972", "from=1972-01-01&to=1972-01-01"),
        ("First day", "Sept 1990", "from=1990-09-01&to=1991-12-25"),
        ("Last day", "February 1988", "from=1972-05-15&to=1988-02-29"),
        ("Last day", "", "from=1972-05-15"),
    ],
)
def test_a_typed_date_is_taken(open_page: OpenPage, field: str, typed: str, query: str) -> None:
    page = open_page("/?from=2000-01-01&to=2000-01-01" if field == "Day" else "/?from=1972-05-15&to=1991-12-25")

    page.get_by_role("textbox", name=re.compile(f"^{field}, ")).fill(typed)
    page.keyboard.press("Enter")

    page.wait_for_url(lambda url: url.endswith(f"?{query}"))


@pytest.mark.parametrize("typed", ["31 February 1972", "15 Mai 1972 AD", "next year", ""])
def test_a_typed_text_that_is_no_date_stays_and_changes_nothing(
    open_page: OpenPage, map_frame: MapFrame, typed: str
) -> None:
    page = open_page("/?from=2000-01-01&to=2000-01-01")
    field = page.get_by_role("textbox", name=re.compile("^Day, "))

    field.fill(typed)
    field.press("Enter")

    expect(page.get_by_text(f"Found “{typed}”: expected 15 May 1972")).to_be_visible()
    expect(field).to_have_value(typed)
    expect(field).to_have_attribute("aria-invalid", "true")
    assert "from=2000-01-01" in page.url
    assert read_preview(map_frame(page)) is None


def test_the_handles_of_a_period_never_meet_and_its_edges_are_open(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?from=1972-05-15&to=1972-05-17")
    frame = map_frame(page)

    for _ in range(4):
        handle(page, "First day").press("ArrowRight")
    assert read_preview(frame) == "1972-05-16/1972-05-17"
    handle(page, "First day").press("Home")
    handle(page, "Last day").press("End")

    assert read_preview(frame) == f"{FIRST_DAY}/{LAST_DAY}"
    expect(handle(page, "Last day")).to_have_attribute("aria-valuetext", "open, no last day")
    page.wait_for_url("**/?era=all")
