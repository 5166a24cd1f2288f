"""Charts of rows: one thing a row, its figures as dots on one axis and as numbers at the right."""

from dataclasses import dataclass

import altair as alt
import pandas as pd

from geo_alliance.dates import Period, parse_date
from geo_alliance.figures.marks import AUTOSIZE, TOOLTIP, add_words, build_title, build_value_axis, keep_drawn
from geo_alliance.figures.parts import Desk, Line, Measure, Panel, Style
from geo_alliance.figures.series import Series, build_points

_ROW_PX = 26
_TWO_LINES_PX = 33
_COLUMN_PX = 54


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What a chart of rows shows: one dot for each line and value of the column `row`.

    `upper` names the column with the upper end of a range. With `marks_period` the rows of the chosen period are
    marked; `decimals` is for the numbers at the right.
    """

    title: str
    series: Series
    measure: Measure
    lines: tuple[Line, ...]
    row: str
    upper: str | None = None
    marks_period: bool = False
    decimals: int = 0


def draw_rows(desk: Desk, plan: RowPlan) -> Panel:
    """Draw a chart of rows, the highest figure of the last line first; rows in time's order if it marks the period.

    Raises:
        LayerError: one of its lines has no row.
    """
    points = pd.concat([build_points(plan.series, line, plan.measure, desk.style) for line in plan.lines])
    points = add_words(points.reset_index(drop=True), desk.catalogue, plan.measure)
    points["row"] = points[plan.row]
    upper = points[plan.upper] * plan.measure.factor if plan.upper else points["y"]
    points["y_to"] = upper.fillna(points["y"]).astype(float)
    ends = points.groupby(["row", "line"])
    lows, highs = ends["y"].transform("min"), ends["y_to"].transform("max")
    points["number"] = [_write_range(low, high, plan.decimals) for low, high in zip(lows, highs, strict=True)]
    order = _order(points, plan)
    chart = alt.layer(*_draw_layers(points, plan, desk, order)).properties(
        height=(_TWO_LINES_PX if _has_two_lines(order) else _ROW_PX) * len(order),
        title=build_title(plan.title, desk.style),
        autosize=AUTOSIZE,
    )
    return Panel(
        title=plan.title,
        chart=chart,
        points=points,
        description=_describe(points, plan, order),
        meets_period=bool(_find_marked(points, desk.period).any()),
    )


def _order(points: pd.DataFrame, plan: RowPlan) -> list[str]:
    if plan.marks_period:
        return list(dict.fromkeys(points.sort_values("x", kind="stable")["row"]))
    last = points[points["line"] == plan.lines[-1].label].sort_values("y", ascending=False, kind="stable")
    return list(dict.fromkeys([*last["row"], *points["row"]]))


def _has_two_lines(order: list[str]) -> bool:
    return any("|" in row for row in order)


def _draw_layers(points: pd.DataFrame, plan: RowPlan, desk: Desk, order: list[str]) -> list[alt.Chart]:
    style = desk.style
    axis = alt.Axis(
        title=None, domain=False, ticks=False, grid=False, labelColor=style.ink, labelFontSize=12, labelLimit=150,
        labelOverlap=False, labelFlush=False, labelOffset=-6 if _has_two_lines(order) else 0,
        labelPadding=8, labelLineHeight=12, labelExpr="split(datum.label, '|')",
    )  # fmt: skip
    y = alt.Y("row:N", sort=order, axis=axis)
    top = float(points["y_to"].max())
    room = _COLUMN_PX * len(plan.lines) + 12
    x = alt.X(
        "y:Q",
        scale=alt.Scale(domain=[0, top], range=[6, alt.expr(f"width - {room}")], nice=False),
        axis=_value_axis(plan.measure, style, top),
    )
    spans = points.groupby("row", sort=False).agg(y=("y", "min"), y_to=("y_to", "max")).reset_index()
    colour = alt.Stroke("colour:N", scale=None)
    marks = alt.Chart(keep_drawn(points)).mark_point(shape="circle", size=90, strokeWidth=1.5, opacity=1)
    dots = [
        marks.encode(x=end, y=y, fill=alt.Fill("fill:N", scale=None), stroke=colour, tooltip=TOOLTIP)
        for end in (x, alt.X("y_to:Q"))
    ]
    rules = alt.Chart(spans).mark_rule(strokeWidth=2, color=style.quiet, opacity=0.6, aria=False)
    tint = _draw_tint(points, plan, desk, y)
    return [*tint, rules.encode(x=x, x2="y_to:Q", y=y), *dots, *_draw_numbers(points, plan, y)]


def _value_axis(measure: Measure, style: Style, top: float) -> alt.Axis:
    axis = build_value_axis(measure, style)
    axis.titleAnchor, axis.titleX, axis.titleY = "start", 0, alt.Undefined
    axis.titlePadding, axis.titleBaseline = 8, "top"
    axis.values = _ticks(top)
    return axis


def _ticks(top: float) -> list[float]:
    """Return round values from 0 to the highest figure.

    >>> _ticks(70.27)
    [0.0, 20.0, 40.0, 60.0]
    """
    power = 10.0 ** (len(str(int(top))) - 1)
    step = next(power * part for part in (0.2, 0.5, 1, 2, 5) if top / (power * part) <= 4.5)
    return [step * number for number in range(int(top / step) + 1)]


def _draw_numbers(points: pd.DataFrame, plan: RowPlan, y: alt.Y) -> list[alt.Chart]:
    """Write each figure at the right, in one column for each line with the line's name above it."""
    layers = []
    for place, line in enumerate(reversed(plan.lines)):
        rows = points[points["line"] == line.label].drop_duplicates("row")
        x = alt.value(alt.expr(f"width - {place * _COLUMN_PX}"))
        numbers = alt.Chart(keep_drawn(rows)).mark_text(
            align="right", baseline="middle", fontSize=12, color=line.colour
        )
        head = alt.Chart(pd.DataFrame([{"line": line.label}])).mark_text(
            align="right", baseline="middle", fontSize=12, fontWeight=600, color=line.colour, dy=-10
        )
        layers.append(numbers.encode(x=x, y=y, text="number:N", tooltip=TOOLTIP))
        layers.append(head.encode(x=x, y=alt.value(0), text="line:N"))
    return layers


