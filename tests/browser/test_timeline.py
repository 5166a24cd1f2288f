"""The timeline under the map: what the map shows while it is moved, what the server agrees on, and who can move it."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, expect

from geo_alliance.dates import FIRST_DAY, LAST_DAY, Period, format_day, previous_day
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, apply
from geo_alliance.ui.record_view import describe_doubt

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]

DAYS = ["1951-09-08", "1972-05-15", "1996-12-02", "2016-12-21", "2016-12-22", "2026-11-01"]
SLOWEST_FRAMES = 12
"""A second, on a machine that is busy with other tests; `make bench` measures how many there are on a quiet one."""

COUNT_MESSAGES = """() => {
  window.sent = 0;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...all) { window.sent += 1; return send.apply(this, all); };
}"""
COUNT_FRAMES = """(milliseconds) => new Promise((done) => {
  const start = performance.now();
  let frames = 0;
  const next = (now) => (now - start < milliseconds ? (frames += 1, requestAnimationFrame(next)) : done(frames));
  requestAnimationFrame(next);
})"""
KEEP_PREVIEWS = """() => {
  const root = document.documentElement;
  window.previews = [];
  new MutationObserver(() => root.dataset.preview && window.previews.push(root.dataset.preview.slice(0, 10)))
    .observe(root, { attributes: true, attributeFilter: ["data-preview"] });
}"""


def all_layers(atlas: Atlas) -> str:
    return "&layers=" + ",".join(atlas.layers)


def day_path(atlas: Atlas, day: str) -> str:
    return f"/?from={day}&to={day}{all_layers(atlas)}"


def list_visible(atlas: Atlas, period: Period) -> set[str]:
    frames = apply(Selection(period, tuple(atlas.layers)), atlas.layers).values()
    return {str(record) for frame in frames for record in frame.index}


def read_ids(frame: Frame) -> set[str]:
    ids = frame.evaluate("[...document.querySelectorAll('[data-id]')].map((shape) => shape.dataset.id)")
    return set(ids)


def handle(page: Page, name: str = "Day") -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def read_preview(frame: Frame) -> str | None:
    preview: str | None = frame.evaluate("document.documentElement.dataset.preview ?? null")
    return preview


def wait_for_agreement(frame: Frame) -> None:
    """Wait until the server's state has taken the place of what the timeline draws."""
    frame.wait_for_function("document.documentElement.dataset.preview === undefined")


def take_hold(page: Page, name: str = "Day") -> tuple[float, float]:
    box = handle(page, name).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y


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


def test_playing_is_smooth_and_sends_nothing_until_it_is_paused(
    open_page: OpenPage, map_frame: MapFrame, atlas: Atlas, errors: list[str]
) -> None:
    page = open_page(day_path(atlas, "1990-01-01"))
    frame, play = map_frame(page), page.get_by_role("button", name="Play", exact=True)
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
    play = page.get_by_role("button", name="Play", exact=True)
    page.get_by_label("Speed of playing").select_option("10")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    expect(play).to_have_attribute("aria-pressed", "false")


def test_a_day_runs_through_an_era_which_is_shown_again_then(
    open_page: OpenPage, map_frame: MapFrame, atlas: Atlas
) -> None:
    page, era = open_page(f"/?era=occupation{all_layers(atlas)}"), atlas.catalogue.era("occupation")
    frame, play = map_frame(page), page.get_by_role("button", name="Play", exact=True)
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
    play = page.get_by_role("button", name="Play", exact=True)

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

    page.get_by_role("button", name="Play", exact=True).click()

    words = handle(page).get_attribute("aria-valuetext") or ""
    assert words.endswith(first[:4])


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


def test_readers_who_ask_for_less_motion_get_whole_years(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/?from=1972-05-15&to=1972-05-15")
    element = page.wait_for_selector('iframe[title="streamlit_folium.st_folium"]')
    frame = element.content_frame() if element else None
    assert frame is not None
    frame.wait_for_function("document.documentElement.dataset.ready !== undefined")
    frame.evaluate(KEEP_PREVIEWS)

    page.get_by_role("button", name="Play", exact=True).click()
    frame.wait_for_function("window.previews.length >= 2")

    assert frame.evaluate("window.previews.slice(0, 2)") == ["1973-05-15", "1974-05-15"]
    context.close()


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


def test_an_era_chosen_while_a_day_runs_ends_the_running(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?from=1960-01-01&to=1960-01-01")
    play = page.get_by_role("button", name="Play", exact=True)

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
    page.get_by_role("button", name="Play", exact=True).click()

    page.get_by_role("checkbox", name=re.compile("facilities in Japan")).click(force=True)
    page.wait_for_url("**/*layers=senkaku*")

    page.wait_for_timeout(500)
    assert (read_preview(frame) or "") > "1990-01-02"
    assert not any(record.startswith("FAC") for record in read_ids(frame))


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
