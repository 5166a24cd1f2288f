"""The command line: what it says of its commands, and its exit code for each misuse."""

import argparse
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from unittest.mock import Mock

import pytest

from geo_alliance.cli import build_parser, main

pytestmark = pytest.mark.usefixtures("load_once")

ROOT = Path(__file__).parents[1]
COMMANDS = ["serve", "check", "format", "layers", "export", "export-html"]
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


def find_commands() -> list[str]:
    (commands,) = [item for item in build_parser()._actions if isinstance(item, argparse._SubParsersAction)]
    return list(commands.choices)


def test_these_tests_visit_every_command() -> None:
    assert find_commands() == COMMANDS


@pytest.mark.parametrize("command", [[], *[[command] for command in COMMANDS]], ids=str)
def test_every_command_explains_itself(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([*command, "--help"])

    said = capsys.readouterr()
    assert "usage: geo-alliance" in said.out
    assert said.err == ""


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


def test_the_console_command_runs() -> None:
    command = Path(sys.executable).with_name("geo-alliance")

    done = subprocess.run([command, "layers"], capture_output=True, check=False, text=True, encoding="utf-8")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("facilities ")
