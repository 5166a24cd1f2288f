"""What axe-core finds: nothing serious or critical, on any page, in the page and in the map's frame."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page

pytestmark = pytest.mark.browser

GRAVE = {"serious", "critical"}
VIEWS = {
    "first view": "/",
    "record": "/?record=FAC6051",
    "step of a story": "/?story=alliance&step=futenma-henoko",
    "table": "/?table=overflights&layers=overflights&era=all",
    "figures": "/?page=figures",
    "claims": "/?page=claims",
    "claim": "/?claim=OK-2",
    "data": "/?page=data",
    "sources": "/?page=sources",
    "source": "/?source=cfr-us-japan-alliance-2021",
    "about": "/?page=about",
}


def list_grave(place: Page | Frame) -> list[str]:
    results: dict[str, Any] = Axe().run(place).response  # type: ignore[arg-type]  # a frame can evaluate, too
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in results["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", VIEWS.values(), ids=VIEWS)
def test_axe_finds_nothing_grave(browser: Browser, address: str, path: str, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address + path)
    page.get_by_text("Data version").first.wait_for()
    page.wait_for_timeout(1500)

    found = list_grave(page)
    for frame in page.frames[1:]:
        frame.wait_for_function("document.documentElement.dataset.ready !== undefined")
        found += list_grave(frame)

    assert found == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_in_the_open_link(browser: Browser, address: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(address + "/?claim=OK-2")
    page.get_by_role("button", name="Link, cite").click()
    page.get_by_text("To cite this statement").wait_for()
    page.wait_for_timeout(1500)  # colours, if there are any, come after the text

    assert list_grave(page) == []
    context.close()


def test_the_map_is_one_tab_stop_and_every_shape_has_a_name(
    open_page: Callable[..., Page], map_frame: Callable[[Page], Frame]
) -> None:
    page = open_page("/?era=all")
    frame = map_frame(page)
    frame.locator("#map_div").focus()

    page.keyboard.press("Tab")

    assert frame.evaluate("document.activeElement.tagName") in {"A", "BUTTON"}, "the next stop is a control"
    assert frame.locator('.leaflet-map-pane [tabindex="0"], .leaflet-map-pane a').count() == 0
    assert frame.locator("[data-id]:not([aria-label])").count() == 0


def test_one_finger_scrolls_the_page_and_says_how_to_move_the_map(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address)
    element = page.wait_for_selector('iframe[title="streamlit_folium.st_folium"]')
    frame = element.content_frame() if element else None
    assert frame is not None
    frame.wait_for_function("document.documentElement.dataset.ready !== undefined")

    frame.evaluate(
        "() => { const touch = new Touch({ identifier: 1, target: map.getContainer(), clientX: 100, clientY: 200 });"
        " map.getContainer().dispatchEvent(new TouchEvent('touchmove', { touches: [touch], bubbles: true })); }"
    )

    assert frame.evaluate("map.dragging.enabled()") is False
    assert frame.locator(".hint.shown").inner_text() == "Use two fingers to move the map"
    context.close()
