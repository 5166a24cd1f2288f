"""The script of the whole page: the focus is led, Back and Forward wait, what is opened comes into sight."""

from functools import cache
from typing import Any

import streamlit as st


def run_page_script() -> None:
    """Let the page's script run; draws nothing."""
    _declare()(key="page-script")


@cache
def _declare() -> Any:
    """Declare the component inside the first run: Streamlit knows the folders of components only while it runs."""
    return st.components.v2.component("geo-alliance.page", js="page.js")
