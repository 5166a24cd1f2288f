"""KML: folders, time spans and members, and text that no browser or globe can run."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from geo_alliance.dates import ALL_TIME
from geo_alliance.exports.geojson import export_geojson
from geo_alliance.exports.kml import export_kml
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection

NS = {"k": "http://www.opengis.net/kml/2.2"}
BASE = "djibouti-french-air-base-188"
DJIBOUTI = Selection(ALL_TIME, ("djibouti",))
HOSTILE = {
    "markup": "<img src=x onerror=alert(1)>",
    "cdata": "a]]><script>alert(1)</script>",
    "entity": "&lt;b&gt; &#36;",
    "line separator": "a\u2028b",
    "substitution": "$[name] ${1}",
    "emoji": "🗾",
}


class Tags(HTMLParser):
    """Collects the tags and the text that a globe's balloon would show."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.shown = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not attrs

    def handle_data(self, data: str) -> None:
        self.shown += data


def read_placemarks(data: bytes) -> dict[str, ET.Element]:
    found = ET.fromstring(data).findall(".//k:Placemark", NS)
    return {mark.findtext("k:ExtendedData/k:Data[@name='id']/k:value", "", NS): mark for mark in found}


def rename(atlas: Atlas, name: str) -> Atlas:
    layer = atlas.layers["djibouti"]
    old = layer.features[BASE]
    core = old.core.model_copy(update={"name": name, "summary": name})
    features = {**layer.features, BASE: old.model_copy(update={"core": core})}
    return replace(atlas, layers={"djibouti": replace(layer, features=features)})


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(atlas: Atlas, name: str) -> None:
    mark = read_placemarks(export_kml(rename(atlas, name), DJIBOUTI))[BASE]
    description = mark.findtext("k:description", "", NS)
    balloon = Tags(description)

    assert mark.findtext("k:name", "", NS) == name
    assert set(balloon.tags) == {"br"}
    assert balloon.shown.count(name) == 2
    assert "$" not in description
    assert {child.tag for child in mark.iter()} == {
        child.tag for child in read_placemarks(export_kml(atlas, DJIBOUTI))[BASE].iter()
    }


@pytest.mark.parametrize("character", ["\0", "\x1b", "\uffff"], ids=["nul", "escape", "no character"])
def test_what_xml_does_not_know_is_replaced(atlas: Atlas, character: str) -> None:
    mark = read_placemarks(export_kml(rename(atlas, f"a{character}b"), DJIBOUTI))[BASE]

    assert mark.findtext("k:name", "", NS) == "a\ufffdb"


def test_each_layer_is_a_folder_in_its_colour(atlas: Atlas) -> None:
    root = ET.fromstring(export_kml(atlas, Selection(ALL_TIME, ("zones", "facilities"))))
    style = atlas.layers["zones"].resource.style
    assert style is not None

    colour = root.findtext(".//k:Style[@id='zones']/k:LineStyle/k:color", "", NS)

    assert [folder.findtext("k:name", "", NS) for folder in root.findall(".//k:Folder", NS)] == ["facilities", "zones"]
    assert f"#{colour[6:8]}{colour[4:6]}{colour[2:4]}" == style.colour


def test_a_balloon_shows_the_description_alone(atlas: Atlas) -> None:
    root = ET.fromstring(export_kml(atlas, DJIBOUTI))

    assert [text.text for text in root.findall(".//k:BalloonStyle/k:text", NS)] == ["$[description]"]
    assert {mark.findtext("k:styleUrl", "", NS) for mark in root.findall(".//k:Placemark", NS)} == {"#djibouti"}


def test_a_time_span_has_the_days_that_the_filter_compares(atlas: Atlas) -> None:
    marks = read_placemarks(export_kml(atlas, Selection(ALL_TIME, ("facilities",))))

    for feature_id, feature in atlas.layers["facilities"].features.items():
        span, period = marks[feature_id].find("k:TimeSpan", NS), feature.core.period
        assert span is not None
        assert span.findtext("k:begin", None, NS) == period.start
        assert span.findtext("k:end", None, NS) == (period.end if feature.core.valid_to else None)


def test_the_document_holds_the_head(atlas: Atlas) -> None:
    selection = Selection(ALL_TIME, ("facilities",)).with_filter("facilities", "service", ["Navy"])
    document = ET.fromstring(export_kml(atlas, selection)).find("k:Document", NS)
    assert document is not None

    head = json.loads(document.findtext("k:ExtendedData/k:Data/k:value", "", NS))

    assert head == json.loads(export_geojson(atlas, selection))["geo_alliance"]
    assert "Filter: facilities.service = Navy<br>" in document.findtext("k:description", "", NS)


def test_holes_are_inner_boundaries(atlas: Atlas) -> None:
    rings = [["outer"], ["inner"]]
    layer = atlas.layers["djibouti"]
    square = [[0.0, 0.0], [9.0, 0.0], [9.0, 9.0], [0.0, 0.0]]
    shape = {"type": "MultiPolygon", "coordinates": [[square for _ in rings]]}
    changed = {**layer.features, BASE: layer.features[BASE].model_copy(update={"geometry": shape})}

    mark = read_placemarks(export_kml(replace(atlas, layers={"djibouti": replace(layer, features=changed)}), DJIBOUTI))

    polygon = mark[BASE].find("k:MultiGeometry/k:Polygon", NS)
    assert polygon is not None
    assert [child.tag.partition("}")[2] for child in polygon] == ["tessellate", "outerBoundaryIs", "innerBoundaryIs"]
