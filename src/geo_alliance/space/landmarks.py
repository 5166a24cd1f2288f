"""Places that distances are told to: cities as points, islands and mainlands as the coast of the base map."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

import shapely
from pydantic import Field, TypeAdapter, model_validator
from shapely.geometry import Point, box, shape
from shapely.geometry.base import BaseGeometry

from geo_alliance.catalogue import LANDMARKS_FILE, Catalogue, read_entries, read_json
from geo_alliance.errors import DataError, Fault
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature, Id, Record, Text, WorldBox
from geo_alliance.space.geodesy import distance_m
from geo_alliance.space.proximity import LONGEST_EDGE_DEG, Gap, measure_gap, measure_gaps

FARTHEST_M: Final = 3_000_000.0
MOST_SHOWN: Final = 8

Position = Annotated[tuple[float, float], Field(strict=False)]


class Landmark(Record):
    """A place to measure to.

    With `coast`, the name of a file of the base map, the place is the land of that file on which the positions `at`
    lie, cut to the box `within` (west, south, east, north) if there is one; else it is the one position `at`, which
    `source` supports. Positions are lon, lat in degrees, WGS 84.
    """

    id: Id
    name: Text
    at: Annotated[tuple[Position, ...], Field(min_length=1, strict=False)]
    coast: Text | None = None
    within: WorldBox | None = None
    accuracy_m: Annotated[float, Field(gt=0)]
    source: Id | None = None

    @model_validator(mode="after")
    def _check_kind(self) -> "Landmark":
        if (self.coast is None) == (self.source is None):
            raise ValueError("found both or none of coast and source: expected one of them")
        if self.coast is None and (len(self.at) > 1 or self.within is not None):
            raise ValueError("found a point of several positions or with a box: expected one position")
        return self


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a record is from a landmark: the shortest way, and how far off its length may be, in metres."""

    landmark: Landmark
    gap: Gap
    accuracy_m: float


_LANDMARKS: TypeAdapter[tuple[Landmark, ...]] = TypeAdapter(tuple[Landmark, ...])


def read_landmarks(catalogue: Catalogue) -> tuple[Landmark, ...]:
    """Read the landmarks of a data folder, in their order; a folder without `landmarks.json` has none.

    Raises:
        DataError: the file is broken, or an entry is not as docs/data.md says; `faults` names each.
    """
    return read_entries(catalogue.root, LANDMARKS_FILE, _LANDMARKS)


@keep(4)
def load_shapes(catalogue: Catalogue) -> Mapping[Landmark, BaseGeometry]:
    """Load the landmarks with their shapes, once for each version of the data.

    Raises:
        DataError: a file is broken, or a landmark's position lies on no land of its file.
    """
    lands: dict[str, list[BaseGeometry]] = {}
    shapes: dict[Landmark, BaseGeometry] = {}
    for landmark in read_landmarks(catalogue):
        if landmark.coast is None:
            shapes[landmark] = Point(landmark.at[0])
            continue
        if landmark.coast not in lands:
            lands[landmark.coast] = _read_land(catalogue, landmark.coast)
        shapes[landmark] = _find_land(landmark, lands[landmark.coast])
    return shapes


@keep(1024)
def find_distances(atlas: Atlas, record: str) -> tuple[Distance, ...]:
    """Measure from a record to the landmarks about it, the nearest first: at most 8, none beyond 3,000 km.

    Landmarks that the record lies on or meets are left out. It is kept for each record, since all readers ask the same.
    What is farther from the record's middle than that and half of the record's extent is not measured at all.

    Raises:
        DataError: the landmarks are broken.
    """
    feature = atlas.find(record)
    if feature is None:
        return ()
    own = shape(feature.geometry)
    middle = own.centroid.x, own.centroid.y
    places = load_shapes(atlas.catalogue)
    west, south, east, north = own.bounds
    half_m = max(distance_m(middle, (lon, lat)) for lon in (west, east) for lat in (south, north))
    chosen = [item for item in places if distance_m(middle, item.at[0]) <= FARTHEST_M + half_m]
    gaps = measure_gaps(own, [places[item] for item in chosen])
    near = [
        Distance(item, gap, item.accuracy_m + feature.core.position_accuracy_m)
        for item, gap in zip(chosen, gaps, strict=True)
        if 0 < gap.length_m <= FARTHEST_M
    ]
    return tuple(sorted(near, key=lambda item: item.gap.length_m)[:MOST_SHOWN])


def measure_records(first: Feature, second: Feature) -> Gap:
    """Measure the shortest way between two records."""
    return measure_gap(shape(first.geometry), shape(second.geometry))


def _read_land(catalogue: Catalogue, name: str) -> list[BaseGeometry]:
    resource = next((item for item in catalogue.package.resources if item.name == name), None)
    if resource is None or resource.role != "basemap":
        raise _fault(None, f"the coast {name!r}", "the name of a file of the base map")
    raw = read_json(catalogue.root / resource.path, file=resource.path)
    try:
        return [part for item in raw["features"] for part in shapely.get_parts(shape(item["geometry"]))]
    except (shapely.errors.ShapelyError, AttributeError, KeyError, TypeError, ValueError) as error:
        fault = Fault(resource.path, None, f"land without a shape ({error!r})", "features with a geometry each")
        raise DataError(str(fault), (fault,)) from error


def _find_land(landmark: Landmark, lands: list[BaseGeometry]) -> BaseGeometry:
    parts = []
    for position in landmark.at:
        place = Point(position)
        land = next((land for land in lands if land.contains(place)), None)
        if land is None:
            raise _fault(landmark.id, f"the position {position} on no land of {landmark.coast}", "a position on land")
        parts.append(land)
    whole = shapely.segmentize(shapely.union_all(parts), LONGEST_EDGE_DEG)
    return whole if landmark.within is None else shapely.intersection(whole, box(*landmark.within))


def _fault(landmark: str | None, found: str, expected: str) -> DataError:
    fault = Fault(LANDMARKS_FILE, landmark, found, expected)
    return DataError(str(fault), (fault,))
