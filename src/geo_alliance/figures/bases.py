"""Figures of land: U.S. facilities in Japan, and how they are spread over the prefectures."""

from collections.abc import Mapping

from geo_alliance.analysis import OFFICIAL_FACILITIES, OKINAWA_CODE, Region, find_official
from geo_alliance.dates import LAST_DAY, format_date
from geo_alliance.errors import LayerError
from geo_alliance.figures.assembly import assemble
from geo_alliance.figures.marks import write
from geo_alliance.figures.parts import Break, Desk, Figure, Line, Measure, Place
from geo_alliance.figures.row_chart import RowPlan, draw_rows
from geo_alliance.figures.series import Series, read_series
from geo_alliance.figures.time_chart import TimePlan, draw_over_time

_WHOLE = "00"
_REGIONS: Mapping[Region, tuple[str, str]] = {"japan": ("Japan", "facilities"), "okinawa": ("Okinawa", "okinawa")}
_BREAKS = (
    Break("A", "1972-05-15", "From 15 May 1972 Okinawa is part of Japan and counted with it"),
    Break("B", "2016-12-22", "On 22 December 2016 most of the Northern Training Area in Okinawa was returned"),
)


def build_facilities(desk: Desk) -> Figure:
    """Draw the official number and area of U.S. facilities in Japan and Okinawa, by both definitions.

    Raises:
        GeoAllianceError: the series cannot be read or lacks rows.
    """
    series = read_series(desk.catalogue, OFFICIAL_FACILITIES)
    number = Measure("facilities", "Facilities and areas")
    area = Measure("area_ha", "Hectares")
    panels = [
        draw_over_time(desk, TimePlan("Number of facilities", series, number, _list_lines(desk, "above"), _BREAKS)),
        draw_over_time(desk, TimePlan("Land", series, area, _list_lines(desk, "below"), _BREAKS)),
    ]
    latest = ", ".join(_say_latest(series, region) for region in _REGIONS)
    sentence = f"The latest sure counts of facilities for exclusive U.S. use: {latest}."
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
    measure = Measure("share_pct", "Percent of Japan’s total")
    plan = RowPlan("Share of land against share of base land", series, measure, lines, row="prefecture", decimals=2)
    panel = draw_rows(desk, plan)
    okinawa = panel.points[panel.points["code"] == OKINAWA_CODE].set_index("line")["number"]
    sentence = (
        f"On {format_date(day)} Okinawa, {okinawa.get('Land', 'no figure')} percent of Japan’s land, had "
        f"{okinawa.get('Bases', 'no figure')} percent of the land for exclusive U.S. use; "
        f"{47 - len(codes)} of 47 prefectures had none."
    )
    return assemble(series, [panel], name="burden", sentence=sentence, columns=("definition",))


def _list_lines(desk: Desk, place: Place) -> tuple[Line, ...]:
    """List both definitions of both regions; `place` is for the dashed name of Okinawa, next to the solid line."""
    return tuple(
        Line(
            f"{name}, {definition}",
            desk.style.hue(layer),
            {"region": region, "definition": definition},
            is_dashed=definition == "all",
            place="end" if definition == "exclusive" else "left" if region == "japan" else place,
        )
        for region, (name, layer) in _REGIONS.items()
        for definition in ("exclusive", "all")
    )


def _say_latest(series: Series, region: Region) -> str:
    official = find_official(series.frame, "facilities", day=LAST_DAY, region=region)
    name = region.title()
    if official is None:
        return f"none found for {name}"
    return f"{write(official.value)} in {name} ({format_date(official.date)})"
