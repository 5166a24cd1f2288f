"""The names of places on the map: under the marks, beside them where there is room, and never cut."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Frame, Page

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]
Box = tuple[float, float, float, float]

REST_MS = 400  # longer than the names wait for the map to come to rest
READ = """(selector) => [...document.querySelectorAll(selector)]
    .filter((part) => part.checkVisibility({ visibilityProperty: true }))
    .map((part) => [part.textContent, part.getBoundingClientRect()])
    .map(([text, box]) => [text, [box.left, box.top, box.right, box.bottom]])"""
SPY = """() => {
    const { fill, fillText } = CanvasRenderingContext2D.prototype, drawn = [];
    const names = new Set(["Nago", "Naha", "Okinawa City"]);
    CanvasRenderingContext2D.prototype.fill = function (...given) {
        drawn.push("shape");
        return fill.apply(this, given);
    };
    CanvasRenderingContext2D.prototype.fillText = function (...given) {
        if (names.has(given[0])) drawn.push("name");
        return fillText.apply(this, given);
    };
    geoAlliance.picture.compose();
    return drawn;
}"""


def read_boxes(frame: Frame, selector: str) -> list[tuple[str, Box]]:
    return [(text, tuple(box)) for text, box in frame.evaluate(READ, selector)]


def share(one: Box, other: Box) -> float:
    """Return the area in pixels that two boxes share."""
    width, height = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


@pytest.mark.parametrize(
    ("view", "name"),
    [("11.55,43.14,10", "Djibouti City"), ("26.3,127.8,9.5", "Naha"), ("26.3,127.8,9.5", "Okinawa City")],
)
def test_a_towns_name_stands_beside_the_marks_and_below_them(
    view: str, name: str, open_page: OpenPage, map_frame: MapFrame
) -> None:
    page = open_page(f"/?view={view}")
    frame = map_frame(page)
    page.wait_for_timeout(REST_MS)

    box = dict(read_boxes(frame, ".place span"))[name]

    covered = sum(share(box, mark) for _, mark in read_boxes(frame, "path.record.symbol"))
    assert covered < 0.1 * (box[2] - box[0]) * (box[3] - box[1])
    assert frame.evaluate("['places', 'records'].map((name) => Number(map.getPane(name).style.zIndex))") == [440, 450]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1366, 768), (390, 844)])
def test_no_name_is_cut_by_an_edge_or_lies_under_a_control(
    width: int, height: int, browser: Browser, address: str
) -> None:
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.goto(address)
        frame = page.frame_locator('iframe[title="streamlit_folium.st_folium"]')
        frame.locator("html[data-ready]").wait_for(state="attached")
        inside = page.frames[-1]
        for _ in range(2):
            page.wait_for_timeout(REST_MS)
            controls = read_boxes(inside, ".leaflet-control")
            edge = read_boxes(inside, ".leaflet-container")[0][1]
            names = read_boxes(inside, ".place span")
            assert len(names) >= 3
            for name, box in names:
                assert share(box, edge) == pytest.approx((box[2] - box[0]) * (box[3] - box[1])), name
                assert [text for text, control in controls if share(box, control)] == [], name
            frame.locator(".legend > summary").click()


def test_the_picture_draws_names_under_the_marks(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?view=26.3,127.8,9.5&layers=facilities")
    frame = map_frame(page)
    page.wait_for_timeout(REST_MS)
    marks = len(read_boxes(frame, "path.record.symbol"))

    drawn = frame.evaluate(SPY)

    last = len(drawn) - 1 - drawn[::-1].index("name")
    assert drawn.count("name") >= 3
    assert drawn[last:].count("shape") >= marks
