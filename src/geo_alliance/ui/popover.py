"""Popovers by keyboard: one that is opened by a key takes the focus, and gives it back."""

from functools import cache
from typing import Any

import streamlit as st


def lead_focus() -> None:
    """Let the popovers of the page take the focus; draws nothing."""
    _declare()(key="popover-focus")


@cache
def _declare() -> Any:
    """Declare the component inside the first run: Streamlit knows the folders of components only while it runs."""
    return st.components.v2.component("geo-alliance.popover", js="popover.js")
