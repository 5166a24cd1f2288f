"""Rules on the records of the layers: each by itself, and all together."""

import shlex
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import shapely
import shapely.ops
from shapely.geometry import Point, shape

from geo_alliance.catalogue import CATALOGUE_FILE, SOURCES_FILE, Catalogue, find_data_folder, read_json
from geo_alliance.dates import parse_date, previous_day
from geo_alliance.errors import DataError, Fault
from geo_alliance.exports.layout import find_difference
from geo_alliance.loading import Layer, find_geometry_faults
from geo_alliance.records import EDITORS, Fact, Feature
from geo_alliance.space.geodesy import distance_m
from geo_alliance.texts.bibliography import count_unverified, sum_unverified

FeatureRule = Callable[[Feature, Layer], Iterator[Fault]]
AtlasRule = Callable[[Catalogue, Mapping[str, Layer]], Iterator[Fault]]

PREFECTURE_MARGIN_M = 2_000.0
MOST_DECIMALS = 7
MOST_UNVERIFIED = 0.1
"""The greatest share of records that may rest on nothing citable."""

OUTSIDE_PREFECTURE = {
    "FAC6077": "Tori-shima, an islet that the outline of Okinawa lacks",
    "FAC6084": "on a disputed island, which no prefecture's outline takes in",
    "FAC6085": "on a disputed island, which no prefecture's outline takes in",
}
"""Facilities that no outline can hold, each with the reason."""


