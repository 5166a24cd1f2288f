"""Disputed places: the order of their names, and how a party's names come into a text."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from geo_alliance.catalogue import read_catalogue
from geo_alliance.errors import CatalogueError, SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.toponyms import ALL_NAMES, Toponyms, build_wording

PARTIES = [{"id": name.lower(), "name": name} for name in ("China", "Japan", "Korea")]


def name(text: str) -> dict[str, str]:
    return {"name": text, "script": f"[{text}]", "lang": "en", "source": "somebody"}


def build(**names: str) -> Toponyms:
    """Disputed places with one place, whose names are given by party."""
    place = {"id": "sea", "names": {party: name(text) for party, text in names.items()}}
    return Toponyms.model_validate({"parties": PARTIES, "places": [place]})


@given(st.permutations(["china", "japan", "korea"]))
def test_names_stand_in_the_order_of_the_parties_whatever_the_order_in_the_file(order: list[str]) -> None:
    toponyms = build(china="A", japan="B", korea="C")

    assert toponyms.join({party: {"china": "A", "japan": "B", "korea": "C"}[party] for party in order}) == "A / B / C"


def test_a_name_that_several_parties_use_stands_once() -> None:
    assert (
        build(china="Same", japan="Other").join({"korea": "Same", "japan": "Other", "china": "Same"}) == "Same / Other"
    )


@pytest.mark.parametrize(
    ("party", "text", "said"),
    [
        pytest.param("japan", "Sea of Japan / East Sea", "Sea of Japan [Sea of Japan]", id="a whole text"),
        pytest.param("korea", "in the Sea of Japan / East Sea.", "in the East Sea.", id="within a text"),
        pytest.param("china", "in the Sea of Japan / East Sea.", "in the Sea of Japan / East Sea.", id="no own name"),
        pytest.param(ALL_NAMES, "Sea of Japan / East Sea", "Sea of Japan / East Sea", id="all names"),
        pytest.param(
            "korea", "the Sea of Japan, as Japan says", "the Sea of Japan, as Japan says", id="one name alone"
        ),
    ],
)
def test_a_party_s_names_take_the_place_of_all_names(party: str, text: str, said: str) -> None:
    assert build_wording(build(japan="Sea of Japan", korea="East Sea"), party).say(text) == said


def test_the_longest_phrase_goes_first() -> None:
    names = {"china": name("Diao Dao"), "japan": name("Uo")}
    longer = {"china": name("Great Diao Dao"), "japan": name("Uo")}
    places = [{"id": "small", "names": names}, {"id": "great", "names": longer}]
    toponyms = Toponyms.model_validate({"parties": PARTIES, "places": places})

    assert build_wording(toponyms, "japan").say("off Great Diao Dao / Uo") == "off Uo"


def test_an_unknown_party_is_told_with_the_known_ones(atlas: Atlas) -> None:
    with pytest.raises(SelectionError, match=r"^found the names 'prussia': expected one of all, china, .*, taiwan$"):
        build_wording(atlas.catalogue.toponyms, "prussia")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param({"parties": PARTIES[::-1]}, "expected each once, in alphabetical order", id="order of parties"),
        pytest.param(
            {"parties": PARTIES, "places": [{"id": "sea", "names": {"japan": name("A")}}]},
            "at least 2 items",
            id="a single party",
        ),
        pytest.param(
            {"parties": PARTIES, "places": [{"id": "sea", "names": {"japan": name("A"), "siam": name("B")}}]},
            "found the party siam at sea: expected one of china, japan, korea",
            id="unknown party",
        ),
        pytest.param(
            {
                "parties": PARTIES,
                "places": [{"id": "a", "names": {"japan": name("A"), "china": name("B")}, "forms": [{"japan": "a"}]}],
            },
            "found a form of japan: expected one of japan, china",
            id="a form without a party",
        ),
        pytest.param(
            {
                "parties": PARTIES,
                "places": [{"id": "a", "names": {"japan": name("A"), "china": name("B")}, "box": [132, 36, 131, 38]}],
            },
            r"found the box \[132.0, 36.0, 131.0, 38.0\]: expected west, south, east, north",
            id="a box that is turned over",
        ),
    ],
)
def test_disputed_places_are_held_to_two_known_parties_in_order(content: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Toponyms.model_validate(content)


def test_a_broken_file_of_disputed_places_is_said_by_its_name(folder: Path) -> None:
    (folder / "toponyms.json").write_text('{"parties": [{"id": "JAPAN", "name": "Japan"}]}', encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"^toponyms.json: JAPAN: found parties.0.id = 'JAPAN'"):
        read_catalogue(folder)
