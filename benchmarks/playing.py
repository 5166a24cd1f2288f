"""How smoothly the map follows the timeline: frames while a day runs through the records of all layers."""

from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import Browser

from benchmarks.apps import Server
from benchmarks.browser import open_page, wait_for_map, wait_until_quiet

_START = "1995-01-01"
_SPEED = "3"
_COUNT = (Path(__file__).parent / "play.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Playing:
    """While a day ran: frames a second, those that showed another day, the slow end of a frame, and messages sent.

    `slow_s` is the 95th percentile of the seconds from one frame to the next.
    """

    frames_per_s: float
    days_per_s: float
    slow_s: float
    messages: int


def measure_playing(browser: Browser, server: Server, layers: list[str], seconds: float) -> Playing:
    """Let a day run from 1995 on, three years a second, with all layers on the map."""
    with open_page(browser) as page:
        page.goto(f"{server.address}/?from={_START}&to={_START}&layers={','.join(layers)}")
        page.wait_for_timeout(1000)
        wait_for_map(page)
        wait_until_quiet(page)
        page.get_by_label("Speed of playing").select_option(_SPEED)
        page.get_by_role("button", name="Play", exact=True).click()
        counted = page.evaluate(_COUNT, seconds * 1000)
    gaps = [gap / 1000 for gap in counted["gaps"]]
    return Playing(
        frames_per_s=len(gaps) / sum(gaps),
        days_per_s=counted["days"] / sum(gaps),
        slow_s=quantiles(gaps, n=20)[-1],
        messages=counted["messages"],
    )
