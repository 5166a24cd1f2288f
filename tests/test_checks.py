"""Every rule of `geo-alliance check`: one broken input each that turns it red, and nothing but it."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.checks import check_folder
from geo_alliance.cli import main
from geo_alliance.errors import Fault
from geo_alliance.exports.geojson import dump_collection
from geo_alliance.records import EDITORS

DATA = Path(__file__).parents[1] / "geodata"
KEPT = {
    "facilities": ["FAC6001", "nta-north"],
    "okinawa": ["okinawa-shuri-castle"],
    "senkaku": ["uotsuri-jima"],
    "djibouti": ["djibouti-bab-el-mandeb"],
    "overflights": ["kp-1998-08-31"],
    "zones": ["adiz-china-east-china-sea", "prc-baseline-1996"],
    "launch-sites": ["tonghae"],
    "prefectures": ["prefecture-47"],
}
SERIES = "series/facilities-official.csv"

Feature = dict[str, Any]
Edit = Callable[[Any], object]


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".geojson":
        foreign = {key: value for key, value in content.items() if key not in {"type", "features"}}
        path.write_text(dump_collection(content["features"], **foreign), encoding="utf-8")
    else:
        path.write_text(json.dumps(content), encoding="utf-8")


def change(folder: Path, name: str, edit: Edit) -> list[Fault]:
    """Change one JSON file of a folder in place, and check the folder."""
    content = read(folder / name)
    edit(content)
    write(folder / name, content)
    return check_folder(folder)


def change_feature(folder: Path, feature_id: str, edit: Edit) -> list[Fault]:
    layer = next(layer for layer, ids in KEPT.items() if feature_id in ids)
    return change(
        folder,
        f"{layer}.geojson",
        lambda content: edit(next(item for item in content["features"] if item["id"] == feature_id)),
    )


def put(**members: Any) -> Edit:
    """An edit that sets properties of a feature."""
    return lambda feature: feature["properties"].update(members)


def drop(*names: str) -> Edit:
    """An edit that takes properties from a feature."""
    return lambda feature: [feature["properties"].pop(name) for name in names]


def place(kind: str, coordinates: Any, **more: Any) -> Edit:
    """An edit that gives a feature another geometry."""
    return lambda feature: feature.update(geometry={"type": kind, "coordinates": coordinates, **more})


def assert_one(faults: list[Fault], *, file: str, feature: str | None, found: str, expected: str) -> None:
    """Exactly one fault, at that place; `found` and `expected` are patterns."""
    assert [(fault.file, fault.feature) for fault in faults] == [(file, feature)], faults
    assert re.search(found, faults[0].found), faults[0]
    assert re.search(expected, faults[0].expected), faults[0]


def build_feature(feature: Feature, ids: set[str]) -> Feature:
    properties = feature["properties"]
    return feature | {"properties": properties | {"related": [item for item in properties["related"] if item in ids]}}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small data folder of real records, cut from the one that is shipped."""
    root = tmp_path_factory.mktemp("template") / "geodata"
    ids = {feature_id for kept in KEPT.values() for feature_id in kept}
    texts = (DATA / "eras.json").read_text(encoding="utf-8") + (DATA / SERIES).read_text(encoding="utf-8")
    for layer in KEPT:
        items = [item for item in read(DATA / f"{layer}.geojson")["features"] if item["id"] in ids]
        content = {"type": "FeatureCollection", "features": [build_feature(item, ids) for item in items]}
        write(root / f"{layer}.geojson", content)
        texts += json.dumps(content)
    plain = {"summary": f"{'It was so. ' * 60}[@{EDITORS}]", "computed": {}, "dates": [], "disputes": []}
    write(root / "eras.json", [era | plain for era in read(DATA / "eras.json")])
    package = read(DATA / "datapackage.json")
    resources = [item for item in package["resources"] if item["name"] in KEPT or item["path"] == SERIES]
    for path in (SERIES, *(item["featureSchema"] for item in resources if "featureSchema" in item)):
        (root / path).parent.mkdir(exist_ok=True)
        shutil.copy(DATA / path, root / path)
    write(root / "datapackage.json", package | {"resources": resources})
    sources = [item for item in read(DATA / "sources.json") if item["id"] in texts or item["id"] == EDITORS]
    write(root / "sources.json", sources)
    return root


@pytest.fixture
def small(template: Path, tmp_path: Path) -> Path:
    """A copy of the small data folder that a test may change."""
    return Path(shutil.copytree(template, tmp_path / "small"))


def test_the_small_folder_is_sound(small: Path) -> None:
    assert check_folder(small) == []


# One record: its members.


