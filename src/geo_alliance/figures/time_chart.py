"""Charts on an axis of years: the eras behind, the chosen period marked, breaks named, lines labelled at their end."""

import math
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import altair as alt
import numpy as np
import pandas as pd

from geo_alliance.dates import FIRST_DAY, LAST_DAY, format_period
from geo_alliance.figures.marks import (
    AUTOSIZE,
    TOOLTIP,
    add_words,
    build_title,
    build_value_axis,
    find_top,
    keep_drawn,
    spread,
    write,
)
from geo_alliance.figures.parts import Break, Desk, Line, Measure, Panel, Style
from geo_alliance.figures.series import Series, build_points, place_date, place_day

_LABEL_PX = 14
_NEAR = 0.08  # breaks closer than this part of the axis have their letters at two heights
_HEAD = 0.27  # room above the highest value for the names of eras and the letters of breaks


_PLACES: Mapping[str, tuple[Literal["left", "center", "right"], int, int]] = {
    "end": ("left", 7, 0),
    "left": ("right", -8, 0),
    "above rising": ("right", 0, -12),
    "above falling": ("left", 0, -12),
    "below rising": ("left", 0, 13),
    "below falling": ("right", 0, 13),
}


@dataclass(frozen=True, slots=True)
class TimePlan:
    """What a chart over years shows; `height` is in pixels."""

    title: str
    series: Series
    measure: Measure
    lines: tuple[Line, ...]
    breaks: tuple[Break, ...] = ()
    mark: Literal["line", "bar", "strip"] = "line"
    height: int = 260


def draw_over_time(desk: Desk, plan: TimePlan) -> Panel:
    """Draw a chart over years.

    Raises:
        LayerError: one of its lines has no row.
    """
    parts = [build_points(plan.series, line, plan.measure, desk.style) for line in plan.lines]
    points = pd.concat(parts, ignore_index=True)
    if plan.mark == "strip":
        points = points[points["y"] > 0].reset_index(drop=True)
    points = add_words(points, desk.catalogue, plan.measure)
    first, last = math.floor(points["x"].min()), math.ceil(points["x"].max())
    period = _clip(desk, first, last)
    axes = _strip_axes(plan, desk.style) if plan.mark == "strip" else _axes(plan, points, desk.style)
    x = alt.X("x:Q", scale=alt.Scale(domain=[first, last], nice=False), axis=_year_axis(desk.style))
    eras = _draw_eras(desk, (first, last), x)
    band, stripe = _draw_period(period, plan.height, desk.style, x)
    layers = [*(eras[:1] if plan.mark == "strip" else eras), *band]
    breaks = [item for item in plan.breaks if first < place_date(item.date) < last]
    layers += _draw_breaks(breaks, (first, last), desk.style, x)
    layers += [*_draw_marks(keep_drawn(points), plan, desk.style, (x, axes)), *stripe]
    chart = alt.layer(*layers).properties(
        height=plan.height, title=build_title(plan.title, desk.style), autosize=AUTOSIZE
    )
    return Panel(
        title=plan.title,
        chart=chart,
        points=points,
        description=describe(plan.title, points, plan.measure),
        breaks=tuple(breaks),
        meets_period=period is not None,
    )


def describe(title: str, points: pd.DataFrame, measure: Measure) -> str:
    """Say in words what a chart shows: of each line the first, the highest and the last figure."""
    said = []
    for name, rows in points.groupby("line", sort=False):
        first, top, last = rows.iloc[0], find_top(rows), rows.iloc[-1]
        said.append(
            f"{name}: {write(first['y'])} in {first['when']}, at most {write(top['y'])} in {top['when']}, "
            f"{write(last['y'])} in {last['when']}"
        )
    return f"{title}. {measure.title}. {'; '.join(said)}."


def _year_axis(style: Style) -> alt.Axis:
    return alt.Axis(
        title=None, format="d", grid=False, tickMinStep=1, labelColor=style.quiet, domainColor=style.quiet, tickSize=4,
        labelOverlap=True, labelFlush=True, tickColor=style.quiet,
    )  # fmt: skip


def _axes(plan: TimePlan, points: pd.DataFrame, style: Style) -> alt.Y:
    top = float(points["y"].max()) * (1 + _HEAD) or 1.0
    scale = alt.Scale(domain=[0, top], nice=False, zero=True)
    return alt.Y("y:Q", scale=scale, axis=build_value_axis(plan.measure, style))


