"""The data folder's own description: its files, eras, sources and schemas."""

import hashlib
import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from geo_alliance.descriptor import Package, Resource
from geo_alliance.errors import CatalogueError, DataError, Fault, SelectionError
from geo_alliance.records import Era, Source
from geo_alliance.toponyms import Toponyms

CATALOGUE_FILE = "datapackage.json"
ERAS_FILE = "eras.json"
SOURCES_FILE = "sources.json"
CLAIMS_FILE = "claims.json"
COMPARISONS_FILE = "comparisons.json"
TOPICS_FILE = "topics.json"
TOPONYMS_FILE = "toponyms.json"
RANGES_FILE = "ranges.json"
LANDMARKS_FILE = "landmarks.json"
STORIES_FOLDER = "stories"
_OWN_FILES = (
    CATALOGUE_FILE,
    ERAS_FILE,
    SOURCES_FILE,
    CLAIMS_FILE,
    COMPARISONS_FILE,
    TOPICS_FILE,
    TOPONYMS_FILE,
    RANGES_FILE,
    LANDMARKS_FILE,
)
DATA_VARIABLE = "GEO_ALLIANCE_DATA"
_T = TypeVar("_T")
_SHALLOW = "brackets that stand at most some hundred deep in one another"
_PORTABLE = "numbers within a double, each member once and whole characters (RFC 7493)"


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The data folder `root`: its package, eras by time, sources by id, and each layer's JSON Schema by layer name.

    `toponyms` has the disputed places; a folder without `toponyms.json` has none.
    """

    root: Path
    package: Package
    eras: tuple[Era, ...]
    sources: Mapping[str, Source]
    schemas: Mapping[str, Mapping[str, Any]]
    fingerprint: str
    toponyms: Toponyms = field(default_factory=Toponyms)

    @property
    def version(self) -> str:
        """The data version and the first digits of the content hash, as exports and pages show it."""
        return f"{self.package.version}+{self.fingerprint}"

    @property
    def layers(self) -> tuple[Resource, ...]:
        """The resources that are layers, the main ones first, in the catalogue's order."""
        chosen = [resource for resource in self.package.resources if resource.role in {"layer", "context"}]
        return tuple(sorted(chosen, key=lambda resource: resource.role != "layer"))

    def resource(self, name: str) -> Resource:
        """Return the entry of that name.

        Raises:
            SelectionError: there is none.
        """
        for resource in self.package.resources:
            if resource.name == name:
                return resource
        names = ", ".join(resource.name for resource in self.package.resources)
        raise SelectionError(f"found the name {name!r}: expected one of {names}")

    def era(self, era_id: str) -> Era:
        """Return the era of that id.

        Raises:
            SelectionError: there is none.
        """
        for era in self.eras:
            if era.id == era_id:
                return era
        raise SelectionError(f"found the era {era_id!r}: expected one of {', '.join(era.id for era in self.eras)}")


_PACKAGE: TypeAdapter[Package] = TypeAdapter(Package)
_ERAS: TypeAdapter[tuple[Era, ...]] = TypeAdapter(Annotated[tuple[Era, ...], Field(min_length=1)])
_SOURCES: TypeAdapter[tuple[Source, ...]] = TypeAdapter(tuple[Source, ...])
_TOPONYMS: TypeAdapter[Toponyms] = TypeAdapter(Toponyms)


def find_data_folder() -> Path:
    """Return the folder that ``GEO_ALLIANCE_DATA`` names, else the one inside the package, else the one beside it.

    A wheel carries `geodata` inside the package; a checkout, also when it is installed editable, has it at its top.
    """
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named)
    package = Path(__file__).parent
    inside = package / "geodata"
    return inside if inside.is_dir() else package.parents[1] / "geodata"


def read_json(path: Path, *, file: str | None = None) -> Any:
    """Read one JSON file. `file` is its path in the data folder, for the error; without it, its name.

    Raises:
        DataError: the file is missing, not UTF-8, not JSON, nested too deeply, has a member twice, or holds NaN,
            Infinity, a number beyond a double or half a character.

    Source: RFC 7493 (I-JSON), sections 2.1 to 2.3.
    """
    try:
        return _parse_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _fault(file or path.name, f"no readable file ({error.strerror})", "a JSON file") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise _fault(file or path.name, f"broken JSON at {where} ({error.msg})", "a whole JSON file") from error
    except RecursionError as error:
        raise _fault(file or path.name, "brackets nested too deeply", _SHALLOW) from error
    except UnicodeDecodeError as error:
        raise _fault(file or path.name, f"bytes that are not UTF-8 at {error.start}", "UTF-8 text") from error
    except ValueError as error:
        raise _fault(file or path.name, str(error), _PORTABLE) from error


def read_record(root: Path, file: str, adapter: TypeAdapter[_T]) -> _T:
    """Read one JSON file of a data folder, `file` being its path there, as what `adapter` describes.

    Raises:
        DataError: the file is missing or broken, or not as its description says; `faults` names each place.
    """
    raw = read_json(root / file, file=file)
    try:
        return adapter.validate_json(json.dumps(raw))
    except ValidationError as error:
        faults = explain(error, file=file, raw=raw)
        raise DataError(summarise(faults), faults) from error


def read_entries(root: Path, file: str, adapter: TypeAdapter[tuple[_T, ...]]) -> tuple[_T, ...]:
    """Read a list of a data folder as `read_record` does, in its order; a folder without the file has no entries.

    Raises:
        DataError: the file is broken, or an entry is not as its description says; `faults` names each.
    """
    return read_record(root, file, adapter) if (root / file).is_file() else ()