@pytest.mark.parametrize(
    ("feature", "edit", "found", "expected"),
    [
        pytest.param("FAC6001", put(colour="red"), "^the member 'colour'$", "only the members", id="unknown member"),
        pytest.param(
            "FAC6001",
            lambda item: item.update(bbox=[1, 2]),
            "^the member 'bbox'$",
            "only type, id",
            id="on the feature",
        ),
        pytest.param("FAC6001", drop("summary"), "^no summary$", "^a value$", id="no summary"),
        pytest.param("FAC6001", put(summary="a" * 501), "^summary = 'aaa", "at most 500 characters", id="long summary"),
        pytest.param("FAC6001", put(name=""), "^name = ''$", "at least 1 character", id="empty name"),
        pytest.param("FAC6001", put(verified="yes"), "^verified = 'yes'$", "valid boolean", id="text for a boolean"),
        pytest.param(
            "FAC6001", put(position_accuracy_m=-1), "^position_accuracy_m = -1", "or equal to 0", id="accuracy"
        ),
        pytest.param("FAC6001", put(position_basis="guess"), "^position_basis = 'guess'", "'surveyed'", id="basis"),
        pytest.param("FAC6001", drop("tenure"), "^no tenure$", "^a value$", id="no member of the layer's own"),
        pytest.param(
            "FAC6001", put(area_ha="large"), "^area_ha = 'large'$", "of type 'number'", id="text for a number"
        ),
        pytest.param(
            "FAC6001",
            put(kind="castle"),
            "^kind = 'castle'$",
            "^one of training-area, air-base, .*, other$",
            id="unknown kind",
        ),
        pytest.param(
            "uotsuri-jima", drop("claims"), "^no claims$", "^a value$", id="no claims where the kind asks for them"
        ),
        pytest.param(
            "uotsuri-jima",
            lambda item: item["properties"]["claims"][0].update(party="Atlantis"),
            "^claims.0.party = 'Atlantis'$",
            "^one of China, Japan, Taiwan$",
            id="unknown party",
        ),
        pytest.param(
            "uotsuri-jima",
            lambda item: item["properties"]["claims"][0].update(mood="angry"),
            "^the member 'mood' in claims.0$",
            "only the members",
            id="unknown member of a claim",
        ),
        pytest.param(
            "djibouti-bab-el-mandeb",
            lambda item: item["properties"]["facts"][0].update(colour="red"),
            "^the member facts.0.colour = 'red'$",
            "no member of that name",
            id="unknown member of a fact",
        ),
    ],
)
def test_a_record_with_a_wrong_member(small: Path, feature: str, edit: Edit, found: str, expected: str) -> None:
    faults = change_feature(small, feature, edit)

    assert_one(faults, file=faults[0].file, feature=feature, found=found, expected=expected)


@pytest.mark.parametrize(
    ("members", "found", "expected"),
    [
        pytest.param(
            {"valid_from": "1957-13"},
            "^valid_from: the date '1957-13', which is not in the calendar$",
            "^YYYY,",
            id="no such month",
        ),
        pytest.param(
            {"valid_from": "1957-02-30"}, "'1957-02-30', which is not in the calendar$", "^YYYY,", id="no such day"
        ),
        pytest.param({"valid_from": "c. 1957"}, "^valid_from: the date 'c. 1957'$", "YYYY-MM-DD", id="another form"),
        pytest.param({"valid_from": 1957}, "valid_from = 1957", "valid string", id="a number"),
        pytest.param({"valid_from": None}, "^neither valid_from nor known_from$", "^one of them$", id="no start"),
        pytest.param({"known_from": "1957"}, "^both valid_from and known_from$", "^known_from only", id="two starts"),
        pytest.param(
            {"valid_from": "2020"},
            "^the end '2016-12-21' before the start '2020'$",
            "on or after",
            id="end before start",
        ),
    ],
)
def test_a_record_with_wrong_dates(small: Path, members: dict[str, Any], found: str, expected: str) -> None:
    faults = change_feature(small, "nta-north", put(**members))

    assert_one(faults, file="facilities.geojson", feature="nta-north", found=found, expected=expected)


@pytest.mark.parametrize(
    ("members", "found", "expected"),
    [
        pytest.param({"valid_to": "2016-12-22"}, "valid_to = 2016-12-22, returned_on", "= 2016-12-21$", id="same day"),
        pytest.param({"returned_on": "2016-12~"}, "returned_on = 2016-12~", "^valid_to = 2016-12~$", id="by the month"),
        pytest.param({"valid_to": None}, "valid_to = None", "^valid_to = 2016-12-21$", id="returned but in use"),
        pytest.param(
            {"returned_on": "2016-13"}, "^returned_on: the date '2016-13', which is not in", "YYYY", id="bad date"
        ),
    ],
)
def test_a_return_that_disagrees_with_the_end(small: Path, members: dict[str, Any], found: str, expected: str) -> None:
    faults = change_feature(small, "nta-north", put(**members))

    assert_one(faults, file="facilities.geojson", feature="nta-north", found=found, expected=expected)


def test_an_end_without_a_return(small: Path) -> None:
    faults = change_feature(small, "nta-north", drop("returned_on"))

    assert_one(
        faults, file="facilities.geojson", feature="nta-north", found="without returned_on", expected="both or none"
    )


