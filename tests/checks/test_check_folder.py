"""A data folder as a whole: several faults are all said, and the command prints them."""

from pathlib import Path

import pytest
from breaking import change, change_feature, put

from geo_alliance.checks import check_folder
from geo_alliance.cli import main


def test_the_small_folder_is_sound(small: Path) -> None:
    assert check_folder(small) == []


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