def find_ring_faults(feature: Feature, layer: Layer) -> Iterator[Fault]:
    """Outer rings run against the clock, holes with it (RFC 7946, section 3.1.6), and no polygon crosses itself."""
    geometry = shape(feature.geometry)
    if not geometry.is_valid:
        yield _fault(feature, layer, f"a shape with the flaw {shapely.is_valid_reason(geometry)}", "a valid shape")
        return
    for polygon in (part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"):
        if not polygon.exterior.is_ccw or any(ring.is_ccw for ring in polygon.interiors):
            yield _fault(
                feature, layer, "a ring that runs the wrong way", "outer rings against the clock, holes with it"
            )
            return


def find_decimal_faults(feature: Feature, layer: Layer) -> Iterator[Fault]:
    """Positions have at most seven decimals (about a centimetre)."""
    coordinates = shapely.get_coordinates(shape(feature.geometry))
    if (abs(coordinates - coordinates.round(MOST_DECIMALS)) > 0).any():
        yield _fault(feature, layer, "a position with more decimals", f"at most {MOST_DECIMALS} decimals")


def find_order_faults(feature: Feature, layer: Layer) -> Iterator[Fault]:
    """A position that would be at home with longitude and latitude exchanged is in the wrong order."""
    extents = layer.resource.extents
    if not extents:
        return
    for x, y in shapely.get_coordinates(shape(feature.geometry)):
        if not _is_within(x, y, extents) and _is_within(y, x, extents):
            yield _fault(feature, layer, f"the position {x}, {y}", "longitude before latitude")
            return


def find_mark_faults(feature: Feature, layer: Layer) -> Iterator[Fault]:
    """The layer's own members that are drawn as marks hold a position on the globe."""
    for name in layer.resource.style.marks if layer.resource.style else ():
        if name in feature.own:
            for found, expected in find_geometry_faults({"type": "Point", "coordinates": feature.own[name]}):
                yield _fault(feature, layer, f"{name}: {found}", expected)


def find_verified_faults(feature: Feature, layer: Layer) -> Iterator[Fault]:
    """A record is verified exactly where a source other than the editors' own knowledge supports it."""
    citable = set(feature.core.sources) - {EDITORS}
    if feature.core.verified != bool(citable):
        found = f"verified = {feature.core.verified} with the sources {', '.join(feature.core.sources)}"
        yield _fault(feature, layer, found, "true exactly where a citable source stands among them")


def find_fact_faults(feature: Feature, layer: Layer) -> Iterator[Fault]:
    """Several values of one property each say when they held or how they came about, and no two say the same."""
    seen: dict[str, list[Fact]] = {}
    for fact in feature.core.facts:
        seen.setdefault(fact.property, []).append(fact)
    for name, facts in seen.items():
        if len(facts) < 2:
            continue
        if any(fact.as_of is None and fact.note is None for fact in facts):
            yield _fault(
                feature, layer, f"one of several values of {name!r} bare", "a date or a note with each of them"
            )
        kinds = Counter((fact.as_of, fact.unit, fact.note, fact.source) for fact in facts)
        if max(kinds.values()) > 1:
            found = f"several values of {name!r} with the same date, unit, note and source"
            yield _fault(feature, layer, found, "values that differ in date, definition or source")


def find_area_faults(feature: Feature, layer: Layer) -> Iterator[Fault]:
    """The area of a record is that of one of its facts, where they give areas: in hectares, and for the same date."""
    area, day = feature.own.get("area_ha"), feature.own.get("area_as_of")
    facts = [fact for fact in feature.core.facts if (fact.property, fact.unit) == ("area", "ha")]
    if area is None or not facts or any((fact.value, fact.as_of) == (area, day) for fact in facts):
        return
    given = ", ".join(f"{fact.value} for {fact.as_of or 'no date'}" for fact in facts)
    yield _fault(
        feature,
        layer,
        f"area_ha = {area} for area_as_of = {day}, while the facts “area” give {given} (ha)",
        "the same area and date as one of the facts",
    )


def find_unverified_faults(catalogue: Catalogue, layers: Mapping[str, Layer]) -> Iterator[Fault]:
    """At most one record in ten, of all layers together, is unverified."""
    whole = sum_unverified(count_unverified(layers).values())
    if whole.share > MOST_UNVERIFIED:
        found = f"{whole.count} of {whole.total} records unverified ({whole.share:.1%})"
        yield Fault(CATALOGUE_FILE, None, found, f"at most {MOST_UNVERIFIED:.0%}, of all layers together")


def find_return_faults(catalogue: Catalogue, layers: Mapping[str, Layer]) -> Iterator[Fault]:
    """What was returned was in use to the day before; what was not returned has no end."""
    for layer in layers.values():
        if "returned_on" in catalogue.schemas[layer.name].get("properties", {}):
            for feature in layer.features.values():
                yield from _check_return(feature, layer)


def _check_return(feature: Feature, layer: Layer) -> Iterator[Fault]:
    returned = feature.own.get("returned_on")
    if not isinstance(returned, str):
        if feature.core.valid_to is not None:
            yield _fault(feature, layer, f"valid_to = {feature.core.valid_to} without returned_on", "both or none")
        return
    day = parse_date(returned)
    last = returned if day.precision != "day" else returned.replace(returned[:10], previous_day(day.first))
    if feature.core.valid_to != last:
        yield _fault(
            feature, layer, f"valid_to = {feature.core.valid_to}, returned_on = {returned}", f"valid_to = {last}"
        )


def find_id_faults(catalogue: Catalogue, layers: Mapping[str, Layer]) -> Iterator[Fault]:
    """An id stands once in the whole atlas."""
    seen: dict[str, str] = {}
    for path in dict.fromkeys(resource.path for resource in catalogue.layers):
        ids = read_ids(catalogue, path)
        for feature_id in sorted(ids & seen.keys()):
            yield Fault(path, feature_id, f"an id that stands in {seen[feature_id]} too", "an id of its own")
        seen |= dict.fromkeys(ids, path)


def find_reference_faults(catalogue: Catalogue, layers: Mapping[str, Layer]) -> Iterator[Fault]:
    """Every id that a record names exists: sources, related records, the site of a launch, the whole of a part.

    Where a whole layer cannot be read, nothing is said about the records that others name: they may be in it.
    """
    read = [read_ids(catalogue, resource.path) for resource in catalogue.layers]
    ids = frozenset[str]().union(*read) if all(read) else None
    for layer in layers.values():
        for feature in layer.features.values():
            for source in feature.cited:
                if source not in catalogue.sources:
                    yield _fault(feature, layer, f"the source {source!r}", f"an id of {SOURCES_FILE}")
            for other in _list_named(feature):
                if other == feature.id or (ids is not None and other not in ids):
                    yield _fault(feature, layer, f"the related record {other!r}", "the id of another record")


def find_prefecture_faults(catalogue: Catalogue, layers: Mapping[str, Layer]) -> Iterator[Fault]:
    """A facility lies in its prefecture, give or take its accuracy and two kilometres."""
    if "facilities" not in layers or "prefectures" not in layers:
        return
    outlines = {item.own.get("code"): shape(item.geometry) for item in layers["prefectures"].features.values()}
    layer = layers["facilities"]
    for feature in layer.features.values():
        code = feature.own.get("prefecture_code")
        if code not in outlines or feature.id in OUTSIDE_PREFECTURE:
            continue
        distance = _distance_to(outlines[code], shape(feature.geometry).centroid)
        allowed = feature.core.position_accuracy_m + PREFECTURE_MARGIN_M
        if distance > allowed:
            found = f"a position {distance / 1000:.1f} km outside of {feature.own.get('prefecture')}"
            yield _fault(feature, layer, found, f"at most {allowed / 1000:.1f} km (its accuracy and two kilometres)")


def find_format_faults(catalogue: Catalogue, layers: Mapping[str, Layer]) -> Iterator[Fault]:
    """A layer's file is written one feature a line, so that differences between versions read well."""
    for layer in layers.values():
        path = layer.resource.path
        difference = find_difference(catalogue.root / path, file=path)
        if difference is not None:
            where = f"line {difference.line} column {difference.column}"
            found = "the end of the file" if difference.found is None else repr(difference.found)
            written = "the end of the file" if difference.expected is None else repr(difference.expected or "\n")
            way = f"one feature a line without blanks between members; `{_name_command(catalogue, layer)}` writes it so"
            yield Fault(path, where, found, f"{written}, {way}")


def _name_command(catalogue: Catalogue, layer: Layer) -> str:
    is_own = catalogue.root.resolve() == find_data_folder().resolve()
    return f"geo-alliance format {layer.name}" + ("" if is_own else f" --data {shlex.quote(str(catalogue.root))}")


def read_ids(catalogue: Catalogue, path: str) -> frozenset[str]:
    """Return the ids in a layer's file, also those of records with faults; none if the file cannot be read."""
    try:
        items = read_json(catalogue.root / path)["features"]
    except (DataError, TypeError, KeyError):
        return frozenset()
    ids = [item.get("id") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return frozenset(feature_id for feature_id in ids if isinstance(feature_id, str))


def _list_named(feature: Feature) -> list[str]:
    named = [feature.own[key] for key in ("launch_site", "part_of") if key in feature.own]
    computed_from = feature.own.get("computed_from", [])
    return [*feature.core.related, *map(str, [*named, *(computed_from if isinstance(computed_from, list) else ())])]


def _distance_to(area: Any, point: Point) -> float:
    if area.covers(point):
        return 0.0
    nearest = shapely.ops.nearest_points(area, point)[0]
    return distance_m((nearest.x, nearest.y), (point.x, point.y))


def _is_within(x: float, y: float, extents: Sequence[tuple[float, float, float, float]]) -> bool:
    return any(west <= x <= east and south <= y <= north for west, south, east, north in extents)


def _fault(feature: Feature, layer: Layer, found: str, expected: str) -> Fault:
    return Fault(layer.resource.path, feature.id, found, expected)


FEATURE_RULES: tuple[FeatureRule, ...] = (
    find_ring_faults,
    find_decimal_faults,
    find_order_faults,
    find_mark_faults,
    find_verified_faults,
    find_fact_faults,
    find_area_faults,
)
ATLAS_RULES: tuple[AtlasRule, ...] = (
    find_return_faults,
    find_id_faults,
    find_reference_faults,
    find_prefecture_faults,
    find_format_faults,
)
WHOLE_ATLAS_RULES: tuple[AtlasRule, ...] = (find_unverified_faults,)
"""Rules that hold only of all layers together: a layer that cannot be read would make others wrong."""