@pytest.mark.parametrize("feature_id", [None, "", 6001], ids=["null", "empty", "a number"])
def test_a_record_without_an_id(small: Path, feature_id: object) -> None:
    faults = change(small, "djibouti.geojson", lambda content: content["features"][0].update(id=feature_id))

    assert_one(faults, file="djibouti.geojson", feature="feature 1", found=r"^id = ", expected="unique in the atlas")


def test_an_id_with_other_letters(small: Path) -> None:
    faults = change(small, "djibouti.geojson", lambda content: content["features"][0].update(id="bab el mandeb"))

    assert_one(faults, file="djibouti.geojson", feature="bab el mandeb", found="= 'bab el", expected="match pattern")


# One record: its geometry.


@pytest.mark.parametrize(
    ("geometry", "found", "expected"),
    [
        pytest.param(place("Point", [141, 90.01]), "to 141.0, 90.01", "latitude within ±90", id="latitude above 90"),
        pytest.param(place("Point", [141, -90.01]), "from 141.0, -90.01", "latitude within ±90", id="below -90"),
        pytest.param(place("Point", [180.01, 42]), "180.01, 42.0", "longitude within ±180", id="longitude above 180"),
        pytest.param(place("Point", [-180.01, 42]), "-180.01, 42.0", "longitude within ±180", id="below -180"),
        pytest.param(place("Point", [26.7, 128.2]), "26.7, 128.2", "latitude within ±90", id="latitude first"),
        pytest.param(place("Point", [14270000, 3087000]), "14270000.0", "within ±180", id="EPSG:3857"),
        pytest.param(place("Point", [128.25, 26.7, 498]), r"\[128.25, 26.7, 498\]", "longitude and", id="height"),
        pytest.param(place("Point", ["128", "26"]), r"\['128', '26'\]", "longitude and latitude", id="texts"),
        pytest.param(place("Point", [[128, 26]]), r"\[\[128, 26\]\] in a Point", "as deep", id="too deep"),
        pytest.param(place("Point", []), "an empty geometry", "at least one position", id="empty"),
        pytest.param(place("Point", [128.25, 26.7], crs="EPSG:4326"), "the member 'crs'", "only type", id="own CRS"),
        pytest.param(lambda item: item.update(geometry=None), "the geometry None", "one of Point", id="null"),
        pytest.param(lambda item: item.pop("geometry"), "the geometry None", "one of Point", id="none"),
        pytest.param(place("Circle", [128.25, 26.7]), "the geometry 'Circle'", "one of Point, ", id="unknown type"),
        pytest.param(place("Point", [128.25123456, 26.7]), "more decimals", "at most 7 decimals", id="eight decimals"),
    ],
)
def test_a_wrong_position(small: Path, geometry: Edit, found: str, expected: str) -> None:
    faults = change_feature(small, "FAC6001", geometry)

    assert_one(faults, file="facilities.geojson", feature="FAC6001", found=found, expected=expected)


def test_a_position_with_latitude_first_that_is_still_on_the_globe(small: Path) -> None:
    faults = change_feature(small, "djibouti-bab-el-mandeb", place("Point", [12.58, 43.33]))

    assert_one(
        faults,
        file="djibouti.geojson",
        feature="djibouti-bab-el-mandeb",
        found="12.58, 43.33",
        expected="longitude before latitude",
    )


@pytest.mark.parametrize(
    ("rings", "found", "expected"),
    [
        pytest.param(
            [[[0, 0], [1, 0], [1, 1], [0, 1]]], r"from \[0, 0\] to \[0, 1\]", "last is the first", id="unclosed"
        ),
        pytest.param([[[0, 0], [1, 0], [0, 0]]], "a ring of 3 positions", "at least four", id="too short"),
        pytest.param([[[0, 0], [0, 1], [1, 1], [0, 0]]], "wrong way", "against the clock", id="wrong-handed"),
        pytest.param(
            [[[0, 0], [9, 0], [9, 9], [0, 0]], [[5, 1], [6, 1], [6, 2], [5, 1]]],
            "wrong way",
            "holes with it",
            id="wrong-handed hole",
        ),
        pytest.param([[[0, 0], [2, 2], [2, 0], [0, 4], [0, 0]]], "Self-intersection", "a valid shape", id="crossing"),
        pytest.param([[[0, 0], [9, 0], [9, 9], [0, 0]], []], r"\[\]\] in a Polygon", "longitude", id="empty hole"),
    ],
)
def test_a_wrong_ring(small: Path, rings: list[Any], found: str, expected: str) -> None:
    faults = change_feature(small, "adiz-china-east-china-sea", place("Polygon", rings))

    assert_one(faults, file="zones.geojson", feature="adiz-china-east-china-sea", found=found, expected=expected)


def test_a_wrong_ring_in_the_second_part(small: Path) -> None:
    parts = [[[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[5, 0], [5, 1], [6, 1], [5, 0]]]]
    faults = change_feature(small, "adiz-china-east-china-sea", place("MultiPolygon", parts))

    assert_one(
        faults, file="zones.geojson", feature="adiz-china-east-china-sea", found="wrong way", expected="the clock"
    )


