"""The page of figures, run without a browser."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo_alliance.catalogue import read_catalogue
from geo_alliance.figures.gallery import FIGURES
from geo_alliance.server import PAGE

CATALOGUE = read_catalogue(Path(__file__).parents[2] / "geodata")
CHARTS = 16


def run_page(**params: str) -> AppTest:
    page = AppTest.from_file(PAGE, default_timeout=60)
    for key, value in {"page": "figures", **params}.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def list_specs(page: AppTest) -> list[dict[str, Any]]:
    return [json.loads(element.proto.spec) for element in page.get("vega_lite_chart")]


def read_html(page: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in page.get("html"))


def find_marked(page: AppTest) -> list[dict[str, Any]]:
    return [layer for spec in list_specs(page) for layer in spec["layer"] if layer.get("name") == "period"]


def test_every_figure_is_on_the_page_with_its_sources() -> None:
    page = run_page()
    text = read_html(page)

    assert len(list_specs(page)) == CHARTS
    assert text.count('class="ga-figure"') == len(FIGURES) == text.count("<summary>Source")
    assert "U.S. service members in Japan" in text
    assert all(element.proto.alt for element in page.get("vega_lite_chart"))


def test_every_figure_has_a_table_and_three_downloads() -> None:
    page = run_page()

    assert len(page.dataframe) == len(FIGURES)
    labels = [button.proto.label for button in page.get("download_button")]
    assert [labels.count(label) for label in ("Download CSV", "PNG", "SVG")] == [len(FIGURES)] * 3


def test_another_era_moves_the_mark() -> None:
    page = run_page()
    before = find_marked(page)

    page.button_group(key="era").set_value("after-cold-war").run()

    assert not page.exception
    assert page.query_params["page"] == "figures"
    assert "26 December 1991 to 10 September 2001" in read_html(page)
    assert before
    assert find_marked(page) != before


def test_a_period_outside_of_a_series_is_said() -> None:
    text = read_html(run_page(era="occupation"))

    assert "lies outside of what this figure shows" in text


def test_a_series_that_is_missing_is_named_and_the_others_draw(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "series" / "scrambles.csv").unlink()
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))

    page = run_page()

    assert any("scrambles" in error.value for error in page.error)
    assert len(list_specs(page)) == CHARTS - 1
