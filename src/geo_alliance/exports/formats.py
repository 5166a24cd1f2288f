"""The formats of downloads, in one place: the command line, the dashboard and the data addresses offer these."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from geo_alliance.dates import ALL_TIME, FIRST_DAY, LAST_DAY, Period
from geo_alliance.errors import SelectionError
from geo_alliance.exports import geojson, geopackage, geoparquet, kml, table
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, find_era
from geo_alliance.toponyms import ALL_NAMES


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its id, its title for people, the suffix of its files, its media type, and what writes it."""

    id: str
    title: str
    suffix: str
    media_type: str
    export: Callable[[Atlas, Selection], bytes]


FORMATS = (
    Format("geojson", "GeoJSON", "geojson", geojson.MEDIA_TYPE, geojson.export_geojson),
    Format("csv", "CSV", "csv", table.MEDIA_TYPE, table.export_csv),
    Format("geopackage", "GeoPackage", "gpkg", geopackage.MEDIA_TYPE, geopackage.export_geopackage),
    Format("kml", "KML", "kml", kml.MEDIA_TYPE, kml.export_kml),
    Format("geoparquet", "GeoParquet", "parquet", geoparquet.MEDIA_TYPE, geoparquet.export_geoparquet),
)


def find_format(format_id: str) -> Format:
    """Return the format of that id.

    Raises:
        SelectionError: there is none.
    """
    for item in FORMATS:
        if item.id == format_id:
            return item
    raise SelectionError(f"found the format {format_id!r}: expected one of {', '.join(item.id for item in FORMATS)}")


def name_file(atlas: Atlas, selection: Selection, what: str, suffix: str) -> str:
    """Return the name of a download: what it holds, its period, whether it is filtered, whose names, the version.

    It has ASCII letters, digits, dots, hyphens and underscores only, so that it needs no escaping anywhere.
    """
    filtered = "_filtered" if selection.is_filtered() else ""
    when = _name_period(atlas, selection.period)
    name = f"geo-alliance_{what}_{when}{filtered}{mark_names(atlas)}_{atlas.catalogue.package.version}.{suffix}"
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name)


def mark_names(atlas: Atlas) -> str:
    """Return the part of a file's name that says whose names disputed places have in it; empty with all names."""
    return "" if atlas.names == ALL_NAMES else f"_names-{atlas.names}"


def _name_period(atlas: Atlas, period: Period) -> str:
    era = find_era(atlas.catalogue, period)
    if period == ALL_TIME or era is not None:
        return era.id if era else "all-years"
    if period.is_day:
        return period.start
    start = "until" if period.start == FIRST_DAY else period.start
    return f"since_{start}" if period.end == LAST_DAY else f"{start}_{period.end}"
