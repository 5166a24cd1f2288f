"""Rules on disputed places: what names them stands in the data, and no name of one party stands alone."""

import re
from collections import Counter
from collections.abc import Iterator

from geo_alliance.catalogue import CATALOGUE_FILE, SOURCES_FILE, TOPONYMS_FILE, Catalogue, read_json
from geo_alliance.errors import DataError, Fault
from geo_alliance.loading import Atlas
from geo_alliance.naming import list_texts
from geo_alliance.records import Feature
from geo_alliance.toponyms import DisputedPlace, Toponyms

_LABELS = "places"

Name = tuple[str, str | None, str]
"""What bears a name: its file, its feature or entry, and the name."""


def find_toponym_faults(atlas: Atlas) -> Iterator[Fault]:
    """Hold the disputed places against the data; a folder without any has no faults."""
    toponyms = atlas.catalogue.toponyms
    if not toponyms.places:
        return
    names = list(_list_names(atlas))
    try:
        names += _list_labels(atlas.catalogue)
    except DataError as error:
        yield from error.faults
    yield from _find_double_phrases(toponyms)
    yield from _find_unused_phrases(toponyms, "\n".join([*list_texts(atlas), *(name for _, _, name in names)]))
    for place in toponyms.places:
        for party, item in place.names.items():
            if item.source not in atlas.catalogue.sources:
                yield Fault(TOPONYMS_FILE, place.id, f"{party}: the source {item.source!r}", f"an id of {SOURCES_FILE}")
    for layer in atlas.layers.values():
        for feature in layer.features.values():
            yield from (Fault(layer.resource.path, feature.id, *fault) for fault in _check_record(feature, toponyms))
    for file, entry, name in names:
        yield from (Fault(file, entry, *fault) for fault in _find_lone_names(name, toponyms))


def _find_double_phrases(toponyms: Toponyms) -> Iterator[Fault]:
    phrases = [(place.id, toponyms.join(form)) for place in toponyms.places for form in place.all_forms]
    counts = Counter(phrase for _, phrase in phrases)
    for place, phrase in phrases:
        if counts[phrase] > 1:
            yield Fault(TOPONYMS_FILE, place, f"{phrase!r} {counts[phrase]} times", "each phrase for one place, once")


def _find_unused_phrases(toponyms: Toponyms, texts: str) -> Iterator[Fault]:
    for place in toponyms.places:
        for form in place.all_forms:
            phrase = toponyms.join(form)
            if phrase not in texts:
                yield Fault(TOPONYMS_FILE, place.id, f"{phrase!r} in no text of the data", "a phrase that the data use")


def _check_record(feature: Feature, toponyms: Toponyms) -> Iterator[tuple[str, str]]:
    """A record of a disputed place has all its names, and each party's name as the party's claim has it."""
    place = next((place for place in toponyms.places if place.id == feature.id), None)
    claims = feature.own.get("claims")
    said = [claim for claim in claims if isinstance(claim, dict)] if isinstance(claims, list) else []
    named = {str(claim["party"]): claim["name"] for claim in said if "name" in claim}
    if place is None:
        if named:
            yield "claims with names, and no disputed place of that id", f"an entry in {TOPONYMS_FILE}"
        return
    expected = toponyms.join(place.all_forms[0])
    if feature.core.name != expected:
        yield f"the name {feature.core.name!r}", f"{expected!r}, the names by party in {TOPONYMS_FILE}"
    known = {toponyms.find_party(party).name: f"{n.name} ({n.script})" for party, n in place.names.items()}
    if named != known:
        yield f"claims with the names {named}", f"{known}, as in {TOPONYMS_FILE}"


def _find_lone_names(name: str, toponyms: Toponyms) -> Iterator[tuple[str, str]]:
    """No record, layer, view or label has the name of one party where all names belong."""
    rest = name
    for place in toponyms.places:
        for form in place.all_forms:
            rest = rest.replace(toponyms.join(form), "")
    for place in toponyms.places:
        if _has_one(place, rest):
            yield f"one party's name alone in {name!r}", f"{toponyms.join(place.all_forms[0])!r}, or a form of it"
            return


def _has_one(place: DisputedPlace, text: str) -> bool:
    words = {word for form in place.all_forms for word in form.values()}
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)


def _list_labels(catalogue: Catalogue) -> list[Name]:
    """List the names on the base map.

    Raises:
        DataError: its file is no JSON, or has a label without a name.
    """
    path = next((item.path for item in catalogue.package.resources if item.name == _LABELS), None)
    if path is None or not (catalogue.root / path).is_file():
        return []
    collection = read_json(catalogue.root / path, file=path)
    try:
        return [(path, None, str(item["properties"]["name"])) for item in collection["features"]]
    except (KeyError, TypeError) as error:
        fault = Fault(path, None, f"a label without a name ({error!r})", "features with a name each")
        raise DataError(str(fault), (fault,)) from error


def _list_names(atlas: Atlas) -> Iterator[Name]:
    """List the names that data and catalogue show: of records, layers and views."""
    package = atlas.catalogue.package
    for layer in atlas.layers.values():
        yield from ((layer.resource.path, feature.id, feature.core.name) for feature in layer.features.values())
    yield from ((CATALOGUE_FILE, resource.name, resource.title) for resource in package.resources)
    yield from ((CATALOGUE_FILE, view.id, view.name) for view in package.views)
