"""The one atlas of a server process."""

import gc
import os
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from geo_alliance import store
from geo_alliance.analysis import load_series
from geo_alliance.dates import ALL_TIME
from geo_alliance.errors import CatalogueError
from geo_alliance.naming import rename_atlas
from geo_alliance.selection import Selection, apply
from geo_alliance.store import get_atlas
from geo_alliance.ui.ledger import open_ledger

Change = Callable[[str, Callable[[Any], object]], Path]


@pytest.fixture(autouse=True)
def served(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))
    monkeypatch.setattr(store, "_loaded", {})
    return folder


def rename_first(collection: dict[str, Any]) -> None:
    collection["features"][0]["properties"]["name"] = "Renamed"


def test_the_atlas_is_kept_between_questions() -> None:
    assert get_atlas() is get_atlas()


def test_an_edited_layer_is_read_again(change_json: Change) -> None:
    before = get_atlas()

    change_json("djibouti.geojson", rename_first)

    after = get_atlas()
    assert after is not before
    assert "Renamed" in set(after.layers["djibouti"].frame["name"])
    assert get_atlas() is after


def test_an_atlas_that_is_read_again_leaves_nothing_behind(change_json: Change) -> None:
    before = get_atlas()
    apply(Selection(ALL_TIME, tuple(before.layers)), before.layers)
    load_series(before.catalogue, "personnel")
    open_ledger(rename_atlas(before, "japan"))
    gone = [weakref.ref(item) for item in (before, before.catalogue, *before.layers.values())]

    change_json("djibouti.geojson", rename_first)
    get_atlas()

    del before
    gc.collect()
    assert [ref() for ref in gone] == [None] * len(gone)


@pytest.mark.parametrize(
    "name", ["datapackage.json", "eras.json", "schemas/zones.schema.json", "basemap/places.geojson"]
)
def test_every_file_is_watched(served: Path, name: str) -> None:
    before = get_atlas()

    os.utime(served / name, ns=(0, 0))

    assert get_atlas() is not before


@pytest.mark.parametrize("change", ["add", "remove"])
def test_a_file_that_comes_or_goes_is_noticed(served: Path, change: str) -> None:
    before = get_atlas()

    if change == "add":
        (served / "notes.txt").touch()
    else:
        (served / "djibouti.geojson").unlink()

    after = get_atlas()
    assert after is not before
    assert ("djibouti" in after.layers) is (change == "add")


def test_a_layer_that_breaks_is_left_out_and_comes_back(served: Path) -> None:
    path = served / "djibouti.geojson"
    sound = path.read_bytes()

    path.write_text("{", encoding="utf-8")
    broken = get_atlas()
    path.write_bytes(sound)
    os.utime(path, ns=(1, 1))

    assert "djibouti" not in broken.layers
    assert [fault.file for fault in broken.faults] == ["djibouti.geojson"]
    assert "djibouti" in get_atlas().layers


def test_a_catalogue_that_breaks_is_an_error_until_it_is_mended(served: Path) -> None:
    path = served / "datapackage.json"
    sound = path.read_bytes()
    path.unlink()

    with pytest.raises(CatalogueError, match=r"datapackage\.json: found no readable file"):
        get_atlas()
    path.write_bytes(sound)
    assert get_atlas().faults == ()


def test_many_questions_at_once_load_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[Path] = []
    load = store.load_atlas
    monkeypatch.setattr(store, "load_atlas", lambda root: (loads.append(root), load(root))[1])

    with ThreadPoolExecutor(8) as pool:
        atlases = list(pool.map(lambda _: get_atlas(), range(16)))

    assert len(loads) == 1
    assert len({id(atlas) for atlas in atlases}) == 1
