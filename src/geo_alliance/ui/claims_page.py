"""The page "Check the article": its statements by section, and one of them with what the records show."""

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from geo_alliance.errors import DataError
from geo_alliance.exports.claims import export_claim
from geo_alliance.exports.formats import mark_names
from geo_alliance.exports.geojson import MEDIA_TYPE
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_text
from geo_alliance.records import Feature
from geo_alliance.texts.claims import Claim, Topic, Verdict, count_topics, count_verdicts, find_by_record
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.reckonings import select_rows
from geo_alliance.ui.citing import show_claim_citation
from geo_alliance.ui.claims_view import (
    ICONS,
    Shown,
    build_claim_view,
    build_overview,
    choose_period,
    choose_shown,
    list_records,
)
from geo_alliance.ui.ledger import Ledger, open_ledger
from geo_alliance.ui.openers import show_neighbours, show_record_opener
from geo_alliance.ui.rendering import show_template
from geo_alliance.ui.share import build_entries_link
from geo_alliance.ui.state import change_state, open_claim, read_state, widen_selection
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import escape_markdown

_TABLE_HEIGHT_PX = 260


def show_claims(atlas: Atlas, state: ViewState) -> None:
    """Draw the open claim, or the list of all with its filters."""
    ledger = open_ledger(atlas)
    if ledger.fault:
        st.error(escape_markdown(f"The statements cannot be read. {ledger.fault}"))
        return
    claim = ledger.find(state.claim) if state.claim else None
    if claim is None:
        _show_list(atlas, ledger, state)
    else:
        _show_claim(atlas, ledger, state, claim)


def show_claims_of(atlas: Atlas, feature: Feature) -> None:
    """Draw the claims that a record bears on, each as a button that opens it; nothing if there are none."""
    claims = find_by_record(open_ledger(atlas).claims, feature.id)
    if not claims:
        return
    st.html('<h3 class="ga-heading">Bears on these statements</h3>')
    with st.container(gap=None, key="list-bears"):
        for claim in claims:
            show_claim_opener(atlas, claim, key=f"bears-{claim.id}")


def choose_claims(ledger: Ledger, state: ViewState) -> list[Claim]:
    """Return the claims that pass the filters by topic and verdict."""
    return [
        claim
        for claim in ledger.claims
        if state.topic in {None, claim.topic.value} and state.verdict in {None, claim.verdict.value}
    ]


def _show_list(atlas: Atlas, ledger: Ledger, state: ViewState) -> None:
    show_template("claims", **build_overview(atlas, ledger))
    verdicts = {verdict.value: count for verdict, count in count_verdicts(ledger.claims).items()}
    topics = {topic.value: count for topic, count in count_topics(ledger.claims).items()}
    _show_filter(
        atlas,
        "verdict",
        state.verdict,
        {name: f"{ICONS[Verdict(name)]} {Verdict(name).words} ({count})" for name, count in verdicts.items()},
    )
    _show_filter(
        atlas,
        "topic",
        state.topic,
        {name: f"{escape_markdown(rename_text(atlas, Topic(name).words))} ({count})" for name, count in topics.items()},
    )
    chosen = choose_claims(ledger, state)
    if not chosen:
        st.info("No statement has this verdict in this section. Choose another verdict or section.")
    for topic in Topic:
        claims = [claim for claim in chosen if claim.topic is topic]
        if claims:
            st.html(f'<h3 class="ga-heading">{escape(rename_text(atlas, topic.words))}</h3>')
        with st.container(gap=None, key=f"list-{topic.value}"):
            for claim in claims:
                show_claim_opener(atlas, claim, key=f"claim-{claim.id}")


def _show_filter(atlas: Atlas, name: str, chosen: str | None, labels: dict[str, str]) -> None:
    st.session_state[name] = chosen
    st.pills(
        name.capitalize() if name == "verdict" else "Section",
        list(labels),
        format_func=labels.__getitem__,
        key=name,
        on_change=lambda: change_state(atlas, **{name: st.session_state[name]}),
    )


