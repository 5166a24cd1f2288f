"""Rules on the comparisons: what they name exists, and both numbers are what they say."""

import re
from collections import Counter
from collections.abc import Iterator

from geo_alliance.catalogue import COMPARISONS_FILE, SOURCES_FILE, split_message
from geo_alliance.errors import DataError, Fault
from geo_alliance.texts.comparisons import Comparison, compare, read_comparisons
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.reckonings import evaluate

_UNEXPLAINED = re.compile(r"\b(not|un)\s?explained\b", re.IGNORECASE)


def find_comparison_faults(desk: Desk) -> Iterator[Fault]:
    """Each comparison stands once, names what exists, says why the numbers differ, and computes what it says."""
    try:
        comparisons = read_comparisons(desk.atlas.catalogue.root)
    except DataError as error:
        yield from error.faults
        return
    for comparison_id, count in Counter(item.id for item in comparisons).items():
        if count > 1:
            yield Fault(COMPARISONS_FILE, comparison_id, f"the id {count} times", "each id once")
    for comparison in comparisons:
        for rule in (_find_unknown_names, _find_changed_numbers, _find_bare_differences):
            yield from (Fault(COMPARISONS_FILE, comparison.id, *fault) for fault in rule(comparison, desk))


def _find_unknown_names(comparison: Comparison, desk: Desk) -> Iterator[tuple[str, str]]:
    catalogue = desk.atlas.catalogue
    known = {item.name for item in catalogue.package.resources if item.role == "series"}
    if comparison.theirs.source not in catalogue.sources:
        yield f"the source {comparison.theirs.source!r}", f"an id of {SOURCES_FILE}"
    for record in comparison.records:
        if desk.atlas.find(record) is None:
            yield f"the record {record!r}", "the id of a record of a layer"
    for series in comparison.series:
        if series not in known:
            yield f"the series {series!r}", "the name of a series in the catalogue"
    if not comparison.records and not comparison.series:
        yield "neither a record nor a series", "at least one that ours is counted from"


def _find_changed_numbers(comparison: Comparison, desk: Desk) -> Iterator[tuple[str, str]]:
    for name, item in (("ours", comparison.ours), ("theirs", comparison.theirs.computed)):
        if item is None:
            continue
        try:
            value = evaluate(desk, item.function, item.arguments)
        except DataError as error:
            found, expected = split_message(str(error))
            yield f"{name}: {found}", expected
            continue
        if isinstance(value, str):
            yield f"{name} = {value!r}, computed by {item.function}", "a number"
        elif value != item.expected:
            expected = f"{item.expected!r} as in the comparison, or a reason read again and changed"
            yield f"{name} = {value!r}, computed by {item.function}", expected


def _find_bare_differences(comparison: Comparison, desk: Desk) -> Iterator[tuple[str, str]]:
    """Numbers that differ are never said to be equal, equal ones never said to differ, and no reason is left out."""
    if _UNEXPLAINED.search(comparison.reason) or not comparison.reason.strip():
        found = f"a reason that gives none: {comparison.reason[:30]!r}"
        yield found, "a definition, date or scope that differs, or what is known of both and what could not be seen"
        return
    try:
        outcome = compare(desk, comparison)
    except DataError:  # said by the rule on numbers
        return
    if comparison.reason.startswith("Equal") != (outcome.difference == 0):
        found = f"a difference of {outcome.difference} with the reason {comparison.reason[:30]!r}"
        yield found, "a reason that begins with “Equal” exactly where nothing differs"
