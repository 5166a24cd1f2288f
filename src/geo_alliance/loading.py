"""Layer files as checked GeoDataFrames, EPSG:4326."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError
from shapely.geometry import shape

from geo_alliance.catalogue import Catalogue, explain, read_catalogue, read_json
from geo_alliance.errors import DataError, Fault, LayerError
from geo_alliance.records import CORE_MEMBERS, Core, Feature, Id, Resource

CRS = "EPSG:4326"
GEOMETRY_TYPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
_ID: TypeAdapter[str] = TypeAdapter(Id)


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Atlas:
    """All that could be loaded from one data folder, and what could not."""

    catalogue: Catalogue
    layers: Mapping[str, Layer]
    faults: tuple[Fault, ...]

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
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise LayerError(f"{faults[0]}{more}", faults)
    return Layer(resource, {feature.id: feature for feature in features}, build_frame(features))


def read_features(catalogue: Catalogue, resource: Resource) -> tuple[tuple[Feature, ...], tuple[Fault, ...]]:
    """Read a layer's file into records, and say of each that is none why not."""
    try:
        raw = read_json(catalogue.root / resource.path)
    except DataError as error:
        return (), error.faults
    if not isinstance(raw, dict) or raw.get("type") != "FeatureCollection" or not isinstance(raw.get("features"), list):
        return (), (Fault(resource.path, None, "no FeatureCollection", "a GeoJSON FeatureCollection with features"),)
    if not raw["features"]:
        return (), (Fault(resource.path, None, "no feature", "at least one feature"),)
    validator = Draft202012Validator(_whole_schema(catalogue.schemas[resource.name]))
    features: list[Feature] = []
    faults: list[Fault] = [
        Fault(resource.path, None, f"the member {key!r}", "only type, name and features")
        for key in raw
        if key not in {"type", "name", "features"}
    ]
    for number, item in enumerate(raw["features"], start=1):
        found = tuple(_find_faults(item, resource=resource, validator=validator, number=number))
        faults.extend(found)
        if not found:
            features.append(_parse_feature(item, resource.name))
    return tuple(features), tuple(faults)


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
    for key in item.keys() - {"type", "id", "geometry", "properties"}:
        yield Fault(file, feature_id, f"the member {key!r}", "only type, id, geometry and properties")
    try:
        _ID.validate_python(feature_id)
        _parse_core(item["properties"])
    except ValidationError as error:
        yield from explain(error, file=file, feature=feature_id)
    for problem in validator.iter_errors(item["properties"]):
        where = ".".join(map(str, problem.absolute_path)) or "properties"
        yield Fault(file, feature_id, where, problem.message[:300])
    yield from (Fault(file, feature_id, *problem) for problem in find_geometry_faults(item.get("geometry")))


def find_geometry_faults(geometry: Any) -> Iterator[tuple[str, str]]:
    """Say what is wrong with a GeoJSON geometry: pairs of found and expected; nothing if it is sound.

    Source: RFC 7946, section 3.1 (types, positions, closed linear rings).
    """
    if not isinstance(geometry, dict) or geometry.get("type") not in GEOMETRY_TYPES:
        found = geometry.get("type") if isinstance(geometry, dict) else geometry
        yield f"geometry {found!r}", f"one of {', '.join(GEOMETRY_TYPES)}"
        return
    try:
        built = shape(geometry)
    except (shapely.errors.ShapelyError, ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
        yield f"coordinates that make no {geometry['type']} ({error})", "positions of longitude and latitude"
        return
    if built.is_empty:
        yield "an empty geometry", "at least one position"
        return
    west, south, east, north = built.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        yield f"positions from {west}, {south} to {east}, {north}", "longitude within ±180 and latitude within ±90"
    for ring in _iter_rings(geometry):
        if ring[0] != ring[-1]:
            yield f"a ring from {ring[0]} to {ring[-1]}", "a ring whose last position is its first"


def _iter_rings(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    if geometry["type"] == "Polygon":
        yield from geometry["coordinates"]
    if geometry["type"] == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon


def _whole_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Let the layer's schema know the core members, which are typed in Python, so that it can refuse all others."""
    return {**schema, "properties": {**dict.fromkeys(CORE_MEMBERS, True), **schema.get("properties", {})}}
