"""The one atlas of a server process: loaded at the first question, and again when the data folder changes."""

from pathlib import Path
from threading import Lock

from geo_alliance.catalogue import find_data_folder
from geo_alliance.loading import Atlas, load_atlas

_lock = Lock()
_loaded: dict[Path, tuple[tuple[tuple[str, int], ...], Atlas]] = {}


def get_atlas() -> Atlas:
    """Return the atlas of the data folder that `find_data_folder` names.

    It is kept until the name or time of a file in the folder changes, so that an edited layer shows without a restart.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    root = find_data_folder()
    stamp = _stamp(root)
    with _lock:
        kept = _loaded.get(root)
        if kept is None or kept[0] != stamp:
            kept = (stamp, load_atlas(root))
            _loaded[root] = kept
    return kept[1]


def _stamp(root: Path) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((str(path), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()))
