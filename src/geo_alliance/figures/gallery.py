"""All figures by name, in the order of the page."""

from collections.abc import Callable, Mapping

from geo_alliance.errors import SelectionError
from geo_alliance.figures.bases import build_burden, build_facilities
from geo_alliance.figures.encounters import build_launches, build_scrambles, build_vessels
from geo_alliance.figures.forces import build_personnel, build_troops_abroad
from geo_alliance.figures.money import build_cost_sharing, build_defence_budget
from geo_alliance.figures.parts import Desk, Figure

FIGURES: Mapping[str, Callable[[Desk], Figure]] = {
    "personnel": build_personnel,
    "troops-abroad": build_troops_abroad,
    "facilities": build_facilities,
    "burden": build_burden,
    "cost-sharing": build_cost_sharing,
    "defence-budget": build_defence_budget,
    "launches": build_launches,
    "vessels": build_vessels,
    "scrambles": build_scrambles,
}


def build_figure(desk: Desk, name: str) -> Figure:
    """Build one figure.

    Raises:
        SelectionError: there is no figure of that name, or the catalogue has no such series.
        LayerError: the series' file is missing, lacks a column, or has no row of what is drawn.
    """
    if name not in FIGURES:
        raise SelectionError(f"found the figure {name!r}: expected one of {', '.join(FIGURES)}")
    return FIGURES[name](desk)
