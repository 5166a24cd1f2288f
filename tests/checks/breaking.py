"""Ways to break one thing in a data folder, and what to expect of the check then."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geo_alliance.checks import check_folder
from geo_alliance.errors import Fault
from geo_alliance.exports.geojson import dump_collection

KEPT = {
    "facilities": ["FAC6001", "nta-north"],
    "okinawa": ["okinawa-shuri-castle"],
    "senkaku": ["uotsuri-jima"],
    "djibouti": ["djibouti-bab-el-mandeb"],
    "overflights": ["kp-1998-08-31"],
    "zones": ["adiz-china-east-china-sea", "prc-baseline-1996"],
    "launch-sites": ["tonghae"],
    "prefectures": ["prefecture-47"],
}
"""The records of the small data folder, by layer."""

SERIES = "series/facilities-official.csv"

Feature = dict[str, Any]
Edit = Callable[[Any], object]


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".geojson":
        foreign = {key: value for key, value in content.items() if key not in {"type", "features"}}
        path.write_text(dump_collection(content["features"], **foreign), encoding="utf-8")
    else:
        path.write_text(json.dumps(content), encoding="utf-8")


def change(folder: Path, name: str, edit: Edit) -> list[Fault]:
    """Change one JSON file of a folder in place, and check the folder."""
    content = read(folder / name)
    edit(content)
    write(folder / name, content)
    return check_folder(folder)


def change_feature(folder: Path, feature_id: str, edit: Edit) -> list[Fault]:
    layer = next(layer for layer, ids in KEPT.items() if feature_id in ids)
    return change(
        folder,
        f"{layer}.geojson",
        lambda content: edit(next(item for item in content["features"] if item["id"] == feature_id)),
    )


def put(**members: Any) -> Edit:
    """An edit that sets properties of a feature."""
    return lambda feature: feature["properties"].update(members)


def put_first(name: str, **members: Any) -> Edit:
    """An edit that sets members of the first item of a property that is a list."""
    return lambda feature: feature["properties"][name][0].update(members)


def drop(*names: str) -> Edit:
    """An edit that takes properties from a feature."""
    return lambda feature: [feature["properties"].pop(name) for name in names]


def place(kind: str, coordinates: Any, **more: Any) -> Edit:
    """An edit that gives a feature another geometry."""
    return lambda feature: feature.update(geometry={"type": kind, "coordinates": coordinates, **more})


def edit_resource(name: str, edit: Edit) -> Edit:
    """An edit of one entry of the catalogue."""
    return lambda package: edit(next(item for item in package["resources"] if item["name"] == name))


def assert_one(faults: list[Fault], *, file: str, feature: str | None, found: str, expected: str) -> None:
    """Exactly one fault, at that place; `found` and `expected` are patterns."""
    assert [(fault.file, fault.feature) for fault in faults] == [(file, feature)], faults
    assert re.search(found, faults[0].found), faults[0]
    assert re.search(expected, faults[0].expected), faults[0]
