"""What a figure is made of: its style, its panels, the breaks in its series."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import altair as alt
import pandas as pd

from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import Period
from geo_alliance.descriptor import Resource

Chart = alt.LayerChart | alt.FacetChart  # Altair says that a layered chart may become a facet

Place = Literal["end", "left", "above", "below"]
"""Where the name of a line stands: at its last point, left of its first, or above or below its middle."""

Wanted = Mapping[str, str | tuple[str, ...]]
"""For each column the value, or the values, that a row may have."""


@dataclass(frozen=True, slots=True)
class Style:
    """The colours of a chart on light or on dark ground, as hex; `hues` are the layers' own, by layer name."""

    ink: str
    quiet: str
    ground: str
    accent: str
    hues: Mapping[str, str]

    def hue(self, layer: str) -> str:
        """Return a layer's colour; the ink's for a layer that the catalogue does not have."""
        return self.hues.get(layer, self.ink)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every figure is drawn with: the data folder, the colours, and the period that is marked."""

    catalogue: Catalogue
    style: Style
    period: Period


@dataclass(frozen=True, slots=True)
class Break:
    """A date from which figures count something else, what changes, and the letter that stands for it in the chart."""

    letter: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line, run of bars or row of a chart, and the rows that it is drawn from.

    `wanted` gives for each column the values that a row may have. Without `joins_low`, figures of low confidence stand
    apart from the line; years further apart than `longest_gap` are not joined. `place` says where the name stands.
    """

    label: str
    colour: str
    wanted: Wanted
    is_dashed: bool = False
    joins_low: bool = False
    place: Place = "end"
    longest_gap: float = math.inf


@dataclass(frozen=True, slots=True)
class Measure:
    """Which column a chart shows and how: the axis title with its unit, the number format of D3, what it is times.

    `is_fiscal` places a year at the middle of Japan's fiscal year, April to March.
    """

    column: str
    title: str
    form: str = ",d"
    factor: float = 1.0
    is_fiscal: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart of a figure.

    `points` are the rows that it shows, one a mark; `description` says the same in a sentence for who cannot see it;
    `meets_period` says whether the marked period lies, in part at least, within the years that it shows.
    """

    title: str
    chart: Chart
    points: pd.DataFrame
    description: str
    breaks: tuple[Break, ...] = ()
    meets_period: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """One or more charts of the same subject, called by `heading`, or without one as its resource is.

    `definitions` are pairs of a name and what it counts; `sources` are ids of the sources of the rows shown, and
    `rows` are these rows with the columns of the series.
    """

    id: str
    resource: Resource
    sentence: str
    panels: tuple[Panel, ...]
    definitions: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    heading: str = ""

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The breaks of all its charts, by letter."""
        return tuple(sorted({item for panel in self.panels for item in panel.breaks}, key=lambda item: item.letter))

    @property
    def title(self) -> str:
        """The heading, or the title of the series in the catalogue."""
        return self.heading or self.resource.title


_GROUNDS = {
    "light": ("#1f2529", "#5c666c", "#ffffff", "#3d5a80"),
    "dark": ("#e6e9ea", "#a3adb2", "#14181b", "#8fb3d9"),
}


def build_style(catalogue: Catalogue, *, is_dark: bool) -> Style:
    """Build the colours for a light or a dark ground from the catalogue's layer styles."""
    hues = {
        resource.name: resource.style.colour_dark if is_dark else resource.style.colour
        for resource in catalogue.layers
        if resource.style is not None
    }
    ink, quiet, ground, accent = _GROUNDS["dark" if is_dark else "light"]
    return Style(ink, quiet, ground, accent, hues)
