"""The search field, and what a choice in it does: a record is shown, a place is gone to, a statement is opened."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import streamlit as st

from geo_alliance.dates import Period, format_date, parse_date
from geo_alliance.errors import DataError
from geo_alliance.loading import Atlas
from geo_alliance.places import list_places
from geo_alliance.records import Core, Feature
from geo_alliance.selection import Selection
from geo_alliance.ui.framing import fit_box
from geo_alliance.ui.ledger import open_ledger
from geo_alliance.ui.map_view import zoom_to_record
from geo_alliance.ui.rendering import show_template
from geo_alliance.ui.state import change_state, open_claim, read_state, widen_selection
from geo_alliance.ui.view import PAGES, ViewState

KEY = "search"
FOUND = "found"
_MAP = PAGES[0]


def show_search(atlas: Atlas, state: ViewState) -> None:
    """Draw the search field. It asks the server itself while the reader types, and runs the page only for a choice."""
    _declare()(key=KEY, data={"names": state.names}, on_chosen_change=lambda: _take_choice(atlas))


def show_found(state: ViewState) -> None:
    """Draw the line that says what was changed to show what was found, as long as it is shown like that."""
    found = st.session_state.get(FOUND)
    if found is not None and (found["record"], found["selection"]) == (state.record, state.selection):
        show_template("found", words=found["words"])


def choose(atlas: Atlas, sort: str, chosen: str) -> None:
    """Do what a choice in the search asks for; an id that the atlas does not have changes nothing."""
    if sort == "record":
        _find_record(atlas, chosen)
    elif sort == "place":
        _go_to(atlas, chosen)
    elif sort == "claim" and open_ledger(atlas).find(chosen) is not None:
        open_claim(atlas, chosen)


def reach(atlas: Atlas, selection: Selection, feature: Feature) -> tuple[Selection, str]:
    """Return a selection in which a record is visible, changed no more than needed, and the changes in words.

    The period becomes the record's own days if it shares none with the chosen one.
    """
    widened = widen_selection(atlas, selection, feature, period=feature.core.period)
    title = atlas.layers[feature.layer].resource.title
    notes = (
        (widened.period != selection.period, _explain_days(feature.core, selection.period)),
        (widened.layers != selection.layers, f"Its layer, {title}, was switched on."),
        (widened.area != selection.area, "The drawn area was taken away, because the record lies outside of it."),
        (widened.filters != selection.filters, "The filters of its layer were cleared, because they leave it out."),
    )
    return widened, " ".join(words for is_changed, words in notes if is_changed)


@cache
def _declare() -> Any:
    """Declare the component inside the first run: Streamlit knows the folders of components only while it runs."""
    return st.components.v2.component("geo-alliance.search", js="search.js", css="search.css")


def _take_choice(atlas: Atlas) -> None:
    chosen = (st.session_state.get(KEY) or {}).get("chosen")
    if isinstance(chosen, Mapping):
        choose(atlas, str(chosen.get("sort")), str(chosen.get("id")))


def _find_record(atlas: Atlas, record: str) -> None:
    feature = atlas.find(record)
    if feature is None:
        return
    selection, words = reach(atlas, read_state(atlas).selection, feature)
    if words:
        st.session_state[FOUND] = {"record": record, "selection": selection, "words": words}
    change_state(atlas, selection=selection, record=record, page=_MAP, claim=None, source=None, view=None)
    zoom_to_record()


def _go_to(atlas: Atlas, place: str) -> None:
    try:
        found = next((item for item in list_places(atlas) if item.id == place), None)
    except DataError as error:
        st.session_state["notice"] = f"The places of the map cannot be read. {error}"
        return
    if found is not None:
        change_state(atlas, page=_MAP, claim=None, source=None, view=fit_box(found.box))


def _explain_days(core: Core, chosen: Period) -> str:
    """Say which days are shown instead, no more precise than they are known, and why."""
    words = _format_days(core.valid_from or core.known_from or "", core.valid_to)
    if core.period.end < chosen.start:
        return f"Shown {words}: the record ended before the chosen period."
    return f"Shown {words}: the record begins after the chosen period."


def _format_days(start: str, end: str | None) -> str:
    first, last = (format_date(date.rstrip("~?%")) if date else "" for date in (start, end))
    if not last:
        return f"since {first}"
    if first == last:
        return f"on {first}" if parse_date(start).precision == "day" else f"in {first}"
    return f"from {first} to {last}"
