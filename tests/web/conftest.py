"""What the tests of the routes share."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from asking import Ask, ask_below


@pytest.fixture(scope="session")
def ask() -> Ask:
    return ask_below()
