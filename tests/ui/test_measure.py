"""The tools "Measure and range": what they say, and what they change in the address."""

import pytest
from running_page import run_page
from streamlit.testing.v1 import AppTest

from geo_alliance.loading import Atlas
from geo_alliance.ui.measure_view import (
    build_distances_view,
    build_line_view,
    build_ranges_view,
    list_missiles,
    list_presets,
    name_ring,
)


def read(at: AppTest, name: str) -> str:
    found = at.query_params.get(name, "")
    return found if isinstance(found, str) else "".join(found)


def test_a_published_range_becomes_a_ring_around_a_launch_site() -> None:
    at = run_page(rings="125.355,39.648,1300")
    preset = at.selectbox(key="ring-preset")
    hwasong = next(label for label in preset.options if label.startswith("Hwasong-12 – up to"))
    preset.select(hwasong).run()
    assert at.number_input(key="ring-km").value == 4500
    at.selectbox(key="ring-centre").select("Sohae Satellite Launching Station").run()

    at.button(key="add-ring").click().run()

    assert not at.exception
    assert read(at, "rings") == "125.355,39.648,1300;124.7057,39.6596,4500"
    assert read(at, "view").endswith(",124.70570,2"), "4,500 km each way are in view"


def test_a_ring_around_a_typed_place_and_one_that_is_none() -> None:
    at = run_page(rings="125.355,39.648,1300")
    at.text_input(key="ring-place").input("26.36, 127.77").run()
    at.button(key="add-ring").click().run()
    assert read(at, "rings").endswith(";127.77,26.36,1300")

    at.selectbox(key="ring-centre").select("Taipei").run()
    at.button(key="add-ring").click().run()
    assert read(at, "rings").endswith(";121.565,25.037,1300")

    at.text_input(key="ring-place").input("somewhere").run()
    at.button(key="add-ring").click().run()

    assert any("The place 'somewhere' was not understood" in item.value for item in at.warning)
    assert read(at, "rings").count(";") == 2


def test_a_ring_becomes_the_area_and_is_removed() -> None:
    at = run_page(rings="127.77,26.36,100", layers="facilities")

    at.button(key="area-0").click().run()
    at.button(key="remove-0").click().run()

    assert not at.exception
    assert read(at, "area").count(";") == 44
    assert read(at, "rings") == ""


@pytest.mark.parametrize("ring", ["540,0,100", "-500,89,500"], ids=["across the edge", "round the pole"])
def test_a_ring_in_the_world_beside_becomes_an_area_too(ring: str) -> None:
    at = run_page(rings=ring)

    at.button(key="area-0").click().run()

    assert not at.exception
    assert read(at, "area")


def test_what_lies_within_a_ring_is_counted() -> None:
    at = run_page(rings="127.77,26.36,100", layers="facilities")

    at.button(key="within-0").click().run()

    assert any("visible records have a point within 100" in item.value for item in at.caption)
    assert len(at.dataframe) == 1


def test_the_distance_from_the_open_record_becomes_the_line(atlas: Atlas) -> None:
    at = run_page(record="uotsuri-jima", line="1,2;3,4")
    name = atlas.layers["senkaku"].features["taisho-jima"].core.name

    at.selectbox(key="distance-to").select(name).run()

    assert not at.exception
    assert read(at, "line").endswith(";124.55889,25.9225")
    lat, lon, zoom = map(float, read(at, "view").split(","))
    assert (round(lat), round(lon), zoom >= 8) == (26, 124, True), "the whole line is in view"


def test_records_that_meet_have_no_line_and_the_one_before_stays() -> None:
    at = run_page(record="FAC6037", layers="facilities,prefectures", era="all", line="1,2;3,4")

    at.selectbox(key="distance-to").select("Okinawa Prefecture").run()

    assert not at.exception
    assert any("Okinawa Prefecture meet or lie one inside the other" in item.value for item in at.warning)
    assert read(at, "line") == "1,2;3,4"


def test_a_record_says_how_far_it_is_and_how_that_was_measured(atlas: Atlas) -> None:
    view = build_distances_view(atlas, atlas.layers["senkaku"].features["uotsuri-jima"])

    assert view is not None
    rows = {row["to"]: row for row in view["rows"]}
    assert view["own"] == "outline"
    assert rows["Taiwan, main island"]["km"] == "167\N{NARROW NO-BREAK SPACE}km"
    assert (rows["Taiwan, main island"]["end"], rows["Taipei"]["end"]) == ("coast", "point")


def test_a_record_far_from_everything_says_nothing(atlas: Atlas) -> None:
    assert build_distances_view(atlas, next(iter(atlas.layers["djibouti"].features.values()))) is None


def test_a_line_names_its_ends_and_adds_up_its_legs(atlas: Atlas) -> None:
    view = build_line_view(atlas, ((127.681, 26.212), (121.565, 25.037), (0.5, -1.0)))

    assert [ends for ends, _ in view["rows"]] == ["Naha – Taipei", "Taipei – 1° S, 0.5° E"]
    assert name_ring(atlas, (121.565, 25.037, 640.0)).endswith("around Taipei")


def test_ranges_that_differ_stand_side_by_side_with_their_sources(atlas: Atlas) -> None:
    musudan = next(item for item in list_missiles(atlas) if item.id == "musudan")

    view = build_ranges_view(atlas, musudan)

    assert len(view["rows"]) == 3
    assert view["rows"][0]["range"].startswith("about 2,500 to 4,000")
    assert all(row["source"] for row in view["rows"])
    assert len(list_presets(atlas)) == sum(len(item.ranges) for item in list_missiles(atlas))


def test_the_line_above_the_map_names_the_area() -> None:
    at = run_page(area="127.5,26.02,128.4,26.9", layers="facilities")

    texts = [str(element.proto.body) for element in at.get("html")]

    assert any("in the drawn area (box from 26.02° N, 127.5° E to 26.9° N, 128.4° E)" in text for text in texts)
