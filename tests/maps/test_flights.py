"""What the frame fetches to play flights."""

import gzip
import json
from collections.abc import Mapping
from typing import Any

import pytest

from geo_alliance.loading import Atlas
from geo_alliance.maps.display import build_display
from geo_alliance.maps.flights import build_flights


@pytest.fixture(scope="module")
def flights(atlas: Atlas) -> Mapping[str, dict[str, Any]]:
    return {flight["id"]: flight for flight in build_flights(atlas)["flights"]}


def test_columns_are_of_one_length_and_fit_the_clock(flights: Mapping[str, dict[str, Any]]) -> None:
    for flight in flights.values():
        columns = [flight[name] for name in ("seconds", "km", "lon", "lat", "altitude_km") if flight[name] is not None]
        assert {len(column) for column in columns} == {len(flight["km"])}
        assert (flight["seconds"] is None) == (flight["clock"] == "none")
        assert (flight["altitude_km"] is None) == (flight["clock"] != "modelled")


def test_a_model_is_marked_at_every_minute(flights: Mapping[str, dict[str, Any]]) -> None:
    marks = flights["kp-2017-08-29"]["marks"]

    assert [mark[1] for mark in marks] == [str(minute) for minute in range(1, 14)]
    assert [mark[0] for mark in marks] == [60 * minute for minute in range(1, 14)]


def test_what_is_published_is_marked_where_sources_give_a_time(flights: Mapping[str, dict[str, Any]]) -> None:
    assert [mark[1] for mark in flights["kp-2012-12-12"]["marks"]] == ["12 min", "16 min"]
    assert flights["kp-1998-08-31"]["marks"] == []


def test_every_flight_is_a_record_that_the_map_draws(atlas: Atlas, flights: Mapping[str, dict[str, Any]]) -> None:
    drawn = {record["id"] for layer in build_display(atlas)["layers"] for record in layer["records"]}

    assert set(flights) <= drawn


def test_the_flights_are_small_enough_to_send(atlas: Atlas) -> None:
    text = json.dumps(build_flights(atlas), allow_nan=False)

    assert len(gzip.compress(text.encode())) < 40_000
