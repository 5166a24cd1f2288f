"""The layout of a layer's file: where one differs from it, and writing it so without losing anything of its content."""

import json
import os
import shutil
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from geo_alliance.catalogue import read_json
from geo_alliance.errors import DataError, Fault
from geo_alliance.exports.geojson import dump_collection

_BEFORE, _SHOWN = 20, 60  # characters of a line


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where a file is written in another way: line and column from 1, what stands and what should.

    `found` and `expected` are parts of the line; None stands for no line.
    """

    line: int
    column: int
    found: str | None
    expected: str | None


def find_difference(path: Path, *, file: str) -> Difference | None:
    """Return the first place where a layer's file is not as `dump_collection` writes it, or None. `file` is for errors.

    Raises:
        DataError: the file cannot be read, or is no FeatureCollection.
    """
    return _compare(_read_text(path, file), dump_collection(**_read_collection(path, file)))


def lay_out(path: Path, *, file: str) -> bool:
    """Write a layer's file as `dump_collection` does; whole or not at all. Return False where it already was so.

    Members keep their order and numbers their value; only the way in which they are written changes.

    Raises:
        DataError: the file cannot be read or written, is no FeatureCollection, or holds a number that would change.
    """
    text = _read_text(path, file)
    written = dump_collection(**_read_collection(path, file))
    if _compare(text, written) is None:
        return False
    if json.loads(text, parse_float=Decimal) != json.loads(written, parse_float=Decimal):
        raise _fault(
            file, "a number with more digits than a double holds", "at most seven decimals; nothing was written"
        )
    try:
        _replace(path.resolve(), written.encode())
    except OSError as error:
        raise _fault(file, f"no way to write it ({error.strerror})", "a folder that can be written to") from error
    return True


def _read_collection(path: Path, file: str) -> dict[str, Any]:
    raw = read_json(path, file=file)
    if not isinstance(raw, dict) or raw.get("type") != "FeatureCollection" or not isinstance(raw.get("features"), list):
        raise _fault(file, "no FeatureCollection", "a GeoJSON FeatureCollection with features")
    return {key: value for key, value in raw.items() if key != "type"}


def _read_text(path: Path, file: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise _fault(file, f"no readable file ({error.strerror})", "a layer's file") from error
    except UnicodeDecodeError as error:
        raise _fault(file, f"bytes that are not UTF-8 at {error.start}", "UTF-8 text") from error


def _compare(text: str, written: str) -> Difference | None:
    for number, (found, expected) in enumerate(zip_longest(text.split("\n"), written.split("\n")), start=1):
        if found != expected:
            same = _count_same(found or "", expected or "")
            return Difference(number, same + 1, _cut(found, same), _cut(expected, same))
    return None


def _count_same(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(line: str | None, column: int) -> str | None:
    """Return the part of a line round a column, from 0."""
    if line is None:
        return None
    start, end = max(0, column - _BEFORE), column + _SHOWN
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"


def _replace(path: Path, data: bytes) -> None:
    """Put new content in a file's place at once, so that nobody ever reads half of it."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as target:
        new = Path(target.name)
        try:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
            shutil.copymode(path, new)
            target.close()
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def _fault(file: str, found: str, expected: str) -> DataError:
    fault = Fault(file, None, found, expected)
    return DataError(str(fault), (fault,))
