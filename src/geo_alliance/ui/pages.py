"""The pages beside the map: the data with their fields and addresses, and what the atlas is and how it was made."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from geo_alliance.analysis import load_series
from geo_alliance.dates import format_day
from geo_alliance.descriptor import Resource
from geo_alliance.errors import LayerError
from geo_alliance.loading import Atlas, Layer
from geo_alliance.maps.standalone import read_leaflet_licence
from geo_alliance.records import Feature
from geo_alliance.selection import apply
from geo_alliance.texts.bibliography import count_editors_word
from geo_alliance.ui.citing import show_resource_citation
from geo_alliance.ui.comparisons_view import show_comparisons
from geo_alliance.ui.record_view import describe_source
from geo_alliance.ui.rendering import show_template
from geo_alliance.ui.share import read_base
from geo_alliance.ui.table import build_rows
from geo_alliance.ui.view import ViewState
from geo_alliance.ui.words import escape_markdown, format_coverage

_TABLE_HEIGHT_PX = 320


def show_data(atlas: Atlas, state: ViewState) -> None:
    """Draw our counts beside others', and every layer: its fields, coverage, licence, addresses and visible records."""
    show_template("data", count=len(atlas.layers), base=read_base())
    show_comparisons(atlas)
    visible = apply(state.selection.with_layers(atlas.layers), atlas.layers)
    for name, layer in atlas.layers.items():
        title = f"{layer.resource.title} – {len(visible[name]):,} of {len(layer.features):,} records"
        with st.expander(escape_markdown(title)):
            _show_layer(atlas, layer, [layer.features[feature_id] for feature_id in visible[name].index])
    for resource in atlas.catalogue.package.resources:
        if resource.role == "series":
            with st.expander(escape_markdown(resource.title)):
                _show_series(atlas, resource)


def show_about(atlas: Atlas) -> None:
    """Draw what the atlas is, how it was made, how sure it is, how it names disputed places, and its licences."""
    records = [feature for layer in atlas.layers.values() for feature in layer.features.values()]
    package = atlas.catalogue.package
    show_template(
        "about",
        records=len(records),
        layers=len(atlas.layers),
        sources=len(atlas.catalogue.sources),
        unverified=sum(not record.core.verified for record in records),
        editors=count_editors_word(atlas),
        version=atlas.catalogue.version,
        created=format_day(package.created),
        last_day=format_day(package.collected_until),
        places=_list_places(atlas),
        leaflet=read_leaflet_licence(),
        files=[(resource.title, resource.licenses, resource.sources) for resource in package.resources],
    )


def _list_places(atlas: Atlas) -> list[list[tuple[str, dict[str, Any]]]]:
    """List each disputed place as pairs of party and name, in the order of the parties."""
    toponyms, known = atlas.catalogue.toponyms, atlas.catalogue.sources
    return [
        [
            (
                party.name,
                name.model_dump() | {"source": describe_source(known[name.source]) if name.source in known else None},
            )
            for party in toponyms.parties
            if (name := place.names.get(party.id)) is not None
        ]
        for place in toponyms.places
    ]


def _show_layer(atlas: Atlas, layer: Layer, features: list[Feature]) -> None:
    resource = layer.resource
    show_template(
        "layer_data",
        name=layer.name,
        base=read_base(),
        description=resource.description,
        coverage=[format_coverage(item) for item in resource.coverage],
        licences=resource.licenses,
        credits=resource.sources,
        fields=_list_fields(atlas.catalogue.schemas[layer.name]),
    )
    cited = [source for feature in features for source in feature.cited]
    show_resource_citation(atlas, resource, layer.name, cited)
    if features:
        st.dataframe(build_rows(atlas, features), height=_TABLE_HEIGHT_PX)


def _show_series(atlas: Atlas, resource: Resource) -> None:
    columns = resource.table_schema.fields if resource.table_schema else ()
    show_template(
        "layer_data",
        name=resource.name,
        path=resource.path,
        base=read_base(),
        description=resource.description,
        coverage=[],
        licences=resource.licenses,
        credits=resource.sources,
        fields=[(column.name, column.title, column.description) for column in columns],
    )
    try:
        rows = load_series(atlas.catalogue, resource.name).drop(columns="first_day")
    except LayerError as error:
        st.error(escape_markdown(f"The series cannot be read. {error}"))
        return
    show_resource_citation(atlas, resource, resource.name, [str(source) for source in rows["source"]])
    st.dataframe(rows, height=_TABLE_HEIGHT_PX, hide_index=True)


def _list_fields(schema: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (name, str(part.get("title", name)), str(part.get("description", "")))
        for name, part in schema["properties"].items()
    ]
