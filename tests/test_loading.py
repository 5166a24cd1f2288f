"""Layers as they are loaded, and what becomes of a broken one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_alliance.catalogue import Catalogue, read_catalogue, read_json
from geo_alliance.errors import CatalogueError, LayerError
from geo_alliance.loading import GEOMETRY_DEPTHS, Atlas, find_geometry_faults, load_atlas, load_layer, read_features

DATA = Path(__file__).parents[1] / "geodata"
LAYERS = [resource.name for resource in read_catalogue(DATA).layers]

Change = Callable[[str, Callable[[Any], object]], Path]


@pytest.fixture
def catalogue(folder: Path) -> Catalogue:
    return read_catalogue(folder)


# What is loaded.


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_is_a_frame_of_its_records(atlas: Atlas, name: str) -> None:
    layer = atlas.layers[name]

    assert layer.name == name
    assert layer.frame.crs == "EPSG:4326"
    assert layer.frame.index.name == "id"
    assert list(layer.frame.index) == list(layer.features)
    assert layer.frame.geometry.is_valid.all()
    assert not layer.frame.geometry.is_empty.any()


@pytest.mark.parametrize("name", LAYERS)
def test_a_frame_has_the_days_of_each_record(atlas: Atlas, name: str) -> None:
    layer = atlas.layers[name]
    periods = [feature.core.period for feature in layer.features.values()]

    assert list(layer.frame["start"]) == [period.start for period in periods]
    assert list(layer.frame["end"]) == [period.end for period in periods]
    assert (layer.frame["start"] <= layer.frame["end"]).all()


@pytest.mark.parametrize("name", LAYERS)
def test_nothing_in_the_file_is_lost(atlas: Atlas, name: str) -> None:
    for item in read_json(DATA / f"{name}.geojson")["features"]:
        feature = atlas.layers[name].features[item["id"]]
        core = feature.core.model_dump(mode="json", exclude_unset=True)

        assert core | feature.own == item["properties"]
        assert feature.geometry == item["geometry"]


def test_longitude_comes_first(atlas: Atlas) -> None:
    point = atlas.layers["facilities"].frame.loc["FAC1054", "geometry"]

    assert (round(point.x), round(point.y)) == (142, 43)


def test_members_of_the_layer_are_columns(atlas: Atlas) -> None:
    row = atlas.layers["facilities"].frame.loc["nta-north"]

    assert (row["kind"], row["part_of"], row["end"]) == ("training-area", "FAC6001", "2016-12-21")


@pytest.mark.parametrize(
    ("feature_id", "layer"), [("FAC6001", "facilities"), ("uotsuri-jima", "senkaku"), ("tonghae", "launch-sites")]
)
def test_find_looks_in_every_layer(atlas: Atlas, feature_id: str, layer: str) -> None:
    feature = atlas.find(feature_id)

    assert feature is not None
    assert (feature.id, feature.layer) == (feature_id, layer)


def test_find_says_that_there_is_none(atlas: Atlas) -> None:
    assert atlas.find("atlantis") is None


def test_a_record_cites_the_sources_of_its_facts_and_own_members_once(atlas: Atlas) -> None:
    feature = atlas.find("uotsuri-jima")

    assert feature is not None
    said = [fact.source for fact in feature.core.facts]
    said += [claim["source"] for claim in feature.own["claims"]]  # type: ignore[index, call-overload, union-attr]
    said += [feature.own["administered_by"]["source"]]  # type: ignore[index, call-overload]
    assert set(feature.cited) == {*feature.core.sources, *said}
    assert len(feature.cited) == len(set(feature.cited))


# A broken layer.


def break_kind(collection: Any) -> None:
    collection["features"][0]["properties"]["kind"] = "castle"


def double_id(collection: Any) -> None:
    collection["features"].append(collection["features"][0])


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        pytest.param(break_kind, "kind = 'castle'", id="unknown kind"),
        pytest.param(double_id, "the id 2 times", id="an id twice"),
        pytest.param(lambda collection: collection.update(crs={}), "the member 'crs'", id="a CRS"),
        pytest.param(lambda collection: collection["features"].clear(), "no feature", id="empty"),
        pytest.param(lambda collection: collection.pop("features"), "no FeatureCollection", id="no collection"),
    ],
)
def test_a_broken_layer_is_left_out_and_the_others_load(
    change_json: Change, edit: Callable[[Any], object], found: str
) -> None:
    atlas = load_atlas(change_json("djibouti.geojson", edit))

    assert list(atlas.layers) == [name for name in LAYERS if name != "djibouti"]
    assert [(fault.file, fault.found) for fault in atlas.faults] == [("djibouti.geojson", found)]


def test_a_missing_layer_is_left_out_and_said(folder: Path) -> None:
    (folder / "zones.geojson").unlink()
    atlas = load_atlas(folder)

    assert "zones" not in atlas.layers
    assert [str(fault)[:41] for fault in atlas.faults] == ["zones.geojson: found no readable file (No"]


def test_a_broken_record_is_named_in_the_error(change_json: Change) -> None:
    catalogue = read_catalogue(change_json("djibouti.geojson", break_kind))

    with pytest.raises(
        LayerError, match=r"djibouti\.geojson: djibouti-[a-z-]+: found kind = 'castle': expected one of "
    ):
        load_layer(catalogue, catalogue.resource("djibouti"))


def test_an_error_says_how_many_more_there_are(change_json: Change) -> None:
    def edit(collection: Any) -> None:
        for item in collection["features"][:3]:
            item["properties"]["summary"] = ""

    catalogue = read_catalogue(change_json("djibouti.geojson", edit))

    with pytest.raises(LayerError, match=r"found summary = '': .* \(and 2 more\)$") as caught:
        load_layer(catalogue, catalogue.resource("djibouti"))
    assert len(caught.value.faults) == 3


def test_the_sound_records_of_a_broken_layer_are_read(change_json: Change) -> None:
    catalogue = read_catalogue(change_json("djibouti.geojson", break_kind))
    features, faults = read_features(catalogue, catalogue.resource("djibouti"))

    assert len(features) == len(read_json(catalogue.root / "djibouti.geojson")["features"]) - 1
    assert len(faults) == 1


def test_a_schema_that_forgets_to_refuse_unknown_members_refuses_them(change_json: Change) -> None:
    change_json("schemas/djibouti.schema.json", lambda schema: schema.pop("unevaluatedProperties"))
    root = change_json("djibouti.geojson", lambda content: content["features"][0]["properties"].update(colour="red"))

    assert [fault.found for fault in load_atlas(root).faults] == ["the member 'colour'"]


@pytest.mark.parametrize("kind", [True, {"oneOf": [{"const": "zone"}]}], ids=["any", "untitled"])
def test_a_layer_whose_schema_titles_no_kinds_is_left_out(change_json: Change, kind: Any) -> None:
    root = change_json("schemas/zones.schema.json", lambda schema: schema["properties"].update(kind=kind))
    atlas = load_atlas(root)

    assert "zones" not in atlas.layers
    assert [fault.found for fault in atlas.faults] == ["no vocabulary of kinds"]


def test_a_broken_catalogue_is_no_atlas(change_json: Change) -> None:
    root = change_json("eras.json", lambda eras: eras[0].update(to="soon"))

    with pytest.raises(
        CatalogueError, match=r"eras\.json: before-alliance: found 0\.to: the date 'soon': expected YYYY"
    ) as caught:
        load_atlas(root)
    assert caught.value.faults[0].feature == "before-alliance"


# Geometry.


LONGITUDES, LATITUDES = st.floats(-180, 180), st.floats(-90, 90)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "x"]), inner, max_size=2),
    max_leaves=12,
)


@given(st.lists(st.tuples(LONGITUDES, LATITUDES).map(list), min_size=2, max_size=5))
def test_positions_on_the_globe_are_sound(positions: list[list[float]]) -> None:
    assert list(find_geometry_faults({"type": "LineString", "coordinates": positions})) == []
    assert list(find_geometry_faults({"type": "MultiPoint", "coordinates": positions})) == []


@given(st.tuples(st.floats(-400, 400), st.floats(-400, 400)))
def test_a_position_is_refused_exactly_where_it_is_not_on_the_globe(position: tuple[float, float]) -> None:
    faults = list(find_geometry_faults({"type": "Point", "coordinates": list(position)}))

    assert bool(faults) == (abs(position[0]) > 180 or abs(position[1]) > 90)


@given(JSON | st.fixed_dictionaries({"type": st.sampled_from(sorted(GEOMETRY_DEPTHS)), "coordinates": JSON}))
def test_any_json_is_a_geometry_or_a_fault(geometry: Any) -> None:
    for found, expected in find_geometry_faults(geometry):
        assert found
        assert expected


@pytest.mark.parametrize("content", ["null", "7", '"x"', "[]", "{}"])
def test_a_file_of_other_json_is_a_fault(catalogue: Catalogue, content: str) -> None:
    resource = catalogue.resource("djibouti")
    (catalogue.root / resource.path).write_text(content, encoding="utf-8")
    features, faults = read_features(catalogue, resource)

    assert features == ()
    assert [fault.found for fault in faults] == ["no FeatureCollection"]
