"""Figures of people: U.S. service members in Japan and by country."""

from geo_alliance.dates import format_date
from geo_alliance.figures.assembly import assemble
from geo_alliance.figures.marks import find_top, write
from geo_alliance.figures.parts import Break, Desk, Figure, Line, Measure, Panel, Wanted
from geo_alliance.figures.row_chart import RowPlan, draw_rows
from geo_alliance.figures.series import Series, read_series
from geo_alliance.figures.time_chart import TimePlan, draw_over_time

_MEMBERS = Measure("members", "Service members")
_CREWS = (
    Break("A", "2008-09", "From September 2008 crews of ships with a home port in Japan are counted"),
    Break("B", "2016-09", "In 2016 and 2017 most of these crews are left out"),
    Break("C", "2018-09", "From September 2018 they are counted again"),
)
_ONE_ROW_A_DATE = ("to-2007", "with-crews", "few-crews")
_SERVICES = (
    ("Marine Corps", "marine-corps", "overflights"),
    ("Navy", "navy", "facilities"),
    ("Air Force", "air-force", "senkaku"),
    ("Army", "army", "djibouti"),
)


def build_personnel(desk: Desk) -> Figure:
    """Draw how many U.S. service members were in Japan and in Okinawa, and of which service.

    Raises:
        GeoAllianceError: the series cannot be read or lacks rows.
    """
    series = read_series(desk.catalogue, "personnel")
    totals, services = _draw_totals(desk, series), _draw_services(desk, series)
    total = totals.points[totals.points["line"] == "Japan"]
    ashore, crews = (total[total["definition"] == word] for word in ("to-2007", "with-crews"))
    top, low = find_top(ashore), ashore.nsmallest(1, "y").iloc[0]
    first, last = crews.iloc[0], crews.iloc[-1]
    marines = services.points[services.points["line"] == "Marine Corps"].iloc[-1]
    sentence = (
        f"With most ship crews left out, the number fell from {write(top['y'])} in {top['when']} to a low of "
        f"{write(low['y'])} in {low['when']}. With the crews of ships based there, "
        f"counted since but for 2016 and 2017, it was {write(first['y'])} in {first['when']} and "
        f"{write(last['y'])} in {last['when']}; {write(marines['y'])} were Marines in {marines['when']}. "
        "Figures by service before 1968 overlap; they are not drawn."
    )
    return assemble(series, [totals, services], name="personnel", sentence=sentence, columns=("definition",))


def build_troops_abroad(desk: Desk) -> Figure:
    """Draw the countries with most U.S. service members, for the first and the last year of the present definition.

    Raises:
        GeoAllianceError: the series cannot be read or lacks rows.
    """
    series, style = read_series(desk.catalogue, "troops-abroad"), desk.style
    years = sorted(series.choose({"definition": "reports"})["date"].unique())
    ends = dict.fromkeys((years[0], years[-1]))
    colours = (style.quiet, style.hue("facilities"))[-len(ends) :]
    lines = tuple(
        Line(format_date(year), colour, {"definition": "reports", "date": year})
        for year, colour in zip(ends, colours, strict=True)
    )
    panel = draw_rows(desk, RowPlan("Countries with most members", series, _MEMBERS, lines, row="country"))
    last = panel.points[panel.points["date"] == years[-1]].sort_values("y", ascending=False)
    ranked = ", ".join(f"{row['country']} ({write(row['y'])})" for _, row in last.head(3).iterrows())
    sentence = f"In {format_date(years[-1])} most U.S. service members abroad were in {ranked}."
    return assemble(series, [panel], name="troops-abroad", sentence=sentence, columns=("definition",))


def _draw_totals(desk: Desk, series: Series) -> Panel:
    japan: Wanted = {"region": "japan", "service": "total", "definition": _ONE_ROW_A_DATE}
    okinawa: Wanted = {
        "region": "okinawa",
        "service": "total",
        "definition": ("to-2007", "prefecture"),
        "confidence": "high",
    }
    lines = (
        Line("Japan", desk.style.hue("facilities"), japan),
        Line("Okinawa", desk.style.hue("okinawa"), okinawa, place="below", longest_gap=9),
    )
    return draw_over_time(desk, TimePlan("All services, in Japan and in Okinawa", series, _MEMBERS, lines, _CREWS))


def _draw_services(desk: Desk, series: Series) -> Panel:
    lines = tuple(
        Line(label, desk.style.hue(layer), {"region": "japan", "service": service, "definition": _ONE_ROW_A_DATE})
        for label, service, layer in _SERVICES
    )
    return draw_over_time(desk, TimePlan("In Japan, by service", series, _MEMBERS, lines, _CREWS))
