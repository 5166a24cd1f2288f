"""The command line: what each command prints, the bytes that it writes, and its exit code for each misuse."""

import argparse
import os
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from geo_alliance.catalogue import read_catalogue
from geo_alliance.cli import build_parser, main
from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.exports.formats import FORMATS, Format
from geo_alliance.exports.geojson import export_geojson
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.naming import rename_atlas
from geo_alliance.selection import Selection
from geo_alliance.space.areas import parse_area

ROOT = Path(__file__).parents[1]
COMMANDS = ["serve", "check", "format", "layers", "export", "export-html"]
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
LOAD = cache(load_atlas)
each_format = pytest.mark.parametrize("chosen", FORMATS, ids=lambda item: item.id)
MISUSES = {
    "layer": (["export", "bases"], "found the layer 'bases': expected one of facilities"),
    "no layer": (["export", ""], "found the layer ''"),
    "names": (["export", "all", "--names", "prussia"], "found the names 'prussia': expected one of all, china"),
    "era": (["export", "all", "--era", "stone-age"], "found the era 'stone-age': expected one of before-alliance"),
    "month": (["export", "all", "--at", "1972-13-01"], "'1972-13-01', which is not in the calendar"),
    "marks": (["export", "all", "--at", "1972~"], "found the date '1972~': expected YYYY-MM-DD, YYYY-MM or YYYY, with"),
    "last day": (["export", "all", "--from", "9999-12-31"], "a period of 9999-12-31 alone, which stands for no end"),
    "empty day": (["export", "all", "--at", ""], "found the date ''"),
    "empty start": (["export", "all", "--from", ""], "found the date ''"),
    "order": (["export", "all", "--from", "1973-01-01", "--to", "1972-01-01"], "before the start 1973-01-01"),
    "at and era": (["export", "all", "--at", "1972-05-15", "--era", "occupation"], "--at together with another period"),
    "at and from": (["export", "all", "--at", "1972-05-15", "--from", "1972-01-01"], "--at together with another"),
    "era and to": (["export", "all", "--era", "occupation", "--to", "1950-01-01"], "an era and days together"),
    "where of all": (["export", "all", "--where", "service=Navy"], "found the filter 'service': expected LAYER.MEMBER"),
    "where elsewhere": (
        ["export", "facilities,okinawa", "--where", "djibouti.operator=Japan"],
        "expected LAYER.MEMBER with one of facilities, okinawa",
    ),
    "where member": (
        ["export", "facilities", "--where", "colour=red"],
        "found the filter facilities.colour: expected one of kind, service",
    ),
    "where word": (
        ["export", "facilities", "--where", "service=Coast Guard"],
        "found facilities.service = 'Coast Guard': expected one of Air Force",
    ),
    "where nothing": (
        ["export", "facilities", "--where", "prefecture=Okinawa,"],
        "found prefecture = 'Okinawa,': expected VALUE[,VALUE]",
    ),
    "view": (["export-html", "-", "--view", "era=stone-age"], "found the era 'stone-age': expected one of before"),
    "view's page": (["export-html", "-", "--view", "page=data"], "found the page 'data' in the view"),
    "base address": (["export-html", "-", "--base-url", "atlas"], "found the base address 'atlas'"),
    "half a view": (["export-html", "-", "--view", "http://[x?era=all"], "found 'http://[x?era=all' in the view"),
    "half a base address": (["export-html", "-", "--base-url", "http://[x"], "found the base address 'http://[x'"),
    "format's layer": (["format", "bases"], "found the layer 'bases': expected one of facilities"),
    "no place to write": (["export", "all", "--out", "no-such-folder/x.csv"], "found no way to write 'no-such-folder/"),
    "a folder to write": (["export", "all", "--out", "."], "found no way to write '.' (Is a directory)"),
    "address": (["serve", "--address", "192.0.2.1"], "found no way to listen at '192.0.2.1', port"),
    "long address": (["serve", "--address", "a" * 70], "found no way to listen at 'aaaa"),
}


