"""How each flight moves: which clock it has and why, and the model against published minutes."""

import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.ballistics import CIRCULAR_SPEED_KM_S
from geo_alliance.flights import LAYER, STEP_S, Flight, build_flight, list_flights
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature
from geo_alliance.space.geodesy import distance_m

ROOT = Path(__file__).parents[1]
CLOCKS = {
    "kp-1993-05-29": "none",
    "kp-1998-08-31": "none",
    "kp-2009-04-05": "published",
    "kp-2012-04-13": "none",
    "kp-2012-12-12": "published",
    "kp-2016-02-07": "published",
    "kp-2017-08-29": "modelled",
    "kp-2017-09-15": "modelled",
    "kp-2022-10-04": "modelled",
    "kp-2022-11-03": "none",
    "kp-2023-04-13": "none",
    "kp-2023-05-31": "none",
    "kp-2023-08-24": "published",
    "kp-2023-11-21": "none",
}
MODELLED = [name for name, clock in CLOCKS.items() if clock == "modelled"]
NEAR = 0.12  # the model leaves out the minutes in which a missile gains its speed


def find(atlas: Atlas, feature_id: str) -> Feature:
    feature = atlas.find(feature_id)
    assert feature is not None
    return feature


def fly(atlas: Atlas, feature_id: str, **own: Any) -> Flight:
    """Build the flight of a record, with some of its members changed."""
    feature = find(atlas, feature_id)
    flight = build_flight(atlas, feature.model_copy(update={"own": {**feature.own, **own}}))
    assert flight is not None
    return flight


def test_every_flight_with_a_line_has_the_clock_that_its_sources_allow(atlas: Atlas) -> None:
    assert {flight.feature.id: flight.clock.value for flight in list_flights(atlas)} == CLOCKS


@pytest.mark.parametrize("feature_id", ["kp-2006-07-05", "kp-2024-05-27", "tonghae"])
def test_a_record_without_a_line_is_no_flight(atlas: Atlas, feature_id: str) -> None:
    assert build_flight(atlas, find(atlas, feature_id)) is None


@pytest.mark.parametrize("feature_id", MODELLED)
def test_the_model_is_near_the_published_minutes_and_shorter(atlas: Atlas, feature_id: str) -> None:
    flight = fly(atlas, feature_id)

    assert flight.published_minutes is not None
    assert flight.duration_s is not None
    missing = 1 - flight.duration_s / 60 / flight.published_minutes
    assert 0 < missing < NEAR


