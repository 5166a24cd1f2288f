"""Values in words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_alliance.descriptor import Coverage
from geo_alliance.records import PositionBasis
from geo_alliance.ui.words import (
    THIN_SPACE,
    escape_markdown,
    format_accuracy,
    format_coverage,
    format_member,
    format_number,
    format_position,
    format_value,
)

CHOICES = {"oneOf": [{"const": "exclusive", "title": "Exclusive use"}, {"const": "joint", "title": "Joint use"}]}


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0, None, "0"),
        (1234567, None, "1,234,567"),
        (100.0, None, "100"),
        (0.5, None, "0.5"),
        (1000000.25, "ha", "1,000,000.25_ha"),
        (26291.7, "ha", "26,291.7_ha"),
        (-12, "m", "-12_m"),
        (83, "°", "83°"),
        (10, "", "10_"),
    ],
)
def test_numbers(value: float, unit: str | None, expected: str) -> None:
    assert format_number(value, unit) == expected.replace("_", THIN_SPACE)


@given(st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9).map(lambda value: round(value, 4)))
def test_a_number_with_up_to_four_decimals_keeps_its_value(value: float) -> None:
    assert float(format_number(value).replace(",", "")) == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (True, None, "yes"),
        (False, None, "no"),
        ("about 94,000", None, "about 94,000"),
        ("3 to 4", "km", "3 to 4_km"),
        (1972, None, "1,972"),
        (475.9, "ha", "475.9_ha"),
    ],
    ids=["true", "false", "text", "text with unit", "count", "area"],
)
def test_values(value: bool | float | str, unit: str | None, expected: str) -> None:
    assert format_value(value, unit) == expected.replace("_", THIN_SPACE)


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ([127.7562, 26.2744], "26.2744° N, 127.7562° E"),
        ([-157.95, 21.36], "21.36° N, 157.95° W"),
        ([43.15, -11.5], "11.5° S, 43.15° E"),
        ([0, 0], "0° N, 0° E"),
        ([180, -90], "90° S, 180° E"),
        ([122.166667, 26.366667], "26.3667° N, 122.1667° E"),
    ],
    ids=["east", "west", "south", "zero", "edge", "rounded"],
)
def test_positions(position: list[float], expected: str) -> None:
    assert format_position(position) == expected


@pytest.mark.parametrize(
    ("accuracy_m", "expected"),
    [(0.0, "0_m"), (50.0, "50_m"), (999.0, "999_m"), (1000.0, "1_km"), (1500.0, "1.5_km"), (250_000.0, "250_km")],
)
def test_accuracy(accuracy_m: float, expected: str) -> None:
    words = format_accuracy(accuracy_m, PositionBasis.SURVEYED)

    assert words == f"within about {expected.replace('_', THIN_SPACE)} (published coordinates)"


@pytest.mark.parametrize("basis", PositionBasis)
def test_every_basis_of_a_position_has_words(basis: PositionBasis) -> None:
    assert format_accuracy(100, basis).endswith(")")


@pytest.mark.parametrize(
    ("start", "end", "complete", "expected"),
    [
        ("2016-12-23", None, True, "bases, from 23 December 2016 on: complete. A note."),
        ("1945", "2016-12-22", False, "bases, from 1945 to 22 December 2016: a selection. A note."),
        (None, None, False, "bases, from the first record on: a selection. A note."),
    ],
    ids=["open end", "closed", "open"],
)
def test_coverage(start: str | None, end: str | None, complete: bool, expected: str) -> None:
    coverage = Coverage.model_validate(
        {"from": start, "to": end, "definition": "bases", "complete": complete, "note": "A note."}
    )

    assert format_coverage(coverage) == expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("tenure", "exclusive", "Exclusive use"),
        ("tenure", "unheard of", "unheard of"),
        ("complete", True, "yes"),
        ("area_ha", 427.4, "427.4_ha"),
        ("range_km", 4600, "4,600_km"),
        ("azimuth_deg", 83.5, "83.5°"),
        ("flight_minutes", 22, "22_min"),
        ("limit_nm", 12, "12_nautical miles"),
        ("height_m", 5, "5_m"),
        ("launches", 17, "17"),
        ("end_position", [160.8, 40.2], "40.2° N, 160.8° E"),
        ("parties", ["China", "Taiwan"], "China, Taiwan"),
        ("parties", [], ""),
        ("declared_points", [[1, 2], [3, 4], [5, 6]], "3 positions"),
        ("administered_by", {"party": "Japan", "statement": "Japan does."}, "Japan does."),
        ("basis", {"range": "derived", "over": "published"}, "range: derived; over: published"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_members(name: str, value: Any, expected: str) -> None:
    assert format_member(name, value, CHOICES) == expected.replace("_", THIN_SPACE)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("U.S. facilities in Japan (132)", "U.S. facilities in Japan (132)"),
        ("# heading", r"\# heading"),
        ("1. list", r"1\. list"),
        ("- list", r"\- list"),
        ("![x](https://example.org)", r"!\[x\](https\://example.org)"),
        ("<b>`code`</b>", r"\<b>\`code\`\</b>"),
        ("$x$ :red[y] ~z~", r"\$x\$ \:red\[y\] \~z\~"),
    ],
    ids=["plain", "heading", "numbers", "list", "image", "html", "streamlit"],
)
def test_markdown_is_shown_as_it_stands(text: str, escaped: str) -> None:
    assert escape_markdown(text) == escaped
