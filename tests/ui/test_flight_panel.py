"""The flight in the panel of a record, run without a browser."""

import pytest
from running_page import read_html, run_page

from geo_alliance.figures.parts import build_style
from geo_alliance.figures.profile import build_profile
from geo_alliance.flights import build_flight
from geo_alliance.loading import Atlas
from geo_alliance.ui.flight_panel import build_flight_values


def test_a_modelled_flight_has_a_profile_with_words_for_it() -> None:
    page = run_page(record="kp-2017-09-15")
    chart = page.get("vega_lite_chart")[0]

    assert "Modelled free flight: up to 800 km high" in chart.proto.alt
    labels = [button.proto.label for button in page.get("download_button")]
    assert all(label in labels for label in ("Download CSV", "PNG", "SVG"))


def test_the_panel_shows_the_model_beside_what_was_published() -> None:
    text = read_html(run_page(record="kp-2017-09-15"))

    assert '<span class="ga-modelled">modelled</span>' in text
    assert "<td>17 min 13 s</td><td>19 min (derived from published times)</td>" in text
    assert "1 min 47 s (9%) shorter" in text
    assert "<td>07:04 to 07:06 Japan time</td>" in text


def test_name_and_summary_stand_before_the_profile_and_sources_after_it() -> None:
    text = read_html(run_page(record="kp-2022-10-04"))
    order = [text.index(words) for words in ("The longest North Korean flight", "Profile of the flight", "<h3>Sources")]

    assert order == sorted(order)
    assert text.count("<article") == text.count("</article>")


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("kp-1998-08-31", "The time of flight was not published."),
        ("kp-2012-12-12", "the point moves at a steady speed. No height is modelled."),
    ],
)
def test_a_flight_without_a_model_says_why(record: str, words: str) -> None:
    page = run_page(record=record)

    assert words in read_html(page)
    assert not page.get("vega_lite_chart")


def test_a_record_of_another_layer_has_no_flight() -> None:
    assert 'class="ga-record ga-flight"' not in read_html(run_page(record="FAC6051"))


@pytest.mark.parametrize(
    ("record", "difference"), [("kp-2017-08-29", "0 min 34 s (4%)"), ("kp-2022-10-04", "1 min 42 s (8%)")]
)
def test_the_difference_is_computed(atlas: Atlas, record: str, difference: str) -> None:
    feature = atlas.find(record)
    assert feature is not None
    flight = build_flight(atlas, feature)
    assert flight is not None
    figure = build_profile(atlas, flight, build_style(atlas.catalogue, is_dark=False))
    assert figure is not None

    assert build_flight_values(flight, figure)["difference"] == difference
