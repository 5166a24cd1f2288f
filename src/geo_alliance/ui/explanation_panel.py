"""The text of an era or a topic in the side panel, with its dates, which lead to the map, and the choice of topics."""

import streamlit as st

from geo_alliance.dates import Period, format_date, parse_date
from geo_alliance.loading import Atlas
from geo_alliance.records import Era, Explanation, KeyDate
from geo_alliance.ui.explanation_view import Drawn, draw_era, draw_subject
from geo_alliance.ui.library import open_library
from geo_alliance.ui.map_view import zoom_to_record
from geo_alliance.ui.state import change_selection, change_state, reveal_record
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import escape_markdown

_CHOICE = "subject"


def show_subjects(atlas: Atlas, state: ViewState) -> None:
    """Draw the choice of topics to be explained; nothing if there are none."""
    library = open_library(atlas)
    if library.fault:
        st.error(escape_markdown(f"The topics cannot be read. {library.fault}"))
    if not library.subjects:
        return
    st.session_state[_CHOICE] = state.subject
    st.pills(
        "Explain",
        list(library.subjects),
        format_func=lambda subject: escape_markdown(library.subjects[subject].title),
        key=_CHOICE,
        on_change=lambda: change_state(atlas, subject=st.session_state[_CHOICE]),
    )


def show_subject(atlas: Atlas, subject: str) -> None:
    """Draw the text of a topic, and the way back."""
    shut = {"subject": None}
    st.button(
        "← Back to the era", key="close-subject", type="tertiary", on_click=change_state, args=(atlas,), kwargs=shut
    )
    text = open_library(atlas).subjects[subject]
    _show_text(atlas, text, draw_subject(atlas, subject))


def show_era(atlas: Atlas, era: Era) -> None:
    """Draw the text of an era."""
    _show_text(atlas, era, draw_era(atlas, era.id))


def open_date(atlas: Atlas, date: KeyDate) -> None:
    """Open the record of a date and bring it into view on the map; without a record, show that day alone."""
    if date.record is not None and atlas.find(date.record) is not None:
        reveal_record(atlas, date.record)
        zoom_to_record()
        return
    parsed = parse_date(date.date)
    change_selection(atlas, period=Period(parsed.first, parsed.last))


def _show_text(atlas: Atlas, text: Explanation, drawn: Drawn) -> None:
    st.html(drawn.head)
    if text.dates:
        st.html('<h3 class="ga-heading">Dates, each opens on the map</h3>')
        with st.container(gap=None, key="list-dates"):
            for number, date in enumerate(text.dates):
                label = f"**{escape_markdown(format_date(date.date))}** {escape_markdown(date.text)}"
                st.button(label, key=f"date-{number}", type="tertiary", on_click=open_date, args=(atlas, date))
    st.html(drawn.foot)
