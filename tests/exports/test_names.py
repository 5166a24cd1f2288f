"""Downloads with one party's names: every format has them and says whose they are."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest

from geo_alliance.dates import ALL_TIME
from geo_alliance.exports.formats import FORMATS, Format, find_format, name_file
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_atlas
from geo_alliance.selection import Selection

ISLANDS = Selection(ALL_TIME, ("senkaku",))
KML = "{http://www.opengis.net/kml/2.2}"
Rows = dict[str, dict[str, str]]


def read_geojson(path: Path) -> tuple[Rows, str]:
    content = json.loads(path.read_bytes())
    rows = {
        item["id"]: {**item["properties"], "claims": str(item["properties"].get("claims"))}
        for item in content["features"]
    }
    return rows, content["geo_alliance"]["names"]


def read_csv(path: Path) -> tuple[Rows, str]:
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))}
    (names,) = {row["names"] for row in rows.values()}
    return rows, names


def read_geopackage(path: Path) -> tuple[Rows, str]:
    rows = gpd.read_file(path, layer="senkaku").set_index("id", drop=False)
    about = pyogrio.read_info(path, layer="senkaku")["dataset_metadata"]["geo_alliance"]
    return rows.to_dict("index"), json.loads(about)["names"]


def read_kml(path: Path) -> tuple[Rows, str]:
    root = ET.fromstring(path.read_bytes())
    rows: Rows = {}
    for mark in root.iter(f"{KML}Placemark"):
        members = {item.get("name", ""): item.findtext(f"{KML}value", "") for item in mark.iter(f"{KML}Data")}
        rows[members["id"]] = members | {"name": mark.findtext(f"{KML}name", "")}
    head = next(item for item in root.iter(f"{KML}Data") if item.get("name") == "geo_alliance")
    return rows, json.loads(head.findtext(f"{KML}value", ""))["names"]


def read_geoparquet(path: Path) -> tuple[Rows, str]:
    about = json.loads(pq.read_metadata(path).metadata[b"geo_alliance"])
    return gpd.read_parquet(path).set_index("id", drop=False).to_dict("index"), about["names"]


READERS: dict[str, Callable[[Path], tuple[Rows, str]]] = {
    "geojson": read_geojson,
    "csv": read_csv,
    "geopackage": read_geopackage,
    "kml": read_kml,
    "geoparquet": read_geoparquet,
}


def read_back(atlas: Atlas, chosen: Format, folder: Path) -> tuple[Rows, str]:
    """Write the islands with China's names as a file, and read it: rows by id, and whose names it says it has."""
    path = folder / f"islands.{chosen.suffix}"
    path.write_bytes(chosen.export(rename_atlas(atlas, "china"), ISLANDS))
    return READERS[chosen.id](path)


each_format = pytest.mark.parametrize("chosen", FORMATS, ids=lambda item: item.id)


@each_format
def test_a_download_has_the_party_s_names_and_says_whose_they_are(atlas: Atlas, chosen: Format, tmp_path: Path) -> None:
    renamed = rename_atlas(atlas, "china")

    rows, names = read_back(atlas, chosen, tmp_path)

    assert names == "china"
    assert {item: row["name"] for item, row in rows.items()} == dict(renamed.layers["senkaku"].frame["name"])
    assert rows["uotsuri-jima"]["name"] == "Diaoyu Dao 钓鱼岛"


@each_format
def test_a_download_keeps_all_names(atlas: Atlas, chosen: Format, tmp_path: Path) -> None:
    rows, _ = read_back(atlas, chosen, tmp_path)

    island = rows["uotsuri-jima"]
    assert (island["name_ja"], island["name_zh"]) == ("魚釣島", "钓鱼岛 / 釣魚臺")
    assert "Diaoyu Dao / Uotsuri-jima / Diaoyutai" in island["aliases"]
    assert all(
        name in island["claims"] for name in ("Diaoyu Dao (钓鱼岛)", "Uotsuri-jima (魚釣島)", "Diaoyutai (釣魚臺)")
    )


@each_format
def test_the_bytes_differ_by_party_and_are_the_same_for_one(atlas: Atlas, chosen: Format) -> None:
    exports = {
        party: chosen.export(rename_atlas(atlas, party), ISLANDS) for party in ("all", "china", "japan", "taiwan")
    }

    assert len(set(exports.values())) == len(exports)
    assert chosen.export(rename_atlas(atlas, "japan"), ISLANDS) == exports["japan"]


def test_only_a_party_s_names_are_in_the_file_name(atlas: Atlas) -> None:
    version = atlas.catalogue.package.version

    assert name_file(atlas, ISLANDS, "senkaku", "csv") == f"geo-alliance_senkaku_all-years_{version}.csv"
    assert name_file(rename_atlas(atlas, "china"), ISLANDS, "senkaku", "csv") == (
        f"geo-alliance_senkaku_all-years_names-china_{version}.csv"
    )


def test_with_all_names_csv_has_no_column_more(atlas: Atlas) -> None:
    header = find_format("csv").export(atlas, ISLANDS).decode("utf-8-sig").splitlines()[0].split(",")

    assert "names" not in header


def test_a_geopackage_describes_its_table_with_the_names(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "islands.gpkg"
    path.write_bytes(find_format("geopackage").export(rename_atlas(atlas, "japan"), ISLANDS))

    with sqlite3.connect(path) as base:
        (text,) = base.execute("select description from gpkg_contents where table_name = 'senkaku'").fetchone()
    base.close()

    assert text.startswith("Senkaku Islands. ")


def test_kml_tells_whose_names_in_its_description(atlas: Atlas) -> None:
    root = ET.fromstring(find_format("kml").export(rename_atlas(atlas, "korea"), ISLANDS))

    assert "Disputed places: Korea’s names" in (root.findtext(f"{KML}Document/{KML}description") or "")
