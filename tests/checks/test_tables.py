"""The rules on the series: each turned red by one broken input, and nothing but it."""

from pathlib import Path

import pytest
from breaking import SERIES, assert_one, change, edit_resource

from geo_alliance.checks import check_folder
from geo_alliance.errors import Fault


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
        found=r"^resources\.\d+\.schema\.fields\.4\.type = 'float'$",
        expected="'string', 'integer' or 'number'",
    )


def test_a_series_whose_rows_have_no_date(small: Path) -> None:
    edit = edit_resource("facilities-official", lambda item: item["schema"]["fields"].pop(0))
    faults = change(small, "datapackage.json", edit)

    assert_one(
        faults,
        file="datapackage.json",
        feature="facilities-official",
        found="the columns region, definition",
        expected="with date, confidence, note, source of type string",
    )