def _strip_axes(plan: TimePlan, style: Style) -> alt.Y:
    axis = alt.Axis(
        title=None, domain=False, ticks=False, grid=True, gridOpacity=0.3, labelColor=style.ink, labelLimit=120,
        gridColor=style.quiet, labelPadding=6,
    )  # fmt: skip
    return alt.Y("line:N", sort=[line.label for line in plan.lines], axis=axis)


def _draw_eras(desk: Desk, span: tuple[int, int], x: alt.X) -> list[alt.Chart]:
    bands = [
        {
            "x": max(span[0], place_day(era.period.start)),
            "end": min(span[1], place_day(era.period.end)),
            "name": era.name,
            "lines": "|".join(
                textwrap.wrap(era.name, len(era.name) // 2 + 4, break_on_hyphens=False, break_long_words=False)
            ),
            "days": format_period(era.period),
            "shade": number % 2,
        }
        for number, era in enumerate(desk.catalogue.eras)
    ]
    frame = pd.DataFrame(bands).query("x < end")
    frame["longest"] = [max(map(len, lines.split("|"))) for lines in frame["lines"]]
    fits = "(scale('x', datum.end) - scale('x', datum.x)) > datum.longest * 5.2 + 6 ? 1 : 0"
    said = [alt.Tooltip("name:N", title="Era"), alt.Tooltip("days:N", title="Days")]
    shade = alt.condition(alt.datum.shade == 0, alt.value(0.07), alt.value(0))
    base = alt.Chart(frame)
    return [
        base.mark_rect(aria=False, color=desk.style.ink).encode(x=x, x2="end:Q", opacity=shade, tooltip=said),
        base.mark_text(
            align="left", baseline="top", dx=4, dy=3, fontSize=10, color=desk.style.quiet, aria=False,
            lineBreak="|",
            opacity=alt.expr(fits),
        ).encode(x=x, y=alt.value(0), text="lines:N"),
    ]  # fmt: skip


def _clip(desk: Desk, first: int, last: int) -> tuple[float, float] | None:
    """Return the chosen period on the axis; None if it lies outside, or is all time."""
    period = desk.period
    start = first if period.start == FIRST_DAY else place_day(period.start)
    end = last if period.end == LAST_DAY else place_day(period.end) + 1 / 365
    start, end = max(first, start), min(last, end)
    return (start, end) if start < end else None


def _draw_period(
    period: tuple[float, float] | None, height: int, style: Style, x: alt.X
) -> tuple[list[alt.Chart], list[alt.Chart]]:
    """Draw the chosen period: a tint behind everything, a stripe on the axis before everything."""
    if period is None:
        return [], []
    base = alt.Chart(pd.DataFrame([{"x": period[0], "end": period[1]}]))
    tint = base.mark_rect(color=style.accent, opacity=0.12, aria=False).encode(x=x, x2="end:Q")
    stripe = base.mark_rect(color=style.accent, aria=False).encode(
        x=x, x2="end:Q", y=alt.value(height - 4), y2=alt.value("height")
    )
    return [tint.properties(name="period")], [stripe]


def _draw_breaks(breaks: list[Break], span: tuple[int, int], style: Style, x: alt.X) -> list[alt.Chart]:
    if not breaks:
        return []
    near = (span[1] - span[0]) * _NEAR
    places = [place_date(item.date) for item in breaks]
    rows: list[int] = []
    for number, place in enumerate(places):
        is_close = number > 0 and place - places[number - 1] < near
        rows.append((rows[-1] + 1) % 2 if is_close else 0)
    marks = [
        {"x": place, "letter": item.letter, "text": item.text, "px": 36 + 19 * row}
        for place, item, row in zip(places, breaks, rows, strict=True)
    ]
    said = alt.Tooltip("text:N", title="Break")
    base = alt.Chart(pd.DataFrame(marks))
    y = alt.Y("px:Q", scale=None, axis=None)
    return [
        base.mark_rule(strokeDash=[2, 3], color=style.ink, opacity=0.75).encode(
            x=x, y=alt.value(28), y2=alt.value("height"), tooltip=said
        ),
        base.mark_point(shape="circle", size=220, fill=style.ground, stroke=style.ink, opacity=1).encode(
            x=x, y=y, tooltip=said
        ),
        base.mark_text(fontSize=10, fontWeight=600, color=style.ink, dy=0.5).encode(
            x=x, y=y, text="letter:N", tooltip=said
        ),
    ]


def _draw_marks(points: pd.DataFrame, plan: TimePlan, style: Style, axes: tuple[alt.X, alt.Y]) -> list[alt.Chart]:
    if plan.mark == "bar":
        return _draw_bars(points, axes)
    if plan.mark == "strip":
        return _draw_strip(points, style, axes)
    return [*_draw_lines(points, plan, axes), *_draw_labels(points, plan, axes)]


def _draw_lines(points: pd.DataFrame, plan: TimePlan, axes: tuple[alt.X, alt.Y]) -> list[alt.Chart]:
    x, y = axes
    dashed = points["line"].isin([line.label for line in plan.lines if line.is_dashed])
    stroke = alt.Stroke("colour:N", scale=None)
    layers = [
        alt.Chart(part)
        .mark_line(strokeWidth=2, strokeDash=dash, aria=False)
        .encode(x=x, y=y, detail="run:N", stroke=stroke)
        for part, dash in (
            (points[points["is_joined"] & ~dashed], [1, 0]),
            (points[points["is_joined"] & dashed], [5, 3]),
        )
        if not part.empty
    ]
    size = 14 if len(points) > 90 else 30
    marks = alt.Chart(points).mark_point(size=size, strokeWidth=1.2, opacity=1)
    layers.append(marks.encode(x=x, y=y, stroke=stroke, fill=alt.Fill("fill:N", scale=None), tooltip=TOOLTIP))
    return layers


def _draw_labels(points: pd.DataFrame, plan: TimePlan, axes: tuple[alt.X, alt.Y]) -> list[alt.Chart]:
    """Write each line's name where its plan says, those at the end apart from each other."""
    labels = pd.DataFrame([_place_label(points[points["line"] == line.label], line) for line in plan.lines])
    at_end = labels["place"] == "end"
    gap = float(points["y"].max()) * (1 + _HEAD) * _LABEL_PX / plan.height
    labels.loc[at_end, "y"] = spread(list(labels.loc[at_end, "y"]), gap)
    layers = []
    for place, (align, dx, dy) in _PLACES.items():
        shown = labels[labels["place"] == place]
        if not shown.empty:
            text = alt.Chart(shown).mark_text(align=align, baseline="middle", dx=dx, dy=dy, fontSize=12, fontWeight=600)
            layers.append(text.encode(x=axes[0], y=axes[1], text="line:N", color=alt.Color("colour:N", scale=None)))
    return layers


def _place_label(points: pd.DataFrame, line: Line) -> dict[str, str | float]:
    joined = points[points["is_joined"]] if points["is_joined"].any() else points
    start, end = joined.iloc[0], joined.iloc[-1]
    x, y, place = float(points["x"].max()), float(end["y"]), str(line.place)
    if line.place == "left":
        x, y = float(start["x"]), float(start["y"])
    elif line.place != "end":
        x = float(start["x"] + end["x"]) / 2
        y = float(np.interp(x, joined["x"], joined["y"]))
        place = f"{place} {'rising' if end['y'] > start['y'] else 'falling'}"
    return {"x": x, "y": y, "line": line.label, "colour": line.colour, "place": place}


def _draw_bars(points: pd.DataFrame, axes: tuple[alt.X, alt.Y]) -> list[alt.Chart]:
    marks = alt.Chart(_widen(points)).mark_rect(strokeWidth=1)
    return [
        marks.encode(
            x=_rename(axes[0], "start:Q"),
            x2="end:Q",
            y=axes[1],
            y2=alt.datum(0),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("colour:N", scale=None),
            tooltip=TOOLTIP,
        )
    ]


def _draw_strip(points: pd.DataFrame, style: Style, axes: tuple[alt.X, alt.Y]) -> list[alt.Chart]:
    marks = alt.Chart(_widen(points)).mark_rect(strokeWidth=1, height={"band": 0.62})
    numbers = alt.Chart(points).mark_text(fontSize=11, fontWeight=600, dy=0.5, color=style.ground)
    return [
        marks.encode(
            x=_rename(axes[0], "start:Q"),
            x2="end:Q",
            y=axes[1],
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("colour:N", scale=None),
            tooltip=TOOLTIP,
        ),
        numbers.encode(x=axes[0], y=axes[1], text=alt.Text("y:Q", format="d"), tooltip=TOOLTIP),
    ]


def _widen(points: pd.DataFrame) -> pd.DataFrame:
    """Give each point the year that it stands for as its width."""
    years = points["x"].map(math.floor)
    return points.assign(start=years + 0.08, end=years + 0.92)


def _rename(x: alt.X, shorthand: str) -> alt.X:
    renamed: alt.X = x.copy()
    renamed.shorthand = shorthand
    return renamed
