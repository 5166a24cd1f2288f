"""What the map's frame is told: the settings of its base, and the state of a view, as plain values."""

from dataclasses import asdict
from typing import Any

from geo_alliance.loading import Atlas
from geo_alliance.maps.tiles import list_tiles
from geo_alliance.texts.stories import Place, find_place
from geo_alliance.ui.filter_words import list_filter_words, list_names_words
from geo_alliance.ui.framing import SMALLEST_MAP_PX, fit_box
from geo_alliance.ui.overlays import build_overlays
from geo_alliance.ui.view import MapView, ViewState


def build_state(atlas: Atlas, state: ViewState) -> dict[str, Any]:
    """Build what the map's `apply` takes of a view.

    `start` and `end` are ISO days, `layers` the chosen ones, `filters` their filters (`layer`, `member`, `values`), and
    `words` say what is filtered, for the caption of a picture. `selected` is the id of the open record or None, `view`
    where the map looks (`lat`, `lon` in degrees, WGS 84, `zoom`, and `fits`, see `_build_view`) or None, `tiles` the
    online tiles or None, `names` whose names disputed places have. `fly` says whether the map flies to a new view,
    `highlights` are the ids that a step marks. `inside`, `area`, `line` and `rings` are those of `build_overlays`.
    """
    selection = state.selection
    place = find_place(atlas.catalogue, state.story, state.step)
    return {
        "start": selection.period.start,
        "end": selection.period.end,
        "layers": list(selection.layers),
        "filters": [asdict(item) for item in selection.filters],
        "words": [*list_filter_words(atlas, selection), *list_names_words(atlas)],
        "selected": state.record,
        "view": _build_view(state.view, place),
        "tiles": next((asdict(tiles) for tiles in list_tiles() if tiles.id == state.tiles), None),
        "names": state.names,
        "fly": state.story is not None,
        "highlights": list(place.step.records) if place else [],
        **build_overlays(atlas, state),
    }


def _build_view(view: MapView | None, place: Place | None) -> dict[str, Any] | None:
    """Return where the map looks; `fits` is the least size, in pixels, for which a step's own view was chosen."""
    if view is None:
        return None
    own = place is not None and view == fit_box(place.step.view)
    return asdict(view) | ({"fits": list(SMALLEST_MAP_PX)} if own else {})


def list_basemap(atlas: Atlas) -> list[str]:
    """Return the names of the base map's files."""
    return [resource.name for resource in atlas.catalogue.package.resources if resource.role == "basemap"]


def write_map_credits(atlas: Atlas) -> str:
    """Return the credit line of the base map."""
    resources = [resource for resource in atlas.catalogue.package.resources if resource.role == "basemap"]
    return "Map: " + ", ".join(sorted({credit.title for resource in resources for credit in resource.sources}))
