"""Counts, shares and official figures for a day or a period."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import pandas as pd

from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import LAST_DAY, Period, parse_date
from geo_alliance.errors import DateError, LayerError
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas, Layer
from geo_alliance.selection import Selection, apply

Region = Literal["japan", "okinawa"]
Definition = Literal["all", "exclusive"]
Use = Literal["all", "exclusive", "joint"]

_Row = Mapping[str, Any]

OFFICIAL_FACILITIES = "facilities-official"
OKINAWA_CODE = "47"
_CONFIDENCES = ("low", "medium", "high")
_TENURES: Mapping[Use, tuple[str, ...]] = {
    "all": ("exclusive", "joint-use"),
    "exclusive": ("exclusive",),
    "joint": ("joint-use",),
}


@dataclass(frozen=True, slots=True)
class Official:
    """One official figure: its value, the date it was published for, the source's id, how sure it is, and a note."""

    value: float
    date: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """How many records of a count may not have begun yet (`starts`), and how many more may have been over (`ends`)."""

    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class FacilityUses:
    """How records of facilities add up on one day, each of them in one number.

    `exclusive` and `joint` are facilities by who may use them, `parts` land of facilities that was returned later,
    `others` the records that do not hold on the day.
    """

    exclusive: int
    joint: int
    parts: int
    others: int


@dataclass(frozen=True, slots=True)
class FacilityFigures:
    """Exclusive-use facilities of one region on one day: how many are on the map, and what the official series says.

    Areas are in hectares. An official figure is the latest one published for a date not after the day; None if there
    is none. `doubt` says how many of those on the map stand there by a vague date.
    """

    region: Region
    day: str
    mapped: int
    mapped_area_ha: float
    doubt: Doubt
    official: Official | None
    official_area_ha: Official | None


def count_kinds(frame: gpd.GeoDataFrame) -> dict[str, int]:
    """Count records by kind, the most frequent first, equal ones by name."""
    counts = Counter(frame["kind"])
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def count_doubts(layer: Layer, ids: Iterable[str], period: Period) -> Doubt:
    """Count the records, of those that belong to a period, that belong to it only because their dates are vague."""
    sure = [layer.features[record].core.sure for record in ids]
    in_doubt = [interval for interval in sure if not interval.overlaps(period)]
    starts = sum(interval.start > period.end for interval in in_doubt)
    return Doubt(starts, len(in_doubt) - starts)


def count_uses(frame: gpd.GeoDataFrame, day: str) -> FacilityUses:
    """Count records of facilities by who may use them on a day, so that the numbers add up to all of the records."""
    whole = frame["part_of"].isna().tolist() if "part_of" in frame else [True] * len(frame)
    # Lists, because frames are cut slowly.
    rows = zip(frame["start"].tolist(), frame["end"].tolist(), whole, frame["tenure"].tolist(), strict=True)
    on_day = [(is_whole, tenure) for start, end, is_whole, tenure in rows if start <= day <= end]
    tenures = [tenure for is_whole, tenure in on_day if is_whole]
    counts = {use: sum(tenure in _TENURES[use] for tenure in tenures) for use in ("exclusive", "joint")}
    return FacilityUses(**counts, parts=len(on_day) - len(tenures), others=len(frame) - len(on_day))


def count_values(atlas: Atlas, selection: Selection, layer: str, member: str) -> dict[str, int]:
    """Count a layer's visible records by the value of a member, as if that member were not filtered.

    The values that the period or other filters leave without records are counted as 0, so that a choice stays a choice.
    """
    others = tuple(item for item in selection.filters if item.layer == layer and item.member != member)
    narrowed = Selection(selection.period, (layer,), others, selection.area)
    return dict(_count_values(atlas.layers[layer], narrowed, member))


@keep(2048)
def _count_values(layer: Layer, selection: Selection, member: str) -> Mapping[str, int]:
    whole = layer.frame
    if member not in whole:
        return {}
    frame = apply(selection, {layer.name: layer})[layer.name]
    counts = frame[member].value_counts()
    return {str(value): int(counts.get(value, 0)) for value in sorted(whole[member].dropna().unique())}


def select_exclusive(layer: Layer, day: str, region: Region = "japan") -> gpd.GeoDataFrame:
    """Return the facilities for exclusive U.S. use on a day.

    Land that was returned in part has a record of its own (`part_of`); it is no facility and is left out. The rest is
    the official count's definition: areas under Article II-1(a) of the Status of Forces Agreement.
    """
    frame = select_facilities(layer, day, prefecture=OKINAWA_CODE if region == "okinawa" else None)
    return frame[frame["part_of"].isna()] if "part_of" in frame else frame


