"""What the map's frame fetches once: every record of every layer, as small as drawing needs it."""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

import shapely
from shapely.geometry import shape

from geo_alliance.dates import describe_vague_end, describe_vague_start, format_day, format_interval, parse_date
from geo_alliance.descriptor import Resource, Shade, Shape, Style
from geo_alliance.loading import Atlas, Layer
from geo_alliance.records import Feature
from geo_alliance.selection import list_words
from geo_alliance.toponyms import build_wording

TITLE = "Atlas of the U.S.–Japan alliance"
_OUTLINES: Final = ("area", "line")  # shapes that need a line or an area: a place without one gets a plain mark
_PLAIN: Final = "circle"


def build_display(atlas: Atlas) -> dict[str, Any]:
    """Build the map's data: for each layer its title, colours, kinds (title, shape, count) and records.

    `caption` is what a picture of the map says below it; `names` has, by party, what a wording holds
    (`geo_alliance.toponyms.Wording`): the map renames its texts itself.

    A record has `id`, `name`, `dates` in words, `kind`, `start` and `end` (ISO days, as the filter compares them),
    `sure_start` and `sure_end` (the same, narrowed: see `resolve_sure_interval`), where a date is not known to the day
    `vague_start` and `vague_end` (what follows, in words), `geometry`, `marks` (positions that get a symbol, longitude
    first), `uncertain`, `moment`, `order`, `members` (what the layer can be filtered by, beside its kind), where the
    layer is sized by area, `hectares`, where its outlines are filled by a number, `shade` (the class, 0 for none; the
    layer's `shade` has a title and the classes in words), and where its kind is drawn as outlines but the record is no
    more than places, the `shape` of its marks.
    """
    return {
        "version": atlas.catalogue.version,
        "caption": build_caption(atlas),
        "names": {party.id: _build_wording(atlas, party.id) for party in atlas.catalogue.toponyms.parties},
        "layers": [_build_layer(atlas, layer) for layer in atlas.layers.values()],
    }


def _build_wording(atlas: Atlas, party: str) -> dict[str, Any]:
    wording = build_wording(atlas.catalogue.toponyms, party)
    return {"whole": dict(wording.whole), "parts": [list(part) for part in wording.parts]}


def _build_layer(atlas: Atlas, layer: Layer) -> dict[str, Any]:
    style = _style(layer)
    shade = {"shade": _build_shade(style.shade, atlas.catalogue.schemas[layer.name])} if style.shade else {}
    return {
        "name": layer.name,
        "title": layer.resource.title,
        "colour": style.colour,
        "colour_dark": style.colour_dark,
        "shape": _PLAIN if style.shape in _OUTLINES and all(map(_is_place, layer.features.values())) else style.shape,
        "kinds": {
            kind: {"title": title, "shape": _shape_of_kind(kind, style)}
            for kind, title in list_words(atlas.catalogue, layer.name, "kind").items()
        },
        "records": [_build_record(feature, layer.resource, style) for feature in layer.features.values()],
        **shade,
    }


def _build_shade(shade: Shade, schema: Mapping[str, Any]) -> dict[str, Any]:
    first, last = f"{shade.steps[0]:g}", f"{shade.steps[-1]:g}"
    between = [f"{low:g} to {high:g} {shade.unit}" for low, high in pairwise(shade.steps)]
    words = ["none", f"under {first} {shade.unit}", *between, f"{last} {shade.unit} or more"]
    title = schema.get("properties", {}).get(shade.member, {}).get("title", shade.member)
    return {"title": str(title), "classes": words}


def _find_class(feature: Feature, shade: Shade) -> int:
    value = feature.own.get(shade.member)
    return bisect_right(shade.steps, value) + 1 if isinstance(value, int | float) and value > 0 else 0


def _build_record(feature: Feature, resource: Resource, style: Style) -> dict[str, Any]:
    core = feature.core
    period = core.period
    own_shape = _choose_shape(feature, style)
    record: dict[str, Any] = {
        "id": feature.id,
        "name": core.name,
        "dates": format_interval(core.valid_from, core.valid_to, core.known_from),
        "kind": core.kind,
        "start": period.start,
        "end": period.end,
        "sure_start": core.sure.start,
        "sure_end": core.sure.end,
        "geometry": feature.geometry,
        "marks": _list_marks(feature, style, own_shape),
        "uncertain": is_uncertain(feature),
        "moment": core.is_moment,
        "members": {name: feature.own[name] for name in resource.filters if name in feature.own},
        "order": 0 if _is_place(feature) else 1,
    }
    optional = {
        "vague_start": describe_vague_start(core.valid_from, core.valid_to, core.known_from),
        "vague_end": describe_vague_end(core.valid_from, core.valid_to),
        "hectares": feature.own.get(style.size) if style.size else None,
        "shade": _find_class(feature, style.shade) if style.shade else None,
        "shape": own_shape if own_shape != _shape_of_kind(core.kind, style) else None,
    }
    return record | {name: value for name, value in optional.items() if value is not None}


def is_uncertain(feature: Feature) -> bool:
    """Whether the record is drawn dashed: unverified, or a date with a mark, or a track that is not published."""
    core = feature.core
    marked = [parse_date(text) for text in (core.valid_from, core.valid_to) if text is not None]
    is_track = core.position_basis == "computed" and "LineString" in feature.geometry["type"]
    return not core.verified or is_track or any(mark.is_uncertain or mark.is_approximate for mark in marked)


def _is_place(feature: Feature) -> bool:
    return feature.geometry["type"] in {"Point", "MultiPoint"}


def _shape_of_kind(kind: str, style: Style) -> Shape:
    return style.kinds.get(kind, style.shape)


def _choose_shape(feature: Feature, style: Style) -> Shape:
    shape_name = _shape_of_kind(feature.core.kind, style)
    return _PLAIN if shape_name in _OUTLINES and _is_place(feature) else shape_name


def _list_marks(feature: Feature, style: Style, shape_name: Shape) -> list[list[float]]:
    if shape_name == "area":
        return []
    marks: list[Any] = [feature.own[name] for name in style.marks if name in feature.own]
    if marks or shape_name == "line":
        return marks
    geometry = shape(feature.geometry)
    points = shapely.get_parts(geometry) if geometry.geom_type == "MultiPoint" else [geometry.representative_point()]
    return [[round(point.x, 6), round(point.y, 6)] for point in points]


def _style(layer: Layer) -> Style:
    style = layer.resource.style
    if style is None:
        raise AssertionError(f"the layer {layer.name} has no style: the catalogue refuses that")
    return style


def build_caption(atlas: Atlas) -> dict[str, Any]:
    """Build what the caption of a picture says of any view: title, eras, credits by layer, data version, licences."""
    catalogue = atlas.catalogue
    layers = [resource for resource in catalogue.layers if resource.sources]
    licences = ", ".join(licence.name for licence in catalogue.package.licenses)
    last_day = format_day(catalogue.package.collected_until)
    return {
        "title": TITLE,
        "number": catalogue.package.version,
        "version": f"Data version {catalogue.version}, as of {last_day} · {licences}",
        "sources": f"Each record lists its sources in the atlas ({len(catalogue.sources):,} in all).",
        "credits": {resource.name: [credit.title for credit in resource.sources] for resource in layers},
        "eras": list_eras(atlas),
    }


def list_eras(atlas: Atlas) -> list[dict[str, str]]:
    """Return the eras with their first and last ISO day."""
    eras = atlas.catalogue.eras
    return [{"id": era.id, "name": era.name, "start": era.period.start, "end": era.period.end} for era in eras]
