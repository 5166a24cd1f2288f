"""What the map's frame fetches to play flights: positions by time, worked out here so that the frame only draws."""

from typing import Any

from geo_alliance.flights import Flight, Moment, Sample, list_flights
from geo_alliance.loading import Atlas
from geo_alliance.space.geodesy import Position

_DECIMALS = 4  # of a degree: 11 m


def build_flights(atlas: Atlas) -> dict[str, Any]:
    """Build the data of `flights.json`.

    A flight has `id`, `name`, `clock` (`modelled`, `published`, `none`), `note`, `minutes` (as published, or None),
    `spans` (from and to in kilometres, island), `marks` (seconds, label, longitude, latitude) and, column by column,
    its samples: `seconds` (None without a clock), `km` over the ground, `lon`, `lat` and `altitude_km` (None where no
    height is modelled). Longitudes are continuous: past the 180th meridian they go on to 181.
    """
    return {"flights": [_build_flight(flight) for flight in list_flights(atlas)]}


def _build_flight(flight: Flight) -> dict[str, Any]:
    samples = flight.samples
    has_clock, has_height = flight.duration_s is not None, flight.arc is not None
    return {
        "id": flight.feature.id,
        "name": flight.feature.core.name,
        "clock": flight.clock.value,
        "note": flight.note,
        "minutes": flight.published_minutes,
        "spans": [[span.start_km, span.end_km, span.name] for span in flight.spans],
        "marks": _list_marks(flight),
        "seconds": [round(sample.seconds or 0.0, 1) for sample in samples] if has_clock else None,
        "km": [round(sample.distance_km, 1) for sample in samples],
        "lon": [round(sample.position[0], _DECIMALS) for sample in samples],
        "lat": [round(sample.position[1], _DECIMALS) for sample in samples],
        "altitude_km": [round(sample.altitude_km or 0.0, 1) for sample in samples] if has_height else None,
    }


def _list_marks(flight: Flight) -> list[list[Any]]:
    """Return the places to be marked with a time: every whole minute of a model, else what sources give."""
    if flight.arc is not None:
        whole = [sample for sample in flight.samples if sample.seconds and sample.seconds % 60 == 0]
        return [[sample.seconds, f"{(sample.seconds or 0) / 60:.0f}", *_round(sample.position)] for sample in whole]
    return [[moment.seconds, moment.label, *_round(_find(flight.samples, moment))] for moment in flight.moments[1:]]


def _find(samples: tuple[Sample, ...], moment: Moment) -> Position:
    return next(sample.position for sample in samples if sample.seconds == moment.seconds)


def _round(position: Position) -> list[float]:
    return [round(degrees, _DECIMALS) for degrees in position]
