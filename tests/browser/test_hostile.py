"""Hostile data and hostile addresses: nothing in them runs, all of it is shown as it is written."""

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Locator, Page, expect
from running import run_server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]

DATA = Path(__file__).parents[2] / "geodata"
PAYLOADS = (
    '<img src=x onerror="window.hacked=1">',
    "</script><script>window.hacked=1</script>",
    "`${window.hacked=1}`",
    "{{7*7}}{% raw %}{# x #}",
    "\u2028\u202e",
    "[x](javascript:window.hacked=1) **b** :red[r] $x^2$",
)
HOSTILE = "=cmd|' /C calc'!A0 " + " ".join(PAYLOADS)
UNMARKED = HOSTILE.translate(str.maketrans("", "", "{}[]"))
ERA_NAMES = (
    "<img src=x onerror=hacked=1>",
    "`${hacked=1}`{{7*7}}{% raw %}",
    "</script><script>hacked=1//",
    "[x](javascript:hacked=1)",
)
RECORD = "senkaku-diaoyu"


def make_hostile(folder: Path) -> None:
    """Put hostile text wherever the data hold text that is shown."""
    for path in folder.glob("*.geojson"):
        change_json(path, lambda collection: [poison_feature(item) for item in collection["features"]])
    for path in folder.glob("schemas/*.json"):
        change_json(path, lambda schema: poison_words(schema, {"title", "description"}))
    change_json(folder / "sources.json", lambda sources: poison_words(sources, {"title", "publisher", "literal"}))
    change_json(folder / "eras.json", lambda eras: [poison_era(*pair) for pair in enumerate(eras)])
    change_json(folder / "datapackage.json", poison_package)


def change_json(path: Path, edit: Callable[[Any], object]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    edit(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def poison_feature(feature: dict[str, Any]) -> None:
    properties = feature["properties"]
    properties.update(name=f"{feature['id']} {HOSTILE}", name_ja=HOSTILE, aliases=[HOSTILE], summary=HOSTILE)
    for fact in properties["facts"]:
        fact.update(property=HOSTILE, value=HOSTILE, unit=None, note=HOSTILE)
    poison_words(properties.get("claims", []), {"name", "position"})


def poison_words(value: Any, keys: set[str]) -> None:
    """Replace every text of these members, at any depth."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if key in keys and isinstance(item, str):
            value[key] = HOSTILE
        elif isinstance(item, dict | list):
            poison_words(item, keys)


def poison_era(number: int, era: dict[str, Any]) -> None:
    """The text of every second era cannot be read for its marks; that of the others holds all that is left."""
    text = HOSTILE if number % 2 == 0 else UNMARKED
    era.update(name=ERA_NAMES[number % len(ERA_NAMES)], summary=text, reason=HOSTILE, computed={})
    era["dates"] = [{**item, "text": HOSTILE} for item in era["dates"]]


def poison_package(package: dict[str, Any]) -> None:
    package.update(title=HOSTILE, description=HOSTILE)
    for view in package["views"]:
        view["name"] = HOSTILE
    for resource in package["resources"]:
        resource.update(title=HOSTILE, description=HOSTILE)
        poison_words(resource.get("sources", []), {"title"})
        poison_words(resource.get("coverage", []), {"definition", "note"})


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard over hostile data."""
    folder = tmp_path_factory.mktemp("hostile") / "geodata"
    shutil.copytree(DATA, folder)
    make_hostile(folder)
    with run_server(data=folder) as address:
        yield address


def assert_nothing_ran(page: Page, errors: list[str]) -> None:
    for frame in page.frames:
        assert frame.evaluate("window.hacked") is None
        assert frame.locator("img[src=x], a[href^='javascript:'], script:text('hacked=1//')").count() == 0
    assert errors == []


def read_text(part: Locator) -> str:
    """Return a part's text as it stands in the page, with its own line separators and directions."""
    return part.text_content() or ""


def test_the_map_shows_hostile_names_as_they_are(open_page: OpenPage, map_frame: MapFrame, errors: list[str]) -> None:
    page = open_page("/?era=all&layers=djibouti")
    frame = map_frame(page)
    frame.locator(".views button").nth(3).click()

    frame.locator("[data-id]").first.dispatch_event("mouseover", {"clientX": 300, "clientY": 300})

    assert HOSTILE in read_text(frame.locator(".leaflet-tooltip"))
    assert HOSTILE in read_text(frame.locator(".legend"))
    assert HOSTILE in read_text(frame.locator(".credits"))
    assert HOSTILE in (frame.locator("[data-id]").first.get_attribute("aria-label") or "")
    assert read_text(frame.locator(".views button").first) == HOSTILE
    assert_nothing_ran(page, errors)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (f"/?era=all&record={RECORD}", HOSTILE),
        ("/?record=FAC6051", HOSTILE),
        ("/?era=occupation", UNMARKED),
        ("/?era=first-treaty", "This text cannot be shown: found the placeholder '{window.hacked=1}'"),
    ],
    ids=["event", "facility", "era", "era with broken marks"],
)
def test_the_panel_shows_hostile_texts_as_they_are(
    open_page: OpenPage, path: str, text: str, errors: list[str]
) -> None:
    page = open_page(path)

    panel = page.locator(".ga-record, .ga-era").first
    expect(panel).to_be_visible()
    assert flatten(text) in flatten(read_text(panel))
    assert_nothing_ran(page, errors)


