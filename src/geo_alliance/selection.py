"""What the reader has chosen to see, and the one rule that applies it.

Map, table, panel, counts and downloads all ask `apply`; the browser holds the same rule as two comparisons of text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import geopandas as gpd

from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import ALL_TIME, FIRST_DAY, LAST_DAY, Period, parse_days
from geo_alliance.errors import DateError, SelectionError
from geo_alliance.keeping import keep
from geo_alliance.loading import Layer
from geo_alliance.records import Era, Feature
from geo_alliance.space.areas import Area, is_inside


@dataclass(frozen=True, slots=True, order=True)
class Filter:
    """Of one layer only the records whose member has one of these values."""

    layer: str
    member: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """A period, the names of the chosen layers, filters and an area.

    A record has to pass all filters of its layer, and its geometry has to meet the area, if there is one.
    """

    period: Period
    layers: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    area: Area = ()

    def with_layers(self, layers: Iterable[str]) -> "Selection":
        """Return the same with other layers."""
        return replace(self, layers=tuple(layers))

    def with_filter(self, layer: str, member: str, values: Iterable[str]) -> "Selection":
        """Return the same with another filter on one member; without values that member is filtered no more."""
        others = [item for item in self.filters if (item.layer, item.member) != (layer, member)]
        chosen = tuple(sorted(values))
        return replace(self, filters=tuple(sorted([*others, Filter(layer, member, chosen)] if chosen else others)))

    def is_filtered(self, *layers: str) -> bool:
        """Say whether area or filters may leave out records of these layers, of the chosen ones if none is named."""
        return bool(self.area) or any(item.layer in (layers or self.layers) for item in self.filters)


def apply(selection: Selection, layers: Mapping[str, Layer]) -> dict[str, gpd.GeoDataFrame]:
    """Return what is visible: of each chosen layer the records that share a day, pass the filters and meet the area.

    Layers that the selection names but that could not be loaded are left out. Frames keep the layer's order and CRS;
    they are shared, so they must not be changed.
    """
    return {
        name: _apply_to(
            layer, selection.period, tuple(item for item in selection.filters if item.layer == name), selection.area
        )
        for name, layer in layers.items()
        if name in selection.layers
    }


def is_visible(selection: Selection, layers: Mapping[str, Layer], feature: Feature) -> bool:
    """Say of one record what `apply` says of all."""
    visible = apply(selection, {feature.layer: layers[feature.layer]})
    return any(feature.id in frame.index for frame in visible.values())


def list_members(catalogue: Catalogue, layer: str) -> tuple[str, ...]:
    """Return the members by which a layer can be filtered: its kind, and those that its catalogue entry names."""
    return ("kind", *catalogue.resource(layer).filters)


def list_words(catalogue: Catalogue, layer: str, member: str) -> dict[str, str]:
    """Return the vocabulary of a member with the title of each word, from the layer's schema; empty if it has none."""
    described = catalogue.schemas[layer].get("properties", {}).get(member, {})
    return {str(choice["const"]): str(choice["title"]) for choice in described.get("oneOf", ())}


def find_era(catalogue: Catalogue, period: Period) -> Era | None:
    """Return the era that is exactly this period, or None."""
    return next((era for era in catalogue.eras if era.period == period), None)


def find_told_era(catalogue: Catalogue, period: Period) -> Era | None:
    """Return the era whose text tells of a period: exactly this one, or the one that still runs, up to a day."""
    last = catalogue.eras[-1]
    running = last if last.period.end == LAST_DAY and last.period.start == period.start < period.end else None
    return find_era(catalogue, period) or running


