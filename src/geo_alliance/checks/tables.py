"""Rules on the series: columns, types, dates, sources."""

import csv
from collections.abc import Iterator, Mapping
from typing import Any

from geo_alliance.catalogue import SOURCES_FILE, Catalogue
from geo_alliance.dates import parse_date
from geo_alliance.errors import DateError, Fault
from geo_alliance.records import Resource


def find_series_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Each row of a series has the columns that its entry describes, values of their types, and a known source."""
    for resource in catalogue.package.resources:
        if resource.role == "series" and (catalogue.root / resource.path).is_file():
            yield from _check_series(catalogue, resource)


def _check_series(catalogue: Catalogue, resource: Resource) -> Iterator[Fault]:
    fields = {field["name"]: field for field in _fields(resource)}
    with (catalogue.root / resource.path).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != list(fields):
            yield Fault(resource.path, None, f"the columns {reader.fieldnames}", f"the columns {list(fields)}")
            return
        for number, row in enumerate(reader, start=2):
            for found, expected in _check_row(row, fields, catalogue):
                yield Fault(resource.path, f"line {number}", found, expected)


def _check_row(
    row: Mapping[str, str], fields: Mapping[str, Mapping[str, Any]], catalogue: Catalogue
) -> Iterator[tuple[str, str]]:
    for name, field in fields.items():
        value = row[name]
        constraints = field.get("constraints", {})
        if not value:
            if constraints.get("required"):
                yield f"no {name}", "a value"
            continue
        if not _is_of_type(value, field["type"]):
            yield f"{name} = {value!r}", f"of type {field['type']}"
        if "enum" in constraints and value not in constraints["enum"]:
            yield f"{name} = {value!r}", f"one of {constraints['enum']}"
    if "date" in row:
        try:
            parse_date(row["date"])
        except DateError as error:
            yield f"date = {row['date']!r}", str(error)
    if "source" in row and row["source"] not in catalogue.sources:
        yield f"the source {row['source']!r}", f"an id of {SOURCES_FILE}"


def _is_of_type(value: str, kind: str) -> bool:
    try:
        if kind == "integer":
            int(value)
        elif kind == "number":
            float(value)
    except ValueError:
        return False
    return True


def _fields(resource: Resource) -> list[dict[str, Any]]:
    fields = (resource.table_schema or {}).get("fields")
    return [field for field in fields if isinstance(field, dict)] if isinstance(fields, list) else []
