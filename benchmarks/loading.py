"""How long the data folder takes to load and to check, in a process of its own: `python -m benchmarks.loading`."""

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

from geo_alliance.catalogue import find_data_folder
from geo_alliance.checks import check_folder
from geo_alliance.loading import load_atlas


@dataclass(frozen=True)
class LoadTime:
    """Seconds to load all layers, each record validated, and to hold the folder against every rule; without imports."""

    load_s: float
    check_s: float


def measure_loading() -> LoadTime:
    """Measure in a fresh process, so that nothing is kept from the time before."""
    command = [sys.executable, "-m", "benchmarks.loading"]
    return LoadTime(**json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def main() -> None:
    """Print the times as JSON."""
    folder = find_data_folder()
    started = time.perf_counter()
    atlas = load_atlas(folder)
    loaded = time.perf_counter()
    faults = check_folder(folder)
    checked = time.perf_counter()
    if atlas.faults or faults:
        sys.exit(f"found faults in {folder}: expected a sound folder; run `geo-alliance check`")
    print(json.dumps(asdict(LoadTime(loaded - started, checked - loaded))))


if __name__ == "__main__":
    main()
