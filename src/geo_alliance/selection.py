"""What the reader has chosen to see, and the one rule that applies it.

Map, table, panel, counts and downloads all ask `apply`; the browser holds the same rule as two comparisons of text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import geopandas as gpd

from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import ALL_TIME, FIRST_DAY, LAST_DAY, Period, parse_day
from geo_alliance.errors import DateError, SelectionError
from geo_alliance.loading import Layer
from geo_alliance.records import Era, Feature

Visible = Mapping[str, gpd.GeoDataFrame]
"""The visible part of each chosen layer, by layer name, in the catalogue's order; may be empty frames."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A period and the names of the chosen layers."""

    period: Period
    layers: tuple[str, ...]

    def with_layers(self, layers: Iterable[str]) -> "Selection":
        """Return the same with other layers."""
        return replace(self, layers=tuple(layers))


def apply(selection: Selection, layers: Mapping[str, Layer]) -> dict[str, gpd.GeoDataFrame]:
    """Return what is visible: of each chosen layer the records whose interval shares a day with the period.

    Layers that the selection names but that could not be loaded are left out. Frames keep the layer's order and CRS.
    """
    return {
        name: layer.frame[
            (layer.frame["start"] <= selection.period.end) & (layer.frame["end"] >= selection.period.start)
        ]
        for name, layer in layers.items()
        if name in selection.layers
    }


def is_visible(selection: Selection, feature: Feature) -> bool:
    """Say of one record what `apply` says of all."""
    return feature.layer in selection.layers and selection.period.overlaps(feature.core.period)


def find_era(catalogue: Catalogue, period: Period) -> Era | None:
    """Return the era that is exactly this period, or None."""
    return next((era for era in catalogue.eras if era.period == period), None)


def resolve_period(
    catalogue: Catalogue,
    *,
    era: str | None = None,
    start: str | None = None,
    end: str | None = None,
) -> Period:
    """Return the period of an era, or from a first to a last day; without any of them, all time.

    Raises:
        SelectionError: there is no such era, a day is none, the end lies before the start, or both ways are mixed.
    """
    if era is not None and (start is not None or end is not None):
        raise SelectionError("found an era and days together: expected one of them")
    if era == "all":
        return ALL_TIME
    if era is not None:
        return catalogue.era(era).period
    try:
        period = Period(FIRST_DAY if start is None else parse_day(start), LAST_DAY if end is None else parse_day(end))
    except DateError as error:
        raise SelectionError(str(error)) from error
    if period.end < period.start:
        raise SelectionError(f"found the end {end} before the start {start}: expected it on or after it")
    return period


def resolve_layers(catalogue: Catalogue, names: Iterable[str]) -> tuple[str, ...]:
    """Return the named layers in the catalogue's order.

    Raises:
        SelectionError: a name is no layer's.
    """
    known = tuple(resource.name for resource in catalogue.layers)
    wanted = tuple(names)
    for name in wanted:
        if name not in known:
            raise SelectionError(f"found the layer {name!r}: expected one of {', '.join(known)}")
    return tuple(name for name in known if name in wanted)
