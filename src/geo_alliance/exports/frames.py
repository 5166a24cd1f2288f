"""What is visible as one GeoDataFrame with plain columns, for the formats that tables of a database are made of."""

import json
from collections.abc import Sequence
from typing import Any, Literal

import geopandas as gpd
import pandas as pd
from pydantic import JsonValue
from shapely.geometry import shape

from geo_alliance.exports.geojson import dump_core, select_features
from geo_alliance.loading import CRS, Atlas
from geo_alliance.records import CORE_MEMBERS, Feature
from geo_alliance.selection import Selection

_LARGEST = 2**63


def build_table(atlas: Atlas, selection: Selection) -> gpd.GeoDataFrame:
    """Build the table of the visible records, EPSG:4326, one row each, in the order of `select_features`.

    Columns are `layer`, `id`, the core members, `first_day` and `last_day` (the days that the filter compares, ISO
    text), the layers' own members, and `geometry`. Whole numbers, numbers and truth values have columns of their type;
    lists and objects are JSON text. Columns and types come from the whole layers, so that no filter changes them.
    """
    chosen = [layer for name, layer in atlas.layers.items() if name in selection.layers]
    features = [feature for layer in chosen for feature in layer.features.values()]
    records = [build_record(feature) for feature in features]
    names = dict.fromkeys(["layer", "id", *CORE_MEMBERS, "first_day", "last_day"])
    names |= dict.fromkeys(key for record in records for key in record)
    columns = {name: _build_column([record.get(name) for record in records]) for name in names}
    shapes = [shape(feature.geometry) for feature in features]
    table = gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS)
    visible = {feature.id for feature in select_features(atlas, selection)}
    return table.loc[[feature.id in visible for feature in features]].reset_index(drop=True)


def build_record(feature: Feature) -> dict[str, JsonValue]:
    """Return a record's members in one flat object: layer, id, core, days of the filter, own."""
    period = feature.core.period
    return {
        "layer": feature.layer,
        "id": feature.id,
        **dump_core(feature),
        "first_day": period.start,
        "last_day": None if feature.core.valid_to is None else period.end,
        **feature.own,
    }


def format_value(value: JsonValue) -> str:
    """Write a value as text: text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _build_column(values: list[JsonValue]) -> "pd.Series[Any]":
    given = [value for value in values if value is not None]
    dtype = _choose_type(given)
    if dtype != "str":
        return pd.Series(values, dtype=dtype)
    return pd.Series([None if value is None else _protect(format_value(value)) for value in values], dtype=dtype)


def _choose_type(given: Sequence[JsonValue]) -> Literal["boolean", "Int64", "Float64", "str"]:
    types = {type(value) for value in given}
    if types == {bool}:
        return "boolean"
    if not types or not types <= {int, float}:
        return "str"
    if float in types:
        return "Float64"
    return "Int64" if all(isinstance(value, int) and -_LARGEST <= value < _LARGEST for value in given) else "str"


def _protect(text: str) -> str:
    """Replace NUL, which GDAL takes for the end of a text."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")
