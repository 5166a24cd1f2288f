"""Figures of what comes near Japan: missiles, vessels, aircraft."""

from geo_alliance.figures.assembly import assemble
from geo_alliance.figures.marks import find_top, write
from geo_alliance.figures.parts import Break, Desk, Figure, Line, Measure, Panel, Place
from geo_alliance.figures.series import Series, read_series
from geo_alliance.figures.time_chart import TimePlan, draw_over_time

_PURCHASE = Break("A", "2012-09", "In September 2012 Japan’s state bought three of the islands")
_FLIGHTS = (
    ("Over main islands", "overflights-main-islands", "overflights"),
    ("Over Okinawa chain", "overflights-island-chain", "okinawa"),
    ("Landed in EEZ", "eez-missiles", "zones"),
)
_ZONES: tuple[tuple[str, str, str, Place], ...] = (
    ("Contiguous zone", "contiguous", "senkaku", "end"),
    ("Territorial sea", "territorial", "zones", "end"),
)


def build_launches(desk: Desk) -> Figure:
    """Draw North Korean launches by year, and which flew over Japan or came down in its economic zone.

    Raises:
        GeoAllianceError: the series cannot be read or lacks rows.
    """
    series, style = read_series(desk.catalogue, "launches"), desk.style
    missiles = Line("Missiles", style.hue("overflights"), {"series": "missiles"})
    partial = tuple(_find_partial_years(series))
    launched = draw_over_time(
        desk, TimePlan("Ballistic missiles launched", series, Measure("count", "Missiles"), (missiles,), partial, "bar")
    )
    lines = tuple(Line(label, style.hue(layer), {"series": word}) for label, word, layer in _FLIGHTS)
    plan = TimePlan(
        "Over Japan, and into its economic zone", series, Measure("count", "Missiles and rockets"), lines,
        mark="strip", height=130,
    )  # fmt: skip
    near = draw_over_time(desk, plan)
    top = find_top(launched.points)
    over, chain, landed = (write(near.points[near.points["line"] == line.label]["y"].sum()) for line in lines)
    sentence = (
        f"Most missiles were launched in {top['when']}: {write(top['y'])}. Since {launched.points.iloc[0]['when']}, "
        f"{over} missiles or rockets flew over the main islands and {chain} over the Okinawa chain; {landed} missiles "
        "came down in Japan’s exclusive economic zone (EEZ)."
    )
    return assemble(series, [launched, near], name="launches", sentence=sentence, columns=("series", "coverage"))


def build_vessels(desk: Desk) -> Figure:
    """Draw the days, vessels and cases of Chinese government vessels around the Diaoyu / Senkaku / Diaoyutai Islands.

    Raises:
        GeoAllianceError: the series cannot be read or lacks rows.
    """
    series = read_series(desk.catalogue, "senkaku-presence")
    panels = [
        _draw_presence(desk, series, "days", "Days in the year with vessels there"),
        _draw_presence(desk, series, "vessels", "Vessels, added up over the days"),
        _draw_presence(desk, series, "cases", "Cases: entries into the territorial sea"),
    ]
    days, cases = (panels[place].points[panels[place].points["is_sure"]] for place in (0, 2))
    day, case = days[days["zone"] == "contiguous"].iloc[-1], cases.iloc[-1]
    sentence = (
        f"Japan’s coast guard counted Chinese government vessels in the contiguous zone on {write(day['y'])} days of "
        f"{day['when']}, and {write(case['y'])} entries into the territorial sea that Japan claims in {case['when']}."
    )
    return assemble(series, panels, name="vessels", sentence=sentence, columns=("measure", "zone"))


def build_scrambles(desk: Desk) -> Figure:
    """Draw how often Japanese fighters took off because of other aircraft.

    Raises:
        GeoAllianceError: the series cannot be read or lacks rows.
    """
    series, style = read_series(desk.catalogue, "scrambles"), desk.style
    lines = tuple(
        Line(label, colour, {"period": "year", "against": word}, joins_low=True)
        for label, word, colour in (
            ("All", "total", style.quiet),
            ("China", "china", style.hue("djibouti")),
            ("Russia", "russia", style.hue("alliance")),
        )
    )
    start = min(series.choose({"period": "year", "against": ("china", "russia")})["date"])
    known = Break("A", f"{start}-04", "Figures by country were found from this year on")
    measure = Measure("scrambles", "Scrambles in the fiscal year", is_fiscal=True)
    panel = draw_over_time(desk, TimePlan("Scrambles, by whose aircraft", series, measure, lines, (known,)))
    total, china = (panel.points[panel.points["line"] == name] for name in ("All", "China"))
    top, last = find_top(total), china.iloc[-1]
    whole = total[total["date"] == last["date"]]["y"]
    sentence = (
        f"Most were counted in {top['when']}: {write(top['y'])}. In {last['when']}, {write(last['y'])}"
        f"{f' of {write(whole.iloc[0])}' if len(whole) else ''} were against Chinese aircraft."
    )
    return assemble(series, [panel], name="scrambles", sentence=sentence, columns=("against",))


def _find_partial_years(series: Series) -> list[Break]:
    rows = series.frame[(series.frame["series"] == "missiles") & (series.frame["coverage"] != "whole-year")]
    said = {"at-least": "more is known to be missing", "part-year": "the year is not complete"}
    return [
        Break(letter, date, f"{date}: {said.get(coverage, coverage)}")
        for letter, date, coverage in zip("ABCDEFGH", rows["date"], rows["coverage"], strict=False)
    ]


def _draw_presence(desk: Desk, series: Series, measure: str, title: str) -> Panel:
    style = desk.style
    present = set(series.choose({"period": "year", "measure": measure})["zone"])
    lines = tuple(
        Line(
            label,
            style.hue(layer),
            {"period": "year", "measure": measure, "zone": zone},
            joins_low=True,
            place=place,
            longest_gap=2.5,
        )
        for label, zone, layer, place in _ZONES
        if zone in present
    )
    return draw_over_time(
        desk, TimePlan(title, series, Measure("count", measure.capitalize()), lines, (_PURCHASE,), height=210)
    )
