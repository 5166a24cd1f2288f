"""The routes under /atlas: what the map draws, with caching, and nothing else of the server's disk."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asking import Ask, build_ask
from starlette.applications import Starlette

from geo_alliance.loading import Atlas
from geo_alliance.maps.display import build_display
from geo_alliance.maps.elements import SCRIPTS, STYLESHEET, AtlasMap
from geo_alliance.maps.flights import build_flights
from geo_alliance.web.routes import build_routes

BASEMAPS = ["land-world", "land-east-asia", "land-patches", "borders-world", "borders-east-asia", "places"]
FETCHED = ("/atlas/layers.json", "/atlas/flights.json", "/atlas/basemap/places.geojson")
FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def ask() -> Ask:
    return build_ask(Starlette(routes=build_routes()))


def test_layers_are_what_the_display_builds(ask: Ask, atlas: Atlas) -> None:
    answer = ask("/atlas/layers.json")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == json.loads(json.dumps(build_display(atlas)))
    assert "キャンプ" not in answer.text  # the map has English names only


def test_flights_are_what_the_map_plays(ask: Ask, atlas: Atlas) -> None:
    answer = ask("/atlas/flights.json")

    assert answer.status_code == 200
    assert answer.json() == json.loads(json.dumps(build_flights(atlas)))


@pytest.mark.parametrize("name", BASEMAPS)
def test_the_base_map_is_served_as_geojson(ask: Ask, atlas: Atlas, name: str) -> None:
    answer = ask(f"/atlas/basemap/{name}.geojson")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.content == (atlas.catalogue.root / "basemap" / f"{name}.geojson").read_bytes()


def test_these_tests_ask_for_every_base_map(atlas: Atlas) -> None:
    resources = atlas.catalogue.package.resources

    assert sorted(BASEMAPS) == sorted(resource.name for resource in resources if resource.role == "basemap")


@pytest.mark.parametrize("address", FETCHED)
def test_what_the_browser_has_is_not_sent_again(ask: Ask, address: str) -> None:
    first = ask(address)
    tag = first.headers["etag"]
    again = ask(address, If_None_Match=tag)
    other = ask(address, If_None_Match='W/"another"')

    assert tag.startswith('W/"')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize("address", FETCHED)
def test_only_an_address_with_a_version_is_kept_for_ever(ask: Ask, address: str) -> None:
    versioned = ask(f"{address}?v=0.1.0+ab")

    assert ask(address).headers["cache-control"] == "no-cache"
    assert versioned.headers["cache-control"] == FOREVER
    assert ask(f"{address}?v=1", If_None_Match=versioned.headers["etag"]).headers["cache-control"] == FOREVER


@pytest.mark.parametrize(
    "address",
    [
        "/atlas",
        "/atlas/",
        "/atlas/anything",
        "/atlas/layers",
        "/atlas/layers.json/",
        "/atlas/basemap/",
        "/atlas/basemap/atlantis.geojson",
        "/atlas/basemap/facilities.geojson",
        "/atlas/basemap/facilities-official.geojson",
        "/atlas/basemap/places.json",
        "/atlas/basemap/..%2f..%2fpyproject.geojson",
        "/atlas/basemap/..%2ffacilities.geojson",
        "/atlas/basemap/..%5c..%5cpyproject.geojson",
        "/atlas/basemap/places%00.geojson",
        "/atlas/static/",
        "/atlas/static/none.js",
        "/atlas/static/%2e%2e/elements.py",
        "/atlas/static/..%2f..%2fx",
        "/atlas/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/pyproject.toml",
        "/atlas/static//etc/passwd",
        "/atlas/leaflet/%2e%2e/%2e%2e/__init__.py",
        "/atlas/leaflet/none.js",
    ],
)
def test_nothing_else_is_served(ask: Ask, address: str) -> None:
    answer = ask(address)

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_routes_only_answer_questions(ask: Ask, method: str) -> None:
    assert ask("/atlas/layers.json", method).status_code == 405
    assert ask("/atlas/basemap/places.geojson", method).status_code == 405


def test_leaflet_comes_from_here(ask: Ask) -> None:
    script, style = ask("/atlas/map.js"), ask("/atlas/leaflet/leaflet.css")

    assert (script.status_code, style.status_code) == (200, 200)
    assert "javascript" in script.headers["content-type"]
    assert "Leaflet 1.9" in script.text[:300]


@pytest.mark.parametrize("name", [*SCRIPTS, STYLESHEET])
def test_our_scripts_are_served_with_a_tag(ask: Ask, name: str) -> None:
    answer = ask(f"/atlas/static/{name}?v=1")

    assert answer.status_code == 200
    assert answer.headers["etag"]
    assert ask(f"/atlas/static/{name}?v=1", If_None_Match=answer.headers["etag"]).status_code == 304


def test_every_address_of_the_map_is_answered(ask: Ask) -> None:
    base = AtlasMap(config={})
    for _, address in [*base.default_js, *base.default_css]:
        assert ask(address.removeprefix("../..")).status_code == 200, address


def test_a_broken_layer_leaves_the_others(
    ask: Ask, change_json: Callable[[str, Callable[[Any], object]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = change_json("djibouti.geojson", lambda collection: collection["features"].clear())
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))

    names = [layer["name"] for layer in ask("/atlas/layers.json").json()["layers"]]

    assert "facilities" in names
    assert "djibouti" not in names


@pytest.mark.parametrize("address", FETCHED)
def test_a_catalogue_that_cannot_be_read_is_said(
    ask: Ask, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(tmp_path))

    answer = ask(address)

    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.json()["detail"].startswith("datapackage.json: found no readable file")


def test_the_layers_are_small_enough_to_send(ask: Ask) -> None:
    assert len(gzip.compress(ask("/atlas/layers.json").content)) < 500_000
