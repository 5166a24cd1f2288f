"""How the missiles and rockets of the layer of flights moved: positions by time, as far as the sources tell.

A flight has one of three clocks. `modelled`: a ballistic missile with published range, greatest height and minutes, as
a free flight over a sphere (`ballistics`); the published minutes do not enter it and are its check. `published`: steady
speed between the moments that sources give. `none`: no time is known that belongs to the line.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import shape

from geo_alliance.ballistics import CIRCULAR_SPEED_KM_S, Arc
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas, Layer
from geo_alliance.records import Feature
from geo_alliance.space.geodesy import Position, distance_m, positions_along

LAYER: Final = "overflights"
STEP_S: Final = 5
_STEPS_WITHOUT_CLOCK: Final = 100
_GROUND_STEP_KM: Final = 1.0
_SAME_LAND_KM: Final = 2.5  # two prefectures that share a border are one span
_ISLANDS: Final = ((1, "Hokkaido"), (35, "Honshu"), (39, "Shikoku"), (46, "Kyushu"), (47, "Okinawa Island"))
"""Last prefecture of each main island. Source: JIS X 0401, which numbers prefectures from north to south."""


class Clock(StrEnum):
    """What the times of a flight rest on."""

    MODELLED = "modelled"
    PUBLISHED = "published"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Sample:
    """Where a flight is: seconds since launch, distance over the ground, position (continuous longitude), height.

    `seconds` is None without a clock, `altitude_km` is None where no height is modelled.
    """

    seconds: float | None
    distance_km: float
    position: Position
    altitude_km: float | None


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that sources give, in seconds since launch, and how far over the ground the flight was then."""

    seconds: float
    distance_km: float
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the line that lies over land of Japan, in kilometres from the launch, and the island's name."""

    start_km: float
    end_km: float
    name: str


@dataclass(frozen=True, slots=True)
class Flight:
    """One flight along its line.

    `arc` is there for a modelled clock alone, `moments` for a published one. `note` says what the times rest on.
    """

    feature: Feature
    clock: Clock
    length_km: float
    samples: tuple[Sample, ...]
    spans: tuple[Span, ...]
    note: str
    arc: Arc | None = None
    moments: tuple[Moment, ...] = ()

    @property
    def duration_s(self) -> float | None:
        """Seconds from launch to the end of the line; None without a clock."""
        return self.samples[-1].seconds

    @property
    def published_minutes(self) -> float | None:
        """Minutes that sources give, to the fall or to what the record says."""
        return _read_number(self.feature, "flight_minutes")


def list_flights(atlas: Atlas) -> list[Flight]:
    """Return every record of the layer of flights that has a line, in the layer's order; none without the layer."""
    layer = atlas.layers.get(LAYER)
    built = (build_flight(atlas, feature) for feature in layer.features.values()) if layer else ()
    return [flight for flight in built if flight is not None]


def build_flight(atlas: Atlas, feature: Feature) -> Flight | None:
    """Return how a record of the layer of flights moved; None if it is of another layer or has no line."""
    length_km, azimuth = _read_number(feature, "range_km"), _read_number(feature, "azimuth_deg")
    if feature.layer != LAYER or "LineString" not in feature.geometry["type"] or length_km is None or azimuth is None:
        return None
    clock, note, moments = _choose_clock(feature, length_km)
    arc = _build_arc(feature) if clock is Clock.MODELLED else None
    steps = list(_list_steps(length_km, arc, moments))
    places = _place(feature, [distance_km for _, distance_km in steps])
    samples = tuple(
        Sample(seconds, distance_km, place, arc.altitude_km(distance_km) if arc else None)
        for (seconds, distance_km), place in zip(steps, places, strict=True)
    )
    return Flight(feature, clock, length_km, samples, _find_spans(atlas, feature, length_km), note, arc, moments)


def _choose_clock(feature: Feature, length_km: float) -> tuple[Clock, str, tuple[Moment, ...]]:
    minutes = _read_number(feature, "flight_minutes")
    if minutes is None:
        return Clock.NONE, "The time of flight was not published. The point only shows the way.", ()
    if _build_arc(feature) is not None:
        note = "Modelled: the arc of a free flight with the published range and greatest height."
        return Clock.MODELLED, note, ()
    if feature.core.kind == "not-crossed":
        note = f"The {minutes:g} minutes known end where it failed or was last seen, not at the end of this line."
        return Clock.NONE, note, ()
    moments = tuple(_list_moments(feature, length_km, minutes))
    if any(_find_speed(start, end) > CIRCULAR_SPEED_KM_S for start, end in pairwise(moments)):
        note = "The published times and this line do not fit each other. The point only shows the way."
        return Clock.NONE, note, ()
    return Clock.PUBLISHED, "Between the times known from sources the point moves at a steady speed.", moments


