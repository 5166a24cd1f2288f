"""The list of what is in view, as far as the server has a part in it."""

from dataclasses import replace
from typing import Any

import pytest
from running_page import SLOWEST_S, run_page
from streamlit.testing.v1 import AppTest

from geo_alliance.loading import Atlas
from geo_alliance.selection import list_members
from geo_alliance.ui.address import dump_state, parse_state
from geo_alliance.ui.in_view import KEY, build_data
from geo_alliance.ui.view import ViewState, default_selection


def run_filter(wanted: dict[str, Any], **params: str) -> AppTest:
    """Run a page that does nothing but take one choice of a filter."""

    def take_choice(wanted: dict) -> None:  # the script knows the names of builtins only
        from geo_alliance.store import get_atlas  # noqa: PLC0415  (the page is read as a script of its own)
        from geo_alliance.ui.in_view import take_filter  # noqa: PLC0415

        take_filter(get_atlas(), wanted)

    page = AppTest.from_function(take_choice, default_timeout=SLOWEST_S, kwargs={"wanted": wanted})
    for key, value in params.items():
        page.query_params[key] = value
    return page.run()


def test_the_list_is_given_every_chosen_layer_with_its_members_in_words(atlas: Atlas) -> None:
    selection = default_selection(atlas.catalogue).with_filter("facilities", "service", ["Navy"])

    data = build_data(atlas, selection)

    assert [layer["name"] for layer in data["layers"]] == list(selection.layers)
    for layer in data["layers"]:
        assert [item["name"] for item in layer["members"]] == list(list_members(atlas.catalogue, layer["name"]))
    members = {item["name"]: item for item in data["layers"][0]["members"]}
    assert (members["service"]["chosen"], members["kind"]["chosen"]) == (["Navy"], [])
    assert members["kind"]["words"]["air-base"] == "Air base"


@pytest.mark.parametrize(("params", "is_open"), [({}, False), ({"browse": "view"}, True)], ids=["folded", "open"])
def test_a_folded_list_costs_nothing(params: dict[str, str], is_open: bool) -> None:
    assert (KEY in run_page(**params).session_state) is is_open


def test_the_open_list_stands_in_the_address(atlas: Atlas) -> None:
    state = replace(ViewState(default_selection(atlas.catalogue)), browse="view")

    assert dump_state(state, atlas.catalogue) == {"browse": "view"}
    assert parse_state({"browse": "view"}, atlas) == state
    assert parse_state({"browse": "x"}, atlas).notices == ("In the address, browse is 'x': expected one of view.",)


def test_a_choice_sets_the_same_filter_as_the_menu() -> None:
    page = run_filter({"layer": "facilities", "member": "service", "values": ["Navy", "Army"]}, era="all")

    assert not page.exception
    assert dict(page.query_params) == {"era": "all", "facilities.service": "Army,Navy"}


def test_a_choice_taken_back_clears_the_filter() -> None:
    params = {"era": "all", "facilities.service": "Navy", "djibouti.kind": "base"}

    page = run_filter({"layer": "facilities", "member": "service", "values": []}, **params)

    assert dict(page.query_params) == {"era": "all", "djibouti.kind": "base"}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"layer": "x", "member": "kind", "values": ["a"]}, "found the layer 'x'"),
        ({"layer": "facilities", "member": "area_ha", "values": ["1"]}, r"found the filter facilities.area_ha"),
        ({"layer": "facilities", "member": "kind", "values": ["castle"]}, r"found facilities.kind = 'castle'"),
        ({}, "found the layer 'None'"),
    ],
    ids=["layer", "member", "word", "nothing"],
)
def test_a_filter_that_does_not_exist_is_refused(wanted: dict[str, Any], found: str) -> None:
    page = run_filter(wanted, era="all")

    assert found in page.exception[0].message
    assert dict(page.query_params) == {"era": "all"}
