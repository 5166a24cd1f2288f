"""Figures of money: who pays for the U.S. forces in Japan, and Japan's defence budget."""

from geo_alliance.figures.assembly import assemble, name_word
from geo_alliance.figures.marks import write
from geo_alliance.figures.parts import Break, Desk, Figure, Line, Measure, Panel, Place
from geo_alliance.figures.row_chart import RowPlan, draw_rows
from geo_alliance.figures.series import Series, read_series
from geo_alliance.figures.time_chart import TimePlan, draw_over_time

_YEN = "100m-yen"
_DOLLARS = "million-usd"
_PAID_BY_JAPAN = ("japan-support-dod", "japan-direct-dod", "japan-cash-gao", "japan-support-crs", "narrow")
_PAID_BY_US = ("us-spending-gao", "us-spending-crs", "us-budget-mofa", "us-cost-usfj")
_WHO = {
    "japan-support-dod": "Pentagon,|in all",
    "japan-direct-dod": "Pentagon,|direct",
    "japan-cash-gao": "GAO,|cash and kind",
    "japan-support-crs": "CRS,|support",
    "narrow": "Japan’s|budget",
    "us-spending-gao": "GAO,|obligations",
    "us-spending-crs": "CRS,|without pay",
    "us-budget-mofa": "Japan,|U.S. budget",
    "us-cost-usfj": "USFJ,|with pay",
}
_BUDGET_BREAKS = (
    Break(
        "A", "1994-04", "Shares up to fiscal 1993 are of the gross national, from 1994 on of the gross domestic product"
    ),
    Break(
        "B",
        "1997-04",
        "From fiscal 1997 the costs of returning bases in Okinawa, by the Special Action Committee on Okinawa (SACO), "
        "and later of realigning U.S. forces are set apart",
    ),
    Break("C", "2023-04", "From fiscal 2023 the government also counts security-related costs of other ministries"),
)


def build_cost_sharing(desk: Desk) -> Figure:
    """Draw what Japan and what the United States pay for the U.S. forces in Japan, each way of counting apart.

    Raises:
        GeoAllianceError: the series cannot be read or lacks rows.
    """
    series = read_series(desk.catalogue, "host-nation-support")
    yen, dollars = _draw_support(desk, series), _draw_both_sides(desk, series)
    narrow = yen.points[yen.points["line"] == yen.points["line"].iloc[0]].iloc[-1]
    wide = yen.points[yen.points["series"] == "stationing-saco-realignment"].iloc[-1]
    sentence = (
        f"Japan budgeted {write(narrow['y'])} billion yen for host-nation support in {narrow['when']}. With rents, and "
        "with returning and moving bases by the Special Action Committee on Okinawa (SACO) and the realignment of U.S. "
        f"forces, the costs of stationing came to {write(wide['y'])} billion in {wide['when']}. "
        "Dollar sums for several years are shown as a yearly mean."
    )
    return assemble(series, [yen, dollars], name="cost-sharing", sentence=sentence, columns=("series",))


def build_defence_budget(desk: Desk) -> Figure:
    """Draw Japan's defence budget in yen and as a share of the economy, its definitions apart.

    Raises:
        GeoAllianceError: the series cannot be read or lacks rows.
    """
    series = read_series(desk.catalogue, "defence-budget")
    shares = ("percent-gnp", "percent-gdp", "percent-gdp-2022")
    trillions = Measure("value", "Trillion yen", form=".0f", factor=1e-4, is_fiscal=True)
    percent = Measure("value", "Percent of gross national or domestic product", form=".1f", is_fiscal=True)
    plans = (
        TimePlan("In yen", series, trillions, _list_budgets(desk, (_YEN,)), _BUDGET_BREAKS[1:]),
        TimePlan("As a share of the economy", series, percent, _list_budgets(desk, shares), _BUDGET_BREAKS),
    )
    panels = [draw_over_time(desk, plan) for plan in plans]
    amount, share = (panel.points[panel.points["definition"] == "with-saco-realignment"].iloc[-1] for panel in panels)
    before = panels[1].points.query("definition == 'whole'").iloc[-1]
    sentence = (
        f"The budget stood at {write(before['y'])} percent of the economy in {before['when']} and at "
        f"{write(share['y'])} percent in {share['when']}; for {amount['when']} it is {write(amount['y'])} trillion yen."
    )
    return assemble(series, panels, name="defence-budget", sentence=sentence, columns=("definition", "unit"))


def _draw_support(desk: Desk, series: Series) -> Panel:
    style = desk.style
    lines: tuple[tuple[str, str, str, Place], ...] = (
        ("Host-nation support", "narrow", "facilities", "end"),
        ("Stationing", "stationing", "senkaku", "end"),
        ("With SACO, realignment", "stationing-saco-realignment", "overflights", "end"),
        ("All ministries", "all-ministries", "alliance", "left"),
    )
    return draw_over_time(
        desk,
        TimePlan(
            "What Japan pays",
            series,
            Measure("value", "Billion yen", factor=0.1, is_fiscal=True),
            tuple(
                Line(
                    label,
                    style.hue(layer),
                    {"series": word, "unit": _YEN},
                    place=place,
                    is_dashed=len(word) > 10,
                    joins_low=True,
                )
                for label, word, layer, place in lines
            ),
            (Break("A", "2022-04", "From fiscal 2022 Japan calls its narrow part the alliance resilience budget"),),
        ),
    )


def _draw_both_sides(desk: Desk, series: Series) -> Panel:
    """Draw the published dollar amounts, those for several years as their yearly mean."""
    frame = series.frame.copy()
    years = [_count_years(start, end) for start, end in zip(frame["date"], frame["to"], strict=True)]
    frame["a_year"], frame["a_year_to"] = frame["value"] / years, frame["value_to"] / years
    frame["row"] = [
        f"{start}{f'–{end[2:4]}' if end else ''} {_WHO.get(word, name_word(word))}"
        for start, end, word in zip(frame["date"], frame["to"], frame["series"], strict=True)
    ]
    amount = Measure("a_year", "Billion U.S. dollars a year", factor=1e-3)
    lines = (
        Line("Japan", desk.style.hue("facilities"), {"series": _PAID_BY_JAPAN, "unit": _DOLLARS}),
        Line("U.S.", desk.style.hue("djibouti"), {"series": _PAID_BY_US, "unit": _DOLLARS}),
    )
    plan = RowPlan(
        "What both sides pay, in dollars", Series(series.resource, frame), amount, lines,
        row="row", upper="a_year_to", marks_period=True, decimals=1,
    )  # fmt: skip
    return draw_rows(desk, plan)


def _count_years(start: str, end: str) -> int:
    return int(end[:4]) - int(start[:4]) + 1 if end else 1


def _list_budgets(desk: Desk, units: tuple[str, ...]) -> tuple[Line, ...]:
    style = desk.style
    lines = (
        ("To 1996", "whole", "facilities"),
        ("With SACO, realignment", "with-saco-realignment", "facilities"),
        ("Without", "without-saco-realignment", "djibouti"),
        ("Security-related", "security-related", "overflights"),
    )
    return tuple(
        Line(
            label,
            style.hue(layer),
            {"definition": word, "unit": units, "stage": ("initial", "draft")},
            is_dashed=layer != "facilities",
            joins_low=True,
            place="above" if word == "whole" else "end",
        )
        for label, word, layer in lines
    )
