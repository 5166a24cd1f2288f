"""What is shown while the address says nothing else: the first view, or that of a step of a story."""

from geo_alliance.catalogue import Catalogue
from geo_alliance.selection import Selection, resolve_layers
from geo_alliance.texts.stories import Place, find_place, resolve_step_period
from geo_alliance.ui.framing import fit_box
from geo_alliance.ui.view import ViewState, default_selection


def open_state(catalogue: Catalogue, story: str | None = None, step: str | None = None) -> ViewState:
    """Return the first view, or the one of a step; without a step that of the story's first.

    Raises:
        SelectionError: the step names an era or a layer that does not exist.
    """
    place = find_place(catalogue, story, step)
    return ViewState(default_selection(catalogue)) if place is None else open_place(catalogue, place)


def open_place(catalogue: Catalogue, place: Place) -> ViewState:
    """Return the view of a step.

    Raises:
        SelectionError: the step names an era or a layer that does not exist.
    """
    step = place.step
    selection = Selection(resolve_step_period(catalogue, step.period), resolve_layers(catalogue, step.layers))
    return ViewState(selection, view=fit_box(step.view), story=place.story.id, step=step.id)
