"""The profile of a modelled flight: what it draws, says and hands out."""

import json
from typing import Any

import pytest

from geo_alliance.figures.parts import Figure, Style, build_style
from geo_alliance.figures.pictures import build_specs, draw_picture
from geo_alliance.figures.profile import EDGE_KM, build_profile, list_heights
from geo_alliance.flights import Flight, list_flights
from geo_alliance.loading import Atlas


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def style(request: pytest.FixtureRequest, atlas: Atlas) -> Style:
    return build_style(atlas.catalogue, is_dark=request.param)


@pytest.fixture(scope="module")
def flights(atlas: Atlas) -> dict[str, Flight]:
    return {flight.feature.id: flight for flight in list_flights(atlas)}


def build(atlas: Atlas, flight: Flight, style: Style) -> Figure:
    figure = build_profile(atlas, flight, style)
    assert figure is not None
    return figure


def list_rows(figure: Figure) -> list[dict[str, Any]]:
    spec = figure.panels[0].chart.to_dict()
    return [row for rows in spec["datasets"].values() for row in rows]


def test_only_a_modelled_flight_has_a_profile(atlas: Atlas, flights: dict[str, Flight], style: Style) -> None:
    having = {name for name, flight in flights.items() if build_profile(atlas, flight, style) is not None}

    assert having == {"kp-2017-08-29", "kp-2017-09-15", "kp-2022-10-04"}


def test_a_profile_draws_the_arc_the_land_and_the_100_km_line(
    atlas: Atlas, flights: dict[str, Flight], style: Style
) -> None:
    rows = list_rows(build(atlas, flights["kp-2017-09-15"], style))

    assert max(row.get("altitude_km", 0) for row in rows) == 800
    assert max(row["distance_km"] for row in rows) == 3700
    assert {row["name"] for row in rows if "name" in row} == {"Hokkaido", "800 km, published", "100 km line"}
    assert {"distance_km": 0.0, "altitude_km": float(EDGE_KM)} in rows


def test_land_is_drawn_where_the_line_lies_over_it(atlas: Atlas, flights: dict[str, Flight], style: Style) -> None:
    flight = flights["kp-2022-10-04"]
    drawn = [row for row in list_rows(build(atlas, flight, style)) if "end" in row]

    assert [(row["distance_km"], row["end"]) for row in drawn] == [(s.start_km, s.end_km) for s in flight.spans]
    assert list_heights(flight)[0][0] == "Honshu"


def test_a_profile_says_what_it_shows_and_that_it_is_modelled(
    atlas: Atlas, flights: dict[str, Flight], style: Style
) -> None:
    figure = build(atlas, flights["kp-2017-08-29"], style)

    assert figure.title == "Missile of 29 August 2017 over Hokkaido"
    assert figure.panels[0].description.startswith("Modelled free flight: up to 550 km high at 1,350 km; over Hokkaido")
    assert "down again at 2,700 km after 13 min 26 s" in figure.sentence
    assert set(figure.sources) == {"nippon-com-hwasong-2017-08"}


def test_the_table_has_every_sample_and_how_it_came_about(
    atlas: Atlas, flights: dict[str, Flight], style: Style
) -> None:
    rows = build(atlas, flights["kp-2017-08-29"], style).rows

    assert list(rows.columns) == ["seconds", "distance_km", "altitude_km", "lon", "lat", "over", "basis"]
    assert len(rows) == len(flights["kp-2017-08-29"].samples)
    assert set(rows["basis"]) == {"modelled"}
    assert set(rows["over"]) == {"", "Hokkaido"}


def test_a_profile_is_sound_vega_lite_with_data_inside(atlas: Atlas, flights: dict[str, Flight], style: Style) -> None:
    figure = build(atlas, flights["kp-2022-10-04"], style)
    text = json.dumps(figure.panels[0].chart.to_dict())

    assert '"url"' not in text
    assert "NaN" not in text
    assert "config" not in build_specs(figure)[0]


def test_a_profile_can_be_saved_as_a_picture(atlas: Atlas, flights: dict[str, Flight]) -> None:
    style = build_style(atlas.catalogue, is_dark=False)
    figure = build(atlas, flights["kp-2017-09-15"], style)

    picture = draw_picture(figure, style, "svg", credit="Published by nobody.").decode()

    for words in ("Missile of 15 September 2017 over Hokkaido", "Modelled free flight", "100 km line", "by nobody"):
        assert words in picture
