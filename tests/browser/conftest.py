"""The running dashboard in a real browser, with every outside host out of reach."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, Route, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from find_chromium import ADVICE, find_chromium
from running import run_server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 20_000


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a dashboard that runs for the tests."""
    with run_server() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.fail(ADVICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def errors() -> list[str]:
    """What went wrong in the browser: script errors, console errors, requests to other hosts."""
    return []


@pytest.fixture
def open_bare(browser: Browser, address: str, errors: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens a path of the dashboard in a new window, without waiting for a map."""
    contexts = []

    def allow_own_only(route: Route) -> None:
        url = route.request.url
        if url.startswith((address, "data:", "blob:")):
            route.continue_()
        else:
            errors.append(f"request to another host: {url}")
            route.abort()

    def open_path(path: str = "/") -> Page:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.route("**/*", allow_own_only)
        page.on("pageerror", lambda error: errors.append(f"script error: {error}"))
        page.on("console", lambda message: message.type == "error" and errors.append(f"console: {message.text}"))
        page.on("dialog", lambda dialog: errors.append(f"dialog: {dialog.message}") or dialog.dismiss())
        page.goto(address + path)
        return page

    yield open_path
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(open_bare: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a path of the dashboard in a new window and waits until its map is drawn."""

    def open_path(path: str = "/") -> Page:
        page = open_bare(path)
        wait_for_map(page)
        return page

    return open_path


def get_frame(page: Page) -> Frame:
    """Return the map's frame."""
    element = page.wait_for_selector('iframe[title="streamlit_folium.st_folium"]')
    frame = element.content_frame() if element else None
    assert frame is not None
    frame.wait_for_url("**/component/**")  # until then it is an empty page under the policy of the one around it
    return frame


def wait_for_map(page: Page) -> Frame:
    """Wait until the map has drawn a state, and return its frame."""
    frame = get_frame(page)
    frame.wait_for_function("document.documentElement.dataset.ready !== undefined", timeout=PATIENCE_MS)
    return frame


def read_ids(page: Page) -> set[str]:
    """Return the ids of the records that the map draws."""
    ids = get_frame(page).evaluate("[...document.querySelectorAll('[data-id]')].map((shape) => shape.dataset.id)")
    return set(ids)


@pytest.fixture
def map_ids() -> Callable[[Page], set[str]]:
    return read_ids


@pytest.fixture
def map_frame() -> Callable[[Page], Frame]:
    return get_frame
