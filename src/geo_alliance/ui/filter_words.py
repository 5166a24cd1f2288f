"""What is filtered, in words."""

from geo_alliance.loading import Atlas
from geo_alliance.naming import describe_names
from geo_alliance.selection import Selection, list_words
from geo_alliance.space.areas import name_area
from geo_alliance.toponyms import ALL_NAMES


def list_filter_words(atlas: Atlas, selection: Selection) -> list[str]:
    """Return each filter of the chosen layers as plain text; none if nothing is filtered."""
    lines = []
    for item in selection.filters:
        if item.layer not in selection.layers:
            continue
        words = list_words(atlas.catalogue, item.layer, item.member)
        values = " or ".join(words.get(value, value) for value in item.values)
        label = name_member(atlas, item.layer, item.member)
        lines.append(f"{atlas.layers[item.layer].resource.title}: {label} {values}")
    if selection.area:
        lines.append(f"in the drawn area ({name_area(selection.area)})")
    return lines


def list_names_words(atlas: Atlas) -> list[str]:
    """Say whose names disputed places have, if not all parties'."""
    return [] if atlas.names == ALL_NAMES else [f"disputed places: {describe_names(atlas)}"]


def name_member(atlas: Atlas, layer: str, member: str) -> str:
    """Return a member's title in its layer's schema, as a label."""
    return str(atlas.catalogue.schemas[layer]["properties"][member].get("title", member)).lower().capitalize()