def test_a_mark_outside_the_globe(small: Path) -> None:
    faults = change_feature(small, "kp-1998-08-31", put(end_position=[40.9, 147.5]))

    assert_one(
        faults, file="overflights.geojson", feature="kp-1998-08-31", found="^end_position: ", expected="within ±90"
    )


def test_a_facility_outside_its_prefecture(small: Path) -> None:
    faults = change_feature(small, "FAC6001", place("Point", [139.35, 35.74]))

    assert_one(
        faults,
        file="facilities.geojson",
        feature="FAC6001",
        found=r"1[0-9]{3}\.[0-9] km outside of Okinawa",
        expected=r"at most 4\.5 km",
    )


# One record: its sources and references.


@pytest.mark.parametrize(
    ("feature", "edit"),
    [
        pytest.param("FAC6001", lambda item: item["properties"]["sources"].append("nobody"), id="record"),
        pytest.param(
            "djibouti-bab-el-mandeb", lambda item: item["properties"]["facts"][0].update(source="nobody"), id="fact"
        ),
        pytest.param(
            "uotsuri-jima", lambda item: item["properties"]["claims"][0].update(source="nobody"), id="list of its own"
        ),
        pytest.param(
            "uotsuri-jima",
            lambda item: item["properties"]["administered_by"].update(source="nobody"),
            id="member of its own",
        ),
    ],
)
def test_an_unknown_source(small: Path, feature: str, edit: Edit) -> None:
    faults = change_feature(small, feature, edit)

    assert_one(
        faults, file=faults[0].file, feature=feature, found="^the source 'nobody'$", expected="an id of sources.json"
    )


def test_a_record_without_a_source(small: Path) -> None:
    faults = change_feature(small, "FAC6001", put(sources=[]))

    assert_one(faults, file="facilities.geojson", feature="FAC6001", found=r"^sources = ", expected="at least 1 item")


@pytest.mark.parametrize(
    ("members", "found"),
    [
        pytest.param({"sources": [EDITORS]}, "^verified = True with the sources editors-knowledge$", id="verified"),
        pytest.param({"verified": False}, "^verified = False with the sources osm-", id="unverified"),
    ],
)
def test_verified_disagrees_with_the_sources(small: Path, members: dict[str, Any], found: str) -> None:
    faults = change_feature(small, "FAC6001", put(**members))

    assert_one(faults, file="facilities.geojson", feature="FAC6001", found=found, expected="a citable source")


def strip_first_height(heights: list[Any]) -> None:
    heights[0]["as_of"] = None
    del heights[0]["note"]


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        pytest.param(strip_first_height, "^one of several values of 'highest point' bare$", id="no date or note"),
        pytest.param(
            lambda heights: heights[0].update(heights[1] | {"value": 1}),
            "^several values of 'highest point' with the same date, unit, note and source$",
            id="the same twice",
        ),
    ],
)
def test_several_values_of_one_property_say_how_they_differ(
    small: Path, edit: Callable[[list[Any]], object], found: str
) -> None:
    def change_heights(feature: Feature) -> None:
        edit([item for item in feature["properties"]["facts"] if item["property"] == "highest point"])

    faults = change_feature(small, "uotsuri-jima", change_heights)

    assert_one(faults, file="senkaku.geojson", feature="uotsuri-jima", found=found, expected="a date or a note|differ")


@pytest.mark.parametrize(
    ("members", "found"),
    [({"area_ha": 1}, "^area_ha = 1 for"), ({"area_as_of": "1901"}, "for area_as_of = 1901, while the facts .* give")],
    ids=["area", "date"],
)
def test_an_area_that_is_none_of_the_facts(small: Path, members: dict[str, Any], found: str) -> None:
    faults = change_feature(small, "nta-north", put(**members))

    at_record = [fault for fault in faults if fault.file == "facilities.geojson"]
    assert_one(at_record, file="facilities.geojson", feature="nta-north", found=found, expected="one of the facts$")


def test_too_many_unverified_records(small: Path) -> None:
    unverified = put(sources=[EDITORS], verified=False)

    assert change_feature(small, "FAC6001", unverified) == []
    faults = change_feature(small, "tonghae", unverified)

    total = sum(map(len, KEPT.values()))
    found = rf"^2 of {total} records unverified \(20\.0%\)$"
    assert_one(faults, file="datapackage.json", feature=None, found=found, expected="at most 10%")


