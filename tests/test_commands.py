"""The commands: what each prints, and the bytes that it writes."""

import os
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.catalogue import read_catalogue
from geo_alliance.cli import main
from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.exports.formats import FORMATS, Format
from geo_alliance.exports.geojson import export_geojson
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_atlas
from geo_alliance.selection import Selection
from geo_alliance.space.areas import parse_area

pytestmark = pytest.mark.usefixtures("load_once")

ROOT = Path(__file__).parents[1]
ALL = tuple(item.name for item in read_catalogue(ROOT / "geodata").layers)
VIEWS = {
    "all time": (["facilities"], Selection(ALL_TIME, ("facilities",))),
    "year": (["facilities", "--at", "1972"], Selection(Period("1972-01-01", "1972-12-31"), ("facilities",))),
    "months": (
        ["okinawa", "--from", "1972-05", "--to", "1995-02"],
        Selection(Period("1972-05-01", "1995-02-28"), ("okinawa",)),
    ),
    "day": (["facilities", "--at", "2020-01-01"], Selection(Period("2020-01-01", "2020-01-01"), ("facilities",))),
    "from": (["senkaku", "--from", "2012-09-11"], Selection(Period("2012-09-11"), ("senkaku",))),
    "from to": (
        ["okinawa", "--from", "1972-05-15", "--to", "1995-12-31"],
        Selection(Period("1972-05-15", "1995-12-31"), ("okinawa",)),
    ),
    "era": (["djibouti", "--era", "occupation"], Selection(Period("1945-09-02", "1952-04-27"), ("djibouti",))),
    "several": (["zones,overflights", "--era", "all"], Selection(ALL_TIME, ("overflights", "zones"))),
    "all layers": (["all", "--at", "1998-08-31"], Selection(Period("1998-08-31", "1998-08-31"), ALL)),
    "where": (
        ["facilities", "--where", "service=Navy,Army", "--where", "prefecture=Okinawa"],
        Selection(ALL_TIME, ("facilities",))
        .with_filter("facilities", "service", ["Army", "Navy"])
        .with_filter("facilities", "prefecture", ["Okinawa"]),
    ),
    "where twice": (
        ["facilities", "--where", "service=Navy", "--where", "facilities.service=Army"],
        Selection(ALL_TIME, ("facilities",)).with_filter("facilities", "service", ["Army", "Navy"]),
    ),
    "where of several": (
        ["overflights,djibouti", "--where", "djibouti.operator=Japan"],
        Selection(ALL_TIME, ("djibouti", "overflights")).with_filter("djibouti", "operator", ["Japan"]),
    ),
}
each_format = pytest.mark.parametrize("chosen", FORMATS, ids=lambda item: item.id)


def forget_a_source(collection: dict[str, Any]) -> None:
    collection["features"][0]["properties"]["sources"] = ["no-such-source"]


def forget_a_name(collection: dict[str, Any]) -> None:
    del collection["features"][0]["properties"]["name"]


