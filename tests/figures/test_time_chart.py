"""Charts over time: how sure a figure looks, where a line is cut, and what is marked."""

from itertools import pairwise

import pandas as pd
import pytest
from built import BUILT, CATALOGUE, STYLE, list_layers

from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.figures.gallery import build_figure
from geo_alliance.figures.parts import Desk, Figure


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


def test_eras_lie_behind_without_gaps() -> None:
    first = list_layers(BUILT["personnel"].panels[0])[0]["rows"]

    assert [row["name"] for row in first][-1] == "Indo-Pacific"
    assert all(one["end"] == pytest.approx(other["x"], abs=0.01) for one, other in pairwise(first))
