"""What the tests of the texts share."""

import shutil
from pathlib import Path

import pytest

from geo_alliance.catalogue import CLAIMS_FILE, COMPARISONS_FILE, ERAS_FILE, TOPICS_FILE

DATA = Path(__file__).parents[2] / "geodata"
CHANGED = {CLAIMS_FILE, COMPARISONS_FILE, ERAS_FILE, TOPICS_FILE}


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """A data folder whose files of texts a test may change; all else is linked to what is shipped."""
    for path in DATA.iterdir():
        if path.name in CHANGED:
            shutil.copy(path, tmp_path)
        else:
            (tmp_path / path.name).symlink_to(path, target_is_directory=path.is_dir())
    return tmp_path
