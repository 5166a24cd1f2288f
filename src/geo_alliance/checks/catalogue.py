"""Rules on the catalogue, the eras and the sources."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from geo_alliance.catalogue import (
    CATALOGUE_FILE,
    ERAS_FILE,
    SOURCES_FILE,
    Catalogue,
    list_own_files,
    read_json,
)
from geo_alliance.dates import FIRST_DAY, LAST_DAY
from geo_alliance.descriptor import Resource
from geo_alliance.errors import DataError, Fault
from geo_alliance.loading import find_geometry_faults
from geo_alliance.records import EDITORS, Era

Rule = Callable[[Catalogue], Iterator[Fault]]


def find_file_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Every file has an entry, every entry has a file, and no name or path stands twice."""
    resources = catalogue.package.resources
    entries = {resource.path for resource in resources}
    schemas = {resource.feature_schema for resource in resources if resource.feature_schema}
    for path in sorted(entries | schemas):
        if not (catalogue.root / path).is_file():
            yield Fault(CATALOGUE_FILE, None, f"the entry {path!r} without a file", "a file at that path")
    named = {*entries, *schemas, *list_own_files(catalogue.root)}
    for file in sorted(catalogue.root.rglob("*")):
        path = file.relative_to(catalogue.root).as_posix()
        if file.is_file() and path not in named:
            yield Fault(path, None, "a file without an entry", f"an entry in {CATALOGUE_FILE}, or no such file")
    names = Counter(resource.name for resource in resources)
    paths = Counter(resource.path for resource in resources)
    yield from (_twice(CATALOGUE_FILE, name, "name", count) for name, count in names.items() if count > 1)
    yield from (_twice(CATALOGUE_FILE, path, "path", count) for path, count in paths.items() if count > 1)


def find_basemap_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Every file of the base map is a FeatureCollection whose features have a geometry each."""
    for resource in catalogue.package.resources:
        if resource.role == "basemap" and (catalogue.root / resource.path).is_file():
            yield from _check_basemap(catalogue, resource.path)


def _check_basemap(catalogue: Catalogue, path: str) -> Iterator[Fault]:
    try:
        content = read_json(catalogue.root / path, file=path)
    except DataError as error:
        yield from error.faults
        return
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features:
        yield Fault(path, None, "no features", "a GeoJSON FeatureCollection with features")
        return
    for number, item in enumerate(features, start=1):
        geometry = item.get("geometry") if isinstance(item, dict) else None
        yield from (Fault(path, f"feature {number}", *fault) for fault in find_geometry_faults(geometry))


def find_style_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """A layer's style speaks only of kinds and members that its schema knows."""
    for resource in catalogue.layers:
        members = catalogue.schemas[resource.name].get("properties", {})
        known = _read_kinds(members.get("kind"))
        if known:  # a schema without kinds is a fault of the layer
            yield from _check_style(resource, known, sorted(members))
            yield from _check_filters(resource, sorted(members))


def _check_filters(resource: Resource, members: list[str]) -> Iterator[Fault]:
    for member in resource.filters:
        if member not in members:
            yield Fault(CATALOGUE_FILE, resource.name, f"a filter by the member {member!r}", "a member of the schema")


def _read_kinds(schema: Any) -> list[str]:
    choices = schema.get("oneOf", ()) if isinstance(schema, dict) else ()
    kinds = [choice.get("const") for choice in choices if isinstance(choice, dict)]
    return sorted(kind for kind in kinds if isinstance(kind, str))


def _check_style(resource: Resource, kinds: list[str], members: list[str]) -> Iterator[Fault]:
    style = resource.style
    if style is None:
        return
    for kind in style.kinds:
        if kind not in kinds:
            yield Fault(CATALOGUE_FILE, resource.name, f"a style for the kind {kind!r}", f"one of {', '.join(kinds)}")
    shade = style.shade.member if style.shade else None
    for member in (*style.marks, *filter(None, (style.size, shade))):
        if member not in members:
            found = f"a style by the member {member!r}"
            yield Fault(CATALOGUE_FILE, resource.name, found, f"one of {', '.join(members)}")


def find_view_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """No view stands twice."""
    views = Counter(view.id for view in catalogue.package.views)
    yield from (_twice(CATALOGUE_FILE, name, "id", count) for name, count in views.items() if count > 1)


def find_era_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Eras share no day and leave no gap; the first reaches back without bound, the last still runs."""
    eras = catalogue.eras
    ids = Counter(era.id for era in eras)
    yield from (_twice(ERAS_FILE, name, "id", count) for name, count in ids.items() if count > 1)
    if eras[0].period.start != FIRST_DAY or eras[-1].period.end != LAST_DAY:
        yield Fault(ERAS_FILE, None, "bounds at both ends", "the first without 'from', the last without 'to'")
    for before, after in pairwise(eras):
        expected = _find_next_day(before)
        if expected is None or after.start != expected:
            found = f"from {after.start} after {before.id} to {before.end}"
            yield Fault(ERAS_FILE, after.id, found, f"from {expected}" if expected else f"an end of {before.id}")
    for era in eras:
        for source in era.sources:
            if source not in catalogue.sources:
                yield Fault(ERAS_FILE, era.id, f"the source {source!r}", f"an id of {SOURCES_FILE}")


def find_source_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """There is a source for what nobody published, and no source stands twice."""
    ids = Counter(item["id"] for item in read_json(catalogue.root / SOURCES_FILE))
    yield from (_twice(SOURCES_FILE, name, "id", count) for name, count in ids.items() if count > 1)
    if EDITORS not in catalogue.sources:
        yield Fault(SOURCES_FILE, None, f"no source {EDITORS!r}", "the source that stands for what is not published")


def _find_next_day(era: Era) -> str | None:
    if era.period.end == LAST_DAY:
        return None
    return (date.fromisoformat(era.period.end) + timedelta(days=1)).isoformat()


def _twice(file: str, entry: str, what: str, count: int) -> Fault:
    return Fault(file, entry, f"the {what} {count} times", f"each {what} once")


CATALOGUE_RULES: tuple[Rule, ...] = (
    find_file_faults,
    find_basemap_faults,
    find_style_faults,
    find_view_faults,
    find_era_faults,
    find_source_faults,
)
