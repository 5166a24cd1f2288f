"""Outlines of Japan's prefectures: OpenStreetMap islands, divided along Natural Earth's prefecture borders."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from outline_sources import JAPAN_ZONE, OutlineError, areas_km2, polygons_of, with_lakes

ISLAND_MIN_KM2 = 0.05
# Pieces of a divided island below this size are errors of the 1:10 million borders, not exclaves; the one real
# exclave that is larger, Kitayama in Wakayama (48 km²), Natural Earth does not have.
FRAGMENT_MAX_KM2 = 4.0
DIVIDED_ISLAND_MIN_KM2 = 20.0
# A prefecture has a part of an island if its share, or its area (5 km²), is more than the borders may be wrong by.
SHARE_MIN = 0.02
SHARE_MIN_DEGREES2 = 5e-4
# Spacing of the points that carry Natural Earth's borders on to the OpenStreetMap coast.
BORDER_STEP = 0.01

# Islands that Natural Earth lacks, or gives to the wrong prefecture, by the box they stand in.
ISLAND_RULES: tuple[tuple[str, Polygon], ...] = (
    ("46", box(128.3, 26.95, 130.4, 29.1)),  # Amami Islands: Kagoshima, which Natural Earth counts as Okinawa
    ("47", box(128.1, 27.75, 128.29, 27.95)),  # Io-Torishima: Okinawa, though it lies west of Tokunoshima
    ("46", box(128.3, 29.1, 131.3, 31.2)),  # Tokara, Osumi, Uji and Kusagaki Islands
    ("42", box(128.0, 31.9, 128.6, 32.6)),  # Danjo Islands and Hizen-Torishima
    ("06", box(139.5, 39.1, 139.6, 39.25)),  # Tobishima: Yamagata, though Akita is nearer
    ("13", box(139.05, 32.0, 140.5, 34.85)),  # Izu Islands
    ("13", box(138.9, 22.0, 154.5, 32.0)),  # Ogasawara and Volcano Islands, Minamitorishima
)

# In the order of their JIS codes, 01 to 47.
# fmt: off
NAMES = (
    "Hokkaido", "Aomori", "Iwate", "Miyagi", "Akita", "Yamagata", "Fukushima", "Ibaraki", "Tochigi", "Gunma",
    "Saitama", "Chiba", "Tokyo", "Kanagawa", "Niigata", "Toyama", "Ishikawa", "Fukui", "Yamanashi", "Nagano",
    "Gifu", "Shizuoka", "Aichi", "Mie", "Shiga", "Kyoto", "Osaka", "Hyogo", "Nara", "Wakayama", "Tottori",
    "Shimane", "Okayama", "Hiroshima", "Yamaguchi", "Tokushima", "Kagawa", "Ehime", "Kochi", "Fukuoka", "Saga",
    "Nagasaki", "Kumamoto", "Oita", "Miyazaki", "Kagoshima", "Okinawa",
)
# fmt: on
CODES = tuple(f"{number:02}" for number in range(1, 48))


@dataclass(frozen=True)
class Prefecture:
    """A prefecture's JIS code and the land that belongs to it."""

    code: str
    land: BaseGeometry