def test_buttons_and_switches_show_hostile_names_as_they_are(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/?era=all")

    eras = {read_text(button).strip() for button in page.get_by_role("radio").all()}
    switches = [read_text(switch) for switch in page.get_by_test_id("stCheckbox").all()]

    assert set(ERA_NAMES) <= eras
    assert any(flatten(HOSTILE) in flatten(text) for text in switches)
    assert_nothing_ran(page, errors)


def flatten(text: str) -> str:
    """Return a text with its white space as Markdown lays it out: runs of it, a line separator too, are one space."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["Data", "About"])
def test_the_other_pages_show_hostile_texts_as_they_are(open_page: OpenPage, name: str, errors: list[str]) -> None:
    page = open_page("/")

    page.get_by_role("radio", name=name, exact=True).click()

    expect(page.get_by_role("heading", name=re.compile(f"^{name}")).first).to_be_visible()
    expect(page.get_by_text(HOSTILE[:20]).first).to_be_attached()
    expect(page.locator("iframe")).to_have_count(0)
    assert_nothing_ran(page, errors)


@pytest.mark.parametrize("label", ["GeoJSON", "CSV"])
def test_downloads_hold_hostile_names_as_they_are(
    open_page: OpenPage, tmp_path: Path, label: str, errors: list[str]
) -> None:
    page = open_page("/?era=all&layers=djibouti")
    page.get_by_role("button", name="Download").click()

    with page.expect_download() as started:
        page.get_by_role("button", name=label).first.click()
    path = tmp_path / "download"
    started.value.save_as(path)

    if label == "GeoJSON":
        names = [item["properties"]["name"] for item in json.loads(path.read_text(encoding="utf-8"))["features"]]
        assert all(name.endswith(HOSTILE) for name in names)
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert all(row["name"].endswith(HOSTILE) for row in rows)
        assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]
    assert_nothing_ran(page, errors)


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("era=" + "x" * 60_000, "Fields of the address that are too long"),
        ("from=NaN&to=Infinity", "The period in the address was not understood"),
        ("era=%FF%00%zz%&layers=%3Cscript%3Ewindow.hacked=1%3C/script%3E", "The period in the address"),
        ("record=%3Cimg src=x onerror=%22window.hacked=1%22%3E", "There is no record"),
        ("layers=javascript:window.hacked=1", "The layers in the address were not understood"),
    ],
    ids=["60 kB", "no numbers", "percent signs", "mark-up", "script address"],
)
def test_a_hostile_address_opens_the_first_view_with_a_notice(
    open_page: OpenPage, query: str, notice: str, errors: list[str]
) -> None:
    page = open_page(f"/?{query}")

    expect(page.get_by_text(notice).first).to_be_visible()
    assert_nothing_ran(page, errors)


def test_too_many_fields_open_the_first_view_and_are_said(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/?" + "&".join(f"field{number}=1" for number in range(2_000)))

    expect(page.get_by_text("The address had too many fields to be read (2000 fields)")).to_be_visible()
    expect(page.get_by_text("since 6 November 2017").first).to_be_visible()
    assert_nothing_ran(page, errors)


def test_an_address_of_a_megabyte_opens_the_first_view_and_is_said(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/?era=" + "x" * 1_000_000)

    expect(page.get_by_text("The address was too long to be read (1000004 characters)")).to_be_visible()
    expect(page.get_by_text("since 6 November 2017").first).to_be_visible()
    assert_nothing_ran(page, errors)
