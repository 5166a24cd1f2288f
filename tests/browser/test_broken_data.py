"""A dashboard over broken data says what is broken, and shows the rest."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from running import run_server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapIds = Callable[[Page], set[str]]

DATA = Path(__file__).parents[2] / "geodata"
LINK = "javascript:window.hacked=1"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the dashboard, which a test may break."""
    return tmp_path_factory.mktemp("broken") / "geodata"


@pytest.fixture
def folder(served: Path) -> Path:
    shutil.rmtree(served, ignore_errors=True)
    shutil.copytree(DATA, served, copy_function=shutil.copy)
    return served


@pytest.fixture(scope="module")
def address(served: Path) -> Iterator[str]:
    shutil.copytree(DATA, served)
    with run_server(data=served) as address:
        yield address


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "djibouti.geojson: found no readable file"),
        ('{"type": "FeatureCollection", "features": []}', "djibouti.geojson: found no feature"),
        ('{"type": "FeatureCollection", "features": [', "djibouti.geojson: found broken JSON at line 1"),
        ("", "djibouti.geojson: found broken JSON at line 1"),
    ],
    ids=["missing", "empty collection", "cut off", "empty file"],
)
def test_a_broken_layer_is_named_and_the_others_draw(
    folder: Path, open_page: OpenPage, map_ids: MapIds, content: str | None, fault: str
) -> None:
    path = folder / "djibouti.geojson"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")

    page = open_page("/?era=all")

    expect(page.get_by_text(f"A layer is missing. {fault}")).to_be_visible()
    assert {"FAC6051", "uotsuri-jima"} <= map_ids(page)
    assert not [found for found in map_ids(page) if found.startswith("djibouti-base")]


@pytest.mark.parametrize(
    ("name", "fault"),
    [("datapackage.json", "found no readable file"), ("eras.json", "found no readable file")],
)
def test_a_missing_file_of_the_catalogue_is_said_on_one_page(
    folder: Path, open_bare: Callable[[], Page], errors: list[str], name: str, fault: str
) -> None:
    (folder / name).unlink()

    page = open_bare()

    expect(page.get_by_text("The data folder cannot be read.")).to_be_visible()
    expect(page.get_by_text(f"{name}: {fault}")).to_be_visible()
    assert page.locator("iframe").count() == 0
    assert errors == []


def test_a_source_whose_address_is_a_script_yields_no_link(
    folder: Path, open_bare: Callable[[], Page], errors: list[str]
) -> None:
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    sources[0]["URL"] = LINK
    (folder / "sources.json").write_text(json.dumps(sources), encoding="utf-8")

    page = open_bare()

    expect(page.get_by_text(f"sources.json: {sources[0]['id']}: found 0.URL = '{LINK}'")).to_be_visible()
    assert page.locator("a[href^='javascript:']").count() == 0
    assert errors == []
