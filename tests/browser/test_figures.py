"""The page of figures in a real browser: charts are drawn, and nothing is asked of other hosts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

CHARTS = 16
PATIENCE_MS = 20_000


def open_figures(open_page: Callable[..., Page]) -> Page:
    page = open_page("/?era=after-cold-war")
    page.get_by_role("radio", name="Figures", exact=True).click()
    expect(page.locator("svg.marks")).to_have_count(CHARTS, timeout=3 * PATIENCE_MS)
    return page


def test_every_chart_is_drawn_without_any_other_host(open_page: Callable[..., Page], errors: list[str]) -> None:
    page = open_figures(open_page)

    first = page.locator(".st-key-chart-personnel svg.marks").first
    expect(first.get_by_text("Okinawa", exact=True)).to_be_visible()
    expect(page.locator(".st-key-chart-personnel [aria-label*='Okinawa: 45,760 in 1964']").first).to_be_visible()
    assert errors == []


def test_the_figures_fit_a_telephone(open_page: Callable[..., Page], errors: list[str]) -> None:
    page = open_figures(open_page)

    page.set_viewport_size({"width": 390, "height": 844})

    expect(page.locator("svg.marks")).to_have_count(CHARTS, timeout=3 * PATIENCE_MS)
    for _ in range(50):  # the charts follow the window after a moment
        widths = page.locator("svg.marks").evaluate_all("charts => charts.map(chart => chart.clientWidth)")
        if max(widths) <= 390:
            break
        page.wait_for_timeout(100)
    assert max(widths) <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert errors == []


def test_a_figure_is_printed_on_the_ground_that_it_was_drawn_for(open_bare: Callable[..., Page]) -> None:
    page = open_bare("/?page=figures")
    page.emulate_media(color_scheme="dark")
    page.reload()
    expect(page.locator("svg.marks")).to_have_count(CHARTS, timeout=3 * PATIENCE_MS)
    page.emulate_media(color_scheme="dark", media="print")

    chart = page.locator("[data-testid=stVegaLiteChart]").first
    expect(chart).to_have_css("background-color", "rgb(20, 24, 27)")
    expect(chart).to_have_css("print-color-adjust", "exact")


def test_a_chart_alone_is_hardly_wider_than_a_page_of_paper(open_page: Callable[..., Page]) -> None:
    page = open_figures(open_page)

    widths = page.locator("svg.marks").evaluate_all("charts => charts.map(chart => chart.viewBox.baseVal.width)")

    assert max(widths) <= 800


def test_a_figure_is_saved_as_a_picture(open_page: Callable[..., Page], errors: list[str]) -> None:
    page = open_figures(open_page)

    with page.expect_download() as download:
        page.locator(".st-key-chart-burden").get_by_role("button", name="SVG").click()

    assert download.value.suggested_filename.endswith(".svg")
    assert download.value.path().read_text(encoding="utf-8").startswith("<svg")
    assert errors == []
