"""The choice of names on the page: it is part of the address, and everything on the page follows it."""

from pathlib import Path

import pytest
from running_page import read_html, run_page

from geo_alliance.catalogue import read_catalogue
from geo_alliance.dates import ALL_TIME
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_atlas
from geo_alliance.selection import Selection
from geo_alliance.toponyms import ALL_NAMES
from geo_alliance.ui.address import dump_state, parse_state
from geo_alliance.ui.ledger import open_ledger
from geo_alliance.ui.map_view import build_state
from geo_alliance.ui.record_view import build_record_view
from geo_alliance.ui.share import build_record_link
from geo_alliance.ui.table import build_rows
from geo_alliance.ui.view import ViewState

DATA = Path(__file__).parents[2] / "geodata"
CHOICES = (ALL_NAMES, *(party.id for party in read_catalogue(DATA).toponyms.parties))
ISLAND = {"record": "kita-kojima", "layers": "senkaku", "era": "all"}


@pytest.mark.parametrize("names", CHOICES)
def test_whose_names_comes_back_from_the_address(atlas: Atlas, names: str) -> None:
    state = ViewState(Selection(ALL_TIME, ("senkaku",)), names=names)

    params = dump_state(state, atlas.catalogue)

    assert params.get("names") == (None if names == ALL_NAMES else names)
    assert parse_state(params, atlas) == parse_state(params, rename_atlas(atlas, names)) == state


def test_an_unknown_party_falls_back_to_all_names_with_a_notice(atlas: Atlas) -> None:
    state = parse_state({"names": "prussia"}, atlas)

    assert state.names == ALL_NAMES
    assert state.notices == ("In the address, names is 'prussia': expected one of " + ", ".join(CHOICES) + ".",)


def test_the_map_is_told_whose_names(atlas: Atlas) -> None:
    assert build_state(atlas, ViewState(Selection(ALL_TIME, ()), names="china"))["names"] == "china"


@pytest.mark.parametrize(
    ("names", "name", "neighbour"),
    [
        ("all", "Beixiao Dao / Kita-kojima", "Diaoyu Dao / Uotsuri-jima / Diaoyutai"),
        ("china", "Beixiao Dao 北小岛", "Diaoyu Dao"),
        ("japan", "Kita-kojima 北小島", "Uotsuri-jima"),
        ("korea", "Beixiao Dao / Kita-kojima", "Diaoyu Dao / Uotsuri-jima / Diaoyutai"),
        ("taiwan", "Beixiao Dao 北小島", "Diaoyutai"),
    ],
)
def test_the_panel_follows(names: str, name: str, neighbour: str) -> None:
    html = read_html(run_page(**ISLAND, names=names))

    assert f"<h2>{name}</h2>" in html
    assert f"steep islands east of {neighbour}, uninhabited" in html
    for party, own in (
        ("China", "Beixiao Dao (北小岛)"),
        ("Japan", "Kita-kojima (北小島)"),
        ("Taiwan", "Beixiao Dao (北小島)"),
    ):
        assert f"<dt>{party}: {own}</dt>" in html


def test_the_line_above_the_map_tells_whose_names() -> None:
    assert "disputed places: China’s names" in read_html(run_page(names="china"))
    assert "disputed places" not in read_html(run_page())


def test_layer_titles_follow() -> None:
    labels = [box.label for box in run_page("more-layers", names="japan").checkbox]

    assert any(label.startswith("Senkaku Islands (") for label in labels)


def test_a_choice_changes_the_address_and_the_page() -> None:
    page = run_page("disputed-places", **ISLAND)

    page.radio(key="names").set_value("taiwan").run()

    assert not page.exception
    assert page.query_params["names"] == "taiwan"
    assert "<h2>Beixiao Dao 北小島</h2>" in read_html(page)


def test_the_table_follows() -> None:
    page = run_page(layers="senkaku", era="all", table="senkaku", names="china")

    names = set(page.dataframe[0].value["Name"])

    assert {"Diaoyu Dao 钓鱼岛", "Private beacon on Diaoyu Dao"} <= names
    assert not any(" / " in name for name in names)


@pytest.mark.parametrize(
    ("layer", "columns"),
    [("senkaku", ["Name", "Chinese name", "Japanese name", "Kind"]), ("facilities", ["Name", "Japanese name", "Kind"])],
)
def test_the_table_has_the_names_in_every_language_that_there_is(atlas: Atlas, layer: str, columns: list[str]) -> None:
    assert list(build_rows(atlas, atlas.layers[layer].features.values()).columns[: len(columns)]) == columns


def test_our_texts_on_the_article_follow_and_the_article_s_own_do_not(atlas: Atlas) -> None:
    claims = {claim.id: claim for claim in open_ledger(rename_atlas(atlas, "japan")).claims}

    assert claims["CN-4"].paraphrase.startswith("The Senkaku Islands, uninhabited")
    assert claims["CN-4"].article.place == "Senkaku/Diaoyu Islands"
    assert "China and the Senkaku Islands" in read_html(run_page(claim="CN-4", names="japan"))


def test_figures_follow() -> None:
    assert "around the Diaoyutai Islands" in read_html(run_page(page="figures", names="taiwan"))


def test_the_page_about_the_atlas_lists_every_name(atlas: Atlas) -> None:
    html = read_html(run_page(page="about", names="china"))

    for place in atlas.catalogue.toponyms.places:
        for name in place.names.values():
            assert f'<b>{name.name}</b> <span lang="{name.lang}">{name.script}</span>' in html


def test_the_page_about_the_atlas_tells_where_names_are_chosen() -> None:
    label = run_page("disputed-places").radio(key="names").proto.label

    assert f"above the map, one party's names can be chosen under “{label}”" in read_html(run_page(page="about"))


def test_a_link_to_a_record_keeps_the_names(atlas: Atlas) -> None:
    renamed = rename_atlas(atlas, "china")
    feature = renamed.find("kita-kojima")
    assert feature is not None

    assert "names=china" in build_record_link(renamed, feature)


def test_names_in_other_languages_stand_in_the_order_of_the_languages(atlas: Atlas) -> None:
    feature = atlas.find("uotsuri-jima")
    assert feature is not None

    assert build_record_view(atlas, feature)["names"] == [("name_zh", "钓鱼岛 / 釣魚臺"), ("name_ja", "魚釣島")]
