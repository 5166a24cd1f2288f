"""What the tests of the figures share."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geo_alliance.figures.parts import Figure

sys.path.insert(0, str(Path(__file__).parent))
from built import BUILT


@pytest.fixture(params=list(BUILT))
def figure(request: pytest.FixtureRequest) -> Figure:
    return BUILT[request.param]


@pytest.fixture
def change_text(folder: Path) -> Callable[[str, str, str], Path]:
    """Replaces words in one file of the copied folder."""

    def change(name: str, old: str, new: str) -> Path:
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return folder

    return change
