"""GeoJSON downloads: what RFC 7946 asks, what is visible and nothing else, the same bytes for the same view."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import Polygon, shape

from geo_alliance.catalogue import read_catalogue
from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.exports.geojson import export_geojson
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature
from geo_alliance.selection import Selection, apply

LAYERS = tuple(item.name for item in read_catalogue(Path(__file__).parents[2] / "geodata").layers)
SELECTIONS = {
    "everything": Selection(ALL_TIME, LAYERS),
    "one layer on a day": Selection(Period("2022-10-04", "2022-10-04"), ("overflights",)),
    "occupation": Selection(Period("1945-09-02", "1952-04-27"), ("facilities", "senkaku")),
    "nothing visible": Selection(Period("1850-01-01", "1850-12-31"), ("overflights",)),
    "no layer": Selection(ALL_TIME, ()),
}
each_selection = pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)


def read_back(atlas: Atlas, selection: Selection) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(export_geojson(atlas, selection))
    return content


def visible_ids(atlas: Atlas, selection: Selection) -> list[str]:
    return [str(feature_id) for frame in apply(selection, atlas.layers).values() for feature_id in frame.index]


def rename(atlas: Atlas, layer: str, feature_id: str, name: str) -> Atlas:
    """Return the atlas with another name of one record."""
    old = atlas.layers[layer].features[feature_id]
    new = old.model_copy(update={"core": old.core.model_copy(update={"name": name})})
    features = {**atlas.layers[layer].features, feature_id: new}
    return replace(atlas, layers={**atlas.layers, layer: replace(atlas.layers[layer], features=features)})


def find_polygons(geometry: Any) -> Iterator[Polygon]:
    for part in shapely.get_parts(shape(geometry)):
        if isinstance(part, Polygon):
            yield part


@each_selection
def test_a_download_holds_what_is_visible(atlas: Atlas, selection: Selection) -> None:
    content = read_back(atlas, selection)
    ids = [feature["id"] for feature in content["features"]]

    assert set(content) == {"type", "geo_alliance", "features"}  # above all no `crs`
    assert content["type"] == "FeatureCollection"
    assert ids == visible_ids(atlas, selection)
    assert content["geo_alliance"]["count"] == len(ids)


@pytest.mark.parametrize("layer", LAYERS)
def test_geopandas_reads_the_same_records(atlas: Atlas, layer: str) -> None:
    selection = Selection(ALL_TIME, (layer,))

    frame = gpd.read_file(io.BytesIO(export_geojson(atlas, selection)))

    assert list(frame["id"]) == visible_ids(atlas, selection)
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.is_valid.all()


@pytest.mark.parametrize("layer", LAYERS)
def test_positions_lie_on_the_globe_with_at_most_seven_decimals(atlas: Atlas, layer: str) -> None:
    for feature in read_back(atlas, Selection(ALL_TIME, (layer,)))["features"]:
        positions = shapely.get_coordinates(shape(feature["geometry"]))
        assert (abs(positions) <= (180, 90)).all(), feature["id"]
        assert (positions == positions.round(7)).all(), feature["id"]


@pytest.mark.parametrize("layer", ["senkaku", "zones", "prefectures", "okinawa"])
def test_rings_follow_the_right_hand_rule(atlas: Atlas, layer: str) -> None:
    for feature in read_back(atlas, Selection(ALL_TIME, (layer,)))["features"]:
        for polygon in find_polygons(feature["geometry"]):
            assert polygon.exterior.is_ccw, feature["id"]
            assert not any(hole.is_ccw for hole in polygon.interiors), feature["id"]


def test_the_head_says_version_licences_and_credits(atlas: Atlas) -> None:
    head = read_back(atlas, Selection(ALL_TIME, ("facilities", "senkaku")))["geo_alliance"]

    assert head["version"] == atlas.catalogue.version
    assert set(head["licenses"]) == {"facilities", "senkaku"}
    assert head["licenses"]["facilities"][0]["name"] == "ODbL-1.0"
    for layer in ("facilities", "senkaku"):
        assert {credit.title for credit in atlas.layers[layer].resource.sources} <= set(head["credits"])


def test_the_head_says_for_which_days_each_layer_is_complete(atlas: Atlas) -> None:
    coverage = read_back(atlas, Selection(ALL_TIME, ("facilities", "senkaku")))["geo_alliance"]["coverage"]

    stated = json.loads((atlas.catalogue.root / "datapackage.json").read_text())["resources"]
    expected = {item["name"]: item["coverage"] for item in stated if item["name"] in {"facilities", "senkaku"}}
    assert coverage == expected


@each_selection
def test_the_head_holds_exactly_the_cited_sources(atlas: Atlas, selection: Selection) -> None:
    content = read_back(atlas, selection)
    cited = {source for feature in content["features"] for source in feature["properties"]["sources"]}
    cited |= set(re.findall(r'"source": "([^"]+)"', json.dumps(content["features"])))

    assert [source["id"] for source in content["geo_alliance"]["sources"]] == sorted(cited)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (ALL_TIME, {"era": "all", "from": None, "to": None}),
        (Period("1945-09-02", "1952-04-27"), {"era": "occupation", "from": "1945-09-02", "to": "1952-04-27"}),
        (Period("1972-05-15"), {"era": None, "from": "1972-05-15", "to": None}),
        (Period("1972-05-15", "1972-05-15"), {"era": None, "from": "1972-05-15", "to": "1972-05-15"}),
    ],
    ids=["all", "era", "open end", "day"],
)
def test_the_head_says_the_filter(atlas: Atlas, period: Period, expected: dict[str, str | None]) -> None:
    head = read_back(atlas, Selection(period, ("senkaku", "facilities", "no-such-layer")))["geo_alliance"]

    assert head["filter"] == {**expected, "layers": ["facilities", "senkaku"], "members": {}}


def test_a_record_keeps_the_members_of_its_file(atlas: Atlas) -> None:
    content = read_back(atlas, Selection(ALL_TIME, LAYERS))
    written = {feature["id"]: feature for feature in content["features"]}
    for name in LAYERS:
        path = atlas.catalogue.root / atlas.layers[name].resource.path
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            assert written[feature["id"]]["properties"] == {"layer": name, **feature["properties"]}
            assert written[feature["id"]]["geometry"] == feature["geometry"]


def test_names_in_japanese_are_text_and_not_escapes(atlas: Atlas) -> None:
    data = export_geojson(atlas, Selection(ALL_TIME, ("facilities",)))

    assert "キャンプ千歳".encode() in data
    assert rb"\u" not in data


@each_selection
def test_the_same_view_gives_the_same_bytes(atlas: Atlas, selection: Selection) -> None:
    reordered = replace(selection, layers=tuple(reversed(selection.layers)))

    assert export_geojson(atlas, selection) == export_geojson(atlas, selection) == export_geojson(atlas, reordered)


@pytest.mark.parametrize(
    "name",
    ["</script><script>alert(1)</script>", "`${1}`", "a\u2028b\u2029c", '"},"features":[]}', "\\", "\x00\x1f", "🗾"],
    ids=["script", "backtick", "line separators", "quotes", "backslash", "control", "emoji"],
)
def test_hostile_text_stays_text(atlas: Atlas, name: str) -> None:
    hostile = rename(atlas, "djibouti", "djibouti-french-air-base-188", name)
    selection = Selection(ALL_TIME, ("djibouti",))

    features = {feature["id"]: feature for feature in read_back(hostile, selection)["features"]}

    assert features["djibouti-french-air-base-188"]["properties"]["name"] == name
    assert len(features) == len(visible_ids(atlas, selection))


def test_a_number_that_json_does_not_know_is_refused(atlas: Atlas) -> None:
    layer = atlas.layers["djibouti"]
    first, *_ = layer.features.values()
    broken: Feature = first.model_copy(update={"own": {"height_m": float("nan")}})
    changed = replace(layer, features={**layer.features, first.id: broken})

    with pytest.raises(ValueError, match="not JSON compliant"):
        export_geojson(replace(atlas, layers={"djibouti": changed}), Selection(ALL_TIME, ("djibouti",)))


def test_the_head_says_the_filters_on_members(atlas: Atlas) -> None:
    selection = Selection(ALL_TIME, ("facilities",)).with_filter("facilities", "service", ["Navy", "Army"])

    content = read_back(atlas, selection)

    assert content["geo_alliance"]["filter"]["members"] == {"facilities.service": ["Army", "Navy"]}
    assert {feature["properties"]["service"] for feature in content["features"]} == {"Army", "Navy"}
