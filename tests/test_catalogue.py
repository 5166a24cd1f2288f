"""Reading the data folder's own description, and the JSON under all of it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from geo_alliance.catalogue import DATA_VARIABLE, find_data_folder, read_catalogue, read_json
from geo_alliance.descriptor import View
from geo_alliance.errors import CatalogueError, DataError, SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.records import Era, Source

DATA = Path(__file__).parents[1] / "geodata"

Change = Callable[[str, Callable[[Any], object]], Path]


# JSON.


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b'{"a": 1,\n  "b": }', "a.json: found broken JSON at line 2 column 8", id="broken"),
        pytest.param(b'{"a": 1', "found broken JSON at line 1 column 8", id="cut off"),
        pytest.param(b"", "found broken JSON at line 1 column 1", id="empty"),
        pytest.param(b'{"a": "\xb9"}', "found bytes that are not UTF-8 at 7: expected UTF-8 text", id="not UTF-8"),
        pytest.param(b'{"a": NaN}', "found the constant NaN: expected numbers within a double", id="NaN"),
        pytest.param(b'{"a": -Infinity}', "found the constant -Infinity", id="infinity"),
        pytest.param(b'{"a": 1e999}', "found the number 1e999, which is too large", id="beyond a double"),
        pytest.param(b'{"a": 1, "b": {"c": 1, "c": 2}}', "found the member 'c' twice in one object", id="twice"),
        pytest.param(b"[" * 100_000, "found brackets nested too deeply: expected brackets", id="deep"),
        pytest.param(b'{"a": "\\ud800"}', "found half of a surrogate pair: expected", id="half a character"),
    ],
)
def test_read_json_refuses(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)

    with pytest.raises(DataError, match=re.escape(message)) as caught:
        read_json(path)
    assert [fault.file for fault in caught.value.faults] == ["a.json"]


def test_read_json_says_that_a_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^schemas/b\.json: found no readable file \(No such file"):
        read_json(tmp_path / "b.json", file="schemas/b.json")


# The catalogue.


def test_the_catalogue_holds_layers_eras_sources_and_schemas(atlas: Atlas) -> None:
    catalogue = atlas.catalogue

    assert [layer.role for layer in catalogue.layers] == ["layer"] * 5 + ["context"] * 5
    assert set(catalogue.schemas) == {layer.name for layer in catalogue.layers}
    assert [era.period for era in catalogue.eras] == sorted(era.period for era in catalogue.eras)
    assert all(source.id == name for name, source in catalogue.sources.items())


def test_eras_are_sorted_by_time_whatever_the_order_in_the_file(change_json: Change) -> None:
    root = change_json("eras.json", lambda eras: eras.reverse())

    assert read_catalogue(root).eras == read_catalogue(DATA).eras


def test_an_entry_and_an_era_are_found_by_name(atlas: Atlas) -> None:
    assert atlas.catalogue.resource("zones").path == "zones.geojson"
    assert atlas.catalogue.era("occupation").period.start == "1945-09-02"


def test_an_unknown_entry_is_refused_with_the_known_ones(atlas: Atlas) -> None:
    with pytest.raises(SelectionError, match="found the name 'castles': expected one of facilities, okinawa, "):
        atlas.catalogue.resource("castles")


def test_an_unknown_era_is_refused_with_the_known_ones(atlas: Atlas) -> None:
    with pytest.raises(SelectionError, match="found the era 'edo': expected one of before-alliance, occupation, "):
        atlas.catalogue.era("edo")


@pytest.mark.parametrize(
    ("file", "content"),
    [("series/facilities-official.csv", "date\n"), ("schemas/zones.schema.json", "{}"), ("topics.json", "[]")],
    ids=["series", "schema", "texts"],
)
def test_the_version_changes_with_the_content_of_any_file(folder: Path, file: str, content: str) -> None:
    before = read_catalogue(folder).version
    (folder / file).write_text(content, encoding="utf-8")

    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{10}", before)
    assert read_catalogue(folder).version != before


def test_the_version_is_the_same_for_the_same_content(folder: Path, atlas: Atlas) -> None:
    assert read_catalogue(folder).version == atlas.catalogue.version


@pytest.mark.parametrize(
    ("file", "edit", "message"),
    [
        pytest.param(
            "datapackage.json",
            lambda package: package["views"][1].update(bbox=[127, 26, 128, 96]),
            r"^datapackage.json: okinawa: found views\.1\.bbox: the box \[.*, 96\.0\]: .*within the world",
            id="view outside the world",
        ),
        pytest.param(
            "datapackage.json",
            lambda package: package["resources"][0]["licenses"][0].update(path="javascript:alert(1)"),
            r"facilities: found resources\.0\.licenses\.0\.path = 'javascript:",
            id="script in a licence",
        ),
        pytest.param(
            "datapackage.json",
            lambda package: package["resources"][0].pop("title"),
            r"^datapackage.json: facilities: found no resources\.0\.title: expected a value$",
            id="no title",
        ),
        pytest.param(
            "eras.json",
            lambda eras: eras[1].update(colour="red", name="x" * 33),
            r"^eras.json: occupation: found 1\..* \(and 1 more\)$",
            id="two faults",
        ),
        pytest.param(
            "datapackage.json",
            lambda package: next(item for item in package["resources"] if item["name"] == "prefectures")["style"][
                "shade"
            ].update(steps=[5, 1]),
            r"found .*style\.shade: the steps \(5\.0, 1\.0\): expected ascending ones",
            id="steps that fall",
        ),
        pytest.param("eras.json", lambda eras: eras.clear(), "found record = .*: expected .*at least 1", id="no eras"),
        pytest.param(
            "sources.json",
            lambda sources: sources[0].update(URL="javascript:alert(1)"),
            r"^sources.json: [a-z0-9-]+: found 0\.URL = 'javascript:alert\(1\)'",
            id="script in a source",
        ),
        pytest.param(
            "schemas/zones.schema.json",
            lambda schema: schema["properties"].update(kind={"type": "word"}),
            r"^schemas/zones\.schema\.json: found properties\.kind\.type: .*: expected a JSON Schema$",
            id="no JSON Schema",
        ),
    ],
)
def test_a_broken_catalogue_is_refused(
    change_json: Change, file: str, edit: Callable[[Any], object], message: str
) -> None:
    root = change_json(file, edit)

    with pytest.raises(CatalogueError, match=message) as caught:
        read_catalogue(root)
    assert {fault.file for fault in caught.value.faults} == {file}


@pytest.mark.parametrize("file", ["datapackage.json", "eras.json", "sources.json", "schemas/zones.schema.json"])
@pytest.mark.parametrize("content", [None, "{", "7"], ids=["missing", "cut off", "a number"])
def test_a_file_that_is_not_there_or_no_json_is_refused(folder: Path, file: str, content: str | None) -> None:
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(content, encoding="utf-8")

    with pytest.raises(CatalogueError, match=f"^{re.escape(file)}: found "):
        read_catalogue(folder)


def test_a_folder_without_a_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"^datapackage\.json: found no readable file"):
        read_catalogue(tmp_path)


# Where the data lie.


def test_the_data_folder_is_the_one_that_the_variable_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))

    assert find_data_folder() == tmp_path


def test_the_data_folder_of_a_checkout_is_at_its_top(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATA_VARIABLE, raising=False)

    assert find_data_folder() == DATA


# Records.


@given(st.tuples(*[st.floats(-400, 400)] * 4))
def test_a_view_is_a_box_in_the_world(box: tuple[float, float, float, float]) -> None:
    west, south, east, north = box
    is_in_the_world = -180 <= west < east <= west + 360 and -90 <= south < north <= 90

    if is_in_the_world:
        assert View(id="a", name="a", bbox=box).bbox == box
    else:
        with pytest.raises(ValidationError, match="within the world"):
            View(id="a", name="a", bbox=box)


def test_a_view_may_cross_the_180th_meridian() -> None:
    assert View(id="a", name="a", bbox=(118, 8, 182, 47)).bbox[2] == 182


def test_an_era_with_open_ends_reaches_all_days() -> None:
    era = Era.model_validate(
        {"id": "a", "name": "a", "from": None, "to": None, "reason": "a", "summary": "a", "sources": ["a"]}
    )

    assert (era.period.start, era.period.end) == ("0001-01-01", "9999-12-31")


def test_every_source_is_csl_json_again(atlas: Atlas) -> None:
    raw = {item["id"]: item for item in read_json(DATA / "sources.json")}

    assert {name: source.to_csl() for name, source in atlas.catalogue.sources.items()} == raw


def test_a_source_with_an_unknown_member_is_refused() -> None:
    with pytest.raises(ValidationError, match="isbn"):
        Source.model_validate({"id": "a", "type": "book", "title": "A", "custom": {"consulted": True}, "isbn": "1"})
