"""Buttons that open one of what a list has: the one before and after, or a record with its dates."""

from collections.abc import Callable, Sequence

import streamlit as st

from geo_alliance.dates import format_interval
from geo_alliance.records import Feature
from geo_alliance.ui.words import count_things, escape_markdown

Open = Callable[[str], None]


def show_neighbours(ids: Sequence[str], opened: str, *, kind: str, thing: str, on_click: Open) -> None:
    """Draw the ways to those before and after the opened one in a list, which goes round.

    They are disabled where the list does not have the opened one. `kind` tells their keys from others on the page,
    `thing` names one of what the list has, with a plural in s.
    """
    place = ids.index(opened) if opened in ids else None
    for sign, word, step in (("◀", "previous", -1), ("▶", "next", 1)):
        st.button(
            f"{sign} *{word.capitalize()} {thing}*",  # the words are for the ear: the style hides them
            key=f"{word}-{kind}",
            help=f"Open the {word} of {count_things(len(ids), thing)}",
            disabled=place is None,
            on_click=on_click,
            args=(ids[(place + step) % len(ids)] if place is not None else opened,),
        )


def show_record_opener(feature: Feature, on_click: Open) -> None:
    """Draw a button that opens a record."""
    core = feature.core
    dates = format_interval(core.valid_from, core.valid_to, core.known_from)
    label = f"{escape_markdown(core.name)} – {escape_markdown(dates)}"
    st.button(label, key=f"record-{feature.id}", type="tertiary", on_click=on_click, args=(feature.id,))
