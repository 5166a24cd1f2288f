"""The page of figures: charts of the series with definitions, sources, tables and downloads."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import Period, format_day, format_period
from geo_alliance.errors import GeoAllianceError
from geo_alliance.exports.formats import mark_names
from geo_alliance.exports.table import MEDIA_TYPE as CSV
from geo_alliance.exports.table import mark_utf8
from geo_alliance.figures.gallery import FIGURES, build_figure
from geo_alliance.figures.parts import Desk, Figure, build_style
from geo_alliance.figures.pictures import MEDIA_TYPES, Form, build_specs, draw_picture
from geo_alliance.loading import Atlas
from geo_alliance.ui.citing import show_resource_citation
from geo_alliance.ui.record_view import describe_source
from geo_alliance.ui.rendering import show_template
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import escape_markdown

_MOST_KEPT = 200
_FORMS: tuple[Form, ...] = ("png", "svg")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A figure as the page shows it: the specification and the description of each chart, and what stands below."""

    title: str
    sentence: str
    charts: tuple[tuple[dict[str, Any], str], ...]
    foot: dict[str, Any]
    series: str
    cited: tuple[str, ...]
    file: str
    rows: pd.DataFrame


def show_figures(atlas: Atlas, state: ViewState) -> None:
    """Draw every figure, with the period of the state marked."""
    period = state.selection.period
    is_dark = st.context.theme.type == "dark"
    show_template("figures", period=format_period(period))
    for name in FIGURES:
        try:
            drawn = _draw(atlas.catalogue, f"{atlas.catalogue.version} {atlas.names}", name, period, is_dark)
        except GeoAllianceError as error:
            st.error(escape_markdown(f"A figure cannot be drawn. {error}"))
        else:
            _show_figure(atlas, name, drawn, Desk(atlas.catalogue, build_style(atlas.catalogue, is_dark=False), period))


def _show_figure(atlas: Atlas, name: str, drawn: _Drawn, desk: Desk) -> None:
    with st.container(key=f"chart-{name}"):
        show_template("figure_head", id=name, title=drawn.title, sentence=drawn.sentence)
        for column, (spec, description) in zip(st.columns(len(drawn.charts), gap="medium"), drawn.charts, strict=True):
            column.vega_lite_chart(spec=spec, alt=description)
        known = atlas.catalogue.sources
        sources = [describe_source(known[source]) for source in drawn.foot["sources"] if source in known]
        names = list(dict.fromkeys(source["who"] or source["title"] for source in sources))
        show_template("figure_foot", **{**drawn.foot, "sources": sources, "names": names})
        with st.container(horizontal=True, gap="small"):
            _show_downloads(atlas, name, drawn, desk)
            show_resource_citation(atlas, atlas.catalogue.resource(drawn.series), f"figure-{name}", drawn.cited)
        with st.expander("Table of the figures shown"):
            st.dataframe(drawn.rows, hide_index=True)


def _show_downloads(atlas: Atlas, name: str, drawn: _Drawn, desk: Desk) -> None:
    file = atlas.catalogue.root / drawn.file
    stem = f"geo-alliance_{name}_{atlas.catalogue.package.version}"
    st.download_button(
        "Download CSV",
        lambda: mark_utf8(file.read_bytes()),
        f"{stem}.csv",
        CSV,
        key=f"figure-csv-{name}",
        on_click="ignore",
    )
    for form in _FORMS:
        draw = partial(_draw_picture, desk, name, form)
        picture = f"geo-alliance_{name}{mark_names(atlas)}_{atlas.catalogue.package.version}.{form}"
        st.download_button(
            form.upper(), draw, picture, MEDIA_TYPES[form], key=f"figure-{form}-{name}", on_click="ignore"
        )


def _draw_picture(desk: Desk, name: str, form: Form) -> bytes:
    """Draw a figure on light ground, as it is printed."""
    package, figure = desk.catalogue.package, build_figure(desk, name)
    credit = (
        f"{package.title}, data version {desk.catalogue.version}, {format_day(package.created)}, "
        f"{', '.join(licence.name for licence in figure.resource.licenses)}. "
        "The sources stand on the page of figures. Hollow marks are not sure."
    )
    return draw_picture(figure, desk.style, form, credit=credit)


@st.cache_data(max_entries=_MOST_KEPT, show_spinner=False)
def _draw(_catalogue: Catalogue, version: str, name: str, period: Period, is_dark: bool) -> _Drawn:  # noqa: ARG001
    """Draw a figure once for each period and ground.

    `version`, the data's hash and whose names they have, stands for the catalogue.
    """
    figure = build_figure(Desk(_catalogue, build_style(_catalogue, is_dark=is_dark), period), name)
    panels = zip(build_specs(figure), figure.panels, strict=True)
    return _Drawn(
        title=figure.title,
        sentence=figure.sentence,
        charts=tuple((spec, panel.description) for spec, panel in panels),
        foot=_build_foot(figure, period),
        series=figure.resource.name,
        cited=figure.sources,
        file=figure.resource.path,
        rows=figure.rows,
    )


def _build_foot(figure: Figure, period: Period) -> dict[str, Any]:
    meets = any(panel.meets_period for panel in figure.panels)
    return {
        "breaks": [(item.letter, item.text) for item in figure.breaks],
        "definitions": figure.definitions,
        "sources": figure.sources,
        "outside": None
        if meets
        else f"The chosen period, {format_period(period)}, lies outside of what this figure shows.",
    }
