"""The context of the chosen period and layers in the side panel, with key figures from the data."""

import streamlit as st

from geo_alliance.dates import format_period
from geo_alliance.loading import Atlas
from geo_alliance.selection import find_told_era
from geo_alliance.ui.explanation_panel import show_era, show_subject, show_subjects
from geo_alliance.ui.layer_view import draw_layer
from geo_alliance.ui.rendering import show_template
from geo_alliance.ui.story_panel import show_story_choice
from geo_alliance.ui.view import ViewState


def show_context(atlas: Atlas, state: ViewState, *, today: str) -> None:
    """Draw the context of the period and of each visible layer, with key figures."""
    period = state.selection.period
    era = find_told_era(atlas.catalogue, period)
    show_story_choice(atlas)
    show_subjects(atlas, state)
    if state.subject is not None:
        show_subject(atlas, state.subject)
    elif era is not None:
        show_era(atlas, era)
    else:
        show_template(
            "period",
            words=format_period(period),
            eras=[other.name for other in atlas.catalogue.eras if other.period.overlaps(period)],
        )
    chosen = [name for name in atlas.layers if name in state.selection.layers]
    if not chosen:
        st.info("No layer is chosen. Choose one under “Layers”.")
    for name in chosen:
        st.html(draw_layer(atlas, state.selection.with_layers((name,)), today))
