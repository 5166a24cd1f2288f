"""What several tests need: the atlas as shipped, and copies of its data folder to break."""

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from geo_alliance.loading import Atlas, load_atlas

ROOT = Path(__file__).parents[1]
DATA = ROOT / "geodata"

LOAD = cache(load_atlas)

Collection = dict[str, Any]

# How long an example takes depends on what else the machine does.
settings.register_profile("atlas", deadline=None)
settings.load_profile("atlas")


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return load_atlas(DATA)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data folder that a test may change."""
    copy = tmp_path / "geodata"
    shutil.copytree(DATA, copy)
    return copy


@pytest.fixture
def change_json(folder: Path) -> Callable[[str, Callable[[Any], object]], Path]:
    """Changes one JSON file of the copied folder in place, by a function that gets its content."""

    def change(name: str, edit: Callable[[Any], object]) -> Path:
        path = folder / name
        content = json.loads(path.read_text(encoding="utf-8"))
        edit(content)
        path.write_text(json.dumps(content), encoding="utf-8")
        return folder

    return change


@pytest.fixture
def load_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the commands load each folder at its first question only; no test may change a folder that it has asked."""
    monkeypatch.setattr("geo_alliance.commands.load_atlas", LOAD)
