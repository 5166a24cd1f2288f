"""How long a search takes on the server, in a process of its own: `python -m benchmarks.searching`."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median

from geo_alliance.catalogue import find_data_folder
from geo_alliance.loading import load_atlas
from geo_alliance.places import list_places
from geo_alliance.search import LONGEST_QUERY, Index, build_index
from geo_alliance.texts.claims import read_claims

TYPED = "Kadena Air Base"
MISTYPED = (
    "Futema",
    "Yokoska naval bsae",
    "kadenaaa ammunitoin storagge arrea depott",
    "kadenaaa airrbase kadenaaa airrbase kadenaaa airrbase",
    "a " * (LONGEST_QUERY // 2),
    "x" * LONGEST_QUERY,
)
REPEATS = 3


@dataclass(frozen=True)
class SearchTime:
    """Entries that can be found, seconds to build their index, and of one query: the median and the slowest of all."""

    entries: int
    build_s: float
    median_s: float
    slowest_s: float


def measure_searching() -> SearchTime:
    """Measure in a fresh process, so that nothing is kept from the time before."""
    command = [sys.executable, "-m", "benchmarks.searching"]
    return SearchTime(**json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def main() -> None:
    """Print the times as JSON: for every name and code, for what is typed on the way to one, and for misspellings."""
    atlas = load_atlas(find_data_folder())
    places, claims = list_places(atlas), read_claims(atlas.catalogue.root)
    index: list[Index] = []
    build_s = _time(lambda: index.append(build_index(atlas, places=places, claims=claims)))
    names = [name for entry in index[0].entries for name in (*entry.names, *entry.codes)]
    queries = [*names, *(TYPED[:length] for length in range(1, len(TYPED))), *MISTYPED]
    # The best of a few: what the machine does besides is no part of a query.
    times = [min(_time(lambda query=query: index[0].find(query)) for _ in range(REPEATS)) for query in queries]
    print(json.dumps(asdict(SearchTime(len(index[0].entries), build_s, median(times), max(times)))))


def _time(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
