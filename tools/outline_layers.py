"""Puts computed outlines into layers whose records are kept by hand, and leaves everything else as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from outline_prefectures import Prefecture, divide_islands, japanese_islands, simplify_prefectures
from outline_sources import OutlineError, areas_km2, polygons_of, to_mapping, write_layer

PREFECTURE_TOLERANCE = 0.002
OKINAWA_TOLERANCE = 0.0003
OKINAWA_CODE = "47"
OUTLINE_DECIMALS = 4
OUTLINE_SOURCE = "osm-coastline-geo-maps"

# A point on each island of the Diaoyu / Senkaku / Diaoyutai group that OpenStreetMap's coastlines in this package hold.
SENKAKU_POINTS = {
    "uotsuri-jima": (123.4741, 25.7440),
    "kuba-jima": (123.6825, 25.9236),
    "kita-kojima": (123.5415, 25.7300),
    "minami-kojima": (123.5514, 25.7225),
}
SENKAKU_ACCURACY_M = 100


def fill_prefectures(path: Path, osm_land: np.ndarray[Any, Any], borders: gpd.GeoDataFrame) -> None:
    """Put the 47 outlines into the layer of prefectures.

    Raises:
        OutlineError: The layer lacks one of the 47 ids.
    """
    prefectures = simplify_prefectures(_prefectures(osm_land, borders), PREFECTURE_TOLERANCE)
    fill(path, {f"prefecture-{p.code}": p.land for p in prefectures})


def fill_okinawa(path: Path, osm_land: np.ndarray[Any, Any], borders: gpd.GeoDataFrame) -> None:
    """Put Okinawa's islands into `okinawa-prefecture`, in more detail than the layer of prefectures.

    The Amami Islands are Kagoshima's; the Diaoyu / Senkaku / Diaoyutai Islands, disputed, stand in their own layer.

    Raises:
        OutlineError: The layer lacks the id.
    """
    okinawa = [p for p in _prefectures(osm_land, borders) if p.code == OKINAWA_CODE]
    fill(path, {"okinawa-prefecture": simplify_prefectures(okinawa, OKINAWA_TOLERANCE)[0].land})


def fill_senkaku(path: Path, osm_land: np.ndarray[Any, Any]) -> None:
    """Put the outlines of the four islands that OpenStreetMap has into the Diaoyu / Senkaku / Diaoyutai layer.

    Raises:
        OutlineError: The layer lacks an id, or the land an island.
    """
    outlines = {island: _island_at(osm_land, Point(position)) for island, position in SENKAKU_POINTS.items()}
    fill(path, outlines, {"position_basis": "outline", "position_accuracy_m": SENKAKU_ACCURACY_M})


def fill(path: Path, outlines: Mapping[str, BaseGeometry], changes: Mapping[str, Any] | None = None) -> None:
    """Replace the geometry of the features named in `outlines`, and the properties in `changes`.

    The outline's source joins the record's sources. Running it twice gives the same file.

    Args:
        path: A layer.
        outlines: Feature id to outline.
        changes: Properties that change because the position is now an outline.

    Raises:
        OutlineError: The layer is missing or lacks an id.
    """
    if not path.is_file():
        raise OutlineError(f"{path}: not found; its records are written by hand, only outlines are computed")
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    by_id = {feature["id"]: feature for feature in features}
    missing = sorted(set(outlines) - set(by_id))
    if missing:
        raise OutlineError(f"{path}: no feature with id {', '.join(missing)}")
    for feature_id, outline in outlines.items():
        by_id[feature_id]["geometry"] = to_mapping(outline, OUTLINE_DECIMALS)
        properties = by_id[feature_id]["properties"]
        properties.update(changes or {})
        if OUTLINE_SOURCE not in properties["sources"]:
            properties["sources"].append(OUTLINE_SOURCE)
    write_layer(path, features)


def _prefectures(osm_land: np.ndarray[Any, Any], borders: gpd.GeoDataFrame) -> list[Prefecture]:
    return divide_islands(japanese_islands(osm_land), borders)


def _island_at(osm_land: np.ndarray[Any, Any], position: Point) -> BaseGeometry:
    near = osm_land[shapely.intersects(shapely.envelope(osm_land), position)]
    found = [land for land in near if shapely.area(land) < 0.01 and land.contains(position)]
    if len(found) != 1:
        raise OutlineError(f"{len(found)} islands at {position.x}, {position.y}, expected 1")
    parts = polygons_of([shapely.make_valid(found[0])])
    largest: BaseGeometry = parts[np.argmax(areas_km2(parts))]
    return shapely.orient_polygons(largest)
