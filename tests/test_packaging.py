"""What the package says of itself: what it needs, in which versions, and what its source archive holds."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED: list[str] = PROJECT["project"]["dependencies"]
GROUPS: dict[str, list[str]] = PROJECT["dependency-groups"]
ALL = {*NEEDED, *(item for group in GROUPS.values() for item in group)}
OWN = {"geo_alliance", "benchmarks"}


def normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def read_names(requirements: Iterable[str]) -> set[str]:
    return {normalise(re.split(r"[<>=]", item)[0]) for item in requirements}


def list_imports(folder: str) -> Iterator[str]:
    """Yield the top packages that the modules of a folder import, wherever in the module."""
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [item.name for item in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            yield from (name.partition(".")[0] for name in names)


@pytest.mark.parametrize(
    ("folder", "declared"),
    [("src", NEEDED), ("tests", NEEDED + GROUPS["dev"]), ("tools", NEEDED + GROUPS["dev"])],
    ids=["src", "tests", "tools"],
)
def test_whatever_is_imported_is_declared(folder: str, declared: list[str]) -> None:
    installed = packages_distributions()
    foreign = set(list_imports(folder)) - sys.stdlib_module_names - OWN
    needed = {name: {normalise(item) for item in installed.get(name, [])} for name in foreign}

    assert {name for name, owners in needed.items() if owners and not owners & read_names(declared)} == set()


@pytest.mark.parametrize("requirement", sorted(ALL))
def test_each_requirement_has_a_floor_a_cap_or_a_day_and_its_reason(requirement: str) -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    stated = [line for line in lines if line.strip().startswith(f'"{requirement}"')]

    assert re.fullmatch(r"[\w-]+>=[\d.]+(,<[\d.]+)?", requirement)
    assert all("  # " in line for line in stated), "no reason"


def test_each_requirement_is_installed_in_the_version_that_was_tested() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {normalise(line.partition("==")[0]) for line in lines if "==" in line}

    assert read_names(ALL) - pinned == set()


def test_the_source_archive_holds_what_its_tests_and_commands_read() -> None:
    included = set(PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"])
    read = {"tests", "src", "geodata", "docs", "tools", "benchmarks", "Makefile", "constraints.txt", "Dockerfile"}

    assert included >= read | {".dockerignore", ".streamlit", "app.py", "README.md"}
    assert [path for path in included if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    ("contract", "free"),
    [
        ("Imports point down", set()),
        ("Streamlit only in the user interface and the server", {"cli", "commands", "server", "ui"}),
        ("Folium only in maps", {"cli", "commands", "maps", "server", "ui"}),
        ("Altair only in figures", {"cli", "commands", "figures", "server", "ui"}),
        ("Starlette only in web", {"cli", "commands", "server", "web"}),
    ],
)
def test_no_module_escapes_a_contract(contract: str, free: set[str]) -> None:
    found = next(item for item in PROJECT["tool"]["importlinter"]["contracts"] if item["name"] == contract)
    named = [name for layer in found.get("layers", found.get("source_modules")) for name in layer.split(" | ")]

    modules = {path.stem for path in (ROOT / "src/geo_alliance").glob("*.py") if not path.stem.startswith("__")}
    packages = {path.parent.name for path in (ROOT / "src/geo_alliance").glob("*/__init__.py")}
    assert {name.split(".")[1] for name in named} == (modules | packages) - free
