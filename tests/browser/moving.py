"""How a test moves the timeline, and what timeline and map show then."""

from playwright.sync_api import Frame, Locator, Page

from geo_alliance.dates import Period
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, apply

COUNT_MESSAGES = """() => {
  window.sent = 0;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...all) { window.sent += 1; return send.apply(this, all); };
}"""
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


def find_play(page: Page) -> Locator:
    return page.get_by_role("button", name="Play", exact=True)


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
