"""“Ours and theirs” on the page of data: every comparison with its numbers, its reason and its links."""

import html
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from running_page import run_page

from geo_alliance.catalogue import COMPARISONS_FILE
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.texts.comparisons import read_comparisons
from geo_alliance.ui.address import parse_state
from geo_alliance.ui.comparisons_view import draw_comparisons

DATA = Path(__file__).parents[2] / "geodata"


def read_row(drawn: str, name: str) -> str:
    row = re.search(rf'<tr id="compare-{name}">(.*?)</tr>', drawn, re.DOTALL)
    assert row is not None
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", row[1]))


def test_every_comparison_has_a_row_and_the_head_counts_them(atlas: Atlas) -> None:
    drawn = draw_comparisons(atlas)

    assert re.findall(r'<tr id="compare-([\w-]+)">', drawn.html) == [item.id for item in read_comparisons(DATA)]
    assert drawn.rows == len(read_comparisons(DATA))
    assert 0 < drawn.different < drawn.rows
    assert "cannot be computed" not in drawn.html


def test_a_row_tells_both_numbers_the_difference_and_why(atlas: Atlas) -> None:
    row = read_row(draw_comparisons(atlas).html, "vessels-2020")

    for words in ("88", "78", "+10", "NHK", "A vessel that stays overnight", "2020"):
        assert words in row


def test_every_link_of_the_table_opens_a_record_or_a_page(atlas: Atlas) -> None:
    addresses = {html.unescape(text) for text in re.findall(r'href="\?([^"]*)"', draw_comparisons(atlas).html)}

    assert addresses
    for address in addresses:
        state = parse_state(dict(parse_qsl(address)), atlas)
        assert state.notices == ()
        assert state.record is None or atlas.find(state.record) is not None
        assert state.record or state.page in {"figures", "data"}


def test_a_number_that_cannot_be_computed_is_said_in_its_row(folder: Path) -> None:
    raw: list[dict[str, Any]] = json.loads((folder / COMPARISONS_FILE).read_text(encoding="utf-8"))
    raw[0]["ours"]["arguments"]["day"] = "May"
    (folder / COMPARISONS_FILE).write_text(json.dumps(raw), encoding="utf-8")

    drawn = draw_comparisons(load_atlas(folder))

    assert "cannot be computed: found the argument 'day'" in read_row(drawn.html, raw[0]["id"])
    assert drawn.rows == len(raw)


def test_a_broken_file_is_said_and_hides_nothing_else(folder: Path) -> None:
    (folder / COMPARISONS_FILE).write_text("[", encoding="utf-8")

    drawn = draw_comparisons(load_atlas(folder))

    assert drawn.rows == 0
    assert "broken JSON" in str(drawn.fault)


def test_the_page_says_as_plain_text_why_there_is_no_table(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))
    (folder / COMPARISONS_FILE).write_text("[", encoding="utf-8")

    (error, *_) = [item.value for item in run_page(page="data").error]

    assert error.startswith(rf"The comparisons cannot be read. {COMPARISONS_FILE}\:")


def test_a_number_of_theirs_that_we_worked_out_says_so_and_is_no_agreement(atlas: Atlas) -> None:
    drawn = draw_comparisons(atlas)
    derived = [item.id for item in read_comparisons(DATA) if item.theirs.is_derived]

    assert drawn.derived == len(derived) > 0
    for name in derived:
        assert "worked out by us" in read_row(drawn.html, name)
    assert "worked out by us" not in read_row(drawn.html, "exclusive-japan-2020")


def test_a_derived_number_that_differs_is_counted_once(folder: Path) -> None:
    before = draw_comparisons(load_atlas(folder))
    raw: list[dict[str, Any]] = json.loads((folder / COMPARISONS_FILE).read_text(encoding="utf-8"))
    differing = next(item for item in raw if item["id"] == "all-japan-2015")
    differing["theirs"]["is_derived"] = True
    (folder / COMPARISONS_FILE).write_text(json.dumps(raw), encoding="utf-8")

    drawn = draw_comparisons(load_atlas(folder))

    assert (drawn.different, drawn.derived) == (before.different - 1, before.derived + 1)
