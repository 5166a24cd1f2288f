"""How long a view takes to be written as one HTML file, in a process of its own: `python -m benchmarks.saving`."""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from geo_alliance.catalogue import find_data_folder
from geo_alliance.loading import load_atlas
from geo_alliance.ui.standalone import export_view, read_view


@dataclass(frozen=True)
class SaveTime:
    """Seconds of the first file of a process, of the next one, of the whole command, and the bytes of the file."""

    first_s: float
    next_s: float
    command_s: float
    file_bytes: int


def measure_saving() -> SaveTime:
    """Measure in a fresh process, then the command as a person starts it."""
    command = [sys.executable, "-m", "benchmarks.saving"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "view.html"
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "geo_alliance", "export-html", str(out)], check=True, capture_output=True)
        return SaveTime(**found, command_s=time.perf_counter() - started, file_bytes=out.stat().st_size)


def main() -> None:
    """Print the seconds of the first file, and of another one, as JSON."""
    atlas = load_atlas(find_data_folder())
    times = []
    for query in ("", "era=occupation"):
        started = time.perf_counter()
        export_view(atlas, read_view(query, atlas))
        times.append(time.perf_counter() - started)
    print(json.dumps({"first_s": times[0], "next_s": times[1]}))


if __name__ == "__main__":
    main()
