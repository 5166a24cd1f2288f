"""All figures, built once, and what their charts draw."""

from pathlib import Path
from typing import Any

from geo_alliance.catalogue import read_catalogue
from geo_alliance.figures.gallery import FIGURES, build_figure
from geo_alliance.figures.parts import Desk, Panel, build_style

CATALOGUE = read_catalogue(Path(__file__).parents[2] / "geodata")
STYLE = build_style(CATALOGUE, is_dark=False)
DESK = Desk(CATALOGUE, STYLE, CATALOGUE.era("indo-pacific").period)
BUILT = {name: build_figure(DESK, name) for name in FIGURES}


def list_layers(panel: Panel) -> list[dict[str, Any]]:
    spec = panel.chart.to_dict()
    return [layer | {"rows": spec["datasets"].get(layer["data"]["name"], [])} for layer in spec["layer"]]
