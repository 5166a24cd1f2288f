"""The one atlas of a server process: loaded at the first question, and again when the data folder changes."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock

from geo_alliance.catalogue import find_data_folder
from geo_alliance.keeping import forget
from geo_alliance.loading import Atlas, load_atlas

_lock = Lock()
_loaded: dict[Path, tuple[tuple[tuple[str, int], ...], Atlas]] = {}


def get_atlas() -> Atlas:
    """Return the atlas of the data folder that `find_data_folder` names.

    It is kept until the name or time of a file in the folder changes, so that an edited layer shows without a restart;
    what was computed of the one before is then forgotten.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    root = find_data_folder()
    stamp = _stamp(root)
    with _lock:
        kept = _loaded.get(root)
        if kept is None or kept[0] != stamp:
            kept = _loaded[root] = (stamp, load_atlas(root))
            forget()
    return kept[1]


def _stamp(root: Path) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(_list_times(root)))


def _list_times(folder: Path) -> Iterator[tuple[str, int]]:
    """Every run of the page asks: `os.scandir` takes a tenth of the time of `Path.rglob`."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:  # whoever reads what is gone says so
        for entry in entries:
            if entry.is_dir():
                yield from _list_times(Path(entry.path))
            else:
                yield entry.path, entry.stat().st_mtime_ns
