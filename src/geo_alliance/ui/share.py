"""What the reader takes along: downloads, and the link to the view."""

from functools import partial
from urllib.parse import urlencode

import streamlit as st

from geo_alliance.dates import ALL_TIME, format_period
from geo_alliance.exports import geojson, table
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature
from geo_alliance.selection import Selection, apply, find_era
from geo_alliance.ui.state import ViewState, default_selection, dump_state, widen_selection
from geo_alliance.ui.words import escape_markdown


def show_link(atlas: Atlas, state: ViewState) -> None:
    """Draw the link to the view, to be copied."""
    with st.popover("Link", width="stretch"):
        st.caption("This address opens the same view anywhere. The button at its end copies it.")
        st.code(build_link(atlas, state), language=None, wrap_lines=True)


def build_link(atlas: Atlas, state: ViewState) -> str:
    """Return the full address of a view."""
    params = dump_state(state, atlas.catalogue)
    return f"{read_base()}?{urlencode(params)}" if params else read_base()


def read_base() -> str:
    """Return the dashboard's own address, with a slash at its end."""
    return f"{(st.context.url or '').rstrip('/')}/"


def build_record_link(atlas: Atlas, feature: Feature) -> str:
    """Return the full address that opens one record, visible on the map."""
    selection = widen_selection(atlas, default_selection(atlas.catalogue), feature)
    return build_link(atlas, ViewState(selection, feature.id))


def build_report(atlas: Atlas, feature: Feature) -> str:
    """Return the text of a report of an error in a record, to be completed by the reader."""
    return (
        f"Error in the record {feature.id} ({feature.core.name}), layer {feature.layer},\n"
        f"data version {atlas.catalogue.version}\n{build_record_link(atlas, feature)}\n\n"
        "What is wrong:\nWhat is right, and where it is published:\n"
    )


def show_downloads(atlas: Atlas, state: ViewState) -> None:
    """Draw the download buttons: what is visible, one layer of it, or everything."""
    with st.popover("Download", width="stretch"):
        visible = apply(state.selection, atlas.layers)
        total = sum(len(frame) for frame in visible.values())
        st.markdown(f"**What is visible** – {total:,} records, {format_period(state.selection.period)}")
        _show_formats(atlas, state.selection, "visible")
        st.markdown("**One layer of it**")
        for name, frame in visible.items():
            st.caption(escape_markdown(f"{atlas.layers[name].resource.title} – {len(frame):,} records"))
            _show_formats(atlas, state.selection.with_layers([name]), name)
        st.markdown("**Everything** – all layers, all years")
        _show_formats(atlas, Selection(ALL_TIME, tuple(atlas.layers)), "everything")
        st.caption("GeoJSON holds the filter, the data version and the sources. CSV opens in any spreadsheet.")


def name_file(atlas: Atlas, selection: Selection, what: str, suffix: str) -> str:
    """Return the name of a download: what it holds, its period, whether it is filtered, and the data version."""
    period = selection.period
    era = find_era(atlas.catalogue, period)
    when = "all-years" if period == ALL_TIME else era.id if era else f"{period.start}_{period.end}"
    filtered = "_filtered" if any(item.layer in selection.layers for item in selection.filters) else ""
    return f"geo-alliance_{what}_{when}{filtered}_{atlas.catalogue.package.version}.{suffix}"


def _show_formats(atlas: Atlas, selection: Selection, what: str) -> None:
    writers = (
        ("GeoJSON", "geojson", geojson.MEDIA_TYPE, geojson.export_geojson),
        ("CSV", "csv", table.MEDIA_TYPE, table.export_csv),
    )
    for column, (label, suffix, media_type, export) in zip(st.columns(2), writers, strict=True):
        column.download_button(
            label,
            partial(export, atlas, selection),
            name_file(atlas, selection, what, suffix),
            media_type,
            key=f"{suffix}-{what}",
            on_click="ignore",
            width="stretch",
        )
