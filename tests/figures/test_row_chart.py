"""Charts of rows: what is marked in them."""

from built import CATALOGUE, STYLE, list_layers

from geo_alliance.dates import Period
from geo_alliance.figures.gallery import build_figure
from geo_alliance.figures.parts import Desk


def test_rows_of_the_chosen_period_are_marked() -> None:
    panel = build_figure(Desk(CATALOGUE, STYLE, Period("1999-01-01", "1999-12-31")), "cost-sharing").panels[1]

    tint = next(layer for layer in list_layers(panel) if layer["mark"].get("color") == STYLE.accent)
    assert {row["row"] for row in tint["rows"]} == {"1999 Pentagon,|in all", "1999 Pentagon,|direct"}
