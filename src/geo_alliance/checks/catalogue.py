"""Rules on the catalogue, the eras and the sources."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from geo_alliance.catalogue import CATALOGUE_FILE, ERAS_FILE, SOURCES_FILE, Catalogue
from geo_alliance.dates import FIRST_DAY, LAST_DAY
from geo_alliance.errors import Fault
from geo_alliance.records import EDITORS

Rule = Callable[[Catalogue], Iterator[Fault]]

_OWN_FILES = {CATALOGUE_FILE, ERAS_FILE, SOURCES_FILE}


def find_file_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Every file has an entry, every entry has a file, and no name or path stands twice."""
    resources = catalogue.package.resources
    entries = {resource.path for resource in resources}
    schemas = {resource.feature_schema for resource in resources if resource.feature_schema}
    for path in sorted(entries | schemas):
        if not (catalogue.root / path).is_file():
            yield Fault(CATALOGUE_FILE, None, f"the entry {path!r} without a file", "a file at that path")
    for file in sorted(catalogue.root.rglob("*")):
        path = file.relative_to(catalogue.root).as_posix()
        if file.is_file() and path not in entries | schemas | _OWN_FILES:
            yield Fault(path, None, "a file without an entry", f"an entry in {CATALOGUE_FILE}, or no such file")
    for name, count in Counter(resource.name for resource in resources).items():
        if count > 1:
            yield Fault(CATALOGUE_FILE, None, f"the name {name!r} {count} times", "each name once")


def find_style_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """A layer's style speaks only of kinds that its schema knows, and its schema has a vocabulary of kinds."""
    for resource in catalogue.layers:
        schema = catalogue.schemas.get(resource.name, {})
        choices = schema.get("properties", {}).get("kind", {}).get("oneOf")
        if not choices:
            yield Fault(
                resource.feature_schema or CATALOGUE_FILE, None, "no vocabulary of kinds", "properties.kind.oneOf"
            )
            continue
        known = {choice.get("const") for choice in choices}
        for kind in sorted(set(resource.style.kinds if resource.style else ()) - known):
            yield Fault(CATALOGUE_FILE, resource.name, f"a style for the kind {kind!r}", f"one of {sorted(known)}")


def find_era_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Eras share no day and leave no gap; the first reaches back without bound, the last still runs."""
    eras = catalogue.eras
    for name, count in Counter(era.id for era in eras).items():
        if count > 1:
            yield Fault(ERAS_FILE, name, f"the id {count} times", "each id once")
    if eras and (eras[0].period.start != FIRST_DAY or eras[-1].period.end != LAST_DAY):
        yield Fault(ERAS_FILE, None, "bounds at both ends", "the first without 'from', the last without 'to'")
    for before, after in zip(eras, eras[1:], strict=False):
        expected = (date.fromisoformat(before.end or FIRST_DAY) + timedelta(days=1)).isoformat()
        if before.end is None or after.start != expected:
            yield Fault(
                ERAS_FILE, after.id, f"from {after.start} after {before.id} to {before.end}", f"from {expected}"
            )
    for era in eras:
        for source in era.sources:
            if source not in catalogue.sources:
                yield Fault(ERAS_FILE, era.id, f"the source {source!r}", f"an id of {SOURCES_FILE}")


def find_source_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """There is a source for what nobody published."""
    if EDITORS not in catalogue.sources:
        yield Fault(SOURCES_FILE, None, f"no source {EDITORS!r}", "the source that stands for what is not published")


CATALOGUE_RULES: tuple[Rule, ...] = (find_file_faults, find_style_faults, find_era_faults, find_source_faults)
