"""HTML from templates: every value is escaped, so that data are shown as text and never run."""

from functools import cache
from typing import Any

import streamlit as st
from jinja2 import Environment, PackageLoader


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("geo_alliance.ui"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def render(template: str, **values: Any) -> str:
    """Return a template of the folder `templates` with its values, as HTML."""
    return _environment().get_template(f"{template}.html.jinja").render(**values)


def show_template(template: str, **values: Any) -> None:
    """Draw a template of the folder `templates` with its values."""
    st.html(render(template, **values))
