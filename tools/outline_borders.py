"""Borders for the base map, settled and disputed.

Natural Earth draws who controls a place. A border that a party to it rejects, or that treaties left open, is marked
`disputed` and is never drawn like a settled one; `DISPUTED` says why. Where in doubt, a border is in the list.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from outline_sources import (
    EAST_ASIA_BOUNDS,
    OutlineError,
    Sources,
    feature,
    read_countries,
    write_layer,
)

Pair = tuple[str, str]
Segment = tuple[tuple[float, float], tuple[float, float]]

EAST_ASIA_TOLERANCE = 0.002
WORLD_TOLERANCE = 0.02

FULL_NAMES = {
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Central African Rep.": "Central African Republic",
    "Dem. Rep. Congo": "Democratic Republic of the Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Macedonia": "North Macedonia",
    "N. Cyprus": "Northern Cyprus",
    "S. Sudan": "South Sudan",
    "St-Martin": "Saint Martin",
    "Turkey": "Türkiye",
    "W. Sahara": "Western Sahara",
    "eSwatini": "Eswatini",
}

# Lines inside one state, drawn by Natural Earth between a state and its own region.
NOT_BORDERS: frozenset[Pair] = frozenset({("China", "Hong Kong"), ("China", "Macao")})


@dataclass(frozen=True)
class Dispute:
    """A border that is not agreed.

    Args:
        between: Two names as written to the file, or one name and "*" for all its borders.
        reason: Why it is not drawn as settled.
        where: The part in dispute; None for the whole border.
    """

    between: Pair
    reason: str
    where: Polygon | None = None

    def covers(self, pair: Pair) -> bool:
        """Tell whether the entry speaks of the border between `pair`."""
        first, second = self.between
        return first in pair if second == "*" else {first, second} == set(pair)


DISPUTED: tuple[Dispute, ...] = (
    # East Asia
    Dispute(("North Korea", "South Korea"), "military demarcation line of the 1953 armistice, not a border by treaty"),
    # South and Central Asia
    Dispute(
        ("India", "Pakistan"), "Kashmir: line of control of 1972, both claim the whole", box(72.0, 32.2, 78.5, 37.5)
    ),
    Dispute(("India", "Pakistan"), "Sir Creek: the end of the border at the sea is open", box(67.5, 23.0, 69.3, 24.4)),
    Dispute(("Siachen Glacier", "*"), "Kashmir: held by India, claimed by India and Pakistan"),
    Dispute(("China", "India"), "line of actual control; Aksai Chin and Arunachal Pradesh claimed by both"),
    Dispute(("China", "Pakistan"), "part of Kashmir: India does not accept the agreement of 1963"),
    Dispute(("Afghanistan", "China"), "India claims Kashmir up to this border", box(74.0, 36.5, 75.2, 37.6)),
    Dispute(("Afghanistan", "Pakistan"), "Durand Line, which Afghanistan does not accept"),
    Dispute(("Bhutan", "China"), "not agreed; talks since 1984"),
    Dispute(("India", "Nepal"), "Kalapani and Limpiyadhura", box(80.3, 29.7, 81.2, 30.6)),
    Dispute(("Cambodia", "Thailand"), "parts around Preah Vihear not agreed, fighting in 2025"),
    Dispute(("Armenia", "Azerbaijan"), "not delimited since 1991"),
    Dispute(("Georgia", "Russia"), "Abkhazia and South Ossetia, which Russia recognises as states"),
    # Europe
    Dispute(("Russia", "Ukraine"), "war; Russia claims Crimea and four more regions of Ukraine"),
    Dispute(("Kosovo", "*"), "independence of Kosovo not recognised by Serbia and others"),
    Dispute(("Northern Cyprus", "*"), "cease-fire line of 1974; only Türkiye recognises Northern Cyprus"),
    Dispute(("Croatia", "Serbia"), "course along the Danube not agreed"),
    Dispute(("Croatia", "Slovenia"), "award of 2017 not accepted by Croatia"),
    # Middle East
    Dispute(("Israel", "Palestine"), "armistice lines of 1949; final status open"),
    Dispute(("Jordan", "Palestine"), "final status of the West Bank open"),
    Dispute(("Egypt", "Palestine"), "final status of Gaza open"),
    Dispute(("Israel", "Syria"), "Golan Heights: cease-fire line of 1974"),
    Dispute(("Israel", "Jordan"), "Golan Heights: held by Israel, claimed by Syria", box(35.5, 32.6, 36.1, 33.0)),
    Dispute(("Israel", "Lebanon"), "United Nations line of withdrawal of 2000, not an agreed border"),
    Dispute(("Lebanon", "Syria"), "not delimited; Shebaa Farms"),
    Dispute(("Syria", "Türkiye"), "Hatay, claimed by Syria", box(35.5, 35.7, 36.95, 37.1)),
    Dispute(("Saudi Arabia", "United Arab Emirates"), "agreement of 1974 questioned by the United Arab Emirates"),
    # Africa
    Dispute(("Western Sahara", "*"), "status open; claimed by Morocco and the Sahrawi republic"),
    Dispute(("Djibouti", "Eritrea"), "Ras Doumeira: fighting in 2008, not marked since"),
    Dispute(("Eritrea", "Ethiopia"), "decision of the border commission of 2002 never marked on the ground"),
    Dispute(("Ethiopia", "Somalia"), "provisional administrative line of 1950"),
    Dispute(("Somaliland", "*"), "independence of Somaliland not recognised by Somalia and most others"),
    Dispute(("South Sudan", "Sudan"), "Abyei and other parts open since 2011"),
    Dispute(("Ethiopia", "Sudan"), "al-Fashaga"),
    Dispute(("Egypt", "Sudan"), "Halaib Triangle and Bir Tawil"),
    Dispute(("Kenya", "South Sudan"), "Ilemi Triangle"),
    Dispute(("South Sudan", "Uganda"), "not marked; local claims on both sides"),
    Dispute(("Malawi", "Tanzania"), "Lake Malawi/Nyasa: shore or middle line"),
    Dispute(("Namibia", "South Africa"), "Orange River: bank or middle line"),
    Dispute(("Benin", "Burkina Faso"), "Koualou/Kourou"),
    # America
    Dispute(("Guyana", "Venezuela"), "Essequibo, claimed by Venezuela"),
    Dispute(("Guyana", "Suriname"), "Tigri/New River Triangle"),
    Dispute(("France", "Suriname"), "French Guiana: upper course not agreed"),
    Dispute(("Belize", "Guatemala"), "before the International Court of Justice"),
    Dispute(("Argentina", "Chile"), "Southern Patagonian Ice Field not marked", box(-73.9, -50.8, -72.2, -48.8)),
    Dispute(("Brazil", "Uruguay"), "Rincón de Artigas", box(-56.2, -31.3, -55.5, -30.7)),
)


def build_borders(sources: Sources, folder: Path) -> None:
    """Write the two border files; the world's leaves out the box that the detail file covers.

    Args:
        sources: The npm packages.
        folder: `geodata/basemap`, which holds the detail land already: borders there end at its coast.

    Raises:
        OutlineError: The list of disputes names a border that Natural Earth does not have.
    """
    window = box(*EAST_ASIA_BOUNDS)
    land = shapely.buffer(_detail_land(folder / "land-east-asia.geojson"), 0.01)
    detail = {pair: line.intersection(window) for pair, line in _borders(read_countries(sources, "10m")).items()}
    detail = {pair: line.intersection(land) for pair, line in detail.items() if not line.is_empty}
    _write(folder / "borders-east-asia.geojson", detail, EAST_ASIA_TOLERANCE, 4)
    world = _borders(read_countries(sources, "50m"))
    _check_disputes(world)
    world = {pair: line.difference(window) for pair, line in world.items()}
    _write(folder / "borders-world.geojson", world, WORLD_TOLERANCE, 2)


def split_by_status(pair: Pair, line: BaseGeometry) -> list[tuple[str, BaseGeometry]]:
    """Return the settled and the disputed part of the border between `pair`, empty parts left out."""
    entries = [dispute for dispute in DISPUTED if dispute.covers(pair)]
    if any(dispute.where is None for dispute in entries):
        return [("disputed", line)]
    area = shapely.union_all([dispute.where for dispute in entries])
    parts = [("settled", line.difference(area)), ("disputed", line.intersection(area))]
    return [(status, part) for status, part in parts if not part.is_empty]


def _borders(countries: gpd.GeoDataFrame) -> dict[Pair, BaseGeometry]:
    """Find the borders: line segments that two countries share, which TopoJSON writes with the same coordinates."""
    owners: defaultdict[Segment, set[str]] = defaultdict(set)
    for name, geometry in zip(countries["name"], countries.geometry, strict=True):
        for segment in _segments(geometry):
            owners[segment].add(FULL_NAMES.get(name, name))
    lines: defaultdict[Pair, list[Segment]] = defaultdict(list)
    for segment, names in owners.items():
        if len(names) > 1:
            first, *_, last = sorted(names)
            lines[(first, last)].append(segment)
    merged = {p: shapely.line_merge(shapely.multilinestrings(s)) for p, s in lines.items() if p not in NOT_BORDERS}
    return dict(sorted(merged.items()))


def _segments(geometry: BaseGeometry) -> list[Segment]:
    segments = []
    for ring in shapely.get_rings(shapely.get_parts(geometry)):
        points = [(float(x), float(y)) for x, y in shapely.get_coordinates(ring).round(5)]
        segments += [(min(a, b), max(a, b)) for a, b in pairwise(points)]
    return segments


def _write(path: Path, borders: dict[Pair, BaseGeometry], tolerance: float, decimals: int) -> None:
    features: list[dict[str, Any]] = []
    for pair, border in sorted(borders.items()):
        for status, part in split_by_status(pair, border):
            lines = shapely.get_parts(shapely.line_merge(part) if part.geom_type == "MultiLineString" else part)
            kept = sorted(shapely.simplify(lines[shapely.length(lines) > tolerance], tolerance), key=lambda g: g.bounds)
            properties = {"status": status, "between": list(pair)}
            features += [feature(line, properties, decimals) for line in kept]
    write_layer(path, features)


def _detail_land(path: Path) -> BaseGeometry:
    collection = json.loads(path.read_text(encoding="utf-8"))
    shells = [Polygon(member["geometry"]["coordinates"][0]) for member in collection["features"]]  # lakes filled
    return shapely.union_all(shells)


def _check_disputes(borders: dict[Pair, BaseGeometry]) -> None:
    for dispute in DISPUTED:
        lines = [line for pair, line in borders.items() if dispute.covers(pair)]
        if not any(dispute.where is None or line.intersects(dispute.where) for line in lines):
            raise OutlineError(f"disputed border {' - '.join(dispute.between)}: not in Natural Earth's borders")
