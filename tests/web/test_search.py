"""The route that the search field asks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from asking import build_ask
from starlette.applications import Starlette

from geo_alliance.catalogue import DATA_VARIABLE
from geo_alliance.web.routes import build_routes

ChangeJson = Callable[[str, Callable[[Any], object]], Path]


def ask(**fields: str) -> httpx.Response:
    return build_ask(Starlette(routes=build_routes()))(f"/atlas/search.json?{urlencode(fields)}")


def test_a_query_is_answered_with_what_the_list_shows() -> None:
    answer = ask(q="嘉手納")

    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["hits"][0] == {
        "sort": "record",
        "id": "FAC6037",
        "name": "Kadena Air Base",
        "label": "Air base",
        "dates": "since April 1945",
        "part_of": "U.S. facilities in Japan",
        "called": "嘉手納飛行場",
    }


def test_a_name_that_is_shown_anyway_is_not_told_twice() -> None:
    assert ask(q="KADENA AIR BASE").json()["hits"][0]["called"] == ""


@pytest.mark.parametrize("fields", [{}, {"q": ""}, {"q": "xyzzyxyzzy"}], ids=["no query", "empty", "unknown"])
def test_no_hit_is_an_answer(fields: dict[str, str]) -> None:
    answer = ask(**fields)

    assert (answer.status_code, answer.json()) == (200, {"total": 0, "hits": []})


def test_names_of_disputed_places_are_those_asked_for_and_all_are_found() -> None:
    found = [ask(q="Diaoyu Dao", names=names).json()["hits"] for names in ("all", "japan")]

    assert {hit["id"] for hit in found[0]} & {hit["id"] for hit in found[1]} >= {"uotsuri-jima"}
    assert json.dumps(found[0]) != json.dumps(found[1])


@pytest.mark.parametrize(
    ("fields", "status"), [({"q": "a" * 5000}, 414), ({"q": "a", "names": "nobody"}, 422)], ids=["long", "names"]
)
def test_what_cannot_be_asked_is_a_problem(fields: dict[str, str], status: int) -> None:
    answer = ask(**fields)

    assert answer.status_code == status
    assert answer.json()["detail"].startswith("found ")


@pytest.mark.parametrize("name", ["basemap/places.geojson", "claims.json"])
def test_records_are_found_without_places_or_claims(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (folder / name).write_text("{", encoding="utf-8")
    monkeypatch.setenv(DATA_VARIABLE, str(folder))

    assert [hit["id"] for hit in ask(q="FAC6037").json()["hits"]] == ["FAC6037"]
