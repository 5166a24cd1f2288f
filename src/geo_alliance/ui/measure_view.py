"""What the panel says of distances, lines, rings and ranges, as plain values for its templates and widgets."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd
from shapely.geometry import shape

from geo_alliance.dates import format_date
from geo_alliance.errors import DataError
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature
from geo_alliance.space.geodesy import NAUTICAL_MILE_M, Position
from geo_alliance.space.landmarks import Distance, Landmark, find_distances, load_shapes
from geo_alliance.space.ranges import Missile, PublishedRange, read_missiles
from geo_alliance.space.reach import Reached
from geo_alliance.ui.drawings import Line, Ring
from geo_alliance.ui.overlays import format_length, measure_legs
from geo_alliance.ui.record_view import describe_source
from geo_alliance.ui.words import format_number, format_position

CENTRES: Final = ("launch-sites", "facilities")
"""Layers whose points give a ring's centre its name."""
_ENDS = {"Point": "position", "MultiPoint": "position", "LineString": "line", "MultiLineString": "line"}


def build_distances_view(atlas: Atlas, feature: Feature) -> dict[str, Any] | None:
    """Build the values of the distances template; None where there is nothing near to measure to."""
    try:
        found = find_distances(atlas, feature.id)
    except DataError:
        return None  # `geo-alliance check` names the fault
    own = _ENDS.get(feature.geometry["type"], "outline")
    return {"own": own, "rows": [_describe_distance(item) for item in found]} if found else None


def build_line_view(atlas: Atlas, line: Line) -> dict[str, Any]:
    """Build the values of the line template: each leg with its ends, and the whole."""
    legs = measure_legs(line)
    names = [name_place(atlas, place) for place in line]
    rows = [
        (f"{start} – {end}", format_length(length, decimals=3))
        for start, end, length in zip(names, names[1:], legs, strict=False)
    ]
    return {"rows": rows, "total": format_length(sum(legs), decimals=3)}


def build_ranges_view(atlas: Atlas, missile: Missile) -> dict[str, Any]:
    """Build the values of the ranges template: what is published of one missile, side by side."""
    known = atlas.catalogue.sources
    return {
        "name": missile.name,
        "aliases": missile.aliases,
        "rows": [
            {
                "range": describe_range(item),
                "by": item.by,
                "as_of": format_date(item.as_of),
                "note": item.note,
                "source": describe_source(known[item.source]) if item.source in known else None,
            }
            for item in missile.ranges
        ],
    }


def build_within_table(atlas: Atlas, found: tuple[Reached, ...]) -> pd.DataFrame:
    """Build the table of what lies within a ring: name, layer, kilometres; indexed by id."""
    rows = {
        item.id: {
            "Name": atlas.layers[item.layer].features[item.id].core.name,
            "Layer": atlas.layers[item.layer].resource.title,
            "km": round(item.km, 1),
        }
        for item in found
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["Name", "Layer", "km"])


def describe_range(item: PublishedRange) -> str:
    """Write a published range in words, such as “about 2,500 to 4,000 km”."""
    low = f"{format_number(item.from_km)} to " if item.from_km is not None else ""
    return f"{item.bound.value} {low}{format_number(item.km, 'km')}"


def list_presets(atlas: Atlas) -> dict[tuple[str, int], str]:
    """List the published ranges to choose from: by missile and number, the words of the choice."""
    return {
        (missile.id, number): f"{missile.name} – {describe_range(item)} ({item.by}, {format_date(item.as_of)})"
        for missile in list_missiles(atlas)
        for number, item in enumerate(missile.ranges)
    }


def list_missiles(atlas: Atlas) -> tuple[Missile, ...]:
    """List the missiles with published ranges; none where the file is broken, which `geo-alliance check` says."""
    return _read_missiles(atlas)


def list_points(atlas: Atlas) -> dict[str, Position]:
    """List landmarks that are points, by name."""
    return {item.name: item.at[0] for item in _read_landmarks(atlas) if item.coast is None}


def name_ring(atlas: Atlas, ring: Ring) -> str:
    """Write a ring in words: how far, and around what."""
    lon, lat, km = ring
    return f"{format_number(round(km, 1), 'km')} around {name_place(atlas, (lon, lat))}"


def name_place(atlas: Atlas, position: Position) -> str:
    """Return the name of what stands just at a position, else the position in words."""
    lon, lat = position
    known = _name_positions(atlas)
    turned = (lon + 180) % 360 - 180
    return known.get((round(turned, 5), round(lat, 5))) or format_position([round(turned, 4), round(lat, 4)])


@keep(16)
def _name_positions(atlas: Atlas) -> Mapping[Position, str]:
    return dict(reversed(list(_iter_positions(atlas))))


def _iter_positions(atlas: Atlas) -> Iterator[tuple[Position, str]]:
    for landmark in _read_landmarks(atlas):
        if landmark.coast is None:
            yield landmark.at[0], landmark.name
    for layer in (atlas.layers[name] for name in CENTRES if name in atlas.layers):
        for feature in layer.features.values():
            place = shape(feature.geometry).representative_point()
            yield (round(place.x, 5), round(place.y, 5)), feature.core.name


@keep(16)
def _read_missiles(atlas: Atlas) -> tuple[Missile, ...]:
    try:
        return read_missiles(atlas.catalogue)
    except DataError:
        return ()


def _read_landmarks(atlas: Atlas) -> tuple[Landmark, ...]:
    try:
        return tuple(load_shapes(atlas.catalogue))
    except DataError:
        return ()


def _describe_distance(item: Distance) -> dict[str, str]:
    length_m = item.gap.length_m
    decimals = 0 if item.accuracy_m >= 500 else 1
    return {
        "to": item.landmark.name,
        "end": "coast" if item.landmark.coast else "point",
        "km": format_number(_round(length_m / 1000, decimals), "km"),
        "nm": format_number(_round(length_m / NAUTICAL_MILE_M, decimals), "nmi"),
        "accuracy": format_number(_round(item.accuracy_m / 1000, 1), "km"),
    }


def _round(value: float, decimals: int) -> float | int:
    return round(value, decimals) if decimals else round(value)
