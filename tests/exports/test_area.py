"""The drawn area in downloads: only what meets it is in them, and each says so."""

import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pyogrio
import pytest

from geo_alliance.dates import ALL_TIME
from geo_alliance.exports.formats import FORMATS, Format, name_file
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, find_inside
from geo_alliance.space.areas import parse_area

OKINAWA = Selection(ALL_TIME, ("facilities",), area=parse_area("127.5,26.02,128.4,26.9"))
BBOX = {"bbox": [127.5, 26.02, 128.4, 26.9]}


def read_filter(data: bytes, chosen: str, folder: Path) -> dict[str, Any]:
    """Read the filter that a download holds."""
    if chosen == "geoparquet":
        text = pq.read_schema(io.BytesIO(data)).metadata[b"geo_alliance"].decode()
    elif chosen == "geopackage":
        (folder / "area.gpkg").write_bytes(data)
        text = pyogrio.read_info(folder / "area.gpkg", layer=0)["dataset_metadata"]["geo_alliance"]
    elif chosen == "kml":
        text = data.decode().split('<Data name="geo_alliance"><value>')[1].split("</value>")[0]
    else:
        text = json.dumps(json.loads(data)["geo_alliance"])
    return dict(json.loads(text)["filter"])


@pytest.mark.parametrize("chosen", [item for item in FORMATS if item.id != "csv"], ids=lambda item: item.id)
def test_a_download_says_its_area(atlas: Atlas, tmp_path: Path, chosen: Format) -> None:
    assert read_filter(chosen.export(atlas, OKINAWA), chosen.id, tmp_path)["area"] == BBOX


def test_a_download_holds_what_meets_the_area_and_nothing_else(atlas: Atlas) -> None:
    features = json.loads(FORMATS[0].export(atlas, OKINAWA))["features"]

    assert {feature["id"] for feature in features} == find_inside(atlas.layers["facilities"], OKINAWA.area)
    assert 0 < len(features) < len(atlas.layers["facilities"].features)


def test_the_name_of_a_file_says_that_it_is_filtered(atlas: Atlas) -> None:
    assert "_filtered_" in name_file(atlas, OKINAWA, "facilities", "geojson")


def test_kml_names_the_area_in_words(atlas: Atlas) -> None:
    kml = next(item for item in FORMATS if item.id == "kml").export(atlas, OKINAWA).decode()

    assert "Area: box from 26.02° N, 127.5° E to 26.9° N, 128.4° E&lt;br&gt;" in kml
