"""What follows from a layer that cannot be read: faults in texts that name or count its records hide the true ones."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from geo_alliance.catalogue import CATALOGUE_FILE, TOPONYMS_FILE, Catalogue, list_own_files, read_json
from geo_alliance.checks.layers import read_ids
from geo_alliance.errors import Fault


@dataclass(frozen=True, slots=True)
class Loss:
    """The files of layers with faults, and the ids of their records, None where a file does not tell them."""

    files: tuple[str, ...]
    ids: frozenset[str] | None

    def touches(self, entry: Any) -> bool:
        """Say whether what an entry says may rest on these layers: it names one of their records, or counts records."""
        if any("series" not in computed.get("arguments", {}) for computed in _iter_computed(entry)):
            return True
        text = json.dumps(entry, ensure_ascii=False)
        if self.ids is None:
            return '"record' in text or "(record:" in text
        return any(f'"{record}"' in text or f"(record:{record})" in text for record in self.ids)


def find_loss(catalogue: Catalogue, files: Sequence[str]) -> Loss:
    """Say what is lost where these files of layers have faults."""
    found = [read_ids(catalogue, file) for file in files]
    return Loss(tuple(files), frozenset[str]().union(*found) if all(found) else None)


def set_apart(catalogue: Catalogue, loss: Loss, faults: Sequence[Fault]) -> tuple[list[Fault], list[Fault]]:
    """Return the faults of texts that do not follow from what is lost, and one fault that counts the texts with others.

    The second list is empty where nothing follows.
    """
    texts = set(list_own_files(catalogue.root)) - {CATALOGUE_FILE} if loss.files else set()
    in_texts = [fault for fault in faults if fault.file in texts]
    followers = {(fault.file, fault.feature) for fault in in_texts if _follows(catalogue, loss, fault)}
    kept = [fault for fault in faults if (fault.file, fault.feature) not in followers]
    if not followers:
        return kept, []
    counts = ", ".join(f"{number} in {file}" for file, number in sorted(Counter(file for file, _ in followers).items()))
    number = len(followers)
    what = "entry that names or counts" if number == 1 else "entries that name or count"
    found = f"{number} further {what} its records, not checked ({counts})"
    return kept, [Fault(", ".join(loss.files), None, found, "the faults above mended first")]


def _follows(catalogue: Catalogue, loss: Loss, fault: Fault) -> bool:
    if fault.file == TOPONYMS_FILE:
        return True  # its phrases are looked for in all records
    entry = _find_entry(read_json(catalogue.root / fault.file), fault.feature) if fault.feature else None
    return entry is not None and loss.touches(entry)


def _find_entry(raw: Any, entry_id: str) -> Any:
    """Return the first object with that id, at whatever depth."""
    return next((item for item in _iter_objects(raw) if item.get("id") == entry_id), None)


def _iter_computed(entry: Any) -> Iterator[dict[str, Any]]:
    return (item for item in _iter_objects(entry) if "function" in item)


def _iter_objects(raw: Any) -> Iterator[dict[str, Any]]:
    if isinstance(raw, dict):
        yield raw
    for value in raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ():
        yield from _iter_objects(value)
