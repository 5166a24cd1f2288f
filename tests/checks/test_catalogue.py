"""The rules on the catalogue, the eras and the sources: each turned red by one broken input, and nothing but it."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from breaking import SERIES, Edit, assert_one, change, edit_resource, read

from geo_alliance.checks import check_folder
from geo_alliance.records import EDITORS

DATA = Path(__file__).parents[2] / "geodata"


def test_a_file_without_an_entry(small: Path) -> None:
    (small / "notes.txt").write_text("forgotten", encoding="utf-8")

    assert_one(
        check_folder(small),
        file="notes.txt",
        feature=None,
        found="without an entry",
        expected="an entry in datapackage",
    )


@pytest.mark.parametrize(
    ("content", "feature", "found"),
    [
        ("{", None, "broken JSON"),
        ('{"type": "FeatureCollection"}', None, "no features"),
        ('{"features": [{"geometry": null}]}', "feature 1", "the geometry None"),
    ],
    ids=["broken", "empty", "without a shape"],
)
def test_a_broken_file_of_the_base_map(small: Path, content: str, feature: str | None, found: str) -> None:
    path = "basemap/borders-world.geojson"
    (small / path).parent.mkdir()
    (small / path).write_text(content, encoding="utf-8")
    entries = read(DATA / "datapackage.json")["resources"]
    entry = next(item for item in entries if item["path"] == path)

    faults = change(small, "datapackage.json", lambda package: package["resources"].append(entry))

    assert_one(faults, file=path, feature=feature, found=found, expected="")


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