def test_the_version_is_that_of_the_program_and_of_the_data(atlas: Atlas, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0

    program, data = capsys.readouterr().out.splitlines()
    assert program == f"geo-alliance {tomllib.loads((ROOT / 'pyproject.toml').read_text())['project']['version']}"
    assert data == f"data {atlas.catalogue.version} in {ROOT / 'geodata'}"


def test_layers_lists_every_layer_with_its_records_and_coverage(
    atlas: Atlas, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["layers"]) == 0

    lines = capsys.readouterr().out.splitlines()
    for name, layer in atlas.layers.items():
        (line,) = [number for number, text in enumerate(lines) if text.split()[0] == name]
        assert f" {len(layer.features)} records " in lines[line]
        assert lines[line].endswith(layer.resource.title)
        for said, item in zip(lines[line + 1 :], layer.resource.coverage, strict=False):
            assert said.strip().startswith("complete, " if item.complete else "selection, ")
            assert said.endswith(f": {item.definition}")


@each_format
@pytest.mark.parametrize(("arguments", "selection"), VIEWS.values(), ids=VIEWS)
def test_export_writes_the_bytes_of_the_download(
    atlas: Atlas,
    arguments: list[str],
    selection: Selection,
    chosen: Format,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["export", *arguments, "--format", chosen.id]) == 0

    assert capsysbinary.readouterr().out == chosen.export(atlas, selection)


def test_export_writes_a_file_and_says_how_many(
    atlas: Atlas, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "senkaku.geojson"

    assert main(["export", "senkaku", "--out", str(path)]) == 0

    assert path.read_bytes() == export_geojson(atlas, Selection(ALL_TIME, ("senkaku",)))
    assert capsys.readouterr() == ("", f"{len(atlas.layers['senkaku'].features)} records in {path}\n")


def test_geojson_is_written_where_no_format_is_named(atlas: Atlas, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    main(["export", "djibouti", "--out", "-"])

    assert capsysbinary.readouterr().out == export_geojson(atlas, Selection(ALL_TIME, ("djibouti",)))


@pytest.mark.parametrize(
    "option", [["--bbox", "127.5,26.02,128.4,26.9"], ["--area=127.5,26.02;128.4,26.02;128.4,26.9;127.5,26.9"]]
)
def test_export_takes_a_box_or_a_polygon(
    atlas: Atlas, option: list[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    area = parse_area(option[-1].removeprefix("--area="))

    assert main(["export", "facilities", *option]) == 0

    assert capsysbinary.readouterr().out == export_geojson(atlas, Selection(ALL_TIME, ("facilities",), area=area))


@each_format
def test_another_process_writes_the_same_bytes(atlas: Atlas, chosen: Format) -> None:
    command = [sys.executable, "-m", "geo_alliance", "export", "all", "--format", chosen.id]

    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": "4711"})

    assert done.stdout == chosen.export(atlas, Selection(ALL_TIME, ALL))


def test_export_names_disputed_places_as_one_party_does(
    atlas: Atlas, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["export", "senkaku", "--names", "china"]) == 0

    renamed = rename_atlas(atlas, "china")
    assert capfdbinary.readouterr().out == export_geojson(renamed, Selection(ALL_TIME, ("senkaku",)))


@pytest.mark.parametrize("arguments", [["export", "djibouti"], ["export", "all"]], ids=" ".join)
def test_a_layer_that_cannot_be_read_is_not_exported(
    arguments: list[str],
    change_json: Callable[[str, Callable[[Any], object]], Path],
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    folder = change_json("djibouti.geojson", forget_a_name)

    assert main([*arguments, "--data", str(folder)]) == 1

    said = capsysbinary.readouterr()
    assert said.out == b""
    assert said.err.startswith(b"geo-alliance: djibouti.geojson: ")
    assert said.err.count(b"\n") == 1


def test_the_other_layers_are_still_listed_and_exported(
    change_json: Callable[[str, Callable[[Any], object]], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(change_json("djibouti.geojson", forget_a_name))

    assert main(["layers", "--data", folder]) == 1
    said = capsys.readouterr()
    assert "facilities " in said.out
    assert said.err.startswith("geo-alliance: djibouti.geojson: ")
    assert main(["export", "facilities", "--data", folder]) == 0


def test_check_finds_the_shipped_folder_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0

    assert capsys.readouterr().out == f"{ROOT / 'geodata'} is sound\n"


def test_check_prints_the_fault_of_a_broken_copy(
    change_json: Callable[[str, Callable[[Any], object]], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = change_json("djibouti.geojson", forget_a_source)

    assert main(["check", "--data", str(folder)]) == 1

    said = capsys.readouterr().out
    assert "djibouti.geojson" in said
    assert "found the source 'no-such-source': expected an id of sources.json" in said
    assert said.splitlines()[-1].endswith(f" faults in {folder}")


def test_format_writes_what_check_asks_for_and_leaves_what_it_cannot_read(
    change_json: Callable[[str, Callable[[Any], object]], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = change_json("djibouti.geojson", dict)
    (folder / "zones.geojson").write_text('{"type"', encoding="utf-8")

    assert main(["format", "djibouti", "zones", "senkaku", "--data", str(folder)]) == 1

    said = capsys.readouterr()
    assert said.out == "senkaku.geojson: was so already\ndjibouti.geojson: written\n"
    assert said.err.startswith("geo-alliance: zones.geojson: found broken JSON at line 1 column 8")
    assert (folder / "djibouti.geojson").read_bytes() == (ROOT / "geodata" / "djibouti.geojson").read_bytes()
    assert (folder / "zones.geojson").read_text(encoding="utf-8") == '{"type"'


def test_a_port_that_is_taken_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("localhost", 0)) as taken:
        port = str(taken.getsockname()[1])

        assert main(["serve", "--port", port]) == 2

    assert f"at 'localhost', port {port} (Address already in use): expected" in capsys.readouterr().err


def test_serve_names_the_data_folder_port_and_address(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}
    monkeypatch.setattr("geo_alliance.server.serve", lambda **options: asked.update(options))
    monkeypatch.setenv("GEO_ALLIANCE_DATA", "elsewhere")

    assert main(["serve", "--port", "8600", "--data", str(folder)]) == 0

    assert asked == {"port": 8600, "address": "localhost", "base_path": ""}
    assert os.environ["GEO_ALLIANCE_DATA"] == str(folder)
