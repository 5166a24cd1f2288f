"""Layer files as checked GeoDataFrames, EPSG:4326."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema import ValidationError as SchemaFault
from pydantic import TypeAdapter, ValidationError
from shapely.geometry import shape

from geo_alliance.catalogue import Catalogue, explain, read_catalogue, read_json, shorten, split_message, summarise
from geo_alliance.dates import parse_date
from geo_alliance.descriptor import Resource
from geo_alliance.errors import DataError, DateError, Fault, LayerError
from geo_alliance.records import CORE_MEMBERS, Core, Feature, Id
from geo_alliance.toponyms import ALL_NAMES

CRS = "EPSG:4326"
GEOMETRY_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""How many lists of lists lie round a position."""

_ID: TypeAdapter[str] = TypeAdapter(Id)
_FORMATS = FormatChecker(formats=())
_KINDS = "properties.kind.oneOf: each kind with its const and its title"
_POSITIONS = "positions of longitude and latitude, as many and as deep as RFC 7946 asks"


@_FORMATS.checks("edtf", raises=DateError)
def _is_date(value: object) -> bool:
    """Let a schema say ``"format": "edtf"`` of a member that is a date of the forms in docs/data.md."""
    return not isinstance(value, str) or bool(parse_date(value))


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer.

    `features` holds each record by its id. `frame` is the same as a GeoDataFrame for work on many at once, indexed by
    id: `name`, `kind`, `start` and `end` (the first and last day on which it may have held, ISO text), `verified`, the
    layer's own members as columns, and `geometry` (EPSG:4326).
    """

    resource: Resource
    features: Mapping[str, Feature]
    frame: gpd.GeoDataFrame

    @property
    def name(self) -> str:
        """The layer's name in the catalogue."""
        return self.resource.name


@dataclass(frozen=True, eq=False, repr=False)
class Atlas:
    """All that could be loaded from one data folder, and what could not.

    `names` says whose names disputed places have: a party's id, or `ALL_NAMES`, as in the files.
    """

    catalogue: Catalogue
    layers: Mapping[str, Layer]
    faults: tuple[Fault, ...]
    names: str = ALL_NAMES

    def find(self, feature_id: str) -> Feature | None:
        """Return the record of that id, from whichever layer, or None."""
        for layer in self.layers.values():
            if feature_id in layer.features:
                return layer.features[feature_id]
        return None


def load_atlas(root: Path) -> Atlas:
    """Load every layer of a data folder. A layer that cannot be loaded is left out and said in `faults`.

    Raises:
        CatalogueError: the catalogue itself cannot be read.
    """
    catalogue = read_catalogue(root)
    layers: dict[str, Layer] = {}
    faults: list[Fault] = []
    for resource in catalogue.layers:
        try:
            layers[resource.name] = load_layer(catalogue, resource)
        except LayerError as error:
            faults.extend(error.faults)
    return Atlas(catalogue, layers, tuple(faults))


def load_layer(catalogue: Catalogue, resource: Resource) -> Layer:
    """Load and check one layer.

    Raises:
        LayerError: the file is missing or broken, or a record is not as its schema says; `faults` names each.
    """
    features, faults = read_features(catalogue, resource)
    if faults:
        raise LayerError(summarise(faults), faults)
    return Layer(resource, {feature.id: feature for feature in features}, build_frame(features))