@pytest.mark.parametrize(
    ("feature", "members", "named"),
    [
        pytest.param("FAC6001", {"related": ["nowhere"]}, "nowhere", id="unknown related"),
        pytest.param("FAC6001", {"related": ["FAC6001"]}, "FAC6001", id="related to itself"),
        pytest.param("nta-north", {"part_of": "FAC9999"}, "FAC9999", id="unknown whole"),
        pytest.param("nta-north", {"part_of": "nta-north"}, "nta-north", id="part of itself"),
        pytest.param("kp-1998-08-31", {"launch_site": "nowhere"}, "nowhere", id="unknown launch site"),
        pytest.param("adiz-china-east-china-sea", {"computed_from": ["nowhere"]}, "nowhere", id="unknown origin"),
    ],
)
def test_a_record_names_one_that_does_not_exist(small: Path, feature: str, members: dict[str, Any], named: str) -> None:
    faults = change_feature(small, feature, put(**members))

    assert_one(
        faults,
        file=faults[0].file,
        feature=feature,
        found=f"^the related record '{named}'$",
        expected="the id of another record",
    )


# A layer, and all layers.


def test_an_id_twice_in_a_layer(small: Path) -> None:
    faults = change(small, "djibouti.geojson", lambda content: content["features"].append(content["features"][0]))

    assert_one(
        faults,
        file="djibouti.geojson",
        feature="djibouti-bab-el-mandeb",
        found="^the id 2 times$",
        expected="each id once",
    )


def test_an_id_in_two_layers(small: Path) -> None:
    faults = change_feature(small, "djibouti-bab-el-mandeb", lambda item: item.update(id="FAC6001"))

    assert_one(
        faults,
        file="djibouti.geojson",
        feature="FAC6001",
        found="stands in facilities.geojson too",
        expected="an id of its own",
    )


@pytest.mark.parametrize("name", ["crs", "bbox", "generator"])
def test_an_unknown_member_of_the_collection(small: Path, name: str) -> None:
    faults = change(small, "zones.geojson", lambda content: content.update({name: "EPSG:3857"}))

    assert_one(faults, file="zones.geojson", feature=None, found=f"^the member '{name}'$", expected="only type, name")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param('{"type":"FeatureCollection","features":[]}', "^no feature$", id="empty"),
        pytest.param('{"type":"FeatureCollection"}', "^no FeatureCollection$", id="without features"),
        pytest.param('{"type":"Feature","features":[]}', "^no FeatureCollection$", id="a feature"),
        pytest.param("[]", "^no FeatureCollection$", id="a list"),
        pytest.param('{"type":"FeatureCollection",\n"features":[}', "line 2 column 13", id="broken JSON"),
        pytest.param('{"type":NaN}', "the constant NaN", id="NaN"),
        pytest.param('{"type":"FeatureCollection","type":"x"}', "'type' twice", id="a member twice"),
    ],
)
def test_a_layer_that_cannot_be_read_hides_nothing_else(small: Path, content: str, found: str) -> None:
    (small / "launch-sites.geojson").write_text(content, encoding="utf-8")
    faults = change_feature(small, "FAC6001", put(colour="red"))

    assert [(fault.file, fault.feature) for fault in faults] == [
        ("facilities.geojson", "FAC6001"),
        ("launch-sites.geojson", None),
    ]
    assert re.search(found, faults[1].found)


def test_a_layer_that_is_not_utf_8(small: Path) -> None:
    (small / "launch-sites.geojson").write_bytes(b'{"name":"Musudan-ri \xb9"}')

    assert_one(
        check_folder(small), file="launch-sites.geojson", feature=None, found="not UTF-8 at 20", expected="UTF-8 text"
    )


def test_a_broken_record_is_no_reason_to_doubt_those_that_name_it(small: Path) -> None:
    faults = change_feature(small, "FAC6001", put(valid_from="long ago"))

    assert [fault.feature for fault in faults] == ["FAC6001"]


@pytest.mark.parametrize("junk", [None, 7, "x", [], {}], ids=str)
def test_what_is_no_feature_is_said_and_not_stumbled_over(small: Path, junk: object) -> None:
    faults = change(small, "zones.geojson", lambda content: content["features"].append(junk))

    assert_one(faults, file="zones.geojson", feature="feature 3", found="no Feature", expected="a GeoJSON Feature")


def test_a_layer_in_another_layout(small: Path) -> None:
    path = small / "zones.geojson"
    path.write_text(json.dumps(read(path), indent=1), encoding="utf-8")

    assert_one(
        check_folder(small),
        file="zones.geojson",
        feature="line 1 column 2",
        found="^'{'$",
        expected=r'^\'{"type":"FeatureCollection","features":\[\', one .*`geo-alliance format zones --data .*small`',
    )
    assert main(["format", "zones", "--data", str(small)]) == 0
    assert check_folder(small) == []


@pytest.mark.parametrize(
    ("edit", "where", "found", "expected"),
    [
        (lambda text: text.replace('"kind":', '"kind": ', 1), "line 2 column ", '"kind": "air', '"kind":"air'),
        (lambda text: text.rstrip("\n"), "line 5 column 1", "^the end of the file$", r"^'\\n'"),
        (lambda text: f"{text}\n", "line 6 column 1", "^''$", "^the end of the file"),
        (lambda text: text.replace("识", "\\u8bc6", 1), "line 2 column ", "u8bc6", "识"),
    ],
    ids=["blank", "no line break at the end", "one too many", "escaped"],
)
def test_another_layout_is_said_where_it_begins(
    small: Path, edit: Callable[[str], str], where: str, found: str, expected: str
) -> None:
    path = small / "zones.geojson"
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")

    (fault,) = check_folder(small)

    assert (fault.feature or "").startswith(where)
    assert re.search(found, fault.found), fault
    assert re.search(expected, fault.expected), fault