@pytest.mark.parametrize("feature_id", MODELLED)
def test_the_documentation_gives_the_model_s_time(atlas: Atlas, feature_id: str) -> None:
    flight = fly(atlas, feature_id)
    seconds = round(flight.duration_s or 0)
    row = f"| {seconds // 60} min {seconds % 60:02d} s | {flight.published_minutes:g} min"

    assert row in (ROOT / "docs" / "flights.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("feature_id", MODELLED)
def test_the_model_does_not_use_the_minutes_that_check_it(atlas: Atlas, feature_id: str) -> None:
    assert fly(atlas, feature_id).samples == fly(atlas, feature_id, flight_minutes=99).samples


@pytest.mark.parametrize("feature_id", CLOCKS)
def test_samples_follow_the_line_from_launch_to_end(atlas: Atlas, feature_id: str) -> None:
    flight = fly(atlas, feature_id)
    start, end = flight.samples[0], flight.samples[-1]
    drawn = flight.feature.geometry["coordinates"]

    assert distance_m(start.position, tuple(drawn[0])) < 5
    assert distance_m(end.position, tuple(drawn[-1])) < 5
    assert end.distance_km == pytest.approx(flight.length_km)
    assert all(a.distance_km < b.distance_km for a, b in pairwise(flight.samples))


@pytest.mark.parametrize("feature_id", [name for name, clock in CLOCKS.items() if clock != "none"])
def test_times_rise_in_steps_of_a_few_seconds(atlas: Atlas, feature_id: str) -> None:
    times = [sample.seconds for sample in fly(atlas, feature_id).samples]

    assert times[0] == 0
    assert all(a is not None and b is not None and 0 < b - a <= STEP_S for a, b in pairwise(times))


@pytest.mark.parametrize("feature_id", [name for name, clock in CLOCKS.items() if clock == "published"])
def test_a_published_flight_is_where_sources_say_when_they_say_it(atlas: Atlas, feature_id: str) -> None:
    flight = fly(atlas, feature_id)
    known = {sample.seconds: sample for sample in flight.samples}

    for moment in flight.moments:
        assert known[moment.seconds].distance_km == pytest.approx(moment.distance_km)
    assert all(sample.altitude_km is None for sample in flight.samples)
    assert "steady speed" in flight.note


def test_times_that_ask_for_more_than_the_speed_of_an_orbit_are_not_used(atlas: Atlas) -> None:
    flight = fly(atlas, "kp-2023-11-21")
    enough = (flight.length_km - 1592) / CIRCULAR_SPEED_KM_S / 60 + 12

    assert "do not fit each other" in flight.note
    assert flight.duration_s is None
    assert fly(atlas, "kp-2023-11-21", flight_minutes=enough + 1).clock == "published"
    assert fly(atlas, "kp-2023-11-21", flight_minutes=12).clock == "none"


@pytest.mark.parametrize(
    "changed",
    [
        {"apogee_kind": "orbit"},
        {"vehicle_type": "space-launch"},
        {"basis": {"range_km": "published", "apogee_km": "estimated"}},
        {"basis": {"range_km": "estimated", "apogee_km": "published"}},
        {"apogee_km": None},
    ],
    ids=["height of an orbit", "space launch", "height estimated", "range estimated", "no height"],
)
def test_only_a_missile_with_published_range_and_height_is_modelled(atlas: Atlas, changed: dict[str, Any]) -> None:
    flight = fly(atlas, "kp-2017-08-29", **changed)

    assert flight.clock == "published"
    assert flight.arc is None


def test_without_published_minutes_a_missile_has_no_clock(atlas: Atlas) -> None:
    flight = fly(atlas, "kp-2017-08-29", flight_minutes=None)

    assert (flight.clock, flight.duration_s) == ("none", None)
    assert "not published" in flight.note


@pytest.mark.parametrize(
    ("feature_id", "expected"),
    [
        ("kp-2017-09-15", ["Hokkaido", "Hokkaido"]),
        ("kp-2022-10-04", ["Honshu"]),
        ("kp-2009-04-05", ["Honshu"]),
        ("kp-2016-02-07", []),
    ],
)
def test_land_of_japan_below_is_named_by_island(atlas: Atlas, feature_id: str, expected: list[str]) -> None:
    assert [span.name for span in fly(atlas, feature_id).spans] == expected


def test_the_point_that_the_record_names_lies_over_land_or_beside_it(atlas: Atlas) -> None:
    flight = fly(atlas, "kp-2022-10-04")
    over = flight.feature.own["over_position"]
    assert isinstance(over, list)
    way_km = distance_m(flight.samples[0].position, (over[0], over[1])) / 1000  # type: ignore[arg-type]

    assert flight.spans[0].start_km < way_km < flight.spans[0].end_km


def test_a_flight_over_the_180th_meridian_keeps_on_eastward(atlas: Atlas) -> None:
    feature = find(atlas, "kp-2022-10-04")
    line = {
        "type": "MultiLineString",
        "coordinates": [[[175.0, 40.0], [180.0, 40.1]], [[-180.0, 40.1], [-150.0, 38.0]]],
    }
    changed = feature.model_copy(update={"geometry": line, "own": {**feature.own, "azimuth_deg": 80.0}})
    flight = build_flight(atlas, changed)

    assert flight is not None
    lons = [sample.position[0] for sample in flight.samples]
    assert lons[0] == pytest.approx(175)
    assert lons[-1] > 200
    assert all(0 < b - a < 1 for a, b in pairwise(lons))


def test_without_the_layers_nothing_breaks(atlas: Atlas) -> None:
    bare = replace(atlas, layers={LAYER: atlas.layers[LAYER]})

    assert fly(bare, "kp-2017-09-15").spans == ()
    assert list_flights(replace(atlas, layers={})) == []
    assert math.isclose(fly(bare, "kp-2017-09-15").length_km, 3700)
