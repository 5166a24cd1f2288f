"""The rules on a layer and on all layers: each turned red by one broken input, and nothing but it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from breaking import assert_one, change, change_feature, put, read

from geo_alliance.checks import check_folder
from geo_alliance.cli import main


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
