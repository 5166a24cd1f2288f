"""Every figure: what it draws, from which rows, and what it says."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from built import BUILT, CATALOGUE, DESK, STYLE, list_layers

from geo_alliance.analysis import load_series
from geo_alliance.catalogue import read_catalogue
from geo_alliance.errors import LayerError, SelectionError
from geo_alliance.figures.gallery import build_figure
from geo_alliance.figures.parts import Desk, Figure

SHARES = ("percent-gnp", "percent-gdp", "percent-gdp-2022")
BUDGET = {"stage": ("initial", "draft")}
ONE_A_DATE = ("to-2007", "with-crews", "few-crews")
SERVICES = ("army", "navy", "marine-corps", "air-force")


def count_rows(file: str, column: str, **wanted: str | tuple[str, ...]) -> int:
    """Count a series' rows with a figure and these values, apart from the code that draws them."""
    frame = load_series(CATALOGUE, file)
    for name, values in wanted.items():
        frame = frame[frame[name].isin([values] if isinstance(values, str) else list(values))]
    return int(frame[column].notna().sum())


def test_every_figure_is_sound_vega_lite_with_data_inside(figure: Figure) -> None:
    for panel in figure.panels:
        text = json.dumps(panel.chart.to_dict())
        assert '"url"' not in text
        assert "NaN" not in text


def test_every_figure_says_what_it_shows(figure: Figure) -> None:
    assert figure.title == figure.resource.title
    assert figure.sentence.endswith(".")
    assert figure.definitions
    assert set(figure.sources) <= set(CATALOGUE.sources)
    assert all(panel.title in panel.description and len(panel.description) > 60 for panel in figure.panels)


@pytest.mark.parametrize(
    ("name", "place", "expected"),
    [
        (
            "personnel",
            1,
            count_rows("personnel", "members", region="japan", service=SERVICES, definition=ONE_A_DATE),
        ),
        ("troops-abroad", 0, count_rows("troops-abroad", "members", definition="reports")),
        ("facilities", 0, count_rows("facilities-official", "facilities")),
        ("facilities", 1, count_rows("facilities-official", "area_ha")),
        ("burden", 0, 26),
        (
            "cost-sharing",
            0,
            count_rows(
                "host-nation-support",
                "value",
                unit="100m-yen",
                series=("narrow", "stationing", "stationing-saco-realignment", "all-ministries"),
            ),
        ),
        ("defence-budget", 0, count_rows("defence-budget", "value", unit="100m-yen", **BUDGET)),
        ("defence-budget", 1, count_rows("defence-budget", "value", unit=SHARES, **BUDGET)),
        ("launches", 0, count_rows("launches", "count", series="missiles")),
        ("vessels", 0, count_rows("senkaku-presence", "count", period="year", measure="days")),
        ("vessels", 1, count_rows("senkaku-presence", "count", period="year", measure="vessels")),
        ("vessels", 2, count_rows("senkaku-presence", "count", period="year", measure="cases")),
        ("scrambles", 0, count_rows("scrambles", "scrambles", period="year", against=("total", "china", "russia"))),
    ],
)
def test_a_chart_holds_as_many_points_as_the_series_has_rows(name: str, place: int, expected: int) -> None:
    panel = BUILT[name].panels[place]

    drawn = max(len(layer["rows"]) for layer in list_layers(panel) if layer["mark"]["type"] in {"point", "rect"})
    assert len(panel.points) == expected == drawn


def test_the_strip_leaves_out_years_without_a_flight() -> None:
    points = BUILT["launches"].panels[1].points

    assert (points["y"] > 0).all()
    flights = points[points["line"] == "Over main islands"]
    assert list(flights["when"]) == ["1998", "2009", "2017", "2022"]


def test_sums_of_several_years_are_shown_a_year() -> None:
    points = BUILT["cost-sharing"].panels[1].points
    gao = points[points["series"].isin(["japan-cash-gao", "us-spending-gao"]) & (points["to"] == "2019")]

    assert sorted(gao["y"]) == [pytest.approx(3.15), pytest.approx(5.225)]


def test_budgets_are_told_in_trillions() -> None:
    points = BUILT["defence-budget"].panels[0].points

    assert points.set_index(["date", "definition"]).at[("2026", "with-saco-realignment"), "y"] == pytest.approx(9.04)


def test_sentences_are_computed_from_the_data(change_text: Callable[[str, str, str], Path]) -> None:
    folder = change_text("series/area-by-prefecture.csv", "18494.4,70.27", "18494.4,61.5")
    desk = Desk(read_catalogue(folder), STYLE, DESK.period)

    assert "61.50 percent" in build_figure(desk, "burden").sentence


def test_a_series_without_the_rows_is_named(change_text: Callable[[str, str, str], Path]) -> None:
    folder = change_text("series/scrambles.csv", ",russia,", ",other,")
    desk = Desk(read_catalogue(folder), STYLE, DESK.period)

    with pytest.raises(
        LayerError, match=r"scrambles\.csv: found no row with .*against = russia: expected at least one"
    ):
        build_figure(desk, "scrambles")


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(SelectionError, match="found the figure 'weather': expected one of personnel"):
        build_figure(DESK, "weather")


def test_the_words_of_definitions_are_no_column_names(figure: Figure) -> None:
    for name, _ in figure.definitions:
        assert not any(short in name for short in ("SACO", "GAO", "CRS", "DoD", "MOFA", "USFJ", "GDP", "GNP", "100m"))


def test_the_lead_on_people_never_joins_two_ways_of_counting() -> None:
    frame = load_series(CATALOGUE, "personnel")
    totals = frame[(frame["region"] == "japan") & (frame["service"] == "total")]
    ashore, crews = (totals[totals["definition"] == word]["members"] for word in ("to-2007", "with-crews"))
    before, after = BUILT["personnel"].sentence.split(". ")[:2]

    assert f"from {ashore.max():,} in 1954 to a low of {ashore.min():,} in " in before
    assert f"{crews.iloc[0]:,} in September 2008 and {crews.iloc[-1]:,} in December 2025" in after
    assert f"{crews.iloc[-1]:,}" not in before