def explain(error: ValidationError, *, file: str, feature: str | None = None, raw: Any = None) -> tuple[Fault, ...]:
    """Turn a record's validation error into faults, one for each member that is wrong.

    Where `raw`, what was validated, is a list or holds lists, a fault names the entry in it by its id or name. That a
    list is too short is no fault of its own where its entries are wrong: those do not count.
    """
    items = error.errors(include_url=False, include_context=False)
    places = [item["loc"] for item in items]
    return tuple(
        Fault(file, feature or _name_entry(raw, item["loc"]), *_describe(item))
        for item in items
        if item["type"] != "too_short" or not any(_lies_in(place, item["loc"]) for place in places)
    )


def split_message(message: str) -> tuple[str, str]:
    """Split the message of an error, ``found this: expected that``, for a fault.

    >>> split_message("found the day '1952': expected YYYY-MM-DD")
    ("the day '1952'", 'YYYY-MM-DD')
    """
    found, _, expected = message.removeprefix("found ").partition(": expected ")
    return found, expected


def shorten(value: object) -> str:
    """Write a value for a message, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def summarise(faults: Sequence[Fault]) -> str:
    """Write faults as one line: the first, and how many more there are."""
    return f"{faults[0]} (and {len(faults) - 1} more)" if len(faults) > 1 else str(faults[0])


def read_catalogue(root: Path) -> Catalogue:
    """Read the catalogue, eras, sources and schemas of a data folder.

    Raises:
        CatalogueError: a file is missing or broken, or a record in it is not as docs/data.md says.
    """
    try:
        package = read_record(root, CATALOGUE_FILE, _PACKAGE)
        eras = read_record(root, ERAS_FILE, _ERAS)
        sources = read_record(root, SOURCES_FILE, _SOURCES)
        toponyms = read_record(root, TOPONYMS_FILE, _TOPONYMS) if (root / TOPONYMS_FILE).is_file() else Toponyms()
        schemas = {
            resource.name: _read_schema(root, resource.feature_schema)
            for resource in package.resources
            if resource.feature_schema is not None
        }
    except DataError as error:
        raise CatalogueError(str(error), error.faults) from error
    return Catalogue(
        root=root,
        package=package,
        eras=tuple(sorted(eras, key=lambda era: era.period)),
        sources={source.id: source for source in sources},
        schemas=schemas,
        fingerprint=_hash_files(root, package),
        toponyms=toponyms,
    )


def list_own_files(root: Path) -> tuple[str, ...]:
    """Return the paths of the files of a data folder that are there beside those that its catalogue names.

    They are the catalogue itself, the eras, the sources, the texts and lists of the atlas, and the stories.
    """
    stories = sorted(path.relative_to(root).as_posix() for path in (root / STORIES_FOLDER).glob("*.json"))
    return (*(file for file in _OWN_FILES if (root / file).is_file()), *stories)


def _read_schema(root: Path, path: str) -> dict[str, Any]:
    schema = read_json(root / path, file=path)
    if not isinstance(schema, dict):
        raise _fault(path, f"the schema {shorten(schema)}", "an object")
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        found = f"{_join(error.absolute_path) or 'schema'}: {error.message[:300]}"
        raise _fault(path, found, "a JSON Schema") from error
    return schema


def _hash_files(root: Path, package: Package) -> str:
    named = {path for resource in package.resources for path in (resource.path, resource.feature_schema) if path}
    digest = hashlib.sha256()
    for path in sorted(named.union(list_own_files(root))):
        digest.update(path.encode())
        file = root / path
        digest.update(file.read_bytes() if file.is_file() else b"missing")
    return digest.hexdigest()[:10]


def _fault(file: str, found: str, expected: str) -> DataError:
    fault = Fault(file, None, found, expected)
    return DataError(str(fault), (fault,))


def _parse_json(text: str) -> Any:
    parsed = json.loads(
        text, parse_constant=_refuse_constant, parse_float=_parse_float, object_pairs_hook=_build_object
    )
    if "\\ud" in text.lower():
        try:
            json.dumps(parsed, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise ValueError("half of a surrogate pair") from error
    return parsed


def _refuse_constant(text: str) -> float:
    raise ValueError(f"the constant {text}")


def _parse_float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"the number {text}, which is too large")
    return number


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the member {twice!r} twice in one object")
    return built


def _describe(item: ErrorDetails) -> tuple[str, str]:
    where = _join(item["loc"])
    if item["type"] == "missing":
        return f"no {where}", "a value"
    if item["type"] == "extra_forbidden":
        return f"the member {where} = {shorten(item['input'])}", "no member of that name"
    if item["type"] == "value_error":
        found, expected = split_message(item["msg"].removeprefix("Value error, "))
        return (f"{where}: {found}" if where else found), expected
    return f"{where or 'record'} = {shorten(item['input'])}", item["msg"]


def _name_entry(raw: Any, loc: Sequence[int | str]) -> str | None:
    """Return the last id of a list entry on the way to a place in JSON, else the first entry's name or number."""
    first = last = None
    for step in loc:
        if isinstance(raw, list) and isinstance(step, int) and step < len(raw):
            raw = raw[step]
            entry = raw if isinstance(raw, dict) else {}
            name, own = entry.get("name"), entry.get("id")
            first = first or (name if isinstance(name, str) else f"entry {step + 1}")
            last = own if isinstance(own, str) else last
        else:
            raw = raw.get(step) if isinstance(raw, dict) else None
    return last or first


def _lies_in(place: Sequence[int | str], outer: Sequence[int | str]) -> bool:
    return len(place) > len(outer) and tuple(place[: len(outer)]) == tuple(outer)


def _join(loc: Iterable[int | str]) -> str:
    return ".".join(map(str, loc))
