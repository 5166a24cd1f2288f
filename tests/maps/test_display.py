"""What the map's frame fetches: every record once, with the days that the filter compares and marks that lie on it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import Point, shape

from geo_alliance.catalogue import read_catalogue
from geo_alliance.dates import format_day
from geo_alliance.loading import Atlas
from geo_alliance.maps.display import _build_record, build_caption, build_display, is_uncertain
from geo_alliance.records import Feature
from geo_alliance.selection import list_words

LAYERS = tuple(item.name for item in read_catalogue(Path(__file__).parents[2] / "geodata").layers)
each_layer = pytest.mark.parametrize("layer", LAYERS)


@pytest.fixture(scope="module")
def display(atlas: Atlas) -> dict[str, dict[str, Any]]:
    return {layer["name"]: layer for layer in build_display(atlas)["layers"]}


def find(display: dict[str, dict[str, Any]], layer: str, feature_id: str) -> dict[str, Any]:
    (record,) = [record for record in display[layer]["records"] if record["id"] == feature_id]
    return dict(record)


def change(feature: Feature, own: dict[str, Any] | None = None, **core: Any) -> Feature:
    """Return a sound and certain record with other members."""
    plain = {"valid_from": "2000-01-01", "valid_to": None, "verified": True, "position_basis": "surveyed"}
    return feature.model_copy(update={"core": feature.core.model_copy(update={**plain, **core}), "own": own or {}})


def test_the_layers_stand_in_the_order_of_the_catalogue(display: dict[str, dict[str, Any]]) -> None:
    assert tuple(display) == LAYERS


@each_layer
def test_every_record_is_there_with_the_days_of_the_frame(
    display: dict[str, dict[str, Any]], atlas: Atlas, layer: str
) -> None:
    frame = atlas.layers[layer].frame
    records = display[layer]["records"]

    assert [record["id"] for record in records] == list(frame.index)
    assert [record["start"] for record in records] == list(frame["start"])
    assert [record["end"] for record in records] == list(frame["end"])


@each_layer
def test_every_kind_has_a_title_and_a_shape(display: dict[str, dict[str, Any]], atlas: Atlas, layer: str) -> None:
    kinds = display[layer]["kinds"]

    assert {record["kind"] for record in display[layer]["records"]} <= set(kinds)
    assert {kind: drawn["title"] for kind, drawn in kinds.items()} == list_words(atlas.catalogue, layer, "kind")
    assert all(drawn["shape"] for drawn in kinds.values())


@each_layer
def test_every_record_can_be_seen_and_named(display: dict[str, dict[str, Any]], layer: str) -> None:
    for record in display[layer]["records"]:
        assert record["name"], record["id"]
        assert record["dates"], record["id"]
        assert record["marks"] or record["geometry"]["type"] != "Point", record["id"]


@each_layer
def test_marks_are_positions_longitude_first(display: dict[str, dict[str, Any]], layer: str) -> None:
    for record in display[layer]["records"]:
        for lon, lat in record["marks"]:
            assert -180 <= lon <= 180, record["id"]
            assert -90 <= lat <= 90, record["id"]


@pytest.mark.parametrize("layer", ["facilities", "okinawa", "senkaku", "djibouti", "launch-sites"])
def test_a_mark_lies_on_its_shape(display: dict[str, dict[str, Any]], layer: str) -> None:
    for record in display[layer]["records"]:
        place = shape(record["geometry"])
        assert all(place.distance(Point(mark)) < 1e-5 for mark in record["marks"]), record["id"]


def test_a_track_is_marked_where_it_crossed_and_ended(display: dict[str, dict[str, Any]], atlas: Atlas) -> None:
    own = atlas.layers["overflights"].features["kp-2022-10-04"].own
    record = find(display, "overflights", "kp-2022-10-04")

    assert own["over_position"] in record["marks"]
    assert set(map(tuple, record["marks"])) <= {tuple(own["over_position"]), tuple(own["end_position"])}  # type: ignore[arg-type]


def test_every_point_of_a_multipoint_is_marked(atlas: Atlas) -> None:
    layer = atlas.layers["facilities"]
    places = [[127.77, 26.36], [130.4, 33.6], [139.35, 35.75]]
    geometry = {"type": "MultiPoint", "coordinates": places}
    feature = layer.features["FAC6037"].model_copy(update={"geometry": geometry})
    assert layer.resource.style is not None

    assert _build_record(feature, layer.resource, layer.resource.style)["marks"] == places


def draw_sites(atlas: Atlas, shape_name: str, first: dict[str, Any]) -> dict[str, Any]:
    """Return how the launch sites are drawn if all had this shape, and the first of them this geometry."""
    layer = atlas.layers["launch-sites"]
    assert layer.resource.style is not None
    style = layer.resource.style.model_copy(update={"shape": shape_name, "kinds": {}})
    changed = next(iter(layer.features.values())).model_copy(update={"geometry": first})
    other = replace(
        layer,
        resource=layer.resource.model_copy(update={"style": style}),
        features={**layer.features, changed.id: changed},
    )
    (drawn,) = build_display(replace(atlas, layers={layer.name: other}))["layers"]
    return dict(drawn)


@pytest.mark.parametrize("shape_name", ["area", "line"])
def test_a_place_of_a_kind_of_outlines_gets_a_plain_mark(atlas: Atlas, shape_name: str) -> None:
    places = [[130.4, 33.6], [139.35, 35.75]]

    drawn = draw_sites(atlas, shape_name, {"type": "MultiPoint", "coordinates": places})

    assert drawn["records"][0]["marks"] == places
    assert all(record["marks"] for record in drawn["records"])
    assert {record["shape"] for record in drawn["records"]} == {drawn["shape"]} == {"circle"}


@pytest.mark.parametrize("shape_name", ["area", "line"])
def test_an_outline_beside_places_of_its_kind_stays_one(atlas: Atlas, shape_name: str) -> None:
    drawn = draw_sites(atlas, shape_name, {"type": "LineString", "coordinates": [[130.4, 33.6], [139.35, 35.75]]})

    assert drawn["records"][0]["marks"] == []
    assert "shape" not in drawn["records"][0]
    assert drawn["shape"] == shape_name
    assert {kind["shape"] for kind in drawn["kinds"].values()} == {shape_name}


def test_no_record_of_a_kind_of_marks_has_a_shape_of_its_own(display: dict[str, dict[str, Any]]) -> None:
    assert not [record for layer in display.values() for record in layer["records"] if "shape" in record]


def test_areas_have_no_marks(display: dict[str, dict[str, Any]]) -> None:
    assert all(record["marks"] == [] for record in display["prefectures"]["records"])


def test_facilities_carry_their_area_and_other_layers_none(display: dict[str, dict[str, Any]], atlas: Atlas) -> None:
    area = {record["id"]: record.get("hectares") for record in display["facilities"]["records"]}

    assert area == {item.id: item.own.get("area_ha") for item in atlas.layers["facilities"].features.values()}
    assert not any("hectares" in record for name in LAYERS[1:] for record in display[name]["records"])


@pytest.mark.parametrize(
    ("prefecture", "expected"),
    [("15", 0), ("40", 1), ("01", 2), ("02", 3), ("47", 4)],
    ids=["none", "under 1", "1 to 5", "5 to 10", "10 and more"],
)
def test_prefectures_are_shaded_by_their_share(
    display: dict[str, dict[str, Any]], prefecture: str, expected: int
) -> None:
    shade = display["prefectures"]["shade"]

    assert find(display, "prefectures", f"prefecture-{prefecture}")["shade"] == expected
    assert shade["classes"] == ["none", "under 1 %", "1 to 5 %", "5 to 10 %", "10 % or more"]
    assert "1 January 2020" in shade["title"]


def test_no_other_layer_is_shaded(display: dict[str, dict[str, Any]]) -> None:
    others = [layer for name, layer in display.items() if name != "prefectures"]

    assert not any("shade" in layer or any("shade" in record for record in layer["records"]) for layer in others)


@pytest.mark.parametrize(
    ("layer", "feature_id", "expected"),
    [
        ("overflights", "kp-2022-10-04", True),
        ("facilities", "nta-north", False),
        ("facilities", "FAC6001", False),
        ("senkaku", "uotsuri-jima", False),
    ],
    ids=["track", "returned part", "base", "island"],
)
def test_which_records_are_drawn_dashed(
    display: dict[str, dict[str, Any]], layer: str, feature_id: str, expected: bool
) -> None:
    assert find(display, layer, feature_id)["uncertain"] is expected


def test_negishi_is_drawn_dashed(display: dict[str, dict[str, Any]]) -> None:
    (negishi,) = [record for record in display["facilities"]["records"] if "Negishi" in record["name"]]

    assert negishi["uncertain"] is True
    assert "uncertain" in negishi["dates"]


def test_every_unverified_record_is_drawn_dashed(display: dict[str, dict[str, Any]], atlas: Atlas) -> None:
    unverified = [item for layer in atlas.layers.values() for item in layer.features.values() if not item.core.verified]

    assert unverified
    assert all(find(display, item.layer, item.id)["uncertain"] for item in unverified)


@pytest.mark.parametrize(
    ("core", "expected"),
    [
        ({}, False),
        ({"verified": False}, True),
        ({"valid_from": "2000~"}, True),
        ({"valid_to": "2001-05-01?"}, True),
        ({"valid_to": "2001%"}, True),
        ({"valid_from": None, "known_from": "2000"}, False),
        ({"position_basis": "computed"}, False),
    ],
    ids=["plain", "unverified", "about", "uncertain", "both", "known from", "computed point"],
)
def test_what_makes_a_record_uncertain(atlas: Atlas, core: dict[str, Any], expected: bool) -> None:
    point = atlas.layers["facilities"].features["FAC1054"]

    assert is_uncertain(change(point, **core)) is expected


@pytest.mark.parametrize(
    ("feature_id", "expected"),
    [("kp-2022-10-04", True), ("FAC1054", False), ("nta-north", False)],
    ids=["event", "still in use", "long use"],
)
def test_only_events_stay_full_when_they_are_over(
    display: dict[str, dict[str, Any]], feature_id: str, expected: bool
) -> None:
    layer = "overflights" if feature_id.startswith("kp") else "facilities"

    assert find(display, layer, feature_id)["moment"] is expected


def test_the_payload_is_json_without_nan_and_small_enough_to_send(atlas: Atlas) -> None:
    payload = build_display(atlas)
    text = json.dumps(payload, allow_nan=False, ensure_ascii=False, separators=(",", ":"))

    assert json.loads(text) == payload
    assert payload["version"] == atlas.catalogue.version
    assert len(text.encode()) < 2_000_000


@pytest.mark.parametrize(
    ("core", "sure", "vague"),
    [
        ({"valid_from": "1952-04-28", "valid_to": None}, ("1952-04-28", "9999-12-31"), set()),
        ({"valid_from": "1952", "valid_to": None}, ("1952-12-31", "9999-12-31"), {"vague_start"}),
        ({"valid_from": "1952-04-28", "valid_to": "1958-03"}, ("1952-04-28", "1958-03-01"), {"vague_end"}),
        ({"valid_from": "1952?", "valid_to": "1952?"}, ("1953-12-31", "1951-01-01"), {"vague_start", "vague_end"}),
    ],
    ids=["days", "a year", "a month", "an event of an uncertain year"],
)
def test_a_record_says_when_it_surely_held_and_why_not_before(
    atlas: Atlas, core: dict[str, Any], sure: tuple[str, str], vague: set[str]
) -> None:
    layer = atlas.layers["facilities"]
    feature = change(layer.features["FAC1054"], **core)
    assert layer.resource.style is not None

    record = _build_record(feature, layer.resource, layer.resource.style)

    assert (record["sure_start"], record["sure_end"]) == sure
    assert {name for name in record if name.startswith("vague_")} == vague


def test_a_picture_says_up_to_which_day_the_data_know(atlas: Atlas) -> None:
    package = atlas.catalogue.package
    assert package.collected_until != package.created

    assert f", as of {format_day(package.collected_until)} · " in build_caption(atlas)["version"]


def test_the_map_gets_every_party_s_wording(atlas: Atlas) -> None:
    names = build_display(atlas)["names"]

    assert list(names) == [party.id for party in atlas.catalogue.toponyms.parties]
    assert names["china"]["whole"]["Diaoyu Dao / Uotsuri-jima / Diaoyutai"] == "Diaoyu Dao 钓鱼岛"
    assert ["Sea of Japan / East Sea", "East Sea"] in names["korea"]["parts"]
    assert not any("East Sea" in phrase for phrase, _ in names["china"]["parts"])
