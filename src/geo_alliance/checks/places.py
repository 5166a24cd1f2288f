"""Rules on the published ranges and on the places to measure to."""

from collections import Counter
from collections.abc import Iterable, Iterator

from geo_alliance.catalogue import LANDMARKS_FILE, RANGES_FILE, SOURCES_FILE, Catalogue
from geo_alliance.errors import DataError, Fault
from geo_alliance.space.landmarks import load_shapes, read_landmarks
from geo_alliance.space.ranges import read_missiles


def find_place_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Ranges and landmarks are sound, stand once, cite sources that exist, and each coast is found on the base map."""
    try:
        missiles = read_missiles(catalogue)
    except DataError as error:
        yield from error.faults
    else:
        cited = [(item.id, part.source) for item in missiles for part in item.ranges]
        yield from _check_entries(RANGES_FILE, [item.id for item in missiles], cited, catalogue)
    try:
        landmarks = read_landmarks(catalogue)
        load_shapes(catalogue)
    except DataError as error:
        yield from error.faults
    else:
        sources = [(item.id, item.source) for item in landmarks if item.source is not None]
        yield from _check_entries(LANDMARKS_FILE, [item.id for item in landmarks], sources, catalogue)


def _check_entries(
    file: str, ids: Iterable[str], cited: Iterable[tuple[str, str]], catalogue: Catalogue
) -> Iterator[Fault]:
    for entry, count in Counter(ids).items():
        if count > 1:
            yield Fault(file, entry, f"the id {count} times", "each id once")
    for entry, source in cited:
        if source not in catalogue.sources:
            yield Fault(file, entry, f"the source {source!r}", f"an id of {SOURCES_FILE}")
