"""The rules on disputed places: each turned red by one changed place or record."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.catalogue import read_catalogue
from geo_alliance.checks.toponyms import find_toponym_faults
from geo_alliance.errors import Fault
from geo_alliance.loading import Atlas, Layer
from geo_alliance.toponyms import Toponyms


def change(atlas: Atlas, **members: Any) -> Atlas:
    """The atlas with other members of its first disputed place."""
    toponyms = atlas.catalogue.toponyms
    first, *rest = toponyms.places
    changed = toponyms.model_copy(update={"places": (first.model_copy(update=members), *rest)})
    return replace(atlas, catalogue=replace(atlas.catalogue, toponyms=changed))


def rename_record(atlas: Atlas, record: str, text: str) -> Atlas:
    """The atlas with another name of one record."""
    feature = atlas.find(record)
    assert feature is not None
    layer = atlas.layers[feature.layer]
    changed = feature.model_copy(update={"core": feature.core.model_copy(update={"name": text})})
    renamed = Layer(layer.resource, {**layer.features, record: changed}, layer.frame)
    return replace(atlas, layers={**atlas.layers, feature.layer: renamed})


def test_a_folder_without_disputed_places_is_sound(folder: Path, atlas: Atlas) -> None:
    (folder / "toponyms.json").unlink()

    catalogue = read_catalogue(folder)

    assert catalogue.toponyms == Toponyms()
    assert list(find_toponym_faults(replace(atlas, catalogue=catalogue))) == []


def test_the_shipped_names_are_sound(atlas: Atlas) -> None:
    assert list(find_toponym_faults(atlas)) == []


def read_faults(atlas: Atlas) -> set[tuple[str | None, str]]:
    return {(fault.feature, fault.found) for fault in find_toponym_faults(atlas)}


def test_a_name_needs_a_known_source(atlas: Atlas) -> None:
    names = atlas.catalogue.toponyms.places[0].names
    changed = change(atlas, names=names | {"japan": names["japan"].model_copy(update={"source": "nobody"})})

    assert read_faults(changed) == {("senkaku-diaoyu", "japan: the source 'nobody'")}


def test_a_phrase_has_to_stand_in_the_data(atlas: Atlas) -> None:
    changed = change(
        atlas, forms=(*atlas.catalogue.toponyms.places[0].forms, dict.fromkeys(["china", "taiwan"], "Lemuria"))
    )

    assert read_faults(changed) == {("senkaku-diaoyu", "'Lemuria' in no text of the data")}


def test_a_phrase_stands_for_one_place(atlas: Atlas) -> None:
    second = atlas.catalogue.toponyms.places[1]
    forms = (*atlas.catalogue.toponyms.places[0].forms, second.all_forms[0])

    found = "'Diaoyu Dao / Uotsuri-jima / Diaoyutai' 2 times"
    assert read_faults(change(atlas, forms=forms)) == {("senkaku-diaoyu", found), ("uotsuri-jima", found)}


def test_the_record_of_a_disputed_place_has_all_names_in_order(atlas: Atlas) -> None:
    changed = rename_record(atlas, "kuba-jima", "Kuba-jima / Huangwei Yu")

    assert ("kuba-jima", "the name 'Kuba-jima / Huangwei Yu'") in read_faults(changed)


def test_a_record_with_claims_on_a_name_is_a_disputed_place(atlas: Atlas) -> None:
    without = atlas.catalogue.toponyms.model_copy(update={"places": atlas.catalogue.toponyms.places[1:]})
    changed = replace(atlas, catalogue=replace(atlas.catalogue, toponyms=without))

    assert ("senkaku-diaoyu", "claims with names, and no disputed place of that id") in read_faults(changed)


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ("FAC6001", "Range on Uotsuri-jima"),
        ("alliance-1995-12-19-nimitz", "Carrier crosses the East Sea"),
        ("senkaku-1978-08-lighthouse", "Beacon on Diaoyu Dao / Uotsuri-jima"),
    ],
    ids=["an island", "a sea", "a party left out"],
)
def test_one_party_s_name_does_not_stand_alone(atlas: Atlas, record: str, text: str) -> None:
    faults = list(find_toponym_faults(rename_record(atlas, record, text)))

    assert [(fault.feature, fault.found) for fault in faults] == [(record, f"one party's name alone in {text!r}")]


def test_a_claim_has_the_name_of_its_party(atlas: Atlas) -> None:
    names = atlas.catalogue.toponyms.places[0].names
    changed = change(atlas, names=names | {"japan": names["japan"].model_copy(update={"script": "尖閣列島"})})

    faults = list(find_toponym_faults(changed))

    assert [fault.feature for fault in faults] == ["senkaku-diaoyu"]
    assert "Senkaku Islands (尖閣列島)" in faults[0].expected


def test_a_label_of_the_base_map_is_held_too(folder: Path, atlas: Atlas) -> None:
    path = folder / "basemap" / "places.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace("Sea of Japan / East Sea", "East Sea"), encoding="utf-8")
    faults = list(find_toponym_faults(replace(atlas, catalogue=replace(atlas.catalogue, root=folder))))

    assert faults == [
        Fault("basemap/places.geojson", None, "one party's name alone in 'East Sea'", faults[0].expected),
    ]
    assert faults[0].expected == "'Sea of Japan / East Sea', or a form of it"


@pytest.mark.parametrize("text", ["{", '{"features": [{}]}'], ids=["no JSON", "no name"])
def test_a_broken_base_map_is_a_fault(folder: Path, atlas: Atlas, text: str) -> None:
    (folder / "basemap" / "places.geojson").write_text(text, encoding="utf-8")

    faults = list(find_toponym_faults(replace(atlas, catalogue=replace(atlas.catalogue, root=folder))))

    assert [fault.file for fault in faults] == ["basemap/places.geojson"]