# The catalogue.


def edit_resource(name: str, edit: Edit) -> Edit:
    return lambda package: edit(next(item for item in package["resources"] if item["name"] == name))


def test_a_file_without_an_entry(small: Path) -> None:
    (small / "notes.txt").write_text("forgotten", encoding="utf-8")

    assert_one(
        check_folder(small),
        file="notes.txt",
        feature=None,
        found="without an entry",
        expected="an entry in datapackage",
    )


@pytest.mark.parametrize("path", ["launch-sites.geojson", SERIES])
def test_an_entry_without_a_file(small: Path, path: str) -> None:
    (small / path).unlink()

    assert_one(
        check_folder(small), file="datapackage.json", feature=None, found=f"'{path}' without a file", expected="a file"
    )


def test_a_layer_without_its_schema_file(small: Path) -> None:
    (small / "schemas/djibouti.schema.json").unlink()

    assert_one(
        check_folder(small),
        file="schemas/djibouti.schema.json",
        feature=None,
        found="no readable file",
        expected="a JSON file",
    )


@pytest.mark.parametrize("member", ["name", "path"])
def test_an_entry_twice(small: Path, member: str) -> None:
    series = read(small / "datapackage.json")["resources"][-1]
    copy = series | {"name": "copy", "path": "copy.csv", member: series[member]}
    if member == "name":
        shutil.copy(small / SERIES, small / copy["path"])
    faults = change(small, "datapackage.json", lambda package: package["resources"].append(copy))

    assert_one(
        faults,
        file="datapackage.json",
        feature=series[member],
        found=f"^the {member} 2 times$",
        expected=f"each {member} once",
    )


@pytest.mark.parametrize(
    ("style", "found"),
    [
        pytest.param({"kinds": {"castle": "square"}}, "^a style for the kind 'castle'$", id="kind"),
        pytest.param({"marks": ["end_positon"]}, "^a style by the member 'end_positon'$", id="mark"),
        pytest.param({"size": "area"}, "^a style by the member 'area'$", id="size"),
        pytest.param(
            {"shade": {"member": "share", "steps": [1], "unit": "%"}}, "^a style by the member 'share'$", id="shade"
        ),
    ],
)
def test_a_style_for_what_the_schema_does_not_know(small: Path, style: dict[str, Any], found: str) -> None:
    edit = edit_resource("zones", lambda item: item["style"].update(style))
    faults = change(small, "datapackage.json", edit)

    assert_one(faults, file="datapackage.json", feature="zones", found=found, expected="^one of ")


def test_a_schema_without_a_vocabulary(small: Path) -> None:
    faults = change(small, "schemas/okinawa.schema.json", lambda schema: schema["properties"].update(kind=True))

    assert_one(
        faults,
        file="schemas/okinawa.schema.json",
        feature=None,
        found="no vocabulary",
        expected="properties.kind.oneOf",
    )


def test_a_view_twice(small: Path) -> None:
    faults = change(small, "datapackage.json", lambda package: package["views"].append(package["views"][0]))

    assert_one(faults, file="datapackage.json", feature="japan", found="^the id 2 times$", expected="each id once")


@pytest.mark.parametrize(
    ("edit", "feature", "found", "expected"),
    [
        pytest.param(
            lambda package: package["views"][1].update(bbox=[127, 26, 128, 96]), "okinawa", "96", "world", id="outside"
        ),
        pytest.param(
            lambda package: package["views"][1].update(bbox=[128, 26, 127, 27]),
            "okinawa",
            "128",
            "west < east",
            id="west",
        ),
        pytest.param(
            lambda package: package["views"][1].update(bbox=[127, 27, 128, 26]),
            "okinawa",
            "27",
            "south < north",
            id="south",
        ),
        pytest.param(
            edit_resource("zones", lambda item: item.update(extents=[[0, 0, 0, 0]])),
            "zones",
            "extents.0",
            "world",
            id="extent",
        ),
        pytest.param(
            edit_resource("zones", lambda item: item["coverage"][0].update({"from": "2020", "to": "2019"})),
            "zones",
            "coverage.0: the end '2019' before the start '2020'$",
            "^it on or after it$",
            id="coverage",
        ),
        pytest.param(
            edit_resource("zones", lambda item: item.update(path="../zones.geojson")),
            "zones",
            "path",
            "pattern",
            id="path",
        ),
        pytest.param(
            edit_resource("zones", lambda item: item.pop("style")),
            "zones",
            "without featureSchema or style",
            "^both$",
            id="no style",
        ),
        pytest.param(
            edit_resource("facilities-official", lambda item: item.pop("schema")),
            "facilities-official",
            "without schema",
            "^one$",
            id="no columns",
        ),
        pytest.param(
            edit_resource("zones", lambda item: item.update(colour="red")),
            "zones",
            "colour",
            "no member of that name",
            id="unknown",
        ),
        pytest.param(lambda package: package.pop("version"), None, "^no version$", "a value", id="no version"),
    ],
)
def test_a_wrong_entry(small: Path, edit: Edit, feature: str | None, found: str, expected: str) -> None:
    faults = change(small, "datapackage.json", edit)

    assert_one(faults, file="datapackage.json", feature=feature, found=found, expected=expected)