@pytest.fixture(autouse=True)
def load_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads each folder at its first question only; no test here changes a folder that it has asked."""
    monkeypatch.setattr("geo_alliance.commands.load_atlas", LOAD)


def find_commands() -> list[str]:
    (commands,) = [item for item in build_parser()._actions if isinstance(item, argparse._SubParsersAction)]
    return list(commands.choices)


def forget_a_source(collection: dict[str, Any]) -> None:
    collection["features"][0]["properties"]["sources"] = ["no-such-source"]


def forget_a_name(collection: dict[str, Any]) -> None:
    del collection["features"][0]["properties"]["name"]


def test_these_tests_visit_every_command() -> None:
    assert find_commands() == COMMANDS


@pytest.mark.parametrize("command", [[], *[[command] for command in COMMANDS]], ids=str)
def test_every_command_explains_itself(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([*command, "--help"])

    said = capsys.readouterr()
    assert "usage: geo-alliance" in said.out
    assert said.err == ""


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


@pytest.mark.parametrize(("arguments", "message"), MISUSES.values(), ids=MISUSES)
def test_misuse_is_one_line_and_exit_code_2(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(arguments) == 2

    said = capsys.readouterr()
    assert said.err.startswith("geo-alliance: ")
    assert said.err.count("\n") == 1
    assert message in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "required: COMMAND"),
        (["draw"], "invalid choice: 'draw'"),
        (["export"], "required: LAYER"),
        (["export", "all", "--format", "xlsx"], "invalid choice: 'xlsx'"),
        (["export", "all", "--where", "service"], "found 'service': expected MEMBER=VALUE[,VALUE]"),
        (["export", "all", "--where", "=Navy"], "found '=Navy': expected MEMBER=VALUE[,VALUE]"),
        (["serve", "--port", "high"], "found 'high': expected a port from 1 to 65535"),
        (["serve", "--port", "65536"], "found '65536': expected a port"),
        (["layers", "--colour"], "unrecognized arguments: --colour"),
    ],
    ids=["no command", "command", "no layer", "format", "where", "where what", "port", "high port", "option"],
)
def test_what_cannot_be_parsed_ends_with_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)

    assert message in capsys.readouterr().err


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


@pytest.mark.parametrize("command", [["layers"], ["export", "all"]], ids=" ".join)
def test_a_folder_without_catalogue_is_one_line_and_exit_code_1(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--data", str(tmp_path)]) == 1

    said = capsys.readouterr()
    assert said.err.startswith("geo-alliance: datapackage.json: found no readable file")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "command", [["check"], ["format"], ["layers"], ["export", "all"], ["export-html", "-"], ["serve"]], ids=" ".join
)
def test_every_command_takes_the_data_folder_in_one_way(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--data", str(tmp_path / "nowhere")]) == 2

    message = f"geo-alliance: found no folder {tmp_path / 'nowhere'}: expected a data folder\n"
    assert capsys.readouterr() == ("", message)


def test_the_version_is_that_of_the_program_and_of_the_data(atlas: Atlas, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0

    program, data = capsys.readouterr().out.splitlines()
    assert program == f"geo-alliance {tomllib.loads((ROOT / 'pyproject.toml').read_text())['project']['version']}"
    assert data == f"data {atlas.catalogue.version} in {ROOT / 'geodata'}"


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


@pytest.mark.parametrize("command", [["layers"], ["export", "djibouti"]], ids=" ".join)
@pytest.mark.parametrize(
    ("is_pipe", "code", "message"),
    [(True, 0, ""), (False, 1, "found no way to read or write the output (Bad file descriptor)")],
    ids=["closed pipe", "not to be written"],
)
def test_an_output_that_takes_nothing_is_no_traceback(
    command: list[str], is_pipe: bool, code: int, message: str
) -> None:
    reading, writing = os.pipe()
    taken, given = (writing, reading) if is_pipe else (reading, writing)
    os.close(given)
    asked = [sys.executable, "-m", "geo_alliance", *command]
    done = subprocess.run(asked, stdout=taken, stderr=subprocess.PIPE, check=False, text=True)
    os.close(taken)

    assert done.returncode == code
    assert message in done.stderr
    assert done.stderr.count("\n") == bool(message)


def load_script() -> Callable[[], int]:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    script: Callable[[], int] = EntryPoint("geo-alliance", scripts["geo-alliance"], "console_scripts").load()
    return script


def test_control_c_is_one_line_and_exit_code_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("geo_alliance.commands.check_folder", Mock(side_effect=KeyboardInterrupt))
    monkeypatch.setattr(sys, "argv", ["geo-alliance", "check"])

    assert load_script()() == 130

    assert capsys.readouterr() == ("", "geo-alliance: stopped\n")


def test_control_c_while_libraries_load_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = load_script()
    monkeypatch.delattr("geo_alliance.cli")
    monkeypatch.delitem(sys.modules, "geo_alliance.cli")
    monkeypatch.setattr(sys, "meta_path", [Mock(find_spec=Mock(side_effect=KeyboardInterrupt))])

    assert script() == 130

    assert capsys.readouterr() == ("", "geo-alliance: stopped\n")


def test_a_file_that_nobody_may_read_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    denied = PermissionError(13, "Permission denied", "geodata/okinawa.geojson")
    monkeypatch.setattr("geo_alliance.commands.check_folder", Mock(side_effect=denied))

    assert main(["check"]) == 1

    assert "found no way to read or write geodata/okinawa.geojson (Permission denied)" in capsys.readouterr().err


def test_serve_names_the_data_folder_port_and_address(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}
    monkeypatch.setattr("geo_alliance.server.serve", lambda **options: asked.update(options))
    monkeypatch.setenv("GEO_ALLIANCE_DATA", "elsewhere")

    assert main(["serve", "--port", "8600", "--data", str(folder)]) == 0

    assert asked == {"port": 8600, "address": "localhost", "base_path": ""}
    assert os.environ["GEO_ALLIANCE_DATA"] == str(folder)


def test_the_console_command_runs() -> None:
    command = Path(sys.executable).with_name("geo-alliance")

    done = subprocess.run([command, "layers"], capture_output=True, check=False, text=True, encoding="utf-8")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("facilities ")


@each_format
def test_another_process_writes_the_same_bytes(atlas: Atlas, chosen: Format) -> None:
    command = [sys.executable, "-m", "geo_alliance", "export", "all", "--format", chosen.id]

    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": "4711"})

    assert done.stdout == chosen.export(atlas, Selection(ALL_TIME, ALL))


def test_export_names_disputed_places_as_one_party_does(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "senkaku", "--names", "china"]) == 0

    renamed = rename_atlas(LOAD(ROOT / "geodata"), "china")
    assert capfdbinary.readouterr().out == export_geojson(renamed, Selection(ALL_TIME, ("senkaku",)))
