"""The panel beside the map: its counts add up, name their day, and say which rest on vague dates."""

import html
import re

import pytest
from running_page import read_html, run_page

from geo_alliance.analysis import compute_facility_figures, load_series
from geo_alliance.loading import Atlas


def read_section(**params: str) -> str:
    drawn = read_html(run_page(layers="facilities", **params))
    found = re.search(r'<section class="ga-layer">(.*?)</section>', drawn, re.DOTALL)
    assert found is not None
    return found[1]


def read_panel(**params: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", read_section(**params))).split())


@pytest.mark.parametrize("params", [{"era": "occupation"}, {"era": "all"}, {"era": "all", "facilities.kind": "port"}])
def test_the_uses_add_up_to_the_number_in_the_head(params: dict[str, str]) -> None:
    section = read_section(**params)
    (shown,) = re.findall(r'<span class="ga-count">(\d+)</span>', section)
    (summed,) = re.findall(rf"How the {shown} shown add up on (.*?)</table>", section, re.DOTALL)

    assert sum(map(int, re.findall(r"<b>(\d+)</b>", summed))) == int(shown) > 0
    assert "Joint use" in summed


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"to": "1900-01-01"}, "falls into the period. Choose another era, or “All years”."),
        (
            {"era": "all", "facilities.kind": "port", "facilities.service": "Marine Corps"},
            "falls into the period and passes what is filtered. Choose another era, or “All years”, or clear the",
        ),
    ],
    ids=["period", "filters"],
)
def test_an_empty_layer_says_why(params: dict[str, str], said: str) -> None:
    assert f"Nothing of this layer {said}" in read_panel(**params)


def test_a_count_of_1945_says_how_many_starts_are_uncertain(atlas: Atlas) -> None:
    series = load_series(atlas.catalogue, "facilities-official")
    layer = atlas.layers["facilities"]
    figures = compute_facility_figures(layer, series, day="1945-09-01", region="japan")

    panel = read_panel(**{"from": "1945-09-01", "to": "1945-09-01"})

    assert f"{figures.mapped} 19,877" in panel.replace("\u202f", " ")
    assert f"of which {figures.doubt.starts} with an uncertain start" in panel


def test_a_count_with_known_dates_speaks_of_no_doubt() -> None:
    assert "uncertain" not in read_panel(**{"from": "2020-01-01", "to": "2020-01-01"})


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"era": "all"}, "on 1 November 2026, the data’s last day:"),
        ({"from": "2026-11-20", "to": "2026-11-20"}, "on 20 November 2026, by data that end on 1 November 2026:"),
        ({"from": "2020-01-01", "to": "2020-01-01"}, "on 1 January 2020:"),
    ],
    ids=["still runs", "later day", "past"],
)
def test_figures_name_their_day_and_where_the_data_end(params: dict[str, str], expected: str) -> None:
    assert f"For exclusive U.S. use {expected}" in read_panel(**params)


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"era": "after-cold-war"}, "58.7% of the area (15 May 1972) ."),
        ({"from": "1976-06-01", "to": "1976-06-01"}, "58.7% of the area (15 May 1972) ."),
        ({"era": "pivot-guidelines"}, "39.2% of the facilities (31 March 2016) , 74.5% of the area (31 March 2016) ."),
        (
            {"from": "2021-11-04", "to": "2021-11-04"},
            "40.3% of the facilities (31 March 2021) , 70.3% of the area (31 March 2021) .",
        ),
    ],
    ids=["figures of 1972 and 1985", "figures of 1972 and 1976", "figures of 2016 and 2017", "two dates of 2021"],
)
def test_a_share_divides_figures_of_one_date_and_names_it(params: dict[str, str], expected: str) -> None:
    assert f"by the official figures of the last date that has both: {expected}" in read_panel(**params)


def test_no_share_is_given_without_a_date_that_has_both_figures() -> None:
    assert "Okinawa’s share" not in read_panel(**{"from": "1960-01-01", "to": "1960-01-01"})


def test_an_official_number_that_was_worked_out_says_from_what() -> None:
    panel = read_panel(**{"from": "2021-11-04", "to": "2021-11-04"})

    assert "Japan, official number: worked out: 78 published for 1 January 2020, less Sakibe and Fuchu" in panel
    assert "Okinawa, official" not in panel
