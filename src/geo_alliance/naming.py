"""The atlas with one party's names for disputed places, or with all of them.

Records, layers and eras are renamed once, here; whatever shows or writes them takes the renamed atlas and needs to know
nothing of it. All names stay: a renamed record has the former name among its aliases, and its names by language, its
claims and its sources as they were.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from geo_alliance.catalogue import Catalogue
from geo_alliance.descriptor import Resource
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas, Layer, build_frame
from geo_alliance.records import Feature, Record
from geo_alliance.toponyms import ALL_NAMES, build_wording

_SAID_BY_PARTIES = frozenset({"claims", "accounts"})
"""Members in which each party speaks for itself: they keep its words."""

_CORE_TEXTS = ("name", "summary", "facts")

Say = Callable[[str], str]


@keep(8)
def rename_atlas(atlas: Atlas, names: str) -> Atlas:
    """Return the atlas with a party's names for disputed places, kept for all readers; with `ALL_NAMES`, as it is.

    Ids, counts, order, geometry, filters and the catalogue's version are the same. The map's views keep all names: the
    map is built once, and its frame renames them itself.

    Raises:
        SelectionError: `names` is neither a party's id nor `ALL_NAMES`.
    """
    if names == atlas.names:
        return atlas
    if atlas.names != ALL_NAMES:
        raise AssertionError(f"the atlas has the names of {atlas.names}: rename the one that was loaded")
    say = build_wording(atlas.catalogue.toponyms, names).say
    catalogue = _rename_catalogue(atlas.catalogue, say)
    layers = {name: _rename_layer(layer, catalogue.resource(name), say) for name, layer in atlas.layers.items()}
    return Atlas(catalogue, layers, atlas.faults, names)


def rename_text(atlas: Atlas, text: str) -> str:
    """Return a text of our own that is no part of the atlas with the names that the atlas has."""
    return build_wording(atlas.catalogue.toponyms, atlas.names).say(text)


def rename_value(atlas: Atlas, value: Any) -> Any:
    """Return a record or plain value with the names that the atlas has, in all its texts."""
    return _rename(value, build_wording(atlas.catalogue.toponyms, atlas.names).say)


def list_texts(atlas: Atlas) -> list[str]:
    """Return every text of an atlas in which a phrase would be renamed."""
    texts: list[str] = []

    def keep(text: str) -> str:
        texts.append(text)
        return text

    _rename_catalogue(atlas.catalogue, keep)
    for layer in atlas.layers.values():
        for feature in layer.features.values():
            _rename_feature(feature, layer.resource, keep)
    return texts


def describe_names(atlas: Atlas) -> str:
    """Say in words whose names the atlas has."""
    if atlas.names == ALL_NAMES:
        return "all parties’ names"
    return f"{atlas.catalogue.toponyms.find_party(atlas.names).name}’s names"


def _rename_catalogue(catalogue: Catalogue, say: Say) -> Catalogue:
    package = catalogue.package.model_copy(update={"resources": _rename(catalogue.package.resources, say)})
    return replace(catalogue, package=package, eras=_rename(catalogue.eras, say))


def _rename_layer(layer: Layer, resource: Resource, say: Say) -> Layer:
    features = {name: _rename_feature(item, resource, say) for name, item in layer.features.items()}
    if all(features[name] is item for name, item in layer.features.items()):
        return layer if resource == layer.resource else replace(layer, resource=resource)
    return Layer(resource, features, build_frame(tuple(features.values())))


def _rename_feature(feature: Feature, resource: Resource, say: Say) -> Feature:
    kept = {*_SAID_BY_PARTIES, *resource.filters}
    own = {key: value if key in kept else _rename(value, say) for key, value in feature.own.items()}
    core = feature.core
    texts = {name: _rename(getattr(core, name), say) for name in _CORE_TEXTS}
    changed = {name: value for name, value in texts.items() if value != getattr(core, name)}
    if not changed and own == feature.own:
        return feature
    if "name" in changed:
        changed["aliases"] = (core.name, *core.aliases)
    return feature.model_copy(update={"core": core.model_copy(update=changed), "own": own})


def _rename(value: Any, say: Say) -> Any:
    """Rename in all texts of a value; words of a vocabulary (enums) and what has nothing to rename stay the same."""
    if type(value) is str:
        return say(value)
    if isinstance(value, Record):
        changed = {name: _rename(item, say) for name, item in value}
        changed = {name: item for name, item in changed.items() if item != getattr(value, name)}
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, dict):
        return {key: _rename(item, say) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_rename(item, say) for item in value)
    return value
