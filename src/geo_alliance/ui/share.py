"""What the reader takes along: downloads, and the link to the view."""

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from geo_alliance.dates import ALL_TIME, LAST_DAY, Period, format_period
from geo_alliance.exports.formats import FORMATS, name_file
from geo_alliance.exports.package import MEDIA_TYPE as ZIP
from geo_alliance.exports.package import export_package
from geo_alliance.loading import Atlas
from geo_alliance.maps.standalone import MEDIA_TYPE as HTML
from geo_alliance.records import Feature
from geo_alliance.selection import Selection, apply
from geo_alliance.store import get_atlas
from geo_alliance.ui.address import dump_state
from geo_alliance.ui.standalone import export_view, name_view_file
from geo_alliance.ui.state import widen_selection
from geo_alliance.ui.view import DATED_PAGES, ViewState, default_selection
from geo_alliance.ui.words import count_records, escape_markdown


def build_link(atlas: Atlas, state: ViewState) -> str:
    """Return the full address of a view."""
    params = dump_state(state, atlas.catalogue)
    return f"{read_base()}?{urlencode(params)}" if params else read_base()


def build_lasting_link(atlas: Atlas, state: ViewState) -> str:
    """Return the full address of a view that names all of it, and so opens the same where the first view has changed.

    A page that shows no period is named by its own address.
    """
    if state.page not in DATED_PAGES:
        return build_link(atlas, state)
    return f"{read_base()}?{urlencode(dump_state(state, atlas.catalogue, whole=True))}"


def end_today(state: ViewState, today: str) -> ViewState:
    """Return the same view with a last day: a period that still runs ends today, and so does not grow later.

    A page that shows no period stays as it is.
    """
    period = state.selection.period
    runs = period != ALL_TIME and period.end == LAST_DAY and period.start <= today
    if not runs or state.page not in DATED_PAGES:
        return state
    return replace(state, selection=replace(state.selection, period=Period(period.start, today)))


def build_entries_link(atlas: Atlas, state: ViewState) -> str:
    """Return the relative address of a source's entry up to its id; the rest of the view stays as it is."""
    params = dump_state(replace(state, source=None, claim=None), atlas.catalogue)
    params.pop("page", None)
    return f"?{urlencode(params | {'source': ''})}"


def read_base() -> str:
    """Return the dashboard's own address, with a slash at its end."""
    return f"{(st.context.url or '').rstrip('/')}/"


def build_record_link(atlas: Atlas, feature: Feature) -> str:
    """Return the full address that opens one record, visible on the map."""
    selection = widen_selection(atlas, default_selection(atlas.catalogue), feature)
    return build_link(atlas, ViewState(selection, feature.id, names=atlas.names))


def build_report(atlas: Atlas, feature: Feature) -> str:
    """Return the text of a report of an error in a record, to be completed by the reader."""
    return (
        f"Error in the record {feature.id} ({feature.core.name}), layer {feature.layer},\n"
        f"data version {atlas.catalogue.version}\n{build_record_link(atlas, feature)}\n\n"
        "What is wrong:\nWhat is right, and where it is published:\n"
    )


def show_downloads(atlas: Atlas, state: ViewState) -> None:
    """Draw the download buttons: what is visible, one layer of it, or everything. They are made once it is opened."""
    popover = st.popover("Download", width="stretch", key="download", on_change="rerun")
    if not popover.open:
        return
    with popover:
        visible = apply(state.selection, atlas.layers)
        total = sum(len(frame) for frame in visible.values())
        st.markdown(f"**What is visible** – {count_records(total)}, {format_period(state.selection.period)}")
        _show_formats(atlas, state.selection, "visible")
        _show_keepsakes(atlas, state)
        st.markdown("**One layer of it**")
        for name, frame in visible.items():
            st.caption(escape_markdown(f"{atlas.layers[name].resource.title} – {count_records(len(frame))}"))
            _show_formats(atlas, state.selection.with_layers([name]), name)
        st.markdown("**Everything** – all layers, all years")
        _show_formats(atlas, Selection(ALL_TIME, tuple(atlas.layers)), "everything")
        st.download_button(
            "The whole data package (zip)",
            partial(export_package, atlas),
            f"geo-alliance_{atlas.catalogue.package.version}.zip",
            ZIP,
            key="package",
            on_click="ignore",
            width="stretch",
        )
        st.caption(
            "All formats hold the filter, the data version and the sources as far as they can. CSV opens in any "
            "spreadsheet, GeoPackage in any GIS, KML in Google Earth."
        )


def _show_keepsakes(atlas: Atlas, state: ViewState) -> None:
    """Draw what keeps the view as it is seen; the picture is made by the map itself."""
    st.download_button(
        "This view as one web page (HTML)",
        partial(export_view, get_atlas(), state, base_url=read_base()),  # it runs where the address is not known
        name_view_file(atlas, state),
        HTML,
        key="html-view",
        on_click="ignore",
        width="stretch",
    )
    st.caption(
        "The web page needs no network: all layers, records and sources are inside. For a picture (PNG), press the "
        "arrow on the map; for A4 or PDF, print from your browser."
    )


def _show_formats(atlas: Atlas, selection: Selection, what: str) -> None:
    """Draw one button a format; the file is written only when the reader asks for it."""
    with st.container(horizontal=True, gap="small"):
        for form in FORMATS:
            st.download_button(
                form.title,
                partial(form.export, atlas, selection),
                name_file(atlas, selection, what, form.suffix),
                form.media_type,
                key=f"{form.id}-{what}",
                on_click="ignore",
            )
