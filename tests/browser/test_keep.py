"""What keeps a view: the picture, and the file that needs no network."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from paper import count_pages
from PIL import Image
from playwright.sync_api import Browser, Frame, Page, expect

from geo_alliance.dates import ALL_TIME, FIRST_DAY, LAST_DAY, Period, format_period
from geo_alliance.exports.formats import name_file
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, apply
from geo_alliance.ui.standalone import export_view, read_view

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]


@pytest.fixture
def saved(atlas: Atlas, browser: Browser, tmp_path: Path, errors: list[str]) -> Iterator[Callable[[str], Page]]:
    """Opens the file of a view from disk, without any network."""
    contexts = []

    def open_view(query: str, width: int = 1440, *, held: Atlas = atlas, without: str = "-") -> Page:
        path = tmp_path / "view.html"
        page_bytes = export_view(held, read_view(query, held))
        path.write_bytes(page_bytes.replace(f'id="data-{without}"'.encode(), b'id="gone"'))
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: request.url == path.as_uri() or errors.append(f"request: {request.url}"))
        page.on("pageerror", lambda error: errors.append(f"script error: {error}"))
        page.on("console", lambda message: errors.append(f"console: {message.text}"))
        page.goto(path.as_uri())
        page.locator("html[data-ready]").wait_for(state="attached")  # the file allows no evaluated text
        return page

    yield open_view
    for context in contexts:
        context.close()


def list_drawn(page: Page) -> set[str]:
    return set(page.evaluate("[...document.querySelectorAll('[data-id]')].map((shape) => shape.dataset.id)"))


def list_visible(atlas: Atlas, selection: Selection) -> set[str]:
    return {record for frame in apply(selection, atlas.layers).values() for record in frame.index}


def test_the_file_from_disk_draws_and_filters_without_a_network(
    saved: Callable[[str], Page], atlas: Atlas, errors: list[str]
) -> None:
    page = saved("era=occupation&layers=facilities,okinawa")
    chosen = Selection(atlas.catalogue.era("occupation").period, ("facilities", "okinawa"))
    assert list_drawn(page) == list_visible(atlas, chosen)
    expect(page.locator(".land")).to_have_count(4)

    page.get_by_role("button", name="Indo-Pacific").click()
    page.get_by_role("checkbox", name="Okinawa").uncheck()
    now = Selection(atlas.catalogue.era("indo-pacific").period, ("facilities",))
    assert list_drawn(page) == list_visible(atlas, now)

    page.get_by_label("On the day").fill("1972-05-15")
    assert list_drawn(page) == list_visible(atlas, Selection(Period("1972-05-15", "1972-05-15"), ("facilities",)))
    expect(page.locator("#line")).to_contain_text("15 May 1972")
    assert errors == []


def place_zones(atlas: Atlas) -> Atlas:
    """Return the atlas with a place and a group of places for its first two zones."""
    layer = atlas.layers["zones"]
    first, second, *_ = layer.features.values()
    places = [[130.4, 33.6], [133.1, 35.2], [139.35, 35.75]]
    changed = {
        first.id: first.model_copy(update={"geometry": {"type": "Point", "coordinates": places[0]}}),
        second.id: second.model_copy(update={"geometry": {"type": "MultiPoint", "coordinates": places}}),
    }
    other = replace(layer, features={**layer.features, **changed})
    return replace(atlas, layers={**atlas.layers, "zones": other})


def test_places_among_outlines_are_marks_on_the_map_and_in_the_legend(
    saved: Callable[..., Page], atlas: Atlas, errors: list[str]
) -> None:
    held = place_zones(atlas)
    _, many, *_ = held.layers["zones"].features

    page = saved(f"era=all&layers=zones&record={many}", held=held)

    assert list_drawn(page) == set(held.layers["zones"].features)
    assert page.locator("path.record.symbol").count() == 1 + 3
    assert page.locator("path.halo").count() == 3
    assert page.locator(".leaflet-marker-icon img, img.leaflet-marker-icon").count() == 0
    page.locator('.legend [data-layer="zones"] > summary').click()
    shapes = page.locator('.legend [data-layer="zones"] li path').evaluate_all(
        "all => all.map((one) => one.getAttribute('d'))"
    )
    assert any("a" in shape for shape in shapes), "no circle"
    assert any("H16" in shape for shape in shapes), "no outline"
    assert errors == []


@pytest.mark.parametrize("name", ["land-world", "places"])
def test_a_base_map_that_does_not_load_is_said_and_the_records_are_drawn(
    saved: Callable[..., Page], atlas: Atlas, errors: list[str], name: str
) -> None:
    page = saved("era=occupation&layers=facilities", without=name)

    said = page.locator(".message")
    expect(said).to_contain_text(f"A part of the base map could not be loaded, {name} (", timeout=5_000)
    assert page.locator(".message").count() == 1
    expect(page.locator(".border").first).to_be_attached()
    assert list_drawn(page) == list_visible(atlas, Selection(atlas.catalogue.era("occupation").period, ("facilities",)))
    assert all(error.startswith("console: ") for error in errors)


def test_a_picture_that_fails_leaves_the_theme_as_it_was(saved: Callable[..., Page]) -> None:
    page = saved("era=occupation&layers=facilities")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.evaluate("void (geoAlliance.canvas.drawShapes = () => { throw new Error('no canvas') })")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("document.documentElement.style.getPropertyValue('--background-color')") == ""


def test_a_record_of_the_file_opens_in_full_by_keyboard(
    saved: Callable[[str], Page], atlas: Atlas, errors: list[str]
) -> None:
    page = saved("era=all&layers=senkaku")
    page.locator("#map").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")

    record = page.locator("#record")
    expect(record).to_be_visible()
    opened = atlas.find(record.locator("code").inner_text())
    assert opened is not None
    expect(record.locator("h2")).to_have_text(opened.core.name)
    expect(record).to_contain_text(opened.core.summary)
    expect(record.locator("ol > li")).to_have_count(len(opened.cited))
    record.get_by_role("button", name="Close").click()
    expect(record).to_be_hidden()
    assert errors == []


def test_the_file_fits_a_narrow_screen_and_a_page_of_paper(saved: Callable[..., Page], errors: list[str]) -> None:
    page = saved("record=FAC6051", 390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    assert 2 <= count_pages(page.pdf(format="A4")) <= 4
    assert errors == []


@pytest.mark.parametrize(
    "view",
    [
        ("?era=occupation", "occupation"),
        ("?from=1972-05-15&to=1972-05-15&facilities.service=Navy", "1972-05-15_filtered"),
    ],
    ids=["era", "day"],
)
def test_the_picture_shows_the_map_with_its_legend_and_names_its_period(
    view: tuple[str, str], open_page: OpenPage, map_frame: MapFrame, tmp_path: Path, errors: list[str]
) -> None:
    query, period = view
    page = open_page(f"/{query}")
    frame = map_frame(page)
    with page.expect_download() as started:
        frame.get_by_role("button", name="Save as picture (PNG)").click()
    started.value.save_as(tmp_path / "picture.png")

    width, height = frame.evaluate("[map.getSize().x, map.getSize().y]")
    with Image.open(tmp_path / "picture.png") as picture:
        assert started.value.suggested_filename.startswith(f"geo-alliance_map_{period}_")
        assert picture.width == 2 * (width + 40)
        assert picture.height > 2 * (height + 100)
        tops = (40, height, 2 * height + 240, picture.height - 140)  # head, map, legend, foot
        parts = [picture.crop((0, top, picture.width, top + 100)) for top in tops]
    assert all(len(part.convert("RGB").getcolors(1_000_000) or []) > 8 for part in parts), "a part is blank"
    assert errors == []


SAID = """() => {
    const said = [], { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (...given) {
        said.push(given[0]);
        return fillText.apply(this, given);
    };
    const { width, height } = geoAlliance.picture.compose();
    return [said.join(" "), height / width];
}"""


def test_a_picture_of_a_part_says_how_many_it_shows_and_explains_only_these(
    open_page: OpenPage, map_frame: MapFrame
) -> None:
    page = open_page("/?view=26.4,127.85,9&from=1972-05-15&to=1972-05-15")
    page.set_viewport_size({"width": 390, "height": 844})
    frame = map_frame(page)
    frame.wait_for_function("map.getSize().x < 390 && map.getSize().x === innerWidth")
    seen, shown = frame.evaluate("[geoAlliance.browse.list([]).records.length, geoAlliance.browse.list([]).shown]")

    said, steepness = frame.evaluate(SAID)

    assert 0 < seen < shown
    assert f"{shown} records, {seen} of them in view (the legend counts all {shown})" in said
    assert "Djibouti" not in said
    assert steepness < 3


def test_a_picture_leaves_online_tiles_out_and_says_so(open_page: OpenPage, map_frame: MapFrame) -> None:
    page = open_page("/?tiles=osm")
    frame = map_frame(page)

    with page.expect_download():
        frame.get_by_role("button", name="Save as picture (PNG)").click()

    expect(frame.get_by_text("online tiles cannot be put into a picture")).to_be_visible()


@pytest.mark.parametrize(
    "period",
    [ALL_TIME, Period("1972-05-15", "1972-05-15"), Period(FIRST_DAY, "1960-01-01"), Period("2011-03-11", LAST_DAY)],
    ids=format_period,
)
def test_the_map_names_a_period_as_the_server_does(
    period: Period, atlas: Atlas, browser: Browser, saved: Callable[[str], Page]
) -> None:
    page = saved("")
    asked = {"start": period.start, "end": period.end}

    assert page.evaluate("(period) => geoAlliance.period.say(period)", asked) == format_period(period)
    part = page.evaluate("(period) => geoAlliance.period.nameFile([], period)", asked)
    assert name_file(atlas, Selection(period, ()), "map", "png").startswith(f"geo-alliance_map_{part}_")
