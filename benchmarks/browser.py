"""What a reader's browser meets: the first view, and a change of era."""

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Frame, Page, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.apps import EMPTY, Server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
MAP_FRAME = 'iframe[title="streamlit_folium.st_folium"]'
PATIENCE_MS = 60_000
QUIET_MS = 800
_DRAWN = "html[data-ready], path.leaflet-interactive"
_WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class FirstView:
    """From the start of the navigation: seconds until the map, or the empty page's text, is drawn.

    `before_bytes` and `own_bytes` are what came from under `/atlas/` before that and in all, as transferred; `others`
    are the addresses of other origins that were asked for.
    """

    drawn_s: float
    before_bytes: int
    own_bytes: int
    others: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One change of era: bytes over the websocket in all and for the map alone, seconds, and whether the frame stayed.

    `script_s` is what the page's script ran, all runs of this change together; `processor_s` what the server's process
    used; `drawn_s` runs from the press of the button to the last drawing of the map.
    """

    bytes: int
    map_bytes: int
    runs: int
    script_s: float
    processor_s: float
    drawn_s: float
    kept: bool


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium without any way to another host."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def measure_first_view(browser: Browser, server: Server) -> FirstView:
    """Open the app in a new window with an empty cache."""
    with open_page(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(server.address)
        if server.app is EMPTY:
            _wait_until(page, "bench.empty !== null")
            return FirstView(page.evaluate("(bench.empty - performance.timeOrigin) / 1000"), 0, 0, ())
        frame = wait_for_map(page)
        drawn, begun = page.evaluate("[bench.drawn[0], performance.timeOrigin]")
        wait_until_quiet(page)
        own = [item for each in (page.main_frame, frame) for item in _list_resources(each, server.address)]
        return FirstView(
            drawn_s=(drawn - begun) / 1000,
            before_bytes=sum(item["bytes"] for item in own if item["end"] <= drawn),
            own_bytes=sum(item["bytes"] for item in own),
            others=tuple(url for url in asked if not url.startswith((server.address, "data:", "blob:"))),
        )


def measure_changes(browser: Browser, server: Server, eras: list[str], count: int) -> list[Change]:
    """Click from era to era; the first two clicks are not counted."""
    with open_page(browser) as page:
        page.goto(server.address)
        page.wait_for_timeout(QUIET_MS)
        wait_for_map(page)
        wait_until_quiet(page)
        names = [eras[number % len(eras)] for number in range(count + 2)]
        return [_measure_change(page, server, name) for name in names][2:]


def _measure_change(page: Page, server: Server, era: str) -> Change:
    before = wait_for_map(page)
    before.evaluate("window.stillHere = true")
    page.evaluate("bench.take()")
    processor = server.read_processor_s()
    page.get_by_role("radio", name=era, exact=True).click()
    _wait_until(page, "bench.drawn.length > 0")
    page.wait_for_timeout(QUIET_MS)
    wait_until_quiet(page)
    frame = wait_for_map(page)
    processor = server.read_processor_s() - processor
    taken = page.evaluate("bench.take()")
    messages = [(item["at"] / 1000, base64.b64decode(item["data"])) for item in taken["messages"]]
    parsed = [(at, len(data), ForwardMsg.FromString(data)) for at, data in messages]
    starts = [at for at, _, message in parsed if message.WhichOneof("type") == "new_session"]
    ends = [at for at, _, message in parsed if message.WhichOneof("type") == "script_finished"]
    return Change(
        bytes=sum(size for _, size, _ in parsed),
        map_bytes=sum(size for _, size, message in parsed if _is_map(message)),
        runs=len(starts),
        script_s=sum(end - start for start, end in zip(starts, ends, strict=False)),
        processor_s=processor,
        drawn_s=(taken["drawn"][-1] - taken["clicks"][0]) / 1000,
        kept=frame.evaluate("window.stillHere === true"),
    )


@contextmanager
def open_page(browser: Browser) -> Iterator[Page]:
    """Open a window with an empty cache that is watched from its start."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


def wait_for_map(page: Page) -> Frame:
    """Return the frame of the map that is shown, once something is drawn in it."""
    for _ in range(PATIENCE_MS // 100):
        fault = page.locator('[data-testid="stException"]')
        if fault.count():
            raise RuntimeError(f"found {fault.first.inner_text()[:300]}: expected a page without errors")
        frames = page.locator(MAP_FRAME).element_handles()
        frame = frames[-1].content_frame() if frames else None
        if frame is not None and frame.evaluate(f"!!document.querySelector('{_DRAWN}')"):
            return frame
        page.wait_for_timeout(100)
    raise RuntimeError(f"found no map in {page.url}: expected one within a minute")


def wait_until_quiet(page: Page) -> None:
    """Wait until no message has arrived and no script has run for a while."""
    _wait_until(
        page,
        f"performance.timeOrigin + performance.now() - (bench.messages.at(-1)?.at ?? 0) > {QUIET_MS}"
        " && !document.querySelector('[data-testid=stStatusWidget]')",
    )


def _wait_until(page: Page, expression: str) -> None:
    """Ask again and again: a page whose security policy forbids eval lets no script wait for an expression."""
    for _ in range(PATIENCE_MS // 100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise RuntimeError(f"found {expression} not true in {page.url}: expected it within a minute")


def _is_map(message: ForwardMsg) -> bool:
    if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
        return False
    return message.delta.new_element.WhichOneof("type") == "component_instance"


def _list_resources(frame: Frame, address: str) -> list[dict[str, Any]]:
    return frame.evaluate(
        "(own) => performance.getEntriesByType('resource').filter((item) => item.name.startsWith(own))"
        ".map((item) => ({ bytes: item.transferSize, end: performance.timeOrigin + item.responseEnd }))",
        f"{address}/atlas/",
    )
