"""All formats alike: what is visible and nothing else, the same bytes for the same view, plain file names."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from geo_alliance.catalogue import read_catalogue
from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.exports.formats import FORMATS, Format, find_format, name_file
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, apply

LAYERS = tuple(item.name for item in read_catalogue(Path(__file__).parents[2] / "geodata").layers)
SELECTIONS = {
    "everything": Selection(ALL_TIME, LAYERS),
    "one layer on a day": Selection(Period("1972-05-15", "1972-05-15"), ("facilities",)),
    "filtered": Selection(ALL_TIME, ("facilities", "senkaku")).with_filter("facilities", "service", ["Navy"]),
    "nothing visible": Selection(Period("1850-01-01", "1850-12-31"), ("overflights",)),
    "no layer": Selection(ALL_TIME, ()),
}
each_format = pytest.mark.parametrize("chosen", FORMATS, ids=lambda item: item.id)
each_selection = pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)


def read_ids(path: Path, chosen: Format, selection: Selection) -> list[str]:
    """Read the ids in a file as GeoPandas or pandas sees them."""
    if chosen.id == "csv":
        return list(pd.read_csv(path, dtype=str)["id"])
    if chosen.id == "geoparquet":
        return list(gpd.read_parquet(path)["id"])
    if chosen.id == "geojson":
        frame = gpd.read_file(path)
        return list(frame["id"]) if len(frame) else []
    frames = [gpd.read_file(path, layer=name) for name in LAYERS if name in selection.layers]
    return [feature_id for frame in frames if len(frame) for feature_id in frame["id"]]


@each_selection
@each_format
def test_every_format_holds_the_visible_records(
    atlas: Atlas, chosen: Format, selection: Selection, tmp_path: Path
) -> None:
    path = tmp_path / f"view.{chosen.suffix}"
    path.write_bytes(chosen.export(atlas, selection))

    visible = apply(selection, atlas.layers).values()
    assert read_ids(path, chosen, selection) == [feature_id for frame in visible for feature_id in frame.index]


@each_selection
@each_format
def test_the_same_view_gives_the_same_bytes(atlas: Atlas, chosen: Format, selection: Selection) -> None:
    reordered = replace(selection, layers=selection.layers[::-1])

    assert chosen.export(atlas, selection) == chosen.export(atlas, reordered)


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("format_id", ["geojson", "geopackage", "kml", "geoparquet"])
def test_geopandas_reads_the_same_shapes(atlas: Atlas, format_id: str, layer: str, tmp_path: Path) -> None:
    chosen = find_format(format_id)
    path = tmp_path / f"{layer}.{chosen.suffix}"
    path.write_bytes(chosen.export(atlas, Selection(ALL_TIME, (layer,))))

    read = gpd.read_parquet(path) if format_id == "geoparquet" else pyogrio.read_dataframe(path, layer=0)

    assert read.crs == "EPSG:4326"
    assert shapely.equals_exact(read.geometry.to_numpy(), atlas.layers[layer].frame.geometry.to_numpy()).all()


@each_format
def test_every_format_but_csv_records_version_filter_and_sources(atlas: Atlas, chosen: Format) -> None:
    selection = Selection(Period("1972-05-15", "1972-05-15"), ("senkaku",))
    cited = json.loads(find_format("geojson").export(atlas, selection))["geo_alliance"]["sources"]

    text = chosen.export(atlas, selection).decode("utf-8", errors="replace")

    assert (atlas.catalogue.version in text) == (chosen.id != "csv")
    assert all(source["id"] in text for source in cited)


@pytest.mark.parametrize("layer", LAYERS)
def test_no_filter_changes_the_columns(atlas: Atlas, layer: str) -> None:
    export = find_format("geoparquet").export

    whole = gpd.read_parquet(io.BytesIO(export(atlas, Selection(ALL_TIME, (layer,)))))
    nothing = gpd.read_parquet(io.BytesIO(export(atlas, Selection(Period("0999-01-01", "0999-01-01"), (layer,)))))

    assert len(nothing) == 0
    assert nothing.dtypes.astype(str).to_dict() == whole.dtypes.astype(str).to_dict()


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(ALL_TIME, ("zones",)), "geo-alliance_zones_all-years_0.1.0.csv"),
        (Selection(Period("1945-09-02", "1952-04-27"), ("zones",)), "geo-alliance_zones_occupation_0.1.0.csv"),
        (Selection(Period("1972-05-15", "1972-05-15"), ()), "geo-alliance_zones_1972-05-15_0.1.0.csv"),
        (Selection(Period("1972-05-15"), ()), "geo-alliance_zones_since_1972-05-15_0.1.0.csv"),
        (Selection(Period(end="1972-05-15"), ()), "geo-alliance_zones_until_1972-05-15_0.1.0.csv"),
        (
            Selection(ALL_TIME, ("zones",)).with_filter("zones", "kind", ["x"]),
            "geo-alliance_zones_all-years_filtered_0.1.0.csv",
        ),
    ],
    ids=["all", "era", "day", "since", "until", "filtered"],
)
def test_a_file_is_named_by_what_it_holds(atlas: Atlas, selection: Selection, expected: str) -> None:
    version = atlas.catalogue.package.version

    assert name_file(atlas, selection, "zones", "csv") == expected.replace("0.1.0", version)


def test_a_file_name_needs_no_escaping(atlas: Atlas) -> None:
    package = atlas.catalogue.package.model_copy(update={"version": '1"; x=../\r\n年'})
    hostile = replace(atlas, catalogue=replace(atlas.catalogue, package=package))

    assert re.fullmatch(r"[A-Za-z0-9._-]+", name_file(hostile, Selection(ALL_TIME, ()), "a/b", "csv"))


def test_ids_and_suffixes_are_unique() -> None:
    assert len({item.id for item in FORMATS}) == len({item.suffix for item in FORMATS}) == len(FORMATS)
