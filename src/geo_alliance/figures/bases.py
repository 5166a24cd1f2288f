"""Figures of land: U.S. facilities in Japan, and how they are spread over the prefectures."""

from geo_alliance.analysis import OFFICIAL_FACILITIES, OKINAWA_CODE, Region, find_official
from geo_alliance.dates import LAST_DAY, format_date
from geo_alliance.errors import LayerError
from geo_alliance.figures.assembly import assemble
from geo_alliance.figures.marks import write
from geo_alliance.figures.parts import Break, Desk, Figure, Line, Measure
from geo_alliance.figures.row_chart import RowPlan, draw_rows
from geo_alliance.figures.series import Series, read_series
from geo_alliance.figures.time_chart import TimePlan, draw_over_time

_WHOLE = "00"
_BREAKS = (
    Break("1972-05-15", "From 15 May 1972 Okinawa is part of Japan and counted with it"),
    Break("2016-12-22", "On 22 December 2016 most of the Northern Training Area in Okinawa was returned"),
)


def build_facilities(desk: Desk) -> Figure:
    """Draw the official number and area of U.S. facilities in Japan and Okinawa, by both definitions.

    Raises:
        GeoAllianceError: the series cannot be read or lacks rows.
    """
    series, style = read_series(desk.catalogue, OFFICIAL_FACILITIES), desk.style
    lines = tuple(
        Line(
            f"{name}, {word}",
            style.hue(layer),
            {"region": region, "definition": definition},
            is_dashed=definition == "all",
        )
        for region, name, layer in (("japan", "Japan", "facilities"), ("okinawa", "Okinawa", "okinawa"))
        for definition, word in (("exclusive", "exclusive"), ("all", "all"))
    )
    number = Measure("facilities", "Facilities and areas")
    area = Measure("area_ha", "Hectares")
    panels = [
        draw_over_time(desk, TimePlan("Number of facilities", series, number, lines, _BREAKS)),
        draw_over_time(desk, TimePlan("Land", series, area, lines, _BREAKS)),
    ]
    sentence = f"The latest sure counts: {_say_latest(series, 'japan')}; {_say_latest(series, 'okinawa')}."
    return assemble(series, panels, name="facilities", sentence=sentence, columns=("definition",))


def build_burden(desk: Desk) -> Figure:
    """Draw each prefecture's share of Japan's land against its share of the land for exclusive U.S. use.

    Raises:
        GeoAllianceError: the series cannot be read or lacks rows.
    """
    series, style = read_series(desk.catalogue, "area-by-prefecture"), desk.style
    shares = series.frame[series.frame["share_pct"].notna() & (series.frame["code"] != _WHOLE)]
    bases, land = (shares[shares["definition"] == definition] for definition in ("bases", "land"))
    if bases.empty or land.empty:
        raise LayerError(f"{series.resource.path}: found no shares: expected some of bases and of land")
    day = max(bases["date"])
    codes = tuple(bases.loc[bases["date"] == day, "code"])
    lines = (
        Line("Land", style.quiet, {"definition": "land", "date": max(land["date"]), "code": codes}),
        Line("Bases", style.hue("facilities"), {"definition": "bases", "date": day, "code": codes}),
    )
    measure = Measure("share_pct", "Percent of Japan’s land, and of the land for exclusive U.S. use")
    plan = RowPlan("Share of land against share of base land", series, measure, lines, row="prefecture", decimals=2)
    panel = draw_rows(desk, plan)
    okinawa = panel.points[panel.points["code"] == OKINAWA_CODE].set_index("line")["number"]
    sentence = (
        f"On {format_date(day)} Okinawa, {okinawa.get('Land', 'no figure')} percent of Japan’s land, had "
        f"{okinawa.get('Bases', 'no figure')} percent of the land for exclusive U.S. use; "
        f"{47 - len(codes)} of 47 prefectures had none."
    )
    return assemble(series, [panel], name="burden", sentence=sentence, columns=("definition",))


def _say_latest(series: Series, region: Region) -> str:
    official = find_official(series.frame, "facilities", day=LAST_DAY, region=region)
    name = region.title()
    if official is None:
        return f"none found for {name}"
    return f"{write(official.value)} facilities for exclusive U.S. use in {name} ({format_date(official.date)})"
