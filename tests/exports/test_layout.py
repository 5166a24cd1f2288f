"""Writing a layer's file in its layout: all of its content or nothing."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_alliance.errors import DataError
from geo_alliance.exports.geojson import dump_collection
from geo_alliance.exports.layout import find_difference, lay_out

FEATURES = st.lists(
    st.dictionaries(st.text(max_size=3), st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.text())
)


def write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


@given(features=FEATURES, indent=st.none() | st.integers(0, 4), escaped=st.booleans())
def test_whatever_is_laid_out_holds_the_same(
    tmp_path_factory: pytest.TempPathFactory, features: list[object], indent: int | None, escaped: bool
) -> None:
    collection = {"features": features, "name": "a layer", "type": "FeatureCollection"}
    path = write(
        tmp_path_factory.mktemp("layer") / "a.geojson", json.dumps(collection, indent=indent, ensure_ascii=escaped)
    )

    lay_out(path, file="a.geojson")

    assert json.loads(path.read_bytes()) == collection
    assert list(json.loads(path.read_bytes())) == ["type", "name", "features"]
    assert find_difference(path, file="a.geojson") is None
    assert not lay_out(path, file="a.geojson")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type"', "broken JSON at line 1 column 8"),
        ("[]", "found no FeatureCollection"),
        ('{"type":"FeatureCollection","features":{}}', "found no FeatureCollection"),
        ('{"type":"FeatureCollection","features":[],"features":[1]}', "the member 'features' twice"),
        ('{"type": "FeatureCollection","features":[0.12345678901234567890123]}', "more digits than a double holds"),
    ],
    ids=["broken", "list", "no features", "twice", "digits"],
)
def test_what_would_lose_something_stays_as_it_is(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path / "a.geojson", text)

    with pytest.raises(DataError, match=message):
        lay_out(path, file="a.geojson")

    assert path.read_text(encoding="utf-8") == text
    assert list(tmp_path.iterdir()) == [path]


def test_where_writing_fails_the_file_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    path = write(tmp_path / "a.geojson", text := json.dumps({"type": "FeatureCollection", "features": []}))
    monkeypatch.setattr("geo_alliance.exports.layout.os.fsync", fail)

    with pytest.raises(DataError, match=r"a\.geojson: found no way to write it \(No space left on device\)"):
        lay_out(path, file="a.geojson")

    assert (path.read_text(encoding="utf-8"), list(tmp_path.iterdir())) == (text, [path])


def test_a_link_stays_a_link_and_the_mode_stays(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", json.dumps({"type": "FeatureCollection", "features": [{"a": 1}]}))
    path.chmod(0o640)
    link = tmp_path / "link.geojson"
    link.symlink_to(path)

    assert lay_out(link, file="link.geojson")

    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_text(encoding="utf-8") == dump_collection([{"a": 1}])
