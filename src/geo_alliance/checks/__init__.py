"""The rules of docs/data.md, each as one function that yields faults."""

from pathlib import Path

from geo_alliance.catalogue import read_catalogue
from geo_alliance.checks.catalogue import CATALOGUE_RULES
from geo_alliance.checks.claims import find_claim_faults
from geo_alliance.checks.comparisons import find_comparison_faults
from geo_alliance.checks.explanations import find_explanation_faults
from geo_alliance.checks.layers import ATLAS_RULES, FEATURE_RULES
from geo_alliance.checks.places import find_place_faults
from geo_alliance.checks.stories import find_story_faults
from geo_alliance.checks.tables import find_series_faults
from geo_alliance.checks.toponyms import find_toponym_faults
from geo_alliance.errors import CatalogueError, Fault
from geo_alliance.loading import Atlas, Layer, build_frame, read_features
from geo_alliance.texts.desk import Desk


def check_folder(root: Path) -> list[Fault]:
    """Hold a data folder against every rule and return what is wrong, by file and feature; empty if it is sound.

    A layer or series that cannot be read hides only the faults inside it: the others are still checked. Claims and
    texts are checked once the series are sound. Without a sound catalogue, eras, sources and schemas nothing can be
    checked.
    """
    try:
        catalogue = read_catalogue(root)
    except CatalogueError as error:
        return list(error.faults)
    faults = [fault for rule in CATALOGUE_RULES for fault in rule(catalogue)]
    faults.extend(find_place_faults(catalogue))
    layers: dict[str, Layer] = {}
    for resource in catalogue.layers:
        if not (root / resource.path).is_file():
            continue  # said by the rule on entries without file
        features, broken = read_features(catalogue, resource)
        faults.extend(broken)
        if features:
            layers[resource.name] = Layer(resource, {item.id: item for item in features}, build_frame(features))
            faults.extend(
                fault for rule in FEATURE_RULES for item in features for fault in rule(item, layers[resource.name])
            )
    faults.extend(fault for rule in ATLAS_RULES for fault in rule(catalogue, layers))
    atlas = Atlas(catalogue, layers, ())
    faults.extend(find_toponym_faults(atlas))
    broken_series = list(find_series_faults(catalogue))
    faults.extend(broken_series)
    if not broken_series:
        desk = Desk(atlas)
        faults.extend(find_claim_faults(desk))
        faults.extend(find_comparison_faults(desk))
        faults.extend(find_explanation_faults(desk))
        faults.extend(find_story_faults(desk))
    return sorted(set(faults), key=lambda fault: (fault.file, fault.feature or "", fault.found))