def resolve_period(
    catalogue: Catalogue,
    *,
    era: str | None = None,
    start: str | None = None,
    end: str | None = None,
) -> Period:
    """Return the period of an era, or from a first to a last day; without any of them, all time.

    `start` and `end` are days, months or years, as `parse_days` reads them: a year starts on its first day and ends on
    its last one.

    Raises:
        SelectionError: there is no such era, a date is none, the end lies before the start, both ways are mixed, or the
            period begins on the day that stands for no end or ends on the one that stands for no start.
    """
    if era is not None and (start is not None or end is not None):
        raise SelectionError("found an era and days together: expected one of them")
    if era == "all":
        return ALL_TIME
    if era is not None:
        return catalogue.era(era).period
    try:
        first = FIRST_DAY if start is None else parse_days(start).start
        last = LAST_DAY if end is None else parse_days(end).end
    except DateError as error:
        raise SelectionError(str(error)) from error
    if last < first:
        raise SelectionError(f"found the end {end} before the start {start}: expected it on or after it")
    if first == LAST_DAY or last == FIRST_DAY:
        day, meaning = (first, "no end") if first == LAST_DAY else (last, "no start")
        raise SelectionError(f"found a period of {day} alone, which stands for {meaning}: expected another day")
    return Period(first, last)


def resolve_filters(catalogue: Catalogue, wanted: Iterable[Filter]) -> tuple[Filter, ...]:
    """Return the filters in order, each with its values in order.

    Raises:
        SelectionError: a filter names a layer, a member or a word of its vocabulary that does not exist.
    """
    return tuple(sorted(_resolve_filter(catalogue, item) for item in wanted))


def parse_filters(
    catalogue: Catalogue, layers: tuple[str, ...], wanted: Iterable[tuple[str, str]]
) -> tuple[Filter, ...]:
    """Read filters from pairs of text: ``LAYER.MEMBER``, or ``MEMBER`` of the one layer, and ``VALUE[,VALUE]``.

    Pairs of the same member are one filter with the values of all.

    Raises:
        SelectionError: a pair names no member of one of these layers, has no value, or no word of its vocabulary.
    """
    values: dict[tuple[str, str], list[str]] = {}
    for name, text in wanted:
        if "" in text.split(","):
            raise SelectionError(f"found {name} = {text!r}: expected VALUE[,VALUE]")
        values.setdefault(_split_name(layers, name), []).extend(text.split(","))
    return resolve_filters(catalogue, [Filter(*key, tuple(found)) for key, found in values.items()])


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


@keep(256)
def find_inside(layer: Layer, area: Area) -> frozenset[str]:
    """Return the ids of a layer's records whose geometry meets an area, whatever else is chosen; of none, all ids."""
    frame = layer.frame
    return frozenset(frame.index[is_inside(frame.geometry.array, area)] if area else frame.index)


@keep(512)
def _apply_to(layer: Layer, period: Period, filters: tuple[Filter, ...], area: Area) -> gpd.GeoDataFrame:
    """Select once for all readers: a page asks for the same frame many times, and most look at the same eras."""
    frame = layer.frame
    chosen = (frame["start"] <= period.end) & (frame["end"] >= period.start)
    for item in filters:
        chosen &= frame[item.member].isin(item.values) if item.member in frame else False
    if area:
        chosen &= frame.index.isin(find_inside(layer, area))
    return frame[chosen]


def _split_name(layers: tuple[str, ...], name: str) -> tuple[str, str]:
    layer, dot, member = name.partition(".")
    if dot and layer in layers:
        return layer, member
    if len(layers) != 1:
        raise SelectionError(f"found the filter {name!r}: expected LAYER.MEMBER with one of {', '.join(layers)}")
    return layers[0], name


def _resolve_filter(catalogue: Catalogue, item: Filter) -> Filter:
    (layer,) = resolve_layers(catalogue, [item.layer])
    members = list_members(catalogue, layer)
    if item.member not in members:
        raise SelectionError(f"found the filter {layer}.{item.member}: expected one of {', '.join(members)}")
    known = list_words(catalogue, layer, item.member)
    for value in item.values:
        if known and value not in known:
            raise SelectionError(f"found {layer}.{item.member} = {value!r}: expected one of {', '.join(known)}")
    return Filter(layer, item.member, tuple(sorted(set(item.values))))
