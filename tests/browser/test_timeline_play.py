"""A day that runs over the timeline: how smoothly, from where to where, and what stops it."""

import re
from collections.abc import Callable

import pytest
from moving import (
    COUNT_MESSAGES,
    KEEP_PREVIEWS,
    all_layers,
    day_path,
    find_play,
    handle,
    list_visible,
    read_ids,
    read_preview,
    wait_for_agreement,
)
from playwright.sync_api import Browser, Frame, Page, expect

from geo_alliance.dates import Period
from geo_alliance.loading import Atlas

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]

SLOWEST_FRAMES = 12
"""A second, on a machine that is busy with other tests; `make bench` measures how many there are on a quiet one."""

COUNT_FRAMES = """(milliseconds) => new Promise((done) => {
  const start = performance.now();
  let frames = 0;
  const next = (now) => (now - start < milliseconds ? (frames += 1, requestAnimationFrame(next)) : done(frames));
  requestAnimationFrame(next);
})"""


def test_playing_is_smooth_and_sends_nothing_until_it_is_paused(
    open_page: OpenPage, map_frame: MapFrame, atlas: Atlas, errors: list[str]
) -> None:
    page = open_page(day_path(atlas, "1990-01-01"))
    frame, play = map_frame(page), find_play(page)
    page.evaluate(COUNT_MESSAGES)
    frame.evaluate(KEEP_PREVIEWS)

    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    frames = page.evaluate(COUNT_FRAMES, 2000) / 2
    shown = len(frame.evaluate("window.previews")) / 2
    assert page.evaluate("window.sent") == 0
    play.click()

    assert (frames >= SLOWEST_FRAMES, shown >= SLOWEST_FRAMES) == (True, True), (frames, shown)
    expect(play).to_have_attribute("aria-pressed", "false")
    wait_for_agreement(frame)
    day = re.findall(r"from=([\d-]+)&to=\1", page.url)[0]
    assert day > "1990-06-01"
    assert read_ids(frame) == list_visible(atlas, Period(day, day))
    assert errors == []


def play_to_its_end(page: Page) -> None:
    play = find_play(page)
    page.get_by_label("Speed of playing").select_option("10")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    expect(play).to_have_attribute("aria-pressed", "false")


def test_a_day_runs_through_an_era_which_is_shown_again_then(
    open_page: OpenPage, map_frame: MapFrame, atlas: Atlas
) -> None:
    page, era = open_page(f"/?era=occupation{all_layers(atlas)}"), atlas.catalogue.era("occupation")
    frame, play = map_frame(page), find_play(page)
    frame.evaluate(KEEP_PREVIEWS)
    page.evaluate(COUNT_MESSAGES)
    expect(play).to_have_accessible_description(re.compile(f"from 2 September 1945 to 27 April 1952, .*{era.name}"))

    play_to_its_end(page)

    days = frame.evaluate("window.previews")
    assert (days[0], max(days)) == (era.period.start, era.period.end)
    assert (read_preview(frame), page.evaluate("window.sent")) == (None, 0)
    assert read_ids(frame) == list_visible(atlas, era.period)
    expect(handle(page, "Last day")).to_have_attribute("aria-valuetext", "27 April 1952")
    assert "era=occupation" in page.url


def test_a_paused_day_stays_and_runs_on_to_the_end_of_its_era(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?era=occupation")
    play = find_play(page)

    play.click()
    page.wait_for_timeout(500)
    play.click()
    page.wait_for_url(re.compile(r"from=([\d-]+)&to=\1"))
    wait_for_agreement(map_frame(page))
    play_to_its_end(page)

    page.wait_for_url("**/?era=occupation")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("era=all", "1945-01-01"),
        ("era=before-alliance", "1879-01-01"),
        ("from=1890-06-01&to=1890-06-01", "1890-06-01"),
        ("to=1900-01-01", "1879-01-01"),
    ],
)
def test_playing_begins_where_the_records_are_dense_unless_another_day_is_chosen(
    open_page: OpenPage, query: str, first: str
) -> None:
    page = open_page(f"/?{query}")
    page.get_by_label("Speed of playing").select_option("0.25")

    find_play(page).click()

    words = handle(page).get_attribute("aria-valuetext") or ""
    assert words.endswith(first[:4])


def test_readers_who_ask_for_less_motion_get_whole_years(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/?from=1972-05-15&to=1972-05-15")
    element = page.wait_for_selector('iframe[title="streamlit_folium.st_folium"]')
    frame = element.content_frame() if element else None
    assert frame is not None
    frame.wait_for_function("document.documentElement.dataset.ready !== undefined")
    frame.evaluate(KEEP_PREVIEWS)

    find_play(page).click()
    frame.wait_for_function("window.previews.length >= 2")

    assert frame.evaluate("window.previews.slice(0, 2)") == ["1973-05-15", "1974-05-15"]
    context.close()


def test_an_era_chosen_while_a_day_runs_ends_the_running(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?from=1960-01-01&to=1960-01-01")
    play = find_play(page)

    play.click()
    page.get_by_role("radio", name="Occupation", exact=True).click()

    page.wait_for_url("**/?era=occupation")
    wait_for_agreement(map_frame(page))
    expect(play).to_have_attribute("aria-pressed", "false")
    expect(handle(page, "First day")).to_have_attribute("aria-valuetext", "2 September 1945")


def test_a_switched_layer_keeps_the_day_that_runs(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?from=1990-01-01&to=1990-01-01&layers=facilities,senkaku")
    frame = map_frame(page)
    page.get_by_label("Speed of playing").select_option("0.25")
    find_play(page).click()

    page.get_by_role("checkbox", name=re.compile("facilities in Japan")).click(force=True)
    page.wait_for_url("**/*layers=senkaku*")

    page.wait_for_timeout(500)
    assert (read_preview(frame) or "") > "1990-01-02"
    assert not any(record.startswith("FAC") for record in read_ids(frame))
