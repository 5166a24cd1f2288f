"""KML: what is visible as folders of placemarks, for Google Earth and other globes.

Source: OGC 12-007r2 (KML 2.3), which orders the elements of a feature as they are written here.
"""

import html
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

from geo_alliance.dates import format_interval, format_period
from geo_alliance.exports.frames import build_record, format_value
from geo_alliance.exports.geojson import describe_contents, select_features
from geo_alliance.exports.table import format_fact
from geo_alliance.loading import Atlas, Layer
from geo_alliance.naming import describe_names
from geo_alliance.records import Feature
from geo_alliance.selection import Selection
from geo_alliance.space.areas import name_area
from geo_alliance.toponyms import ALL_NAMES

MEDIA_TYPE = "application/vnd.google-earth.kml+xml"
METADATA = "geo_alliance"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_kml(atlas: Atlas, selection: Selection) -> bytes:
    """Write what is visible as KML: a folder for each chosen layer, EPSG:4326, longitude first.

    A placemark has the days that the filter compares as its time span, a description, and all members as extended
    data, nested ones as JSON. The document's extended data item `geo_alliance` is what `describe_contents` returns.
    Descriptions, which a globe shows as HTML, hold escaped text only; a balloon shows nothing but the description.
    """
    features = select_features(atlas, selection)
    head = describe_contents(atlas, selection, features)
    root = ET.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = ET.SubElement(root, "Document")
    _add(document, "name", head["title"])
    _add(document, "description", _format_html(_describe_document(atlas, head, selection)))
    chosen = [layer for name, layer in atlas.layers.items() if name in selection.layers]
    for layer in chosen:
        _add_style(document, layer)
    _add_members(document, {METADATA: json.dumps(head, ensure_ascii=False)})
    for layer in chosen:
        folder = ET.SubElement(document, "Folder")
        _add(folder, "name", layer.name)
        _add(folder, "description", _format_html([layer.resource.title, layer.resource.description]))
        for feature in features:
            if feature.layer == layer.name:
                _add_placemark(folder, feature, atlas)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _describe_document(atlas: Atlas, head: dict[str, Any], selection: Selection) -> list[str]:
    licences = dict.fromkeys(licence["title"] for found in head["licenses"].values() for licence in found)
    return [
        f"Data version {head['version']}",
        f"Period: {format_period(selection.period)}",
        *(f"Filter: {member} = {', '.join(values)}" for member, values in head["filter"]["members"].items()),
        *([] if atlas.names == ALL_NAMES else [f"Disputed places: {describe_names(atlas)}"]),
        *([f"Area: {name_area(selection.area)}"] if selection.area else []),
        f"{head['count']} records",
        f"Licences: {'; '.join(licences)}",
        f"Credits: {'; '.join(head['credits'])}",
    ]


def _describe_record(feature: Feature, atlas: Atlas) -> list[str]:
    core = feature.core
    sources = [atlas.catalogue.sources[source].title for source in core.sources if source in atlas.catalogue.sources]
    return [
        core.name,
        format_interval(core.valid_from, core.valid_to, core.known_from),
        *([] if core.verified else ["unverified"]),
        core.summary,
        *map(format_fact, core.facts),
        f"Sources: {'; '.join(sources)}",
    ]


def _add_placemark(folder: ET.Element, feature: Feature, atlas: Atlas) -> None:
    record = build_record(feature)
    placemark = ET.SubElement(folder, "Placemark")
    _add(placemark, "name", feature.core.name)
    _add(placemark, "description", _format_html(_describe_record(feature, atlas)))
    span = ET.SubElement(placemark, "TimeSpan")
    _add(span, "begin", str(record["first_day"]))
    if record["last_day"] is not None:
        _add(span, "end", str(record["last_day"]))
    _add(placemark, "styleUrl", f"#{feature.layer}")
    _add_members(placemark, {key: format_value(value) for key, value in record.items() if value is not None})
    _add_geometry(placemark, feature.geometry)


def _add_style(document: ET.Element, layer: Layer) -> None:
    colour = layer.resource.style.colour if layer.resource.style else "#000000"
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    style = ET.SubElement(document, "Style", id=layer.name)
    for kind, opacity in (("IconStyle", "ff"), ("LineStyle", "ff"), ("PolyStyle", "40")):
        _add(ET.SubElement(style, kind), "color", f"{opacity}{blue}{green}{red}")
    _add(ET.SubElement(style, "BalloonStyle"), "text", "$[description]")


def _add_members(parent: ET.Element, members: dict[str, str]) -> None:
    extended = ET.SubElement(parent, "ExtendedData")
    for name, text in members.items():
        _add(ET.SubElement(extended, "Data", name=name), "value", text)


def _add_geometry(parent: ET.Element, geometry: dict[str, Any]) -> None:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind.startswith("Multi"):
        group = ET.SubElement(parent, "MultiGeometry")
        for part in coordinates:
            _add_geometry(group, {"type": kind.removeprefix("Multi"), "coordinates": part})
        return
    shape = ET.SubElement(parent, kind)
    if kind == "Point":
        _add_positions(shape, [coordinates])
        return
    _add(shape, "tessellate", "1")
    if kind == "LineString":
        _add_positions(shape, coordinates)
        return
    for number, ring in enumerate(coordinates):
        boundary = ET.SubElement(shape, "innerBoundaryIs" if number else "outerBoundaryIs")
        _add_positions(ET.SubElement(boundary, "LinearRing"), ring)


def _add_positions(parent: ET.Element, positions: list[list[float]]) -> None:
    _add(parent, "coordinates", " ".join(f"{lon},{lat}" for lon, lat in positions))


def _add(parent: ET.Element, name: str, text: str) -> None:
    """Add an element with text; a character that XML 1.0 does not know becomes U+FFFD."""
    ET.SubElement(parent, name).text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _format_html(lines: list[str]) -> str:
    """Write lines as HTML that holds nothing but text; a globe would replace ``$[name]`` in it by a member."""
    return "<br>".join(html.escape(line).replace("$", "&#36;") for line in lines)
