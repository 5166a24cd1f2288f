"""The data folder's own description: its files, eras, sources and schemas."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from geo_alliance.errors import CatalogueError, DataError, Fault, SelectionError
from geo_alliance.records import Era, Package, Resource, Source

CATALOGUE_FILE = "datapackage.json"
ERAS_FILE = "eras.json"
SOURCES_FILE = "sources.json"
DATA_VARIABLE = "GEO_ALLIANCE_DATA"


@dataclass(frozen=True)
class Catalogue:
    """The data folder `root`: its package, eras by time, sources by id, and each layer's JSON Schema by layer name."""

    root: Path
    package: Package
    eras: tuple[Era, ...]
    sources: Mapping[str, Source]
    schemas: Mapping[str, Mapping[str, Any]]
    fingerprint: str

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


def read_json(path: Path) -> Any:
    """Read one JSON file.

    Raises:
        DataError: the file is missing, not UTF-8, not JSON, or holds NaN or Infinity.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except OSError as error:
        raise _fault(path, f"no readable file ({error.strerror})", "a JSON file") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise _fault(path, f"broken JSON at {where} ({error.msg})", "a whole JSON file") from error
    except UnicodeDecodeError as error:
        raise _fault(path, f"bytes that are not UTF-8 at {error.start}", "UTF-8 text") from error
    except ValueError as error:
        raise _fault(path, str(error), "numbers as JSON knows them") from error


def explain(error: ValidationError, *, file: str, feature: str | None = None) -> tuple[Fault, ...]:
    """Turn a record's validation error into faults, one for each member that is wrong."""
    return tuple(
        Fault(
            file,
            feature,
            f"{'.'.join(map(str, item['loc'])) or 'record'} = {_shorten(item['input'])}",
            item["msg"].removeprefix("Value error, "),
        )
        for item in error.errors(include_url=False, include_context=False)
    )


def read_catalogue(root: Path) -> Catalogue:
    """Read the catalogue, eras, sources and schemas of a data folder.

    Raises:
        CatalogueError: a file is missing or broken, or a record in it is not as docs/data.md says.
    """
    try:
        package: Package = _parse(Package, root / CATALOGUE_FILE)
        eras = _parse(tuple[Era, ...], root / ERAS_FILE)
        sources = _parse(tuple[Source, ...], root / SOURCES_FILE)
        schemas = {
            resource.name: read_json(root / resource.feature_schema)
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
        fingerprint=_hash_files(root, (resource.path for resource in package.resources)),
    )


def _parse(shape: Any, path: Path) -> Any:
    raw = read_json(path)
    try:
        return TypeAdapter(shape).validate_json(json.dumps(raw))
    except ValidationError as error:
        faults = explain(error, file=path.name)
        raise CatalogueError(f"{faults[0]} (and {len(faults) - 1} more)", faults) from error


def _hash_files(root: Path, paths: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted({CATALOGUE_FILE, ERAS_FILE, SOURCES_FILE, *paths}):
        digest.update(path.encode())
        file = root / path
        digest.update(file.read_bytes() if file.is_file() else b"missing")
    return digest.hexdigest()[:10]


def _fault(path: Path, found: str, expected: str) -> DataError:
    fault = Fault(path.name, None, found, expected)
    return DataError(str(fault), (fault,))


def _refuse_constant(text: str) -> float:
    raise ValueError(f"the constant {text}")


def _shorten(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