def read_features(catalogue: Catalogue, resource: Resource) -> tuple[tuple[Feature, ...], tuple[Fault, ...]]:
    """Read a layer's file into records, and say of each that is none why not."""
    try:
        raw = read_json(catalogue.root / resource.path, file=resource.path)
    except DataError as error:
        return (), error.faults
    if not isinstance(raw, dict) or raw.get("type") != "FeatureCollection" or not isinstance(raw.get("features"), list):
        return (), (Fault(resource.path, None, "no FeatureCollection", "a GeoJSON FeatureCollection with features"),)
    if not raw["features"]:
        return (), (Fault(resource.path, None, "no feature", "at least one feature"),)
    if not _has_kinds(catalogue.schemas[resource.name]):
        return (), (Fault(resource.feature_schema or resource.path, None, "no vocabulary of kinds", _KINDS),)
    validator = Draft202012Validator(_whole_schema(catalogue.schemas[resource.name]), format_checker=_FORMATS)
    features: list[Feature] = []
    faults: list[Fault] = [
        Fault(resource.path, None, f"the member {key!r}", "only type, name and features")
        for key in raw
        if key not in {"type", "name", "features"}
    ]
    faults.extend(_find_double_ids(raw["features"], resource.path))
    for number, item in enumerate(raw["features"], start=1):
        found = tuple(_find_faults(item, resource=resource, validator=validator, number=number))
        faults.extend(found)
        if not found:
            features.append(_parse_feature(item, resource.name))
    return tuple(features), tuple(faults)


def _has_kinds(schema: Mapping[str, Any]) -> bool:
    kind = schema.get("properties", {}).get("kind", {})
    choices = kind.get("oneOf", ()) if isinstance(kind, dict) else ()
    return bool(choices) and all(isinstance(item, dict) and {"const", "title"} <= item.keys() for item in choices)


def build_frame(features: tuple[Feature, ...]) -> gpd.GeoDataFrame:
    """Build the GeoDataFrame of a layer's records, as `Layer.frame` describes it."""
    columns = pd.DataFrame(
        [
            {
                "name": feature.core.name,
                "kind": feature.core.kind,
                "start": feature.core.period.start,
                "end": feature.core.period.end,
                "verified": feature.core.verified,
                **feature.own,
            }
            for feature in features
        ],
        index=pd.Index([feature.id for feature in features], name="id"),
    )
    return gpd.GeoDataFrame(columns, geometry=[shape(feature.geometry) for feature in features], crs=CRS)


def _parse_feature(item: Mapping[str, Any], layer: str) -> Feature:
    properties = item["properties"]
    own = {key: value for key, value in properties.items() if key not in CORE_MEMBERS}
    return Feature(id=item["id"], layer=layer, core=_parse_core(properties), own=own, geometry=item["geometry"])


def _parse_core(properties: Mapping[str, Any]) -> Core:
    return Core.model_validate({key: value for key, value in properties.items() if key in CORE_MEMBERS})


def _find_faults(item: Any, *, resource: Resource, validator: Draft202012Validator, number: int) -> Iterator[Fault]:
    file = resource.path
    if not isinstance(item, dict) or item.get("type") != "Feature" or not isinstance(item.get("properties"), dict):
        yield Fault(file, f"feature {number}", "no Feature with properties", "a GeoJSON Feature")
        return
    feature_id = item.get("id")
    if not isinstance(feature_id, str) or not feature_id:
        yield Fault(file, f"feature {number}", f"id = {feature_id!r}", "a text that is unique in the atlas")
        return
    for key in sorted(item.keys() - {"type", "id", "geometry", "properties"}):
        yield Fault(file, feature_id, f"the member {key!r}", "only type, id, geometry and properties")
    try:
        _ID.validate_python(feature_id)
        _parse_core(item["properties"])
    except ValidationError as error:
        yield from explain(error, file=file, feature=feature_id)
    problems = dict.fromkeys(map(_explain_schema_fault, validator.iter_errors(item["properties"])))
    yield from (Fault(file, feature_id, *problem) for problem in problems)
    yield from (Fault(file, feature_id, *problem) for problem in find_geometry_faults(item.get("geometry")))


def _find_double_ids(items: list[Any], file: str) -> Iterator[Fault]:
    ids = Counter(item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str))
    for feature_id, count in ids.items():
        if count > 1:
            yield Fault(file, feature_id, f"the id {count} times", "each id once")


