"""The names of disputed places in a real browser: map, table and download follow the choice, and Back undoes it."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_atlas

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]

ALL = "Diaoyu Dao / Uotsuri-jima / Diaoyutai"
GROUP = "Diaoyu / Senkaku / Diaoyutai Islands"
ISLANDS = "/?era=all&layers=senkaku&view=25.80000,123.60000,9"


def choose_names(page: Page, frame: Frame, title: str, names: str) -> None:
    page.get_by_role("button", name="Names of disputed places").click()
    page.get_by_text(title, exact=True).click()
    wait_for_names(frame, names)


def wait_for_names(frame: Frame, names: str) -> None:
    frame.wait_for_function(f"document.documentElement.dataset.names === '{names}'")


def read_mark(frame: Frame, record: str) -> str:
    return str(frame.evaluate(f"document.getElementById('record-{record}').getAttribute('aria-label')"))


def read_tooltip(frame: Frame, record: str) -> str:
    """Hover over a record's mark as a hand would, whatever lies over it."""
    frame.dispatch_event(f"#record-{record}", "mouseover")
    text = frame.locator(".leaflet-tooltip b").inner_text()
    frame.dispatch_event(f"#record-{record}", "mouseout")
    return text


def test_map_table_and_download_have_the_chosen_names_and_back_undoes_it(
    open_page: OpenPage, map_frame: MapFrame, errors: list[str]
) -> None:
    page = open_page(f"{ISLANDS}&table=senkaku")
    frame = map_frame(page)
    expect(frame.locator(".place", has_text=GROUP)).to_have_count(1)
    assert read_mark(frame, "uotsuri-jima").startswith(f"{ALL}, ")

    choose_names(page, frame, "China’s names", "china")

    expect(frame.locator(".place", has_text="Diaoyu Islands")).to_have_count(1)
    expect(frame.locator(".legend summary .label").first).to_have_text("Diaoyu Islands")
    expect(frame.get_by_role("button", name="Diaoyu", exact=True)).to_be_visible()
    assert read_mark(frame, "uotsuri-jima").startswith("Diaoyu Dao 钓鱼岛, ")
    assert read_tooltip(frame, "uotsuri-jima") == "Diaoyu Dao 钓鱼岛"
    page.locator('[data-testid="stDataFrame"]').scroll_into_view_if_needed()
    expect(page.locator("canvas td").get_by_text("Diaoyu Dao 钓鱼岛", exact=True)).to_have_count(1)
    content, file_name = download_geojson(page)
    assert "_names-china_" in file_name
    assert content["geo_alliance"]["names"] == "china"
    assert {item["id"]: item["properties"]["name"] for item in content["features"]}[
        "uotsuri-jima"
    ] == "Diaoyu Dao 钓鱼岛"

    page.go_back()
    wait_for_names(frame, "all")

    expect(frame.locator(".place", has_text=GROUP)).to_have_count(1)
    assert read_mark(frame, "uotsuri-jima").startswith(f"{ALL}, ")
    assert errors == []


def download_geojson(page: Page) -> tuple[dict[str, object], str]:
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download() as started:
        page.get_by_role("button", name="GeoJSON", exact=True).first.click()
    download = started.value
    return json.loads(download.path().read_text(encoding="utf-8")), download.suggested_filename


@pytest.mark.parametrize("party", ["china", "japan", "korea", "russia", "taiwan"])
def test_browser_and_server_say_the_same_names(
    open_page: OpenPage, map_frame: MapFrame, atlas: Atlas, party: str
) -> None:
    page = open_page(f"/?names={party}")
    frame = map_frame(page)
    wait_for_names(frame, party)
    before = [feature.core.name for layer in atlas.layers.values() for feature in layer.features.values()]
    before += [layer.resource.title for layer in atlas.layers.values()]
    renamed = rename_atlas(atlas, party)
    after = [feature.core.name for layer in renamed.layers.values() for feature in layer.features.values()]
    after += [layer.resource.title for layer in renamed.layers.values()]

    assert frame.evaluate("texts => texts.map(geoAlliance.names.say)", before) == after
