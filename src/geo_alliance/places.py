"""Places that the map can go to: views, the municipalities of its records, names on the base map, disputed places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from geo_alliance.catalogue import Catalogue, read_json, shorten
from geo_alliance.errors import DataError, Fault
from geo_alliance.loading import Atlas
from geo_alliance.records import Box
from geo_alliance.toponyms import Toponyms

_PLACES = "places"
_MEMBER = "municipality"
_SPANS_DEG = {"country": 16.0, "sea": 10.0, "island": 0.8, "city": 0.3}
_ONLY_ONCE = {"country", "city"}
_MARGIN_DEG = 0.02
_DISPUTED = "place with several names"


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its kind in words, and the box to show (west, south, east, north in degrees, WGS 84).

    A box that crosses the 180th meridian has an east of more than 180.
    """

    id: str
    name: str
    label: str
    box: Box
    aliases: tuple[str, ...] = ()


def list_places(atlas: Atlas) -> tuple[Place, ...]:
    """Return all places: views, municipalities, the base map's names, disputed places, each in the data's order.

    A country or city of the base map that has the name of a view or municipality is left out. A disputed place stands
    here if the catalogue has a box for it; a name of the base map that holds its names is found by each of them.

    Raises:
        DataError: the base map's file of names is broken.
    """
    package = atlas.catalogue.package
    views = [Place(f"view-{view.id}", view.name, "view of the map", view.bbox) for view in package.views]
    towns = list(_list_municipalities(atlas))
    taken = {place.name for place in (*views, *towns)}
    return (*views, *towns, *_list_base_map(atlas.catalogue, taken), *_list_disputed(atlas.catalogue.toponyms))


def split_municipalities(text: str) -> tuple[str, ...]:
    """Return the municipalities that a record names, without their wards or prefectures.

    >>> split_municipalities("Zushi; Yokohama (Naka-ku; Minami-ku)")
    ('Zushi', 'Yokohama')
    """
    return tuple(name.strip() for name in re.sub(r"\([^)]*\)", "", text).split(";") if name.strip())


def _list_municipalities(atlas: Atlas) -> Iterator[Place]:
    """Go through the municipalities by name; the box holds the records that name it first, if there are any."""
    named: dict[str, list[Box]] = {}
    first: dict[str, list[Box]] = {}
    for layer in atlas.layers.values():
        boxes = layer.frame.geometry.bounds
        for feature in layer.features.values():
            west, south, east, north = map(float, boxes.loc[feature.id])
            for number, town in enumerate(split_municipalities(str(feature.own.get(_MEMBER, "")))):
                named.setdefault(town, []).append((west, south, east, north))
                if number == 0:
                    first.setdefault(town, []).append((west, south, east, north))
    for town in sorted(named):
        count = len(named[town])
        label = f"municipality, {count} record{'s' if count > 1 else ''}"
        yield Place(f"town-{town}", town, label, _widen(_join(first.get(town, named[town])), _MARGIN_DEG))


def _list_base_map(catalogue: Catalogue, taken: set[str]) -> Iterator[Place]:
    for resource in catalogue.package.resources:
        if resource.role != "basemap" or resource.name != _PLACES:
            continue
        raw = read_json(catalogue.root / resource.path, file=resource.path)
        for number, feature in enumerate(raw.get("features", ()) if isinstance(raw, dict) else ()):
            name, sort, lon, lat = _parse_name(feature, resource.path)
            if name not in taken or sort not in _ONLY_ONCE:
                box = _widen((lon, lat, lon, lat), _SPANS_DEG.get(sort, 1.0) / 2)
                yield Place(f"place-{number}", name, sort, box, _find_called(name, catalogue.toponyms))


def _find_called(label: str, toponyms: Toponyms) -> tuple[str, ...]:
    """Return the names of the disputed place that a label of the base map names in one of its forms."""
    for place in toponyms.places:
        if any(toponyms.join(form) in label for form in place.all_forms):
            return place.called
    return ()


def _list_disputed(toponyms: Toponyms) -> Iterator[Place]:
    for place in toponyms.places:
        if place.box is not None:
            yield Place(f"disputed-{place.id}", toponyms.join(place.all_forms[0]), _DISPUTED, place.box, place.called)


def _parse_name(feature: Any, file: str) -> tuple[str, str, float, float]:
    match feature:
        case {
            "properties": {"name": str(name), "type": str(sort)},
            "geometry": {"coordinates": [float() | int() as lon, float() | int() as lat]},
        }:
            return name, sort, float(lon), float(lat)
    fault = Fault(file, None, shorten(feature), "a Point with a name and a type")
    raise DataError(str(fault), (fault,))


def _join(boxes: Sequence[Box]) -> Box:
    west, south, east, north = map(float, shapely.total_bounds([shapely.box(*box) for box in boxes]))
    return west, south, east, north


def _widen(box: Box, degrees: float) -> Box:
    west, south, east, north = box
    return west - degrees, max(south - degrees, -90), east + degrees, min(north + degrees, 90)