# The eras.


@pytest.mark.parametrize(
    ("edit", "feature", "found", "expected"),
    [
        pytest.param(
            lambda eras: eras[1].update({"from": "1945-09-03"}),
            "occupation",
            "from 1945-09-03",
            "from 1945-09-02",
            id="gap",
        ),
        pytest.param(
            lambda eras: eras[1].update({"from": "1945-09-01"}),
            "occupation",
            "from 1945-09-01",
            "from 1945-09-02",
            id="shared",
        ),
        pytest.param(lambda eras: eras[0].update({"from": "1850-01-01"}), None, "bounds", "without 'from'", id="first"),
        pytest.param(lambda eras: eras[-1].update({"to": "2026-12-31"}), None, "bounds", "without 'to'", id="last"),
        pytest.param(
            lambda eras: eras[0].update({"to": "9999-12-31"}),
            "occupation",
            "to 9999-12-31",
            "an end of before",
            id="endless",
        ),
        pytest.param(
            lambda eras: eras[1]["sources"].append("nobody"),
            "occupation",
            "'nobody'",
            "an id of sources.json",
            id="source",
        ),
        pytest.param(lambda eras: eras[1].update(id=eras[0]["id"]), "before-alliance", "2 times", "once", id="twice"),
        pytest.param(
            lambda eras: eras[1].update(to="1952-04"), "occupation", "to: the day '1952-04'", "YYYY-MM-DD", id="month"
        ),
        pytest.param(
            lambda eras: eras[1].update(colour="red"), "occupation", "colour", "no member of that name", id="unknown"
        ),
        pytest.param(lambda eras: eras.clear(), None, "record", "at least 1 item", id="none"),
    ],
)
def test_wrong_eras(small: Path, edit: Edit, feature: str | None, found: str, expected: str) -> None:
    faults = change(small, "eras.json", edit)

    assert_one(faults, file="eras.json", feature=feature, found=found, expected=expected)


# The sources.


def test_no_source_for_what_nobody_published(small: Path) -> None:
    def edit(sources: list[Any]) -> None:
        sources[:] = [source for source in sources if source["id"] != EDITORS]

    faults = [fault for fault in change(small, "sources.json", edit) if fault.file == "sources.json"]

    assert_one(faults, file="sources.json", feature=None, found=f"no source '{EDITORS}'", expected="not published")


@pytest.mark.parametrize(
    ("edit", "found", "expected"),
    [
        pytest.param(lambda sources: sources.append(sources[0]), "^the id 2 times$", "each id once", id="twice"),
        pytest.param(
            lambda sources: sources[0].update(colour="red"),
            "^the member 0.colour = 'red'",
            "no member of that name",
            id="unknown",
        ),
        pytest.param(lambda sources: sources[0].pop("title"), "^no 0.title$", "a value", id="no title"),
        pytest.param(
            lambda sources: sources[0].update(URL="javascript:alert(1)"), "^0.URL = 'javascript:", "https", id="script"
        ),
        pytest.param(
            lambda sources: sources[0].update(URL="https://a b"), "^0.URL = 'https://a b'", "pattern", id="space"
        ),
        pytest.param(
            lambda sources: sources[0].update(issued={"date-parts": [[2012, 13]]}),
            "^0.issued: the date '2012-13', which is not in the calendar$",
            "^YYYY",
            id="month 13",
        ),
    ],
)
def test_a_wrong_source(small: Path, edit: Edit, found: str, expected: str) -> None:
    name = read(small / "sources.json")[0]["id"]
    faults = change(small, "sources.json", edit)

    assert_one(faults, file="sources.json", feature=name, found=found, expected=expected)


# The series.


def change_series(folder: Path, old: str, new: str) -> list[Fault]:
    path = folder / SERIES
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return check_folder(folder)