def show_claim_opener(atlas: Atlas, claim: Claim, *, key: str) -> None:
    """Draw a button that opens a claim; `key` tells it from others on the page."""
    label = f"**{escape_markdown(claim.id)}** {escape_markdown(claim.title)} – *{claim.verdict.words}*"
    st.button(
        label,
        key=key,
        type="tertiary",
        icon=ICONS[claim.verdict],
        help=escape_markdown(claim.paraphrase),
        on_click=open_claim,
        args=(atlas, claim.id),
    )


def _show_claim(atlas: Atlas, ledger: Ledger, state: ViewState, claim: Claim) -> None:
    view = build_claim_view(atlas, ledger, claim)
    _show_tools(atlas, ledger, state, claim)
    with st.container(key="claim"):
        with st.container(key="claim-head"):
            show_template("claim_head", **view)
        if view["article"]:
            with st.container(key="claim-said"):
                show_template("claim_said", **view)
        with st.container(key="claim-body"):
            show_template("claim", entries=build_entries_link(atlas, state), **view)
        with st.container(key="claim-records"):
            _show_records(atlas, claim)


def _show_records(atlas: Atlas, claim: Claim) -> None:
    """Draw the records that bear on a claim, each with its way to the map, and the rows of its series."""
    records = list_records(atlas, claim)
    if records:
        st.html('<h3 class="ga-heading">Records, each opens on the map at its date</h3>')
    with st.container(gap=None, key="list-records"):
        for feature in records:
            show_record_opener(feature, partial(_show_record_on_map, atlas))
    _show_series(atlas, claim)


def _show_tools(atlas: Atlas, ledger: Ledger, state: ViewState, claim: Claim) -> None:
    """Draw the way back, to the claims before and after, to the map, and the download."""
    ids = [other.id for other in choose_claims(ledger, state)]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button("← All statements", key="close-claim", type="tertiary", on_click=open_claim, args=(atlas, None))
        show_neighbours(ids, claim.id, kind="claim", thing="statement", on_click=partial(open_claim, atlas))
        shown = choose_shown(atlas, ledger, claim)
        if shown.selection.layers:
            st.button(
                "Show on the map",
                key="map-claim",
                help=shown.words,
                on_click=_show_claim_on_map,
                args=(atlas, shown),
            )
        if claim.id not in ledger.broken:
            st.download_button(
                "GeoJSON",
                partial(export_claim, atlas, claim),
                f"geo-alliance_{claim.id}{mark_names(atlas)}_{atlas.catalogue.package.version}.geojson",
                MEDIA_TYPE,
                key="download-claim",
                on_click="ignore",
                help="The statement with its records and sources",
            )
        show_claim_citation(atlas, claim)


def _show_series(atlas: Atlas, claim: Claim) -> None:
    """Draw the rows of the series that bear on a claim; a series that cannot be read is named instead."""
    desk = Desk(atlas)
    for part in claim.series:
        try:
            rows = select_rows(desk, series=part.series, filters=part.filters).drop(columns="first_day")
        except DataError as error:
            st.error(escape_markdown(f"A series is missing. {error}"))
            continue
        title = atlas.catalogue.resource(part.series).title
        with st.expander(escape_markdown(f"{title} – {len(rows):,} rows")):
            st.dataframe(rows, height=_TABLE_HEIGHT_PX, hide_index=True)


def _show_record_on_map(atlas: Atlas, record: str) -> None:
    feature = atlas.find(record)
    if feature is None:
        return
    selection = replace(read_state(atlas).selection, period=choose_period(feature))
    selection = widen_selection(atlas, selection, feature)
    change_state(atlas, selection=selection, record=record, page="map", claim=None, view=None)


def _show_claim_on_map(atlas: Atlas, shown: Shown) -> None:
    change_state(atlas, selection=shown.selection, record=None, page="map", claim=None, view=shown.view)