def _draw_tint(points: pd.DataFrame, plan: RowPlan, desk: Desk, y: alt.Y) -> list[alt.Chart]:
    marked = points[_find_marked(points, desk.period)].drop_duplicates("row")
    if not plan.marks_period or marked.empty:
        return []
    base = alt.Chart(marked[["row"]])
    return [
        base.mark_rect(color=desk.style.accent, opacity=0.12, aria=False).encode(y=y),
        base.mark_bar(color=desk.style.accent, width=4, align="right", aria=False).encode(x=alt.value(0), y=y),
    ]


def _find_marked(points: pd.DataFrame, period: Period) -> pd.Series:
    ends = points["to"].where(points["to"] != "", points["date"]) if "to" in points else points["date"]
    return pd.Series(
        [
            period.overlaps(Period(parse_date(start).first, parse_date(end).last))
            for start, end in zip(points["date"], ends, strict=True)
        ],
        index=points.index,
    )


def _write_range(low: float, high: float, decimals: int) -> str:
    return f"{low:,.{decimals}f}" if low == high else f"{low:,.{decimals}f}–{high:,.{decimals}f}"


def _describe(points: pd.DataFrame, plan: RowPlan, order: list[str]) -> str:
    said = []
    for row in order:
        figures = points[points["row"] == row]
        said.append(
            f"{row.replace('|', ' ')}: "
            + ", ".join(f"{item['line']} {item['number']}" for _, item in figures.iterrows())
        )
    return f"{plan.title}. {plan.measure.title}. {'; '.join(said)}."
