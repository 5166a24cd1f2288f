"""Every figure: what it draws, from which rows, how sure it looks, what it marks."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo_alliance.analysis import load_series
from geo_alliance.catalogue import read_catalogue
from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.errors import LayerError, SelectionError
from geo_alliance.figures.gallery import FIGURES, build_figure
from geo_alliance.figures.marks import spread
from geo_alliance.figures.parts import Desk, Figure, Panel, build_style
from geo_alliance.figures.pictures import build_specs, draw_picture
from geo_alliance.figures.series import place_date, read_series

CATALOGUE = read_catalogue(Path(__file__).parents[1] / "geodata")
STYLE = build_style(CATALOGUE, is_dark=False)
DESK = Desk(CATALOGUE, STYLE, CATALOGUE.era("indo-pacific").period)
BUILT = {name: build_figure(DESK, name) for name in FIGURES}
SHARES = ("percent-gnp", "percent-gdp", "percent-gdp-2022")
BUDGET = {"stage": ("initial", "draft")}
ONE_A_DATE = ("to-2007", "with-crews", "few-crews")
SERVICES = ("army", "navy", "marine-corps", "air-force")


@pytest.fixture(params=list(FIGURES))
def figure(request: pytest.FixtureRequest) -> Figure:
    return BUILT[request.param]


def count_rows(file: str, column: str, **wanted: str | tuple[str, ...]) -> int:
    """Count a series' rows with a figure and these values, apart from the code that draws them."""
    frame = load_series(CATALOGUE, file)
    for name, values in wanted.items():
        frame = frame[frame[name].isin([values] if isinstance(values, str) else list(values))]
    return int(frame[column].notna().sum())


def list_layers(panel: Panel) -> list[dict[str, Any]]:
    spec = panel.chart.to_dict()
    return [layer | {"rows": spec["datasets"].get(layer["data"]["name"], [])} for layer in spec["layer"]]


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


def test_figures_of_low_confidence_or_of_a_part_are_hollow(figure: Figure) -> None:
    points = pd.concat(panel.points for panel in figure.panels)
    part = points["coverage"].isin(["at-least", "part-year"]) if "coverage" in points else False
    unsure = (points["confidence"] == "low") | part

    assert (points.loc[unsure, "fill"] == STYLE.ground).all()
    assert (points.loc[~unsure, "fill"] == points.loc[~unsure, "colour"]).all()


@pytest.mark.parametrize("name", ["personnel", "facilities", "cost-sharing", "scrambles"])
def test_hollow_marks_reach_the_chart(name: str) -> None:
    layers = [layer for panel in BUILT[name].panels for layer in list_layers(panel)]

    points = [row for layer in layers if layer["mark"]["type"] == "point" for row in layer["rows"] if "fill" in row]
    assert STYLE.ground in {row["fill"] for row in points}
    assert all(
        layer["encoding"]["fill"]["scale"] is None
        for layer in layers
        if layer["mark"]["type"] == "point" and "fill" in layer["encoding"]
    )


@pytest.mark.parametrize(
    ("name", "dates"),
    [
        ("personnel", ["2008-09", "2016-09", "2018-09"]),
        ("facilities", ["1972-05-15", "2016-12-22"]),
        ("cost-sharing", ["2022-04"]),
        ("defence-budget", ["1994-04", "1997-04", "2023-04"]),
        ("launches", ["2024", "2026"]),
        ("vessels", ["2012-09"]),
        ("scrambles", ["2003-04"]),
    ],
)
def test_breaks_are_drawn_and_named(name: str, dates: list[str]) -> None:
    figure = BUILT[name]

    assert [item.date for item in figure.breaks] == dates
    assert len({item.letter for item in figure.breaks}) == len(dates)
    for panel in figure.panels:
        drawn = {row["text"] for layer in list_layers(panel) for row in layer["rows"] if "letter" in row}
        assert drawn == {item.text for item in panel.breaks}


