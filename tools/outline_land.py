"""Land for the base map: OpenStreetMap coasts around Japan, Natural Earth elsewhere, and patches where bases stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from outline_sources import (
    EAST_ASIA_BOUNDS,
    JAPAN_ZONE,
    Bounds,
    Sources,
    areas_km2,
    cut,
    feature,
    polygons_of,
    read_world_land,
    rounded,
    simplified,
    with_lakes,
    write_layer,
)

JAPAN_TOLERANCE = 0.0006
NEIGHBOUR_TOLERANCE = 0.0025
ISLET_MIN_KM2 = 0.01
WORLD_TOLERANCE = 0.04
# The two levels overlap by this much, so that no hairline of sea shows between them.
OVERLAP = 0.02

# Square degrees: a land above this keeps its shape with two decimals, a kilometre.
COARSE_AREA = 0.1

# Places outside the detail box where features stand close to the water: west, south, east, north.
PATCHES = {
    "Djibouti": (42.2, 11.2, 43.8, 12.8),
    "Guam, Tinian, Saipan": (144.4, 13.1, 146.2, 15.5),
    "Hawaii": (-160.6, 18.7, -154.6, 22.4),
    "Manila Bay": (120.2, 14.0, 121.3, 15.0),
    "Minamitorishima": (153.9, 24.2, 154.1, 24.4),
    "San Francisco Bay": (-123.1, 37.2, -121.7, 38.3),
}
# Islands of the tropical Pacific, where the 1:50 million land leaves most atolls out.
PACIFIC = (box(125, -25, 180, 30), box(-180, -25, -120, 30))


def build_land(sources: Sources, osm_land: np.ndarray[Any, Any], folder: Path) -> None:
    """Write the three land files into `folder`.

    Args:
        sources: The npm packages.
        osm_land: The world's land as `read_osm_land` gives it.
        folder: `geodata/basemap`.
    """
    detail = east_asia_land(osm_land)
    write_layer(folder / "land-east-asia.geojson", [feature(p, {}, 4) for p in detail])
    patches = [(name, _patch(osm_land, bounds)) for name, bounds in PATCHES.items()]
    write_layer(folder / "land-patches.geojson", [feature(land, {"name": name}, 4) for name, land in patches])
    write_layer(folder / "land-world.geojson", world_land(sources, detail))


def east_asia_land(osm_land: np.ndarray[Any, Any]) -> list[BaseGeometry]:
    """Return the detail land, biggest first; an island that crosses the edge of the box stays whole."""
    window = box(*EAST_ASIA_BOUNDS)
    crossing = shapely.intersects(shapely.get_exterior_ring(osm_land), window.exterior)
    whole = crossing & (areas_km2(osm_land) < 3000)
    parts = np.concatenate([cut(osm_land[~whole], EAST_ASIA_BOUNDS), with_lakes(osm_land[whole])])
    parts = parts[areas_km2(parts) >= ISLET_MIN_KM2]
    japan = shapely.within(shapely.point_on_surface(parts), JAPAN_ZONE) | _is_senkaku(parts)
    parts = np.concatenate([simplified(parts[japan], JAPAN_TOLERANCE), simplified(parts[~japan], NEIGHBOUR_TOLERANCE)])
    snapped = polygons_of([rounded(p, 4) for p in parts])
    return sorted((shapely.orient_polygons(p) for p in snapped), key=lambda p: (-p.area, p.bounds))


def world_land(sources: Sources, detail: list[BaseGeometry]) -> list[dict[str, Any]]:
    """Return Natural Earth's land without the places that a more detailed file shows."""
    coarse = read_world_land(sources, "50m")
    islands = _pacific_islands(read_world_land(sources, "10m"), coarse)
    hole = _detailed_area(detail)
    antarctic = shapely.get_y(shapely.centroid(coarse)) < -60
    parts = np.concatenate(
        [simplified(coarse[~antarctic], WORLD_TOLERANCE), simplified(coarse[antarctic], 0.1), islands]
    )
    parts = polygons_of(shapely.difference(shapely.make_valid(parts), hole))
    parts = parts[areas_km2(parts) > 0.5]
    features: list[dict[str, Any]] = []
    for part in sorted(parts, key=lambda p: (-p.area, p.bounds)):
        decimals = 2 if part.area > COARSE_AREA else 3
        features += [feature(polygon, {}, decimals) for polygon in polygons_of([rounded(part, decimals)])]
    return features


def _pacific_islands(fine: np.ndarray[Any, Any], coarse: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    in_pacific = shapely.intersects(shapely.centroid(fine), shapely.union_all(PACIFIC))
    small = fine[in_pacific & (areas_km2(fine) < 2000)]
    known = shapely.STRtree(coarse)
    taken, _ = known.query(small, predicate="dwithin", distance=0.03)
    return simplified(small[~np.isin(np.arange(len(small)), taken)], 0.005)


def _detailed_area(detail: list[BaseGeometry]) -> BaseGeometry:
    window = box(*EAST_ASIA_BOUNDS)
    inner = [box(w + OVERLAP, s + OVERLAP, e - OVERLAP, n - OVERLAP) for w, s, e, n in PATCHES.values()]
    # Natural Earth's copy of an island that the detail shows whole lies a few kilometres off.
    outside = [shapely.buffer(p, 0.1) for p in detail if not p.within(window)]
    return shapely.union_all([window.buffer(-OVERLAP, join_style="mitre"), *inner, *outside])


def _patch(osm_land: np.ndarray[Any, Any], bounds: Bounds) -> BaseGeometry:
    # Natural Earth's land around a patch has no lakes: one cut by the patch's edge would end in a straight line.
    parts = cut(osm_land, bounds, lake_min_km2=np.inf)
    parts = parts[areas_km2(parts) >= ISLET_MIN_KM2]
    return rounded(shapely.union_all(simplified(parts, 0.0008)), 4)


def _is_senkaku(parts: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.asarray(shapely.intersects(parts, box(123.3, 25.6, 124.7, 26.0)))
