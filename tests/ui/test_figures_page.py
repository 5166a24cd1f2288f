"""The page of figures, run without a browser."""

import codecs
import json
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import streamlit as st
from running_page import read_html, run_page
from streamlit.testing.v1 import AppTest

from geo_alliance.catalogue import read_catalogue
from geo_alliance.figures.gallery import FIGURES

CATALOGUE = read_catalogue(Path(__file__).parents[2] / "geodata")
CHARTS = 16


def list_specs(page: AppTest) -> list[dict[str, Any]]:
    return [json.loads(element.proto.spec) for element in page.get("vega_lite_chart")]


def find_marked(page: AppTest) -> list[dict[str, Any]]:
    return [layer for spec in list_specs(page) for layer in spec["layer"] if layer.get("name") == "period"]


def test_every_figure_is_on_the_page_with_its_sources() -> None:
    page = run_page(page="figures")
    text = read_html(page)

    assert len(list_specs(page)) == CHARTS
    assert text.count('class="ga-figure"') == len(FIGURES) == text.count("<summary>Source")
    assert "U.S. service members in Japan" in text
    assert all(element.proto.alt for element in page.get("vega_lite_chart"))


def test_every_figure_has_a_table_and_three_downloads() -> None:
    page = run_page(page="figures")

    assert len(page.dataframe) == len(FIGURES)
    labels = [button.proto.label for button in page.get("download_button")]
    assert [labels.count(label) for label in ("Download CSV", "PNG", "SVG")] == [len(FIGURES)] * 3


def test_a_table_is_marked_as_utf8_and_else_the_series_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    offer = Mock()
    monkeypatch.setattr(st, "download_button", offer)
    run_page(page="figures")

    files = [call.args[1]() for call in offer.call_args_list if call.args[0] == "Download CSV"]
    series = {item.read_bytes() for item in (CATALOGUE.root / "series").glob("*.csv")}
    assert len(files) == len(FIGURES)
    assert all(file.startswith(codecs.BOM_UTF8) for file in files)
    assert {file.removeprefix(codecs.BOM_UTF8) for file in files} <= series


def test_another_era_moves_the_mark() -> None:
    page = run_page(page="figures")
    before = find_marked(page)

    page.button_group(key="era").set_value("after-cold-war").run()

    assert not page.exception
    assert page.query_params["page"] == "figures"
    assert "26 December 1991 to 10 September 2001" in read_html(page)
    assert before
    assert find_marked(page) != before


def test_a_period_outside_of_a_series_is_said() -> None:
    text = read_html(run_page(page="figures", era="occupation"))

    assert "lies outside of what this figure shows" in text


def test_a_series_that_is_missing_is_named_and_the_others_draw(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "series" / "scrambles.csv").unlink()
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))

    page = run_page(page="figures")

    assert any("scrambles" in error.value for error in page.error)
    assert len(list_specs(page)) == CHARTS - 1