def test_a_line_is_cut_where_the_definition_changes() -> None:
    points = BUILT["personnel"].panels[0].points
    japan = points[(points["line"] == "Japan") & points["is_joined"]]

    assert (japan.groupby("run")["definition"].nunique() == 1).all()
    assert japan["run"].nunique() == 4


def test_a_figure_out_of_line_stands_apart() -> None:
    points = BUILT["personnel"].panels[0].points

    outlier = points[points["date"] == "2015-12"].iloc[0]
    assert (outlier["y"], bool(outlier["is_joined"])) == (71567, False)


@pytest.mark.parametrize(
    ("period", "marked", "meets"),
    [
        (Period("1991-12-26", "2001-09-10"), [1991.986, 2001.693], True),
        (Period("2017-11-06", "9999-12-31"), [2017.847, 2025], True),
        (Period("1945-09-02", "1952-04-27"), None, False),
        (ALL_TIME, [1980, 2025], True),
    ],
    ids=["an era", "an era that runs", "before the series", "all years"],
)
def test_the_chosen_period_is_marked(period: Period, marked: list[float] | None, meets: bool) -> None:
    panel = build_figure(Desk(CATALOGUE, STYLE, period), "scrambles").panels[0]

    drawn = [layer["rows"][0] for layer in list_layers(panel) if layer.get("name") == "period"]
    assert panel.meets_period is meets
    assert [pytest.approx([row["x"], row["end"]], abs=0.01) for row in drawn] == ([marked] if marked else [])


def test_rows_of_the_chosen_period_are_marked() -> None:
    panel = build_figure(Desk(CATALOGUE, STYLE, Period("1999-01-01", "1999-12-31")), "cost-sharing").panels[1]

    tint = next(layer for layer in list_layers(panel) if layer["mark"].get("color") == STYLE.accent)
    assert {row["row"] for row in tint["rows"]} == {"1999 Pentagon,|in all", "1999 Pentagon,|direct"}


def test_eras_lie_behind_without_gaps() -> None:
    first = list_layers(BUILT["personnel"].panels[0])[0]["rows"]

    assert [row["name"] for row in first][-1] == "Indo-Pacific"
    assert all(one["end"] == pytest.approx(other["x"], abs=0.01) for one, other in pairwise(first))


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


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_picture_stands_alone(form: Any) -> None:
    figure = BUILT["scrambles"]

    picture = draw_picture(figure, STYLE, form, credit="Credit of the picture")

    if form == "png":
        assert picture.startswith(b"\x89PNG")
    else:
        text = picture.decode()
        assert all(part in text for part in (figure.title, "Credit of the picture", figure.panels[0].title))
        assert ">After the<" in text  # the name of an era


def test_specifications_leave_the_theme_to_the_page(figure: Figure) -> None:
    assert all("config" not in spec for spec in build_specs(figure))


@pytest.mark.parametrize(
    ("text", "is_fiscal", "expected"),
    [("2016", False, 2016.5), ("2016", True, 2016.75), ("2008-09", True, 2008.7), ("1972-05-15", False, 1972.369)],
    ids=["year", "fiscal year", "month", "day"],
)
def test_dates_lie_in_the_middle_of_what_they_mean(text: str, is_fiscal: bool, expected: float) -> None:
    assert place_date(text, is_fiscal=is_fiscal) == pytest.approx(expected, abs=0.005)


def test_labels_move_apart_and_keep_their_order() -> None:
    assert spread([5.0, 1.0, 1.5], 1.0) == [5.0, 1.0, 2.0]


def test_definitions_come_from_the_catalogue() -> None:
    words = read_series(CATALOGUE, "personnel").words("definition")

    assert list(words)[:6] == ["to-2007", "to-2007-second", "overlapping", "with-crews", "few-crews", "prefecture"]
    assert list(words)[6:] == ["residents", "assigned", "rounded"]
    assert words["to-2007"].endswith("the services add up to the total")


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


@pytest.fixture
def change_text(folder: Path) -> Callable[[str, str, str], Path]:
    def change(name: str, old: str, new: str) -> Path:
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return folder

    return change
