"""What the panel says of a layer in a period: HTML, built once for all readers."""

from typing import Any, Literal

import geopandas as gpd
import pandas as pd

from geo_alliance.analysis import (
    OFFICIAL_FACILITIES,
    Doubt,
    FacilityFigures,
    choose_reference_day,
    compute_facility_figures,
    count_doubts,
    count_kinds,
    count_uses,
    find_official_pair,
    load_series,
)
from geo_alliance.dates import format_date, format_day
from geo_alliance.errors import GeoAllianceError
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas, Layer
from geo_alliance.selection import Selection, apply, list_words
from geo_alliance.ui.record_view import describe_source
from geo_alliance.ui.rendering import render
from geo_alliance.ui.words import format_coverage, format_number

_FACILITIES = "facilities"


@keep(512)
def draw_layer(atlas: Atlas, selection: Selection, today: str) -> str:
    """Draw the one layer of a selection: its counts by kind, what it is, and for facilities the official figures.

    The figures speak of the day that `choose_reference_day` gives; `today` is an ISO day.
    """
    ((name, frame),) = apply(selection, atlas.layers).items()
    layer, period = atlas.layers[name], selection.period
    last_day = atlas.catalogue.package.collected_until
    day = choose_reference_day(period, min(today, last_day))
    kinds = list_words(atlas.catalogue, name, "kind")
    return render(
        "layer",
        title=layer.resource.title,
        count=len(frame),
        is_filtered=selection.is_filtered(name),
        kinds=[(kinds[kind], count) for kind, count in count_kinds(frame).items()],
        doubt=_describe_doubt(count_doubts(layer, frame.index, period)),
        figures=build_figures(atlas, layer, day),
        uses=_list_uses(frame, day) if name == _FACILITIES else None,
        day=_name_day(day, last_day),
        description=layer.resource.description,
        coverage=[format_coverage(item) for item in layer.resource.coverage],
    )


@keep(256)
def build_figures(atlas: Atlas, layer: Layer, day: str) -> dict[str, Any] | None:
    """Build the rows of official and mapped facilities on a day; None for other layers and without the series."""
    if layer.name != _FACILITIES:
        return None
    try:
        series = load_series(atlas.catalogue, OFFICIAL_FACILITIES)
    except GeoAllianceError:
        return None
    japan = compute_facility_figures(layer, series, day=day, region="japan")
    okinawa = compute_facility_figures(layer, series, day=day, region="okinawa")
    return {
        "rows": [_row("Japan", japan, atlas), _row("Okinawa", okinawa, atlas)],
        "shares": _shares(series, day),
    }


def _row(region: str, figures: FacilityFigures, atlas: Atlas) -> dict[str, Any]:
    cells: list[dict[str, Any]] = []
    for official, unit in ((figures.official, None), (figures.official_area_ha, "ha")):
        if official is None:
            cells.append({"value": "no figure found", "date": "", "source": None})
            continue
        source = atlas.catalogue.sources.get(official.source)
        cells.append(
            {
                "value": format_number(int(official.value) if unit is None else official.value, unit),
                "date": format_date(official.date),
                "source": describe_source(source) if source else None,
            }
        )
    told = (("number", figures.official), ("area", figures.official_area_ha))
    return {
        "region": region,
        "official": cells,
        "notes": [(what, item.note) for what, item in told if item and item.note and item.confidence != "high"],
        "mapped": figures.mapped,
        "doubt": _describe_doubt(figures.doubt),
        "mapped_area": format_number(round(figures.mapped_area_ha), "ha"),
    }


def _list_uses(frame: gpd.GeoDataFrame, day: str) -> list[tuple[str, str, int]]:
    """The numbers that add up to the records shown, each with its definition; joint use also where there is none."""
    uses = count_uses(frame, day)
    rows = [
        ("Exclusive U.S. use", "Article II\u20111(a) of the Status of Forces Agreement", uses.exclusive),
        ("Joint use", "U.S. forces may use them for limited periods, Article II\u20114(b)", uses.joint),
        ("Parts", "land of the facilities above that was returned later", uses.parts),
        ("Not on that day", "there on other days of the period", uses.others),
    ]
    return rows[:2] + [row for row in rows[2:] if row[-1]]


def _describe_doubt(doubt: Doubt) -> str | None:
    ends = [("start", doubt.starts), ("end", doubt.ends)]
    words = [f"{count:,} with an uncertain {end}" for end, count in ends if count]
    return f"of which {' and '.join(words)}" if words else None


def _name_day(day: str, last_day: str) -> str:
    """The day of which figures speak; none speaks of a later day than the data know of without saying so."""
    if day > last_day:
        return f"{format_day(day)}, by data that end on {format_day(last_day)}"
    return f"{format_day(day)}, the data’s last day" if day == last_day else format_day(day)


def _shares(series: pd.DataFrame, day: str) -> list[tuple[str, str, str]]:
    """Okinawa's part of the official numbers, each with the date for which both figures were given."""
    columns: tuple[tuple[str, Literal["facilities", "area_ha"]], ...] = (
        ("facilities", "facilities"),
        ("area", "area_ha"),
    )
    found = [(what, find_official_pair(series, column, day=day)) for what, column in columns]
    return [
        (what, f"{pair[1].value / pair[0].value:.1%}", format_date(pair[0].date))
        for what, pair in found
        if pair is not None and pair[0].value
    ]
