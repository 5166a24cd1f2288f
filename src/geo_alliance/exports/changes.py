"""What changed between two dates as files: GeoJSON with the change of each record, and CSV."""

from collections.abc import Sequence
from typing import Any

from geo_alliance.changes import Change, Changed
from geo_alliance.dates import Period, format_interval
from geo_alliance.exports.geojson import (
    FOREIGN_MEMBER,
    build_feature,
    describe_contents,
    describe_period,
    dump_collection,
)
from geo_alliance.exports.table import disarm, write_csv
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection

_COLUMNS = (
    "change",
    "uncertain",
    "layer",
    "id",
    "name",
    "name_ja",
    "kind",
    "dates",
    "area_then_ha",
    "area_now_ha",
    "sources",
)


def export_changes_geojson(atlas: Atlas, selection: Selection, then: Period, changes: Sequence[Changed]) -> bytes:
    """Write what changed as one GeoJSON FeatureCollection, UTF-8; each record's `change` stands among its properties.

    `then` is the period compared with that of the selection; both stand in the foreign member `geo_alliance`, with what
    each change means.
    """
    head = describe_contents(atlas, selection, [item.feature for item in changes])
    head["compared_with"] = describe_period(then)
    head["changes"] = {change.value: ". ".join(filter(None, (change.words, change.remark))) for change in Change}
    return dump_collection(map(_build_feature, changes), **{FOREIGN_MEMBER: head}).encode()


def export_changes_csv(changes: Sequence[Changed]) -> bytes:
    """Write what changed as CSV, as `write_csv` does: one row a record, areas in hectares."""
    return write_csv(_COLUMNS, map(_build_row, changes))


def _build_feature(item: Changed) -> dict[str, Any]:
    feature = build_feature(item.feature)
    areas = {"area_then_ha": item.then_ha, "area_now_ha": item.now_ha} if item.then_ha is not None else {}
    told = {"change": item.change.value, "uncertain": item.is_uncertain}
    return {**feature, "properties": {**told, **areas, **feature["properties"]}}


def _build_row(item: Changed) -> dict[str, Any]:
    core = item.feature.core
    row = {
        "change": item.change.value,
        "uncertain": "true" if item.is_uncertain else "false",
        "layer": item.feature.layer,
        "id": item.feature.id,
        "name": core.name,
        "name_ja": core.name_ja or "",
        "kind": core.kind,
        "dates": format_interval(core.valid_from, core.valid_to, core.known_from),
        "area_then_ha": item.then_ha,
        "area_now_ha": item.now_ha,
        "sources": "; ".join(item.feature.cited),
    }
    return {name: disarm(value) if isinstance(value, str) else value for name, value in row.items()}
