"""Named functions that count and measure the atlas' records for the values in texts, beside those in `reckonings`.

Each raises `DataError` where the data lack what it asks for.
"""

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
from pyproj import Geod
from shapely.geometry import shape

from geo_alliance.analysis import (
    OFFICIAL_FACILITIES,
    Definition,
    Region,
    Use,
    find_official,
    select_exclusive,
    select_facilities,
)
from geo_alliance.errors import DataError
from geo_alliance.records import Day
from geo_alliance.space.geodesy import distance_m
from geo_alliance.texts.desk import Desk

Filters = Mapping[str, str | list[str] | tuple[str, ...]]

EEZ_LANDINGS = "eez-landings"
_ELLIPSOID = Geod(ellps="WGS84")
_MAIN, _CHAIN = "over-main-island", "over-island-chain"
_TYPES = {"space": "space-launch", "ballistic": "ballistic-missile"}


def count_exclusive(desk: Desk, *, day: Day, region: Region) -> int:
    """Count the facilities for exclusive U.S. use that the map has on a day, by the official count's definition."""
    return len(select_exclusive(desk.layer("facilities"), day, region))


def count_facilities(desk: Desk, *, day: Day, use: Use = "exclusive", prefecture: str | None = None) -> int:
    """Count the facilities that the map has on a day: `exclusive`, `joint` (for limited periods) or `all` of them.

    Land that was returned in part is no facility. `prefecture` is a code of JIS X 0401, all Japan without one.
    """
    frame = select_facilities(desk.layer("facilities"), day, use=use, prefecture=prefecture)
    return int(frame["part_of"].isna().sum())


def area_facilities(desk: Desk, *, day: Day, use: Use = "exclusive", prefecture: str | None = None) -> float:
    """Return the hectares of the facilities that the map has on a day, with one decimal.

    Land that was returned in part counts up to its return, unlike in `count_facilities`: it was in use.
    """
    frame = select_facilities(desk.layer("facilities"), day, use=use, prefecture=prefecture)
    return round(float(frame["area_ha"].sum()), 1)


def official_facilities(desk: Desk, *, day: Day, region: Region, definition: Definition = "exclusive") -> int:
    """Return the latest official number of facilities for a date not after a day."""
    official = find_official(
        desk.series(OFFICIAL_FACILITIES), "facilities", day=day, region=region, definition=definition
    )
    if official is None:
        raise DataError(f"found no official number of {region} until {day}: expected one in {OFFICIAL_FACILITIES}")
    return int(official.value)


def area_share_okinawa(desk: Desk, *, day: Day) -> float:
    """Return Okinawa's part of the mapped area for exclusive U.S. use on a day, in percent with one decimal."""
    layer = desk.layer("facilities")
    part, whole = (float(select_exclusive(layer, day, region)["area_ha"].sum()) for region in ("okinawa", "japan"))
    return divide(part, whole, decimals=1)


def count_overflights(
    desk: Desk,
    *,
    until: Day,
    definition: Literal["all", "main-islands", "island-chain", "space", "ballistic"],
) -> int:
    """Count the North Korean flights over Japan that began not after a day.

    `main-islands` are those over Hokkaido, Honshu, Shikoku or Kyushu, `island-chain` those over the sea between
    islands of the Okinawa chain, `all` both together; `space` and `ballistic` are those of `all` by what was launched.
    A flight whose crossing is disputed counts in none.
    """
    return count_features(desk, layer="overflights", until=until, members=list_overflight_members(definition))


def list_overflight_members(definition: str) -> Filters:
    """Return the members, with their values, that tell the flights of a definition of `count_overflights`."""
    kinds = {"main-islands": [_MAIN], "island-chain": [_CHAIN]}.get(definition, [_MAIN, _CHAIN])
    return {"kind": kinds} | ({"vehicle_type": _TYPES[definition]} if definition in _TYPES else {})


def count_eez_landings(desk: Desk, *, until: Day, what: Literal["missiles", "dates"]) -> int:
    """Count missiles that fell in Japan's exclusive economic zone not after a day, or the dates on which any did.

    Parts that the rockets of 1998 and 2009 dropped there are no missiles and do not count.
    """
    rows = desk.series(EEZ_LANDINGS)
    rows = rows[rows["first_day"] <= until]
    return int(rows["missiles"].sum()) if what == "missiles" else int(rows["first_day"].nunique())


def count_features(
    desk: Desk, *, layer: str, until: Day, kind: str | None = None, members: Filters | None = None
) -> int:
    """Count the records of a layer that began not after a day: of one kind or of all, with wanted values in members."""
    chosen = desk.layer(layer).frame["start"] <= until
    if kind is not None:
        chosen &= desk.layer(layer).frame["kind"] == kind
    return int((chosen & _has_values(desk, layer, members)).sum())


def count_on_day(desk: Desk, *, layer: str, day: Day, members: Filters | None = None, source: str | None = None) -> int:
    """Count the records of a layer that hold on a day, have one of the wanted values in each member, and name a source.

    Without `members` and `source` all that hold are counted.
    """
    frame = desk.layer(layer).frame
    chosen = (frame["start"] <= day) & (frame["end"] >= day) & _has_values(desk, layer, members)
    if source is not None:
        chosen &= frame.index.isin([item.id for item in desk.layer(layer).features.values() if source in item.cited])
    return int(chosen.sum())


def count_values(desk: Desk, *, layer: str, until: Day, member: str) -> int:
    """Count the different values of a member among the records of a layer that began not after a day."""
    return int(_read_member(desk, layer, member)[desk.layer(layer).frame["start"] <= until].nunique())


def outline_area(desk: Desk, *, record: str) -> float:
    """Return the area of the outline that the map draws of a record, in km² on the ellipsoid, with two decimals.

    Source: Karney, C.F.F. (2013), "Algorithms for geodesics", Journal of Geodesy 87, section 6, as in GeographicLib.
    """
    area_m2, _ = _ELLIPSOID.geometry_area_perimeter(shape(desk.record(record).geometry))
    return round(abs(float(area_m2)) / 1e6, 2)


def distance_between(desk: Desk, *, first: str, second: str) -> int:
    """Return the distance between the middles of two records as the map draws them, in whole kilometres."""
    middles = [shape(desk.record(record).geometry).centroid for record in (first, second)]
    start, end = ((point.x, point.y) for point in middles)
    return round(distance_m(start, end) / 1000)


def divide(part: float, whole: float, *, decimals: int) -> float:
    """Return a part of a whole in percent.

    Raises:
        DataError: the whole is nothing.
    """
    if whole == 0:
        raise DataError("found a whole of 0: expected more than nothing")
    return round(100 * part / whole, decimals)


def _has_values(desk: Desk, layer: str, members: Filters | None) -> "pd.Series[bool]":
    """Say of each record of a layer whether it has one of the wanted values in each of the members."""
    chosen = pd.Series(True, index=desk.layer(layer).frame.index)
    for member, wanted in (members or {}).items():
        chosen &= _read_member(desk, layer, member).isin([wanted] if isinstance(wanted, str) else list(wanted))
    return chosen


def _read_member(desk: Desk, layer: str, member: str) -> "pd.Series[Any]":
    frame = desk.layer(layer).frame
    if member not in frame:
        raise DataError(f"{layer}: found the member {member!r}: expected one of {', '.join(map(str, frame.columns))}")
    column: pd.Series[Any] = frame[member]
    return column
