"""What charts of every form share: titles, axes of values, tooltips, numbers in words."""

import math

import altair as alt
import pandas as pd

from geo_alliance.catalogue import Catalogue
from geo_alliance.figures.parts import Measure, Style

TOOLTIP = [
    alt.Tooltip(f"{column}:N", title=title)
    for column, title in (
        ("when", "Date"),
        ("line", "What"),
        ("shown", "Figure"),
        ("confidence", "Confidence"),
        ("note", "Note"),
        ("source_title", "Source"),
    )
]
"""What a mark says when it is pointed at."""


_DRAWN = (
    *("x", "y", "y_to", "row", "number", "line", "colour", "fill", "run", "is_joined"),
    *("when", "shown", "confidence", "note", "source_title"),
)

AUTOSIZE = alt.AutoSizeParams(type="fit-x", contains="padding")
"""The width is that of the page; the height is that of the plot alone."""


def build_title(text: str, style: Style) -> alt.Title:
    """Return a chart's title, at the left."""
    return alt.Title(text, anchor="start", fontSize=14, fontWeight=600, color=style.ink, offset=14, frame="bounds")


def build_value_axis(measure: Measure, style: Style) -> alt.Axis:
    """Return a quiet axis of values with its unit above it."""
    return alt.Axis(
        title=measure.title, titleAngle=0, titleAlign="left", titleAnchor="end", titleX=0, titleY=-6, titleFontSize=11,
        titleFontWeight="normal", titleColor=style.quiet, format=measure.form, tickCount=5, domain=False, ticks=False,
        labelColor=style.quiet, gridColor=style.quiet, gridOpacity=0.22, titlePadding=0, titleBaseline="bottom",
    )  # fmt: skip


def add_words(points: pd.DataFrame, catalogue: Catalogue, measure: Measure) -> pd.DataFrame:
    """Add the figure in words and the title of its source."""
    known = catalogue.sources
    titles = {name: known[name].title if name in known else name for name in points["source"].unique()}
    shown = [f"{write(value)} {measure.title.lower()}" for value in points["y"]]
    return points.assign(shown=shown, source_title=points["source"].map(titles), note=points["note"].fillna(""))


def write(value: float) -> str:
    """Write a number with thousands separators and as many decimals as it has, at most three.

    >>> write(54288.0), write(0.997)
    ('54,288', '0.997')
    """
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def keep_drawn(points: pd.DataFrame) -> pd.DataFrame:
    """Return points with only the columns that a chart draws or tells, so that the page stays small."""
    return points[[column for column in _DRAWN if column in points]]


def find_top(points: pd.DataFrame) -> pd.Series:
    """Return the point with the highest figure, the first of equal ones."""
    return points.nlargest(1, "y").iloc[0]


def spread(values: list[float], gap: float) -> list[float]:
    """Move positions apart so that neighbours are at least `gap` apart, upwards from the lowest.

    >>> spread([10.0, 11.0, 30.0], 5.0)
    [10.0, 15.0, 30.0]
    """
    placed = dict.fromkeys(range(len(values)), 0.0)
    floor = -math.inf
    for place in sorted(range(len(values)), key=values.__getitem__):
        floor = max(values[place], floor + gap)
        placed[place] = floor
    return [placed[place] for place in range(len(values))]
