"""One party's names for disputed places: nothing else changes, and no name is lost."""

from dataclasses import replace
from itertools import permutations

import pandas as pd
import pytest

from geo_alliance.errors import SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.naming import describe_names, rename_atlas, rename_text
from geo_alliance.records import Feature
from geo_alliance.toponyms import ALL_NAMES
from geo_alliance.ui.record_view import build_record_view

PARTIES = ("china", "japan", "korea", "russia", "taiwan")
each_party = pytest.mark.parametrize("party", PARTIES)


def list_features(atlas: Atlas) -> dict[str, Feature]:
    return {feature_id: item for layer in atlas.layers.values() for feature_id, item in layer.features.items()}


def read_name(atlas: Atlas, record: str) -> str:
    feature = atlas.find(record)
    assert feature is not None
    return feature.core.name


def test_the_parties_are_those_of_the_data(atlas: Atlas) -> None:
    assert tuple(party.id for party in atlas.catalogue.toponyms.parties) == PARTIES


def test_all_names_are_the_atlas_as_it_is(atlas: Atlas) -> None:
    assert rename_atlas(atlas, ALL_NAMES) is atlas


@each_party
def test_the_same_records_with_other_names(atlas: Atlas, party: str) -> None:
    renamed = rename_atlas(atlas, party)

    assert (renamed.names, renamed.catalogue.version) == (party, atlas.catalogue.version)
    assert list(renamed.layers) == list(atlas.layers)
    for name, layer in atlas.layers.items():
        other = renamed.layers[name]
        kept = ["kind", "start", "end", "verified", *(item for item in layer.resource.filters if item in layer.frame)]
        assert list(other.features) == list(layer.features) == list(other.frame.index)
        pd.testing.assert_frame_equal(pd.DataFrame(other.frame[kept]), pd.DataFrame(layer.frame[kept]))
        assert other.frame.geometry.geom_equals_exact(layer.frame.geometry, 0).all()


@each_party
def test_a_frame_has_the_names_of_its_records(atlas: Atlas, party: str) -> None:
    for layer in rename_atlas(atlas, party).layers.values():
        assert list(layer.frame["name"]) == [feature.core.name for feature in layer.features.values()]


@each_party
def test_a_renamed_record_keeps_all_its_names(atlas: Atlas, party: str) -> None:
    before, after = list_features(atlas), list_features(rename_atlas(atlas, party))

    for feature_id, feature in after.items():
        old = before[feature_id]
        if feature.core.name != old.core.name:
            assert feature.core.aliases == (old.core.name, *old.core.aliases)
        for member in ("name_ja", "name_zh", "name_ko", "sources", "related", "kind"):
            assert getattr(feature.core, member) == getattr(old.core, member)
        assert feature.own.get("claims") == old.own.get("claims")
        assert feature.own.get("accounts") == old.own.get("accounts")
        assert feature.cited == old.cited


@each_party
def test_no_name_vanishes_from_the_panel_of_a_disputed_place(atlas: Atlas, party: str) -> None:
    renamed = rename_atlas(atlas, party)
    toponyms = atlas.catalogue.toponyms

    for place in toponyms.places:
        feature = renamed.find(place.id)
        if feature is None:
            continue
        view = build_record_view(renamed, feature)
        shown = f"{view['name']} {view['aliases']} {view['names']} {view['claims']}"
        assert all(name.name in shown and name.script in shown for name in place.names.values())


@each_party
def test_every_place_has_its_party_s_name_or_all_names(atlas: Atlas, party: str) -> None:
    renamed = rename_atlas(atlas, party)

    for place in atlas.catalogue.toponyms.places:
        own = place.names.get(party)
        text = f"near {atlas.catalogue.toponyms.join(place.all_forms[0])}."
        assert rename_text(renamed, text) == (f"near {own.name}." if own else text)


def test_parties_are_treated_alike(atlas: Atlas) -> None:
    """Which party is chosen first, or asked for by whom, makes no difference to what another one gets."""
    names = [
        {party: read_name(rename_atlas(atlas, party), "uotsuri-jima") for party in order}
        for order in permutations(("china", "japan", "taiwan"))
    ]

    assert all(found == names[0] for found in names)
    assert names[0] == {"china": "Diaoyu Dao 钓鱼岛", "japan": "Uotsuri-jima 魚釣島", "taiwan": "Diaoyutai 釣魚臺"}


def test_names_come_into_texts_titles_and_other_layers(atlas: Atlas) -> None:
    renamed = rename_atlas(atlas, "japan")
    island, bomber = renamed.find("minami-kojima"), renamed.find("alliance-2019-07-23-bomber-patrol")

    assert renamed.layers["senkaku"].resource.title == "Senkaku Islands"
    assert renamed.catalogue.resource("senkaku-presence").title.endswith("around the Senkaku Islands")
    assert read_name(renamed, "FAC6084") == "Kobi-sho (Kuba-jima) Range"
    assert island is not None
    assert bomber is not None
    assert "east of Uotsuri-jima, uninhabited" in island.core.summary
    assert "passes Takeshima, which both claim" in bomber.core.summary
    assert "fly over the Sea of Japan and the East China Sea" in bomber.core.summary


@pytest.mark.parametrize("member", ["claims", "accounts"])
def test_what_a_party_says_stays_as_it_is(atlas: Atlas, member: str) -> None:
    layer = atlas.layers["senkaku"]
    said = [{"party": "China", "account": "off Diaoyu Dao / Uotsuri-jima / Diaoyutai", "source": "editors-knowledge"}]
    speaking = layer.features["tobise"].model_copy(update={"own": {member: said, "place": said[0]["account"]}})
    changed = replace(layer, features={**layer.features, "tobise": speaking})

    renamed = rename_atlas(replace(atlas, layers={**atlas.layers, "senkaku": changed}), "japan").find("tobise")

    assert renamed is not None
    assert renamed.own == {member: said, "place": "off Uotsuri-jima"}


def test_a_place_without_a_name_of_the_party_keeps_all_names(atlas: Atlas) -> None:
    renamed = rename_atlas(atlas, "korea")

    assert read_name(renamed, "uotsuri-jima") == "Diaoyu Dao / Uotsuri-jima / Diaoyutai"
    assert renamed.layers["senkaku"] is atlas.layers["senkaku"]


def test_the_map_s_views_keep_all_names(atlas: Atlas) -> None:
    assert rename_atlas(atlas, "china").catalogue.package.views == atlas.catalogue.package.views


def test_whose_names_is_said_in_words(atlas: Atlas) -> None:
    assert describe_names(atlas) == "all parties’ names"
    assert describe_names(rename_atlas(atlas, "taiwan")) == "Taiwan’s names"


def test_a_renamed_atlas_is_kept(atlas: Atlas) -> None:
    assert rename_atlas(atlas, "china") is rename_atlas(atlas, "china")


def test_a_renamed_atlas_is_not_renamed_again(atlas: Atlas) -> None:
    with pytest.raises(AssertionError, match="the atlas has the names of china"):
        rename_atlas(rename_atlas(atlas, "china"), "japan")


def test_an_unknown_party_is_an_error(atlas: Atlas) -> None:
    with pytest.raises(SelectionError, match="found the names 'prussia'"):
        rename_atlas(atlas, "prussia")
