"""Places that the map can go to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.errors import DataError
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.places import Place, list_places, split_municipalities

ChangeJson = Callable[[str, Callable[[Any], object]], Path]


def find_place(atlas: Atlas, place_id: str) -> Place:
    return next(place for place in list_places(atlas) if place.id == place_id)


def test_every_place_has_an_id_of_its_own_and_a_box_in_the_world(atlas: Atlas) -> None:
    places = list_places(atlas)

    assert len({place.id for place in places}) == len(places)
    for place in places:
        west, south, east, north = place.box
        assert -180 <= west < east <= 360, place
        assert -90 <= south < north <= 90, place


def test_a_municipality_shows_the_records_that_name_it_first(atlas: Atlas) -> None:
    west, south, east, north = find_place(atlas, "town-Naha").box

    assert 127.6 < west < east < 127.75  # not Kadena's, which names Naha last
    assert 26.1 < south < north < 26.3


def test_a_city_of_the_base_map_that_is_a_municipality_stands_once(atlas: Atlas) -> None:
    assert [place.id for place in list_places(atlas) if place.name == "Nago"] == ["town-Nago"]


def test_islands_stay_beside_a_view_of_the_same_name(atlas: Atlas) -> None:
    labels = {place.label for place in list_places(atlas) if place.name == "Okinawa"}

    assert labels == {"view of the map", "island"}


def test_a_place_with_several_names_has_all_of_them_once(atlas: Atlas) -> None:
    sea = next(place for place in list_places(atlas) if place.name == "Sea of Japan / East Sea")
    islets = find_place(atlas, "disputed-takeshima-dokdo")
    west, south, east, north = islets.box

    assert set(sea.aliases) == {"Sea of Japan", "日本海", "East Sea", "동해"}
    assert {"Takeshima", "竹島", "Dokdo", "독도"} < set(islets.aliases)
    assert (west < 131.87 < east, south < 37.24 < north) == (True, True)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Nago", ("Nago",)),
        ("Zushi; Yokohama (Kanazawa-ku)", ("Zushi", "Yokohama")),
        ("Yokohama (Naka-ku; Minami-ku)", ("Yokohama",)),
        ("", ()),
    ],
    ids=["one", "two", "wards", "none"],
)
def test_municipalities_are_read_without_wards(text: str, names: tuple[str, ...]) -> None:
    assert split_municipalities(text) == names


def test_a_name_without_a_place_is_a_fault_of_the_file(change_json: ChangeJson) -> None:
    folder = change_json("basemap/places.geojson", lambda raw: raw["features"][3]["properties"].pop("name"))

    with pytest.raises(DataError, match=r"basemap/places.geojson: found .*: expected a Point with a name and a type"):
        list_places(load_atlas(folder))