def _explain_schema_fault(problem: SchemaFault) -> tuple[str, str]:
    """Say what a JSON Schema found and expected, naming a vocabulary's words and a member that is not known."""
    where = ".".join(map(str, problem.absolute_path))
    inside = f" in {where}" if where else ""
    rule, value = problem.validator, problem.instance
    if rule == "required":
        return f"no {', '.join(_list_missing(problem.validator_value, value))}{inside}", "a value"
    if rule in {"unevaluatedProperties", "additionalProperties"}:
        extra = ", ".join(map(repr, _list_unknown(problem.schema, value)))
        return f"the member {extra}{inside}", "only the members in docs/data.md and in the layer's schema"
    if isinstance(problem.cause, DateError):
        found, expected = split_message(str(problem.cause))
        return f"{where}: {found}", expected
    words = _list_words(rule, problem.validator_value)
    expected = f"one of {', '.join(words)}" if words else problem.message[:300]
    return f"{where or 'properties'} = {shorten(value)}", expected


def _list_missing(asked: Any, value: Any) -> list[str]:
    return [key for key in asked if key not in value]


def _list_unknown(schema: Any, value: Any) -> list[str]:
    return [key for key in value if key not in schema.get("properties", {})]


def _list_words(rule: Any, asked: Any) -> list[str]:
    """Return the words of a vocabulary: an `enum`, or a `oneOf` in which each choice is a `const`."""
    if rule == "enum":
        return list(map(str, asked))
    if rule == "oneOf" and all(isinstance(choice, dict) and "const" in choice for choice in asked):
        return [str(choice["const"]) for choice in asked]
    return []


def find_geometry_faults(geometry: Any) -> Iterator[tuple[str, str]]:
    """Say what is wrong with a GeoJSON geometry: pairs of found and expected; nothing if it is sound.

    Source: RFC 7946, section 3.1 (types, positions, closed linear rings).
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    if not isinstance(geometry, dict) or kind not in list(GEOMETRY_DEPTHS):
        yield f"the geometry {kind!r}", f"one of {', '.join(GEOMETRY_DEPTHS)}"
        return
    for key in sorted(geometry.keys() - {"type", "coordinates"}):
        yield f"the member {key!r} in the geometry", "only type and coordinates"
    if not geometry.get("coordinates"):
        yield "an empty geometry", "at least one position"
        return
    if not _has_positions(geometry["coordinates"], GEOMETRY_DEPTHS[kind]):
        yield f"coordinates {shorten(geometry['coordinates'])} in a {kind}", _POSITIONS
        return
    try:
        built = shape(geometry)
    except (shapely.errors.ShapelyError, ValueError, OverflowError) as error:
        yield f"coordinates that make no {kind} ({' '.join(str(error).split())})", _POSITIONS
        return
    west, south, east, north = built.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        yield f"positions from {west}, {south} to {east}, {north}", "longitude within ±180 and latitude within ±90"
    for ring in _iter_rings(geometry):
        if ring[0] != ring[-1] or len(ring) < 4:
            found = f"a ring of {len(ring)} positions from {ring[0]} to {ring[-1]}"
            yield found, "at least four positions, of which the last is the first"


def _has_positions(coordinates: Any, depth: int) -> bool:
    if not isinstance(coordinates, list) or not coordinates:
        return False
    if depth:
        return all(_has_positions(item, depth - 1) for item in coordinates)
    return len(coordinates) == 2 and all(type(number) in {int, float} for number in coordinates)


def _iter_rings(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    if geometry["type"] == "Polygon":
        yield from geometry["coordinates"]
    if geometry["type"] == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon


def _whole_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Let the layer's schema know the core members, which are typed in Python, so that it can refuse all others."""
    known = {**dict.fromkeys(CORE_MEMBERS, True), **schema.get("properties", {})}
    return {**schema, "properties": known, "unevaluatedProperties": False}