def japanese_islands(osm_land: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the islands inside the sea lines of `JAPAN_ZONE`, lakes filled: a prefecture includes its lakes."""
    near = osm_land[shapely.intersects(shapely.envelope(osm_land), JAPAN_ZONE)]
    near = near[shapely.area(shapely.envelope(near)) < 200]  # not the continent, whose repair would take minutes
    shells = with_lakes(near, lake_min_km2=np.inf)
    shells = shells[shapely.within(shapely.point_on_surface(shells), JAPAN_ZONE)]
    return polygons_of([shapely.union_all(shells)])


def divide_islands(islands: np.ndarray[Any, Any], borders: gpd.GeoDataFrame) -> list[Prefecture]:
    """Give every island, or its part, to a prefecture.

    Args:
        islands: Islands of Japan as `japanese_islands` gives them.
        borders: Natural Earth's prefectures (`name`, `geometry`).

    Returns:
        The 47 prefectures in the order of their codes, a coverage without gaps or overlaps.

    Raises:
        OutlineError: A prefecture is left without land.
    """
    regions = _regions(borders)
    pieces: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    for island, area_km2 in zip(islands, areas_km2(islands), strict=True):
        for code, land in _divided(island, area_km2, regions).items():
            pieces[code].append(land)
    missing = [code for code in CODES if code not in pieces]
    if missing:
        raise OutlineError(f"no land for prefectures {', '.join(missing)}")
    return [Prefecture(code, MultiPolygon(list(polygons_of(pieces[code])))) for code in CODES]


def simplify_prefectures(prefectures: list[Prefecture], tolerance: float) -> list[Prefecture]:
    """Simplify all outlines together, so that neighbours keep one border; islands under 0.05 km² are left out."""
    kept = [_without_islets(p.land) for p in prefectures]
    simple = shapely.coverage_simplify(np.array(kept, dtype=object), tolerance)
    return [Prefecture(p.code, _snapped(land)) for p, land in zip(prefectures, simple, strict=True)]


def _without_islets(land: BaseGeometry) -> BaseGeometry:
    parts = polygons_of([land])
    return MultiPolygon(list(parts[areas_km2(parts) >= ISLAND_MIN_KM2]))


def _snapped(land: BaseGeometry) -> BaseGeometry:
    # Both sides of a border are snapped to one grid, so they stay the same line.
    parts = sorted(polygons_of([shapely.set_precision(land, 1e-4)]), key=lambda p: (-p.area, p.bounds))
    outline: BaseGeometry = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    return shapely.orient_polygons(outline)


def _regions(borders: gpd.GeoDataFrame) -> dict[str, BaseGeometry]:
    codes = {"Hyōgo": "28", **dict(zip(NAMES, CODES, strict=True))}
    named = borders[borders["name"].isin(codes)]
    if len(named) != len(CODES):
        raise OutlineError(f"Natural Earth has {len(named)} prefectures that are known by name, expected 47")
    return {codes[name]: shapely.make_valid(land) for name, land in zip(named["name"], named.geometry, strict=True)}


def _divided(island: BaseGeometry, area_km2: float, regions: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    for code, bounds in ISLAND_RULES:
        if bounds.contains(island):
            return {code: island}
    overlaps = {code: land.intersection(island).area for code, land in regions.items() if land.intersects(island)}
    total = sum(overlaps.values())
    shares = {code: area for code, area in overlaps.items() if area > SHARE_MIN * total or area > SHARE_MIN_DEGREES2}
    if len(shares) > 1 and area_km2 > DIVIDED_ISLAND_MIN_KM2:
        return _split(island, {code: regions[code] for code in shares})
    if overlaps:
        return {max(overlaps, key=lambda code: overlaps[code]): island}
    return {min(regions, key=lambda code: regions[code].distance(island)): island}


def _split(island: BaseGeometry, regions: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Cut `island` into faces along the borders and give each face to the region that holds it."""
    cells = _cells(regions, island)
    lines = shapely.union_all([island.boundary, *(cell.boundary for cell in cells.values())], grid_size=1e-6)
    faces = polygons_of([shapely.polygonize([lines])])
    inner = shapely.point_on_surface(faces)
    owners: dict[int, str] = {}
    for index in np.flatnonzero(shapely.intersects(island, inner)):
        owners[int(index)] = min(cells, key=lambda code: cells[code].distance(inner[index]))
    return _merged(faces, owners)


def _cells(regions: dict[str, BaseGeometry], island: BaseGeometry) -> dict[str, BaseGeometry]:
    """Extend each region over the coast that it falls short of: each spot there goes to the nearest region."""
    claimed = shapely.union_all(list(regions.values()))
    rest = island.difference(claimed)
    points: dict[tuple[float, float], str] = {}
    for code, land in regions.items():
        for x, y in shapely.get_coordinates(shapely.segmentize(land.boundary, BORDER_STEP)):
            points.setdefault((float(x), float(y)), code)
    sites = shapely.multipoints(list(points))
    voronoi = polygons_of([shapely.voronoi_polygons(sites, extend_to=island.buffer(0.5))])
    tree = shapely.STRtree(shapely.points(list(points)))
    codes = list(points.values())
    near: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    cell_index, point_index = tree.query(voronoi, predicate="contains")
    for cell, point in zip(cell_index, point_index, strict=True):
        if voronoi[cell].intersects(rest):
            near[codes[point]].append(voronoi[cell])
    return {
        code: land.union(shapely.intersection(shapely.union_all(near[code]), rest)) for code, land in regions.items()
    }


def _merged(faces: np.ndarray[Any, Any], owners: dict[int, str]) -> dict[str, BaseGeometry]:
    """Unite the faces of each owner; fragments go to the neighbour with the longest common border."""
    for _ in range(3):
        lands = {code: [faces[i] for i, owner in owners.items() if owner == code] for code in set(owners.values())}
        parts = [(code, part) for code, land in lands.items() for part in polygons_of([shapely.union_all(land)])]
        shapes = np.array([part for _, part in parts], dtype=object)
        tree = shapely.STRtree(shapes)
        small = np.flatnonzero(areas_km2(shapes) < FRAGMENT_MAX_KM2)
        if not len(small):
            break
        for index in small:
            _give_away(int(index), parts, tree, faces, owners)
    united = {code: shapely.union_all([faces[i] for i, o in owners.items() if o == code]) for code in owners.values()}
    return dict(sorted(united.items()))


def _give_away(
    index: int,
    parts: list[tuple[str, BaseGeometry]],
    tree: shapely.STRtree,
    faces: np.ndarray[Any, Any],
    owners: dict[int, str],
) -> None:
    code, fragment = parts[index]
    shared = {
        other: fragment.boundary.intersection(parts[other][1].boundary).length
        for other in tree.query(fragment, predicate="intersects")
        if parts[other][0] != code and parts[other][1].area > fragment.area
    }
    if not shared or max(shared.values()) == 0:
        return
    winner = parts[max(shared, key=lambda other: shared[other])][0]
    for face, owner in list(owners.items()):
        if owner == code and fragment.contains(faces[face].representative_point()):
            owners[face] = winner
