"""The page that another page embeds, and the snippet that embeds it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]


@pytest.mark.parametrize(("size", "has_timeline"), [((400, 300), False), ((800, 500), True)], ids=["small", "usual"])
def test_an_embedded_page_is_a_map_with_one_line_and_opens_records(
    size: tuple[int, int], has_timeline: bool, open_page: OpenPage, map_frame: MapFrame, errors: list[str]
) -> None:
    page = open_page("/?embed=true&layers=facilities")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.reload()
    frame = map_frame(page)
    link = page.get_by_role("link", name="Open the atlas")
    expect(link).to_be_in_viewport(ratio=1)
    assert "embed" not in (link.get_attribute("href") or "")
    expect(page.locator(".st-key-timeline")).to_be_visible(visible=has_timeline)
    expect(page.get_by_role("button", name="Download")).to_have_count(0)
    expect(frame.locator(".legend .body")).to_be_hidden()
    frame.locator("html[data-ready]").wait_for(state="attached")
    frame.wait_for_function("map.getSize().y === innerHeight && map.getBounds().contains([26, 128])")
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]

    frame.locator("[data-id=FAC2001]").dispatch_event("click")
    heading = page.get_by_role("heading", name="Misawa Air Base")
    expect(heading).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Close").click()
    expect(heading).to_have_count(0)
    assert "embed=true" in page.url
    assert errors == []


@pytest.mark.parametrize("size", [(400, 300), (800, 500)], ids=["small", "usual"])
def test_an_embedded_step_has_its_text_beside_or_below_the_map(
    size: tuple[int, int], open_page: OpenPage, map_frame: MapFrame
) -> None:
    page = open_page("/?story=alliance&step=reversion&embed=true")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    frame, text = map_frame(page), page.locator(".st-key-embed-step")

    expect(page.get_by_text("1972: Japanese again").first).to_be_in_viewport(ratio=1)
    expect(text).to_be_in_viewport(ratio=1)
    frame.wait_for_function("map.getSize().y === innerHeight && map.getSize().x === innerWidth")
    box, shown = text.bounding_box(), page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
    assert box is not None
    assert shown is not None
    assert shown["x"] + shown["width"] <= box["x"] + 1 or shown["y"] + shown["height"] <= box["y"] + 1
    assert shown["height"] >= 150


def test_the_link_offers_a_snippet_that_embeds_the_view(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/?era=occupation")

    page.get_by_role("button", name="Link, cite").click()

    snippet = re.compile(r"<iframe src=.*from=1945-09-02&amp;to=1952-04-27&amp;layers=.*&amp;embed=true")
    expect(page.locator("code").filter(has_text=snippet)).to_be_visible()
    assert errors == []
