"""What keeps a view: the picture, the printed page, the file that needs no network, and the embedded page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from paper import HEIGHT_PX, find_page, lay_on_paper
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

A4_PX = {"portrait": (695, 1024), "landscape": (1024, 695)}
"""What a page of A4 leaves inside the margins, at 96 dots to the inch."""


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


def get_frame(page: Page) -> Frame:
    frame = page.wait_for_selector('iframe[title="streamlit_folium.st_folium"]').content_frame()
    assert frame is not None
    return frame


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
    assert page.locator(".land").count() > 10

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
    ("query", "period"),
    [
        ("?era=occupation", "occupation"),
        ("?from=1972-05-15&to=1972-05-15&facilities.service=Navy", "1972-05-15_filtered"),
    ],
    ids=["era", "day"],
)
def test_the_picture_shows_the_map_with_its_legend_and_names_its_period(
    query: str, period: str, open_page: OpenPage, tmp_path: Path, errors: list[str]
) -> None:
    page = open_page(f"/{query}")
    frame = get_frame(page)
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


def count_pages(document: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", document))


@pytest.mark.parametrize("way", A4_PX)
def test_a_printed_page_cuts_nothing_off(way: str, open_page: OpenPage, map_frame: MapFrame, errors: list[str]) -> None:
    page = open_page("/?record=kp-1998-08-31&era=all")
    width, height = A4_PX[way]
    assert 2 <= count_pages(page.pdf(format="A4", landscape=way == "landscape")) <= 5

    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    picture = page.locator(f".ga-print-map.ga-{way}")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box is not None
    assert (box["width"] <= width, box["height"] <= height) == (True, True)
    wide = page.evaluate(
        "(width) => [...document.querySelectorAll('.stMainBlockContainer *')].filter((item) => item.checkVisibility())"
        ".filter((item) => item.getBoundingClientRect().right > width + 1).map((item) => item.className)",
        width,
    )
    assert wide == []
    expect(page.get_by_role("button", name="Download")).to_be_hidden()
    expect(page.get_by_role("heading", name="Launch of 31 August 1998")).to_be_visible()
    assert errors == []


@pytest.mark.parametrize("query", ["era=occupation", "record=kp-1998-08-31&era=all"], ids=["sources", "distances"])
def test_a_printed_page_folds_nothing(query: str, open_page: OpenPage) -> None:
    page = open_page(f"/?{query}")
    folded = page.locator("[data-testid=stHtml] details:not([open]) > :not(summary)")
    expect(folded.first).to_be_hidden()

    page.emulate_media(media="print")

    for part in folded.all():
        expect(part).to_be_visible()


@pytest.mark.parametrize("height", [760, 840, 920])
def test_a_printed_record_keeps_its_head_with_its_text(height: int, open_page: OpenPage) -> None:
    page = open_page("/?record=FAC6051")
    lay_on_paper(page)
    page.locator(".ga-print-map.ga-portrait").evaluate("(map, px) => { map.style.height = `${px}px`; }", height)

    head = page.locator(".ga-record > :is(.ga-kicker, h2, .ga-names, .ga-aliases, .ga-dates, .ga-dates + p)")
    assert head.count() == 6
    assert len({find_page(head.nth(number)) for number in range(6)}) == 1
    for heading in page.locator(".ga-record h3:visible").all():
        following = heading.locator("xpath=following::*[self::table or self::li or self::button or self::a][1]")
        assert find_page(heading) == find_page(following), heading.inner_text()


def test_no_printed_page_holds_the_version_alone(open_bare: OpenPage) -> None:
    page = open_bare("/?page=claims&claim=OK-2")
    version, last = page.get_by_text("Data version"), page.locator(".st-key-claim-records button:visible").last
    expect(version).to_be_visible(timeout=20_000)
    lay_on_paper(page)

    ends = []
    for push_px in range(0, HEIGHT_PX, 12):
        page.locator(".st-key-claim").evaluate("(e, px) => { e.style.paddingTop = `${px}px`; }", push_px)
        ends.append((find_page(last), find_page(version)))

    assert len({end for _, end in ends}) > 1
    assert all(before == end for before, end in ends), ends


def test_a_printed_step_has_no_buttons_of_the_tour(open_page: OpenPage) -> None:
    page = open_page("/?story=alliance&step=korea")
    leave = page.get_by_text("Leave the tour")
    expect(leave).to_be_visible()

    page.emulate_media(media="print")

    expect(leave).to_be_hidden()


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