@pytest.mark.parametrize(
    ("words", "line", "found", "expected"),
    [
        pytest.param(("area_ha", "area"), None, "the columns .*'area'", "'area_ha'", id="another column"),
        pytest.param(("note,source", "source,note"), None, "the columns", "'note', 'source'", id="another order"),
        pytest.param(("135263", "many"), "line 2", "^area_ha = 'many'$", "the type number", id="text for a number"),
        pytest.param(("135263", "nan"), "line 2", "^area_ha = 'nan'$", "the type number", id="no number"),
        pytest.param(("135263", "-1"), "line 2", "^area_ha = '-1'$", "at least 0", id="below the least"),
        pytest.param((",87,", ",87.5,"), "line 4", r"^facilities = '87\.5'$", "the type integer", id="not whole"),
        pytest.param(
            ("exclusive,", "some,"), "line 2", "^definition = 'some'$", "one of all, exclusive", id="unknown word"
        ),
        pytest.param(("exclusive,", ","), "line 2", "^no definition$", "^a value$", id="no required value"),
        pytest.param(("1952-04-28", "1952-04-31"), "line 2", "^date = '1952-04-31'$", "calendar", id="no such day"),
        pytest.param(("1952-04-28", ""), "line 2", "^no date$", "^a value$", id="no date"),
        pytest.param(
            ("ryukyu-shimpo-1701898", "x"), "line 2", "^the source 'x'$", "an id of sources.json", id="source"
        ),
        pytest.param(
            ("ryukyu-shimpo-1701898\n", "ryukyu-shimpo-1701898,b\n"),
            "line 2",
            r"\['b'\] after the last column",
            "^8 values$",
            id="too many values",
        ),
        pytest.param((",ryukyu-shimpo-1701898\n", "\n"), "line 2", "^no source$", "^a value$", id="too few values"),
    ],
)
def test_a_wrong_series(small: Path, words: tuple[str, str], line: str | None, found: str, expected: str) -> None:
    faults = change_series(small, *words)

    assert_one(faults, file=SERIES, feature=line, found=found, expected=expected)


def test_a_series_that_is_not_utf_8(small: Path) -> None:
    (small / SERIES).write_bytes(b"date,region\n\xff")

    assert_one(check_folder(small), file=SERIES, feature=None, found="not UTF-8 at 12", expected="UTF-8 text")


def test_a_column_of_an_unknown_type(small: Path) -> None:
    edit = edit_resource("facilities-official", lambda item: item["schema"]["fields"][4].update(type="float"))
    faults = change(small, "datapackage.json", edit)

    assert_one(
        faults,
        file="datapackage.json",
        feature="facilities-official",
        found="^fields.4.type = 'float'$",
        expected="'string', 'integer' or 'number'",
    )


# All of it.


def test_several_faults_are_all_said_those_of_layers_first(small: Path) -> None:
    change_feature(small, "uotsuri-jima", put(colour="red"))
    change_feature(small, "FAC6001", put(kind="castle", colour="red"))
    faults = change(small, "eras.json", lambda eras: eras[-1].update({"to": "2026-12-31"}))

    assert [(fault.file, fault.feature) for fault in faults] == [
        ("facilities.geojson", "FAC6001"),
        ("facilities.geojson", "FAC6001"),
        ("senkaku.geojson", "uotsuri-jima"),
        ("eras.json", None),
    ]


def test_the_command_prints_each_fault_and_fails(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_feature(small, "FAC6001", put(colour="red"))

    assert main(["check", "--data", str(small)]) == 1
    assert "facilities.geojson: FAC6001: found the member 'colour': expected only" in capsys.readouterr().out


# What follows from a broken layer.


def name_lost_records(folder: Path) -> None:
    """Texts of which one names a record of the layer zones, one a record of okinawa, and one a record of no layer."""
    eras = read(folder / "eras.json")
    for era, record in zip(eras, ("prc-baseline-1996", "okinawa-shuri-castle", "atlantis"), strict=False):
        era["summary"] += f" [It](record:{record}). [@{EDITORS}]"
    write(folder / "eras.json", eras)


def test_faults_that_follow_from_a_broken_record_are_counted_in_one_line(small: Path) -> None:
    name_lost_records(small)
    faults = change_feature(small, "prc-baseline-1996", put(kind="castle"))

    assert [(fault.file, fault.feature) for fault in faults] == [
        ("zones.geojson", "prc-baseline-1996"),
        ("zones.geojson", None),
        ("eras.json", "first-treaty"),
    ]
    assert faults[1].found.startswith("1 further entry that names or counts its records, not checked (1 in eras.json)")
    assert "'atlantis'" in faults[2].found


@pytest.mark.parametrize("content", ['{"type"', None], ids=["broken", "missing"])
def test_where_a_layer_tells_no_ids_all_that_name_records_wait(small: Path, content: str | None) -> None:
    name_lost_records(small)
    path = small / "zones.geojson"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")

    faults = check_folder(small)

    assert [fault.file for fault in faults] == ["datapackage.json" if content is None else "zones.geojson", path.name]
    assert faults[1].found.startswith("2 further entries that name or count its records, not checked (2 in eras.json)")


def test_a_number_that_a_broken_layer_changes_is_not_said_to_be_wrong(folder: Path) -> None:
    faults = change(folder, "facilities.geojson", lambda content: content["features"][0]["properties"].pop("name"))

    (cause, rest) = faults

    assert (cause.file, cause.found) == ("facilities.geojson", "no name")
    assert rest.found.split("(")[0].endswith("that name or count its records, not checked ")