def select_facilities(
    layer: Layer, day: str, *, use: Use = "exclusive", prefecture: str | None = None
) -> gpd.GeoDataFrame:
    """Return the facilities of a day by who may use them, with land that was returned in part up to its return.

    `prefecture` is a code of JIS X 0401; None is all Japan.
    """
    frame = layer.frame
    chosen = frame["tenure"].isin(_TENURES[use]) & (frame["start"] <= day) & (frame["end"] >= day)
    if prefecture is not None:
        chosen &= frame["prefecture_code"] == prefecture
    return frame[chosen]


def compute_facility_figures(layer: Layer, series: pd.DataFrame, *, day: str, region: Region) -> FacilityFigures:
    """Compute the exclusive-use figures of a region on a day. `series` is the official one, from `load_series`."""
    mapped = select_exclusive(layer, day, region)
    return FacilityFigures(
        region=region,
        day=day,
        mapped=len(mapped),
        mapped_area_ha=float(mapped["area_ha"].sum()),
        doubt=count_doubts(layer, mapped.index, Period(day, day)),
        official=find_official(series, "facilities", day=day, region=region),
        official_area_ha=find_official(series, "area_ha", day=day, region=region),
    )


def find_official(
    series: pd.DataFrame,
    column: Literal["facilities", "area_ha"],
    *,
    day: str,
    region: Region,
    definition: Definition = "exclusive",
) -> Official | None:
    """Return the latest official figure for a date not after the day, or None.

    Figures of low confidence are passed over where there is a surer one; the surer one wins for equal dates.
    """
    rows = _rank_official(series, column, day=day, region=region, definition=definition)
    return _read_official(rows[-1], column) if rows else None


def find_official_pair(
    series: pd.DataFrame, column: Literal["facilities", "area_ha"], *, day: str
) -> tuple[Official, Official] | None:
    """Return the official exclusive-use figures of Japan and of Okinawa for the latest date that has both, or None.

    Only such two may be divided: the number and the land have changed too much for figures of different dates.
    """
    japan, okinawa = (
        {row["date"]: row for row in _rank_official(series, column, day=day, region=region, definition="exclusive")}
        for region in ("japan", "okinawa")
    )
    for last in reversed(japan):
        if last in okinawa:
            return _read_official(japan[last], column), _read_official(okinawa[last], column)
    return None


def _rank_official(series: pd.DataFrame, column: str, *, day: str, region: str, definition: Definition) -> list[_Row]:
    """The official rows up to a day, the latest last, of one date the surest last; unsure ones only without others."""
    # Lists, because frames are cut slowly.
    columns = [series[name].tolist() for name in series.columns]
    rows = [dict(zip(series.columns, values, strict=True)) for values in zip(*columns, strict=True)]
    found = [row for row in rows if (row["region"], row["definition"]) == (region, definition)]
    told = [row for row in found if row["first_day"] <= day and pd.notna(row[column])]
    sure = [row for row in told if row["confidence"] != "low"]
    return sorted(sure or told, key=lambda row: (row["first_day"], _CONFIDENCES.index(row["confidence"])))


def _read_official(row: _Row, column: str) -> Official:
    return Official(float(row[column]), row["date"], row["source"], row["confidence"], row["note"] or "")


@keep(64)
def load_series(catalogue: Catalogue, name: str) -> pd.DataFrame:
    """Load one series: its columns as the catalogue describes them, and `first_day`, the date's first day as ISO text.

    The frame is shared, so it must not be changed.

    Raises:
        SelectionError: the catalogue has no series of that name.
        LayerError: the file is missing, lacks a column, or holds a value or a date that is none.
    """
    resource = catalogue.resource(name)
    columns = resource.table_schema.fields if resource.table_schema else ()
    kinds = {"integer": "Int64", "number": "float64", "string": "str"}
    try:
        frame = pd.read_csv(
            catalogue.root / resource.path,
            dtype={column.name: kinds[column.type] for column in columns},
            usecols=[column.name for column in columns],
            keep_default_na=False,
            na_values={column.name: [""] for column in columns if column.type != "string"},
        )
        return frame.assign(first_day=frame["date"].map(lambda text: parse_date(text).first))
    except OSError as error:
        raise LayerError(f"{resource.path}: found no readable file ({error.strerror}): expected a CSV file") from error
    except (ValueError, DateError) as error:
        names = ", ".join(column.name for column in columns)
        raise LayerError(f"{resource.path}: found {error}: expected the columns {names}") from error


def choose_reference_day(period: Period, today: str) -> str:
    """Return the day of which a period's figures speak: its last day, or today where it still runs.

    One that has not begun and has no end speaks of its first day.

    >>> choose_reference_day(Period("2017-11-12", "9999-12-31"), "2026-11-01")
    '2026-11-01'
    """
    if period.end == LAST_DAY:
        return max(period.start, today)
    return today if period.start <= today < period.end else period.end
