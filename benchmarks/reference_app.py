"""The same data, panels and filters, written the usual way: the map is built anew for every change.

It is kinder to itself than many pages: the files are read once, lists (facts, sources) do not travel, there is no base
map, and Leaflet comes from this machine.
"""

import os
from datetime import date
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from geo_alliance.analysis import (
    OFFICIAL_FACILITIES,
    choose_reference_day,
    compute_facility_figures,
    count_kinds,
    load_series,
)
from geo_alliance.catalogue import Catalogue, find_data_folder
from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.loading import Atlas, Layer, load_atlas

SHOWN = ["name", "kind", "valid_from", "valid_to", "summary"]


@st.cache_resource
def read_atlas() -> Atlas:
    return load_atlas(find_data_folder())


@st.cache_data
def read_layer(path: Path) -> gpd.GeoDataFrame:
    frame = gpd.read_file(path)
    frame = frame.assign(**{name: frame[name].astype("str") for name in frame.select_dtypes("datetime")})
    # Folium takes no lists.
    return frame.drop(columns=[name for name, kind in frame.dtypes.items() if str(kind) == "object"])


def choose_period(catalogue: Catalogue) -> Period:
    eras = {era.name: era.period for era in catalogue.eras} | {"All years": ALL_TIME}
    period = eras[st.pills("Era", list(eras), default=catalogue.eras[-1].name, required=True)]
    left, right = st.columns(2)
    first = left.date_input("From", None, min_value=date.min, max_value=date.max)
    last = right.date_input("To", None, min_value=date.min, max_value=date.max)
    return Period(first.isoformat() if first else period.start, last.isoformat() if last else period.end)


def choose_layers(atlas: Atlas) -> list[Layer]:
    columns = st.columns(2)
    return [
        layer
        for number, layer in enumerate(atlas.layers.values())
        if columns[number % 2].checkbox(layer.resource.title, layer.resource.style.shown)
    ]


def select(atlas: Atlas, layer: Layer, period: Period) -> gpd.GeoDataFrame:
    frame = read_layer(atlas.catalogue.root / layer.resource.path).set_index("id", drop=False)
    days = layer.frame.loc[frame.index, ["start", "end"]]
    return frame[(days["start"] <= period.end) & (days["end"] >= period.start)]


def build_map(visible: dict[str, gpd.GeoDataFrame], atlas: Atlas) -> folium.Map:
    view = folium.Map(location=(36, 136), zoom_start=5, tiles=None)
    for name, frame in visible.items():
        colour = atlas.layers[name].resource.style.colour
        if not frame.empty:
            folium.GeoJson(
                frame,
                name=atlas.layers[name].resource.title,
                marker=folium.CircleMarker(radius=6, color=colour, fill=True),
                style_function=lambda _, colour=colour: {"color": colour, "weight": 2},
                tooltip=folium.GeoJsonTooltip(["name"], labels=False),
                popup=folium.GeoJsonPopup(SHOWN),
            ).add_to(view)
    folium.LayerControl().add_to(view)
    return view


def show_panel(visible: dict[str, gpd.GeoDataFrame], atlas: Atlas, period: Period) -> None:
    for era in atlas.catalogue.eras:
        if era.period == period:
            st.subheader(era.name)
            st.markdown(era.text)
            st.caption(era.reason)
            st.table(pd.DataFrame([(item.date, item.text) for item in era.dates], columns=["Date", "Event"]))
    series = load_series(atlas.catalogue, OFFICIAL_FACILITIES)
    day = choose_reference_day(period, date.today().isoformat())
    for region in ("japan", "okinawa"):
        figures = compute_facility_figures(atlas.layers["facilities"], series, day=day, region=region)
        left, right = st.columns(2)
        left.metric(f"{region.title()}: facilities", figures.official.value if figures.official else "–")
        right.metric("on the map", figures.mapped)
    kinds = [(name, kind, count) for name, frame in visible.items() for kind, count in count_kinds(frame).items()]
    st.dataframe(pd.DataFrame(kinds, columns=["Layer", "Kind", "Records"]))


def show_page() -> None:
    st.set_page_config(page_title="Reference", layout="wide")
    atlas = read_atlas()
    period = choose_period(atlas.catalogue)
    left, right = st.columns([0.65, 0.35])
    with right:
        layers = choose_layers(atlas)
        visible = {layer.name: select(atlas, layer, period) for layer in layers}
        show_panel(visible, atlas, period)
    with left:
        st_folium(build_map(visible, atlas), key="map", height=620, use_container_width=True)


def serve_scripts_from(address: str) -> None:
    """Ask this machine for the files that Folium would fetch from other hosts; their number and order stay."""
    folium.Map.default_js = [(name, f"{address}/{name}.js") for name, _ in folium.Map.default_js]
    folium.Map.default_css = [(name, f"{address}/{name}.css") for name, _ in folium.Map.default_css]


if os.environ["BENCH_SCRIPTS"] not in folium.Map.default_js[0][1]:
    serve_scripts_from(os.environ["BENCH_SCRIPTS"])
show_page()
