"""What the builders of computed geometry share: reading a layer file, writing it, and comparing the two."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo_alliance.catalogue import find_data_folder, read_json
from geo_alliance.errors import DataError
from geo_alliance.exports.geojson import dump_collection
from geo_alliance.space.geodesy import round_geometry

Feature = dict[str, Any]


def read_features(path: Path) -> list[Feature]:
    """Read the features of a GeoJSON file, in its order.

    Args:
        path: a FeatureCollection.

    Raises:
        DataError: the file is missing, is no JSON, or is no FeatureCollection.
    """
    collection = read_json(path)
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise DataError(f"{path.name}: found no FeatureCollection: expected a GeoJSON layer")
    return list(collection["features"])


def with_geometry(feature: Feature, geometry: BaseGeometry) -> Feature:
    """Give a feature another geometry, rounded as built geometry is, and keep its other members.

    Args:
        feature: a GeoJSON feature.
        geometry: lon, lat in degrees, WGS 84.
    """
    return feature | {"geometry": mapping(round_geometry(geometry))}


def format_features(features: Sequence[Feature]) -> str:
    """Write features as the text of a layer file: one feature a line.

    Args:
        features: GeoJSON features.

    Source: docs/data.md, "Files".
    """
    return dump_collection(features)


def run_builder(build: Callable[[Path], list[Feature]], file_name: str, *, arguments: Sequence[str] | None) -> int:
    """Write a layer's computed geometry, or with `--check` only say whether the file holds it.

    Args:
        build: makes the features from the data folder.
        file_name: the layer's file in the data folder.
        arguments: of the command line; None for those of the process.

    Returns:
        The exit code: 0, or 1 where the file differs or the data cannot be read.
    """
    parser = argparse.ArgumentParser(
        description=f"Compute the geometry of geodata/{file_name} from its own properties."
    )
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the file would change")
    options = parser.parse_args(arguments)
    path = find_data_folder() / file_name
    try:
        text = format_features(build(path.parent))
    except DataError as error:
        parser.exit(1, f"{error}\n")
    if options.check:
        return _compare(path, text)
    path.write_text(text, encoding="utf-8")
    return 0


def _compare(path: Path, text: str) -> int:
    if path.read_text(encoding="utf-8") == text:
        return 0
    print(f"{path.name}: the committed file is not what the builder writes; run it without --check")
    return 1
