"""GeoPackage and GeoParquet: typed columns, nested members as JSON, metadata, hostile text."""

import io
import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

from geo_alliance.dates import ALL_TIME
from geo_alliance.exports.frames import build_table
from geo_alliance.exports.geojson import export_geojson
from geo_alliance.exports.geopackage import SOURCES_TABLE, export_geopackage
from geo_alliance.exports.geoparquet import export_geoparquet
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection

DJIBOUTI = Selection(ALL_TIME, ("djibouti",))
SENKAKU = Selection(ALL_TIME, ("senkaku",))
BASE = "djibouti-french-air-base-188"
HOSTILE = ["<img src=x onerror=alert(1)>", "a]]>b", "a\u2028b", "'; DROP TABLE djibouti; --", "`${1}`", "🗾", "=1+1"]


def rewrite(atlas: Atlas, *, own: dict[str, Any] | None = None, **members: object) -> Atlas:
    """Return the atlas with other members of one base in Djibouti."""
    layer = atlas.layers["djibouti"]
    old = layer.features[BASE]
    new = old.model_copy(update={"core": old.core.model_copy(update=members), "own": {**old.own, **(own or {})}})
    return replace(atlas, layers={"djibouti": replace(layer, features={**layer.features, BASE: new})})


@pytest.fixture
def write_geopackage(atlas: Atlas, tmp_path: Path) -> Callable[[Selection, Atlas], Path]:
    def write(selection: Selection, shown: Atlas = atlas) -> Path:
        path = tmp_path / "atlas.gpkg"
        path.write_bytes(export_geopackage(shown, selection))
        return path

    return write


def read_head(atlas: Atlas, selection: Selection) -> dict[str, Any]:
    head: dict[str, Any] = json.loads(export_geojson(atlas, selection))["geo_alliance"]
    return head


def test_a_geopackage_has_one_table_for_each_layer(write_geopackage: Callable[..., Path]) -> None:
    path = write_geopackage(Selection(ALL_TIME, ("launch-sites", "facilities")))

    assert list(pyogrio.list_layers(path)[:, 0]) == ["facilities", "launch-sites", SOURCES_TABLE]


def test_a_geopackage_holds_the_head_and_the_sources(atlas: Atlas, write_geopackage: Callable[..., Path]) -> None:
    path = write_geopackage(SENKAKU)
    head = read_head(atlas, SENKAKU)
    sources = head.pop("sources")

    table = pyogrio.read_dataframe(path, layer=SOURCES_TABLE)

    assert json.loads(pyogrio.read_info(path, layer=0)["dataset_metadata"]["geo_alliance"]) == head
    assert list(table["id"]) == [source["id"] for source in sources]
    assert [json.loads(text) for text in table["csl"]] == sources


def test_no_time_in_a_geopackage_is_that_of_the_clock(atlas: Atlas, write_geopackage: Callable[..., Path]) -> None:
    connection = sqlite3.connect(write_geopackage(DJIBOUTI))
    times = connection.execute(
        "SELECT last_change FROM gpkg_contents UNION SELECT timestamp FROM gpkg_metadata_reference"
    ).fetchall()
    connection.close()

    assert times == [(f"{atlas.catalogue.package.created}T00:00:00.000Z",)]


def test_geoparquet_holds_the_head_with_its_sources(atlas: Atlas) -> None:
    metadata = pq.read_schema(io.BytesIO(export_geoparquet(atlas, SENKAKU))).metadata

    assert json.loads(metadata[b"geo_alliance"]) == read_head(atlas, SENKAKU)
    assert json.loads(metadata[b"geo"])["primary_column"] == "geometry"


def test_nested_members_are_json(atlas: Atlas) -> None:
    table = build_table(atlas, SENKAKU).set_index("id")
    island = atlas.layers["senkaku"].features["uotsuri-jima"]

    assert json.loads(str(table.loc["uotsuri-jima", "claims"])) == island.own["claims"]
    assert json.loads(str(table.loc["uotsuri-jima", "sources"])) == list(island.core.sources)
    assert len(json.loads(str(table.loc["uotsuri-jima", "facts"]))) == len(island.core.facts)


@pytest.mark.parametrize(
    ("value", "dtype", "expected"),
    [
        (True, "boolean", True),
        (7, "Int64", 7),
        (7.5, "Float64", 7.5),
        (2**63, "str", str(2**63)),
        ("text", "str", "text"),
        ([1, "ü"], "str", '[1, "ü"]'),
        ({"a": None}, "str", '{"a": null}'),
        ("a\0b", "str", "a\ufffdb"),
    ],
    ids=["truth", "whole", "number", "too large", "text", "list", "object", "nul"],
)
def test_a_column_has_the_type_of_its_values(atlas: Atlas, value: object, dtype: str, expected: object) -> None:
    table = build_table(rewrite(atlas, own={"extra": value}), DJIBOUTI).set_index("id")

    assert table["extra"].dtype == dtype
    assert table.loc[BASE, "extra"] == expected
    assert table["extra"].isna().sum() == len(table) - 1


def test_a_column_of_several_types_is_text(atlas: Atlas) -> None:
    table = build_table(rewrite(atlas, own={"operator": 4}), DJIBOUTI).set_index("id")

    assert table.loc[BASE, "operator"] == "4"
    assert isinstance(table["operator"].dtype, pd.StringDtype)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_text(atlas: Atlas, write_geopackage: Callable[..., Path], name: str) -> None:
    hostile = rewrite(atlas, name=name)

    packed = pyogrio.read_dataframe(write_geopackage(DJIBOUTI, hostile), layer="djibouti").set_index("id")
    parquet = gpd.read_parquet(io.BytesIO(export_geoparquet(hostile, DJIBOUTI))).set_index("id")

    assert packed.loc[BASE, "name"] == parquet.loc[BASE, "name"] == name
    assert len(packed) == len(parquet) == len(atlas.layers["djibouti"].features)
