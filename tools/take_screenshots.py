"""Takes the screenshots of docs/screenshots/: six views, three sizes, light and dark.

Start the dashboard, then: ``python tools/take_screenshots.py http://localhost:8501 [PATH OF CHROMIUM]``.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
SIZES = {"1440": (1440, 900), "1366": (1366, 768), "390": (390, 844)}
VIEWS = {
    "first-view": "/",
    "occupation": "/?era=occupation",
    "futenma": "/?record=FAC6051",
    "senkaku": "/?era=all&layers=senkaku,zones&view=25.75,123.9,9",
    "djibouti": "/?era=all&layers=djibouti&view=11.56,43.12,12.5&record=djibouti-japan-base",
    "overflight": "/?era=all&layers=overflights,launch-sites&record=kp-2017-09-15",
}
PATIENCE_MS = 30_000


def take_screenshot(browser: Browser, address: str, *, view: str, size: str, scheme: str) -> None:
    """Take one screenshot once the map is drawn."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=width < 500,
    )
    page = context.new_page()
    page.goto(address + VIEWS[view])
    element = page.wait_for_selector('iframe[title="streamlit_folium.st_folium"]', timeout=PATIENCE_MS)
    frame = element.content_frame() if element else None
    if frame is not None:
        frame.wait_for_url("**/component/**", timeout=PATIENCE_MS)  # until then the page's policy forbids to ask it
        frame.wait_for_function("document.documentElement.dataset.ready !== undefined", timeout=PATIENCE_MS)
    page.wait_for_timeout(1500)
    page.screenshot(path=FOLDER / f"{view}-{size}-{scheme}.png")
    context.close()


def main() -> None:
    """Take all screenshots of the dashboard at the address given."""
    address = sys.argv[1].rstrip("/")
    path = sys.argv[2] if len(sys.argv) > 2 else shutil.which("chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for view in VIEWS:
            for size in SIZES:
                for scheme in ("light", "dark"):
                    take_screenshot(browser, address, view=view, size=size, scheme=scheme)
        browser.close()


if __name__ == "__main__":
    main()
