"""Pages of paper in a browser's window, so that it can be asked what stands on which."""

import re

from playwright.sync_api import Locator, Page

WIDTH_PX, HEIGHT_PX = 695, 1024
"""What an upright page of A4 leaves inside the margins, at 96 dots to the inch."""

_LAY = """([width, height]) => {
  window.dispatchEvent(new Event("beforeprint"));
  const box = document.querySelector(".stMainBlockContainer");
  box.style.cssText = `columns: ${width}px auto; column-gap: 0; column-fill: auto; height: ${height}px`;
}"""


def lay_on_paper(page: Page) -> None:
    """Show a page as it is printed, in columns of the size of a page: a browser breaks both by the same rules."""
    page.set_viewport_size({"width": WIDTH_PX, "height": HEIGHT_PX})
    page.emulate_media(media="print")
    page.evaluate(_LAY, [WIDTH_PX, HEIGHT_PX])


def find_page(locator: Locator) -> int:
    """Return on which page of paper something begins, from 0."""
    box = locator.bounding_box()
    assert box is not None
    return int(box["x"] // WIDTH_PX)


def count_pages(document: bytes) -> int:
    """Count the pages of a PDF file."""
    return len(re.findall(rb"/Type\s*/Page\b", document))
