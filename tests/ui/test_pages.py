"""The page itself, run without a browser: every era, every layer and every record draws without an exception."""

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from running_page import read_html, run_page

from geo_alliance.catalogue import read_catalogue
from geo_alliance.loading import Atlas
from geo_alliance.maps.standalone import read_leaflet_licence
from geo_alliance.texts.bibliography import count_editors_word
from geo_alliance.ui import dashboard

DATA = Path(__file__).parents[2] / "geodata"
CATALOGUE = read_catalogue(DATA)


@pytest.mark.parametrize("era", [era.id for era in CATALOGUE.eras])
def test_every_era_draws_with_its_text(era: str) -> None:
    page = run_page(era=era)

    assert CATALOGUE.era(era).name.replace("'", "&#39;") in read_html(page)


@pytest.mark.parametrize("layer", [resource.name for resource in CATALOGUE.layers])
def test_every_layer_draws_with_its_description(layer: str) -> None:
    page = run_page("more-layers", layers=layer, era="all")

    assert "<details><summary>About this layer</summary>" in read_html(page)
    assert [box.value for box in page.checkbox].count(True) == 1


@pytest.mark.parametrize("layer", [resource.name for resource in CATALOGUE.layers])
def test_the_first_record_of_every_layer_opens(atlas: Atlas, layer: str) -> None:
    feature = next(iter(atlas.layers[layer].features.values()))

    page = run_page(record=feature.id)

    assert f'data-id="{feature.id}"' in read_html(page)
    assert page.button(key="close-record").label.endswith("Back to the overview")


def test_the_panel_tells_the_official_number_beside_the_mapped_one() -> None:
    text = read_html(run_page(**{"from": "1972-05-15", "to": "1972-05-15", "layers": "facilities"}))

    assert "<b>83</b>" in text  # official number in Okinawa
    assert "27,892" in text
    assert "On the map" in text


def test_no_layer_at_all_says_what_to_do() -> None:
    page = run_page(layers="none")

    assert "Choose one" in page.info[0].value


def test_the_page_about_the_atlas_has_leaflet_s_licence() -> None:
    text = unescape(read_html(run_page(page="about")))

    assert "drawn by Leaflet (BSD 2-Clause)" in text
    assert read_leaflet_licence() in text


def test_the_article_is_named_with_its_publisher() -> None:
    assert "<i>Backgrounder</i>, Council on Foreign Relations, 4 November 2021" in read_html(run_page(page="claims"))


@pytest.mark.parametrize("page", ["about", "sources"])
def test_what_rests_on_the_editors_word_stands_beside_the_unverified_records(atlas: Atlas, page: str) -> None:
    drawn = run_page(page=page)
    words = " ".join([read_html(drawn), *(box.label for box in drawn.expander)])
    single = count_editors_word(atlas)

    assert f"{single.facts} single facts" in words
    assert f"{single.rows} rows of" in words


def test_the_data_version_is_no_markdown(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    package = atlas.catalogue.package.model_copy(update={"version": "1 *x* [y](javascript:z)"})
    monkeypatch.setattr(
        dashboard, "get_atlas", lambda: replace(atlas, catalogue=replace(atlas.catalogue, package=package))
    )

    assert run_page(page="about").caption[-1].value.startswith(r"Data version 1 \*x\* \[y\]")


def test_an_era_button_changes_the_address() -> None:
    page = run_page()

    page.button_group(key="era").set_value("occupation").run()

    assert not page.exception
    assert page.query_params["era"] == "occupation"


def test_days_in_the_wrong_order_keep_the_period_and_say_so() -> None:
    page = run_page(**{"from": "1972-05-15", "to": "1980-01-01", "page": "data"})

    page.date_input(key="to").set_value("1970-01-01").run()

    assert not page.exception
    assert "lies after the last day" in page.warning[0].value
    assert page.query_params["to"] == "1980-01-01"


def test_a_related_record_opens_and_becomes_visible(atlas: Atlas) -> None:
    page = run_page(record="kuba-jima", layers="senkaku")

    page.button(key="open-FAC6084").click().run()

    assert not page.exception
    assert page.query_params["record"] == "FAC6084"
    assert "facilities" in page.query_params["layers"]


@pytest.mark.parametrize("days", [{"from": "1500-01-01"}, {"to": "2500-01-01"}], ids=["long ago", "far ahead"])
def test_days_far_away_are_taken(days: dict[str, str]) -> None:
    assert not run_page(**days).warning


def test_words_of_the_address_are_never_laid_out() -> None:
    page = run_page(record="![x](https://example.org/a.png)")

    assert r"!\[x\](https\:" in page.warning[0].value


def test_a_broken_layer_is_named_and_the_others_draw(
    change_json: Callable[[str, Callable[[Any], object]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = change_json("djibouti.geojson", lambda content: content["features"].clear())
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))

    page = run_page()

    assert "djibouti.geojson" in page.error[0].value
    assert "Okinawa" in read_html(page)


def test_a_series_that_is_missing_is_named_and_the_others_draw(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "series/scrambles.csv").unlink()
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))

    page = run_page(page="data")

    assert not page.exception
    assert ["series/scrambles.csv" in item.value for item in page.error] == [True]
    assert len(page.dataframe) > 12


def test_a_broken_catalogue_shows_one_clear_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "eras.json").write_text("[", encoding="utf-8")
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))

    page = run_page()

    assert "eras.json" in page.error[0].value
    assert len(page.checkbox) == 0