def _build_arc(feature: Feature) -> Arc | None:
    """Return the arc of a missile whose range and height are published as its flight's, and whose minutes are known."""
    own, basis = feature.own, feature.own.get("basis")
    range_km, apogee_km = _read_number(feature, "range_km"), _read_number(feature, "apogee_km")
    is_missile = own.get("vehicle_type") == "ballistic-missile" and own.get("apogee_kind") == "flight"
    if not is_missile or not isinstance(basis, dict) or range_km is None or apogee_km is None:
        return None
    is_published = basis.get("range_km") == basis.get("apogee_km") == "published"
    return Arc(range_km, apogee_km) if is_published and "flight_minutes" in own else None


def _list_moments(feature: Feature, length_km: float, minutes: float) -> Iterator[Moment]:
    yield Moment(0.0, 0.0, "launch")
    over, over_minutes = feature.own.get("over_position"), _read_number(feature, "over_minutes")
    if isinstance(over, list) and over_minutes is not None:
        lon, lat = (float(str(degrees)) for degrees in over)
        distance_km = distance_m(_read_start(feature), (lon, lat)) / 1000
        yield Moment(over_minutes * 60, distance_km, f"{over_minutes:g} min")
    yield Moment(minutes * 60, length_km, f"{minutes:g} min")


def _find_speed(start: Moment, end: Moment) -> float:
    """Return kilometres a second over the ground; endless where the later moment is not later."""
    seconds = end.seconds - start.seconds
    return (end.distance_km - start.distance_km) / seconds if seconds > 0 else math.inf


def _list_steps(length_km: float, arc: Arc | None, moments: Sequence[Moment]) -> Iterator[tuple[float | None, float]]:
    """Yield seconds and distance, every few seconds and at the end; without a clock, at equal distances."""
    if arc is not None:
        times = [*np.arange(0, arc.duration_s, STEP_S), arc.duration_s]
        yield from ((float(time), arc.distance_km(float(time))) for time in times)
    elif moments:
        known = [moment.seconds for moment in moments]
        times = sorted({*np.arange(0, known[-1], STEP_S).tolist(), *known})
        ways = np.interp(times, known, [moment.distance_km for moment in moments])
        yield from zip(times, map(float, ways), strict=True)
    else:
        yield from ((None, float(way)) for way in np.linspace(0, length_km, _STEPS_WITHOUT_CLOCK + 1))


def _find_spans(atlas: Atlas, feature: Feature, length_km: float) -> tuple[Span, ...]:
    """Return where the line lies over land of Japan, to within a kilometre; nothing without the prefectures' layer."""
    layer = atlas.layers.get("prefectures")
    if layer is None:
        return ()
    names, tree = _list_land(layer)
    ways = np.arange(0, length_km, _GROUND_STEP_KM)
    points = shapely.points(_place(feature, ways.tolist()))
    found, land = tree.query(points, predicate="within")
    spans: list[Span] = []
    for place, part in sorted(zip(found.tolist(), land.tolist(), strict=True)):
        way, name = float(ways[place]), names[part]
        if spans and spans[-1].name == name and way - spans[-1].end_km <= _SAME_LAND_KM:
            spans[-1] = Span(spans[-1].start_km, way, name)
        else:
            spans.append(Span(way, way, name))
    return tuple(spans)


@keep(2)
def _list_land(layer: Layer) -> tuple[tuple[str, ...], shapely.STRtree]:
    """Return the islands of every prefecture: the largest has the main island's name, others the prefecture's."""
    names: list[str] = []
    parts: list[shapely.Geometry] = []
    for prefecture in layer.features.values():
        islands = sorted(shapely.get_parts(shape(prefecture.geometry)), key=lambda part: -part.area)
        names += [_name_main_island(prefecture), *[prefecture.core.name] * (len(islands) - 1)]
        parts += islands
    return tuple(names), shapely.STRtree(parts)


def _name_main_island(prefecture: Feature) -> str:
    number = prefecture.id.rpartition("-")[2]
    known = (name for last, name in _ISLANDS if number.isdecimal() and int(number) <= last)
    return next(known, prefecture.core.name)


def _place(feature: Feature, distances_km: Sequence[float]) -> list[Position]:
    azimuth = _read_number(feature, "azimuth_deg") or 0.0
    lengths_m = [distance_km * 1000 for distance_km in distances_km]
    return positions_along(_read_start(feature), azimuth_deg=azimuth, lengths_m=lengths_m)


def _read_start(feature: Feature) -> Position:
    geometry: Mapping[str, Any] = feature.geometry
    first = geometry["coordinates"][0]
    lon, lat = first[0] if geometry["type"] == "MultiLineString" else first
    return (float(lon), float(lat))


def _read_number(feature: Feature, name: str) -> float | None:
    value = feature.own.get(name)
    return float(value) if isinstance(value, int | float) else None
