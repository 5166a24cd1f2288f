"""The rules of docs/data.md, each as one function that yields faults."""

from collections.abc import Iterator
from pathlib import Path

from geo_alliance.catalogue import CATALOGUE_FILE, Catalogue, read_catalogue
from geo_alliance.checks.catalogue import CATALOGUE_RULES
from geo_alliance.checks.claims import find_claim_faults
from geo_alliance.checks.comparisons import find_comparison_faults
from geo_alliance.checks.consequences import find_loss, set_apart
from geo_alliance.checks.explanations import find_explanation_faults
from geo_alliance.checks.layers import ATLAS_RULES, FEATURE_RULES, WHOLE_ATLAS_RULES
from geo_alliance.checks.places import find_place_faults
from geo_alliance.checks.stories import find_story_faults
from geo_alliance.checks.tables import find_series_faults
from geo_alliance.checks.toponyms import find_toponym_faults
from geo_alliance.errors import CatalogueError, Fault
from geo_alliance.loading import Atlas, Layer, build_frame, read_features
from geo_alliance.texts.desk import Desk


def check_folder(root: Path) -> list[Fault]:
    """Hold a data folder against every rule and return what is wrong, by file and feature; empty if it is sound.

    A layer that cannot be read hides only the faults inside it: the others are still checked. The faults of layers with
    faults come first; those of texts that may follow from them are left out and counted in one. Claims and texts are
    checked once the series are sound. Without a sound catalogue, eras, sources and schemas nothing can be checked.
    """
    try:
        catalogue = read_catalogue(root)
    except CatalogueError as error:
        return list(error.faults)
    faults = [fault for rule in CATALOGUE_RULES for fault in rule(catalogue)]
    faults.extend(find_place_faults(catalogue))
    layers, broken = _read_layers(catalogue)
    faults.extend(fault for found in broken.values() for fault in found)
    faults.extend(
        fault
        for layer in layers.values()
        for rule in FEATURE_RULES
        for item in layer.features.values()
        for fault in rule(item, layer)
    )
    rules = ATLAS_RULES if broken else (*ATLAS_RULES, *WHOLE_ATLAS_RULES)
    faults.extend(fault for rule in rules for fault in rule(catalogue, layers))
    series = list(find_series_faults(catalogue))
    loss = find_loss(catalogue, list(broken))
    texts = _find_text_faults(Atlas(catalogue, layers, ()), is_sound=not series)
    kept, left_out = set_apart(catalogue, loss, list(texts))
    ordered = sorted({*faults, *series, *kept}, key=lambda fault: (fault.file, fault.feature or "", fault.found))
    causes = [fault for fault in ordered if loss.files and fault.file in {CATALOGUE_FILE, *loss.files}]
    return [*causes, *left_out, *(fault for fault in ordered if fault not in causes)]


def _read_layers(catalogue: Catalogue) -> tuple[dict[str, Layer], dict[str, tuple[Fault, ...]]]:
    """Return the layers with their sound records, and by file the faults of those that have some."""
    layers: dict[str, Layer] = {}
    broken: dict[str, tuple[Fault, ...]] = {}
    for resource in catalogue.layers:
        features, faults = read_features(catalogue, resource)
        if faults:
            is_there = (catalogue.root / resource.path).is_file()
            broken[resource.path] = faults if is_there else ()  # said by the rule on entries without file
        if features:
            layers[resource.name] = Layer(resource, {item.id: item for item in features}, build_frame(features))
    return layers, broken


def _find_text_faults(atlas: Atlas, *, is_sound: bool) -> Iterator[Fault]:
    yield from find_toponym_faults(atlas)
    if not is_sound:  # the series, from which texts compute
        return
    desk = Desk(atlas)
    for rule in (find_claim_faults, find_comparison_faults, find_explanation_faults, find_story_faults):
        yield from rule(desk)
