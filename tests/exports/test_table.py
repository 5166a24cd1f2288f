"""CSV downloads: the same records as everywhere, in cells that a spreadsheet cannot run."""

import csv
import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.csv as pc
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo_alliance.catalogue import read_catalogue
from geo_alliance.dates import ALL_TIME, LAST_DAY, Period
from geo_alliance.exports.table import export_csv, format_fact, mark_utf8
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.records import Fact
from geo_alliance.selection import Selection, apply

LAYERS = tuple(item.name for item in read_catalogue(Path(__file__).parents[2] / "geodata").layers)
EVERYTHING = Selection(ALL_TIME, LAYERS)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
DATA = Path(__file__).parents[2] / "geodata"
BASE = "djibouti-french-air-base-188"


@cache
def load_quietly() -> Atlas:
    """Return the atlas for a property test: hypothesis writes out the fixtures of one that fails, and it is large."""
    return load_atlas(DATA)


def read_table(data: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)


def read_cell(data: bytes, column: str) -> str:
    (row,) = [row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")) if row["id"] == BASE]
    return row[column]


def rewrite(atlas: Atlas, **members: object) -> Atlas:
    """Return the atlas with other core members of one base in Djibouti, and nothing else in it."""
    layer = atlas.layers["djibouti"]
    old = layer.features[BASE]
    new = old.model_copy(update={"core": old.core.model_copy(update=members)})
    frame = layer.frame.loc[[BASE]]
    return replace(atlas, layers={"djibouti": replace(layer, features={BASE: new}, frame=frame)})


@pytest.mark.parametrize("layers", [LAYERS, *[(name,) for name in LAYERS]], ids="+".join)
def test_pandas_reads_the_same_records(atlas: Atlas, layers: tuple[str, ...]) -> None:
    selection = Selection(Period("1972-05-15", "2026-11-01"), layers)

    table = read_table(export_csv(atlas, selection))

    visible = apply(selection, atlas.layers)
    assert list(table["id"]) == [feature_id for frame in visible.values() for feature_id in frame.index]
    assert list(table["layer"]) == [name for name, frame in visible.items() for _ in frame.index]


def test_what_is_not_visible_leaves_only_the_header(atlas: Atlas) -> None:
    table = read_table(export_csv(atlas, Selection(ALL_TIME, ())))

    assert table.empty
    assert list(table.columns[:3]) == ["layer", "id", "name"]


def test_every_line_ends_as_rfc_4180_says(atlas: Atlas) -> None:
    data = export_csv(atlas, EVERYTHING)

    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 1 + sum(len(layer.features) for layer in atlas.layers.values())


@given(start=st.sampled_from(FORMULA_STARTS), rest=st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_a_cell_that_looks_like_a_formula_is_disarmed(start: str, rest: str) -> None:
    hostile = rewrite(load_quietly(), name=start + rest, aliases=(start + rest, "other"))

    data = export_csv(hostile, Selection(ALL_TIME, ("djibouti",)))

    assert read_cell(data, "name") == f"'{start}{rest}"
    assert read_cell(data, "aliases") == f"'{start}{rest}; other"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1))
def test_other_text_comes_back_as_it_was(name: str) -> None:
    data = export_csv(rewrite(load_quietly(), name=name), Selection(ALL_TIME, ("djibouti",)))

    assert read_cell(data, "name").removeprefix("'" if name.startswith(FORMULA_STARTS) else "") == name


def test_no_cell_as_shipped_starts_a_formula_unless_it_is_a_number(atlas: Atlas) -> None:
    for row in csv.reader(io.StringIO(export_csv(atlas, EVERYTHING).decode("utf-8-sig"), newline="")):
        for cell in row:
            assert not cell.startswith(FORMULA_STARTS) or float(cell), cell


def test_lists_are_joined_and_nested_values_are_json(atlas: Atlas) -> None:
    table = read_table(export_csv(atlas, EVERYTHING)).set_index("id")
    island = atlas.layers["senkaku"].features["uotsuri-jima"]

    assert table.loc["uotsuri-jima", "sources"] == "; ".join(island.core.sources)
    assert json.loads(table.loc["uotsuri-jima", "claims"]) == island.own["claims"]
    assert table.loc["uotsuri-jima", "verified"] == "true"
    assert table.loc["FAC1054", "name_ja"] == "キャンプ千歳"


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ({"value": 475.9, "unit": "ha", "as_of": "2021"}, "area 475.9 ha (2021; mod-2021)"),
        ({"value": 0, "unit": None, "as_of": None}, "area 0 (mod-2021)"),
        (
            {"value": 1, "unit": "ha", "as_of": "2021", "basis": "estimated", "note": "roughly"},
            "area 1 ha (2021; estimated; mod-2021; roughly)",
        ),
    ],
    ids=["area", "bare", "full"],
)
def test_a_fact_in_one_line(fact: dict[str, object], expected: str) -> None:
    assert format_fact(Fact.model_validate({"property": "area", "source": "mod-2021", **fact})) == expected


@pytest.mark.parametrize("layer", LAYERS)
def test_longitude_and_latitude_lie_on_the_shape(atlas: Atlas, layer: str) -> None:
    table = read_table(export_csv(atlas, Selection(ALL_TIME, (layer,)))).set_index("id")
    shapes = atlas.layers[layer].frame.geometry
    points = shapely.points(table["longitude"].astype(float), table["latitude"].astype(float))

    assert (shapely.distance(points, shapes.to_numpy()) < 1e-6).all()
    whole = (table["geometry_wkt"] != "").to_numpy()
    assert shapely.equals(shapely.from_wkt(table["geometry_wkt"].to_numpy()[whole]), shapes.to_numpy()[whole]).all()
    assert all(len(wkt) > 32_767 for wkt in shapes[~whole].to_wkt())
    assert table["geometry_wkt"].str.len().max() <= 32_767


def test_the_days_are_those_that_the_filter_compares(atlas: Atlas) -> None:
    table = read_table(export_csv(atlas, EVERYTHING)).set_index("id")
    for layer in atlas.layers.values():
        chosen = table.loc[layer.frame.index]
        assert list(chosen["first_day"]) == list(layer.frame["start"])
        assert list(chosen["last_day"].replace("", LAST_DAY)) == list(layer.frame["end"])


def test_the_same_view_gives_the_same_bytes(atlas: Atlas) -> None:
    assert export_csv(atlas, EVERYTHING) == export_csv(atlas, replace(EVERYTHING, layers=LAYERS[::-1]))


def test_every_reader_takes_the_mark_of_utf8_as_no_part_of_the_table(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "senkaku.csv"
    path.write_bytes(export_csv(atlas, Selection(ALL_TIME, ("senkaku",))))

    assert path.read_bytes().startswith(b"\xef\xbb\xbflayer,id,name,")
    assert list(pd.read_csv(path).columns[:3]) == ["layer", "id", "name"]
    assert list(gpd.read_file(path).columns[:3]) == ["layer", "id", "name"]
    assert pc.read_csv(path).column_names[:3] == ["layer", "id", "name"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file))[:3] == ["layer", "id", "name"]


def test_the_mark_of_utf8_stands_once() -> None:
    assert mark_utf8(mark_utf8("名".encode())) == "名".encode("utf-8-sig")
