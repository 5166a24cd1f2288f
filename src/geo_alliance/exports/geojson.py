"""GeoJSON: what is visible, with the filter, the data version and the sources inside.

Source: RFC 7946 (longitude first, right-hand rings, no `crs`, at most seven decimals, foreign members in section 6.1).
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from geo_alliance.dates import ALL_TIME, FIRST_DAY, LAST_DAY, Period
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature
from geo_alliance.selection import Selection, apply, find_era
from geo_alliance.space.areas import describe_area

MEDIA_TYPE = "application/geo+json"
FOREIGN_MEMBER = "geo_alliance"


def dump_collection(features: Iterable[Mapping[str, Any]], **foreign: Any) -> str:
    """Write a FeatureCollection as text, one feature a line, so that differences between versions read well.

    `foreign` members stand before the features.
    """
    head = json.dumps({"type": "FeatureCollection", **foreign}, **_STYLE)[:-1]
    lines = ",\n".join(json.dumps(feature, **_STYLE) for feature in features)
    return f'{head},"features":[\n{lines}\n]}}\n'


def build_feature(feature: Feature) -> dict[str, Any]:
    """Build the GeoJSON object of a record; its layer stands among the properties."""
    return {
        "type": "Feature",
        "id": feature.id,
        "geometry": feature.geometry,
        "properties": {"layer": feature.layer, **dump_core(feature), **feature.own},
    }


def dump_core(feature: Feature) -> dict[str, Any]:
    """Return the core members as plain values, as the file has them."""
    return feature.core.model_dump(mode="json", exclude_unset=True)


def select_features(atlas: Atlas, selection: Selection) -> list[Feature]:
    """Return the visible records, layer by layer in the catalogue's order."""
    visible = apply(selection, atlas.layers)
    return [atlas.layers[name].features[feature_id] for name, frame in visible.items() for feature_id in frame.index]


def export_geojson(atlas: Atlas, selection: Selection) -> bytes:
    """Write what is visible as one GeoJSON FeatureCollection, UTF-8.

    The foreign member `geo_alliance` holds what `describe_contents` returns. Nothing in it depends on the clock: the
    same view gives the same bytes.
    """
    features = select_features(atlas, selection)
    return dump_features(features, describe_contents(atlas, selection, features))


def dump_features(features: Iterable[Feature], head: Mapping[str, Any]) -> bytes:
    """Write given records as one GeoJSON FeatureCollection, UTF-8, with `head` as the foreign member."""
    return dump_collection(map(build_feature, features), **{FOREIGN_MEMBER: head}).encode()


def describe_contents(atlas: Atlas, selection: Selection, features: Collection[Feature]) -> dict[str, Any]:
    """Return what every format records about a download: title, version, filter, count, coverage, credits, sources.

    `names` says whose names disputed places have: a party's id, or ``all``. `coverage` says for each layer for which
    days and by which definition it is complete. `features` are the visible records; the sources are those that they
    cite, as CSL-JSON by id.
    """
    catalogue = atlas.catalogue
    return {
        "title": catalogue.package.title,
        "version": catalogue.version,
        "filter": describe_filter(atlas, selection),
        "names": atlas.names,
        "count": len(features),
        "coverage": _list_coverage(atlas, selection),
        "licenses": _list_licences(atlas, selection),
        "credits": _list_credits(atlas, selection),
        "sources": [catalogue.sources[source].to_csl() for source in _cited(features) if source in catalogue.sources],
    }


def describe_period(period: Period) -> dict[str, str | None]:
    """Return a period as plain values: its first and last day, None where it is open."""
    return {
        "from": None if period.start == FIRST_DAY else period.start,
        "to": None if period.end == LAST_DAY else period.end,
    }


def describe_filter(atlas: Atlas, selection: Selection) -> dict[str, Any]:
    """Return the selection as plain values: era id or None, first and last day or None, layer names, filters, area.

    The area stands there only if there is one, as `describe_area` has it.
    """
    period = selection.period
    era = find_era(atlas.catalogue, period)
    return {
        "era": "all" if period == ALL_TIME else era.id if era else None,
        **describe_period(period),
        "layers": [name for name in atlas.layers if name in selection.layers],
        "members": {f"{item.layer}.{item.member}": list(item.values) for item in selection.filters},
        **({"area": describe_area(selection.area)} if selection.area else {}),
    }


def _cited(features: Iterable[Feature]) -> list[str]:
    return sorted({source for feature in features for source in feature.cited})


def _list_coverage(atlas: Atlas, selection: Selection) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [item.model_dump(mode="json", by_alias=True) for item in layer.resource.coverage]
        for name, layer in atlas.layers.items()
        if name in selection.layers
    }


def _list_licences(atlas: Atlas, selection: Selection) -> dict[str, list[dict[str, str]]]:
    return {
        name: [licence.model_dump() for licence in layer.resource.licenses]
        for name, layer in atlas.layers.items()
        if name in selection.layers
    }


def _list_credits(atlas: Atlas, selection: Selection) -> list[str]:
    chosen = [layer.resource for name, layer in atlas.layers.items() if name in selection.layers]
    return sorted({credit.title for resource in chosen for credit in resource.sources})


_STYLE: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":"), "allow_nan": False}
