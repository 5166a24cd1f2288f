"""Rules on the series: columns, types, dates, sources."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from geo_alliance.catalogue import SOURCES_FILE, Catalogue, split_message
from geo_alliance.dates import parse_date
from geo_alliance.descriptor import Column, Resource
from geo_alliance.errors import DateError, Fault

_FORMS = {
    "string": re.compile(r".*", re.DOTALL),
    "integer": re.compile(r"-?\d+", re.ASCII),
    "number": re.compile(r"-?\d+(\.\d+)?", re.ASCII),
}


def find_series_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Each row of a series has the columns that its entry describes, values of their types, and a known source."""
    for resource in catalogue.package.resources:
        if resource.role == "series" and (catalogue.root / resource.path).is_file():
            yield from _check_series(catalogue, resource, {column.name: column for column in _list_columns(resource)})


def _list_columns(resource: Resource) -> tuple[Column, ...]:
    return resource.table_schema.fields if resource.table_schema else ()


def _check_series(catalogue: Catalogue, resource: Resource, columns: Mapping[str, Column]) -> Iterator[Fault]:
    try:
        text = (catalogue.root / resource.path).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        yield Fault(resource.path, None, f"bytes that are not UTF-8 at {error.start}", "UTF-8 text")
        return
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if reader.fieldnames != list(columns):
        yield Fault(resource.path, None, f"the columns {reader.fieldnames}", f"the columns {list(columns)}")
        return
    for row in reader:
        for found, expected in _check_row(row, columns, catalogue):
            yield Fault(resource.path, f"line {reader.line_num}", found, expected)


def _check_row(
    row: Mapping[Any, Any], columns: Mapping[str, Column], catalogue: Catalogue
) -> Iterator[tuple[str, str]]:
    if None in row:
        yield f"the values {row[None]} after the last column", f"{len(columns)} values"
    for name, column in columns.items():
        if row[name]:
            yield from ((f"{name} = {row[name]!r}", expected) for expected in _check_value(row[name], column))
        elif column.constraints.required:
            yield f"no {name}", "a value"
    if row.get("source") and row["source"] not in catalogue.sources:
        yield f"the source {row['source']!r}", f"an id of {SOURCES_FILE}"


def _check_value(value: str, column: Column) -> Iterator[str]:
    """Say what was expected of a value, for each thing that it is not."""
    constraints = column.constraints
    if not _FORMS[column.type].fullmatch(value):
        yield f"the type {column.type}"
    elif constraints.minimum is not None and float(value) < constraints.minimum:
        yield f"at least {constraints.minimum:g}"
    if constraints.enum is not None and value not in constraints.enum:
        yield f"one of {', '.join(constraints.enum)}"
    if constraints.pattern is not None and not constraints.pattern.fullmatch(value):
        yield f"the form {constraints.pattern.pattern}"
    if column.name == "date":
        yield from _check_date(value)


def _check_date(value: str) -> Iterator[str]:
    try:
        parse_date(value)
    except DateError as error:
        yield f"a date of the calendar, {split_message(str(error))[1]}"
