"""CSV: what is visible as one table, for spreadsheets and notebooks."""

import codecs
import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import JsonValue
from shapely.geometry import shape

from geo_alliance.exports.geojson import select_features
from geo_alliance.loading import Atlas
from geo_alliance.records import Fact, Feature
from geo_alliance.selection import Selection
from geo_alliance.toponyms import ALL_NAMES

MEDIA_TYPE = "text/csv; charset=utf-8"
_FIRST = ("layer", "id", "name", "name_ja", "name_zh", "name_ko", "aliases", "kind")
_DATES = ("valid_from", "valid_to", "known_from", "first_day", "last_day")
_LAST = ("summary", "facts", "sources", "related", "verified", "position_accuracy_m", "position_basis")
_GEOMETRY = ("longitude", "latitude", "geometry_wkt")
_LONGEST_CELL = 32_767  # characters; Excel breaks a longer cell over several rows
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def export_csv(atlas: Atlas, selection: Selection) -> bytes:
    """Write what is visible as CSV, as `write_csv` does.

    Lists are joined with ``; ``; `longitude` and `latitude` are a point on the shape (EPSG:4326, degrees),
    `geometry_wkt` is the whole shape, empty where it is too long for a spreadsheet's cell; `first_day` and `last_day`
    are the days that the filter compares. Where one party's names were asked for, `names` says whose.
    """
    features = select_features(atlas, selection)
    own = tuple(dict.fromkeys(key for feature in features for key in feature.own))
    names = {} if atlas.names == ALL_NAMES else {"names": atlas.names}
    columns = (*_FIRST, *_DATES, *own, *_LAST, *names, *_GEOMETRY)
    return write_csv(columns, (_build_row(feature) | names for feature in features))


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Write rows as a CSV file to be downloaded (RFC 4180, UTF-8 with a byte order mark, header line)."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return mark_utf8(text.getvalue().encode())


def mark_utf8(data: bytes) -> bytes:
    """Put the byte order mark in front of a CSV file to be downloaded: without it Excel takes UTF-8 for another code.

    Source: Unicode Standard, section 23.8 (the mark as a signature of UTF-8).
    """
    return codecs.BOM_UTF8 + data.removeprefix(codecs.BOM_UTF8)


def _build_row(feature: Feature) -> dict[str, str | float | int]:
    core = feature.core
    period = core.period
    geometry = shape(feature.geometry)
    point = geometry.representative_point()
    values: dict[str, JsonValue] = {
        "layer": feature.layer,
        "id": feature.id,
        **core.model_dump(mode="json", exclude={"facts"}),
        "facts": "; ".join(map(format_fact, core.facts)),
        "first_day": period.start,
        "last_day": None if core.valid_to is None else period.end,
        **feature.own,
        "longitude": round(point.x, 7),
        "latitude": round(point.y, 7),
        "geometry_wkt": geometry.wkt if len(geometry.wkt) <= _LONGEST_CELL else None,
    }
    return {key: _format_cell(value) for key, value in values.items()}


def format_fact(fact: Fact) -> str:
    """Write a fact in one line: ``area 475.9 ha (2021; source-id)``."""
    value = " ".join(str(part) for part in (fact.property, fact.value, fact.unit) if part is not None)
    about = "; ".join(part for part in (fact.as_of, fact.basis, fact.source, fact.note) if part)
    return f"{value} ({about})"


def _format_cell(value: JsonValue) -> str | float | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    return disarm(value if isinstance(value, str) else _format_nested(value))


def _format_nested(value: Iterable[JsonValue] | dict[str, JsonValue]) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False)


def disarm(text: str) -> str:
    """Keep a spreadsheet from running a cell as a formula.

    Source: OWASP, "CSV Injection": cells that start with one of these characters get an apostrophe in front.
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
