"""The popovers that say how to cite what is shown, in each form, and take its sources along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import streamlit as st

from geo_alliance.dates import format_period
from geo_alliance.descriptor import Resource
from geo_alliance.exports.citations import (
    CslItem,
    Visit,
    cite_claim,
    cite_record,
    cite_resource,
    cite_sources,
    cite_view,
    list_cited,
)
from geo_alliance.exports.references import FORMS, Form
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature, Source
from geo_alliance.texts.claims import Claim
from geo_alliance.ui.embed import build_snippet, can_embed
from geo_alliance.ui.ledger import open_ledger
from geo_alliance.ui.share import build_lasting_link, build_link, build_record_link, end_today, read_base
from geo_alliance.ui.view import PAGE_TITLES, ViewState, default_selection

_LONGEST_SHOWN = 20
_CODE_HEIGHT_PX = 260


@dataclass(frozen=True, slots=True)
class Cited:
    """What a popover offers: the citation of the thing itself, what the thing is called there, and its sources."""

    own: CslItem
    words: str
    sources: Sequence[CslItem] = ()


def show_record_citation(atlas: Atlas, feature: Feature) -> None:
    """Draw the popover that cites a record."""

    def build() -> Cited:
        own = cite_record(atlas.catalogue, feature, visit(build_record_link(atlas, feature)))
        return Cited(own, "This record", cite_sources(atlas.catalogue, feature.cited))

    _show_popover(atlas, feature.id, build)


def show_claim_citation(atlas: Atlas, claim: Claim) -> None:
    """Draw the popover that cites a claim."""
    _show_popover(atlas, claim.id, lambda: _build_claim(atlas, claim))


def show_source_citation(atlas: Atlas, source: Source) -> None:
    """Draw the popover that cites a source, as a reader's own bibliography does."""
    _show_popover(atlas, source.id, lambda: _build_source(source))


def show_resource_citation(atlas: Atlas, resource: Resource, name: str, sources: Sequence[str] = ()) -> None:
    """Draw the popover that cites a series or a layer.

    `name` tells this popover from others on the page; `sources` are the ids of what was drawn from it.
    """

    def build() -> Cited:
        path = f"{resource.name}.geojson" if resource.feature_schema else resource.path
        own = cite_resource(atlas.catalogue, resource, visit(f"{read_base()}data/{path}"))
        return Cited(own, "This data set", cite_sources(atlas.catalogue, sources))

    _show_popover(atlas, name, build)


def show_link(atlas: Atlas, state: ViewState) -> None:
    """Draw the popover with the link to the view, to be copied, and how to cite it."""
    popover = st.popover("Link, cite", width="stretch", key="link", on_change="rerun")
    if not popover.open:
        return
    lasting = end_today(state, date.today().isoformat())
    link = build_lasting_link(atlas, lasting)
    with popover:
        dated = "" if lasting == state else " It ends with today, so that it shows the same later."
        st.caption(f"This address opens the same view anywhere.{dated} The button at its end copies it.")
        st.code(link, language=None, wrap_lines=True)
        if can_embed(state):
            st.caption(
                "To embed this view in a page of your own, which has to come from a web server (http or https): in a "
                "file opened from disk the frame stays empty."
            )
            st.code(build_snippet(link), language=None, wrap_lines=True)
        cited = build_opened(atlas, lasting, link)
        st.caption(f"To cite {cited.words[0].lower()}{cited.words[1:]}")
        show_forms(atlas, "view", cited)


def build_opened(atlas: Atlas, state: ViewState, link: str) -> Cited:
    """Build the citation of what an address opens: its claim or source as their own popovers cite them, or the view."""
    claim = open_ledger(atlas).find(state.claim) if state.claim else None
    if claim is not None:
        return _build_claim(atlas, claim)
    source = atlas.catalogue.sources.get(state.source) if state.source else None
    if source is not None:
        return _build_source(source)
    return Cited(cite_view(atlas.catalogue, describe_view(atlas, state), visit(link)), "This view")


def describe_view(atlas: Atlas, state: ViewState) -> str:
    """Return a title for a view: its page, and for the map its period, its layers and whether it is filtered."""
    page = PAGE_TITLES[state.page]
    if state.page != "map":
        return page
    layers = ", ".join(atlas.layers[name].resource.title for name in atlas.layers if name in state.selection.layers)
    filtered = " (filtered)" if state.selection.is_filtered() else ""
    return f"{page}, {format_period(state.selection.period)}: {layers or 'no layer'}{filtered}"


def visit(address: str) -> Visit:
    """Return the visit of an address today."""
    return Visit(address, date.today().isoformat())


def show_forms(atlas: Atlas, name: str, cited: Cited) -> None:
    """Draw the choice of what is cited and of the form, the citation with its button to copy, and the download."""
    items: Sequence[CslItem] = [cited.own]
    if cited.sources:
        count = len(cited.sources)
        choices = [cited.words, f"Its {count} sources" if count > 1 else "Its source"]
        chosen = st.segmented_control(
            "What is cited",
            choices,
            default=choices[0],
            required=True,
            key=f"cite-what-{name}",
            label_visibility="collapsed",
        )
        items = cited.sources if chosen == choices[1] else items
    titles = {form.title: form for form in FORMS}
    title = st.segmented_control(
        "Form",
        list(titles),
        default=FORMS[0].title,
        required=True,
        key=f"cite-form-{name}",
        label_visibility="collapsed",
    )
    _show_form(atlas, titles[str(title)], items, name)


def _build_claim(atlas: Atlas, claim: Claim) -> Cited:
    link = build_link(atlas, ViewState(default_selection(atlas.catalogue), claim=claim.id))
    own = cite_claim(atlas.catalogue, claim, visit(link))
    return Cited(own, "This statement", cite_sources(atlas.catalogue, list_cited(claim)))


def _build_source(source: Source) -> Cited:
    return Cited(source.to_csl(), "This source")


def _show_popover(atlas: Atlas, name: str, build: Callable[[], Cited]) -> None:
    """Draw the button of a popover; what it holds is made once it is opened."""
    popover = st.popover("Cite", key=f"cite-{name}", on_change="rerun")
    if popover.open:
        with popover:
            show_forms(atlas, name, build())


def _show_form(atlas: Atlas, form: Form, items: Sequence[CslItem], name: str) -> None:
    text = form.write(items[:_LONGEST_SHOWN])
    height: int | Literal["content"] = _CODE_HEIGHT_PX if len(items) > 1 else "content"
    st.code(text.rstrip("\n"), language=None, wrap_lines=True, height=height)
    if len(items) > _LONGEST_SHOWN:
        st.caption(f"The first {_LONGEST_SHOWN} of {len(items):,}. The download holds all.")
    st.download_button(
        f"Download {form.title}",
        lambda: form.write(items).encode(),
        f"geo-alliance_{name}_{atlas.catalogue.package.version}.{form.suffix}",
        form.media_type,
        key=f"cite-download-{name}",
        on_click="ignore",
    )
