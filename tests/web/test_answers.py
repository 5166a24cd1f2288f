"""How the routes under /data answer: tags, compression, other pages, other methods, and data that cannot be read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from asking import Ask, read_problem


@pytest.mark.parametrize("address", ["/data/djibouti.gpkg", "/data/sources.json", "/data/geo-alliance.zip"])
@pytest.mark.parametrize("form", ["{}", 'W/"other", {}', "*"], ids=["same", "list", "any"])
def test_what_the_reader_has_is_not_sent_again(ask: Ask, address: str, form: str) -> None:
    first = ask(address)
    again = ask(address, If_None_Match=form.format(first.headers["etag"]))

    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "access-control-allow-origin"):
        assert again.headers[name] == first.headers[name]
    assert again.headers["vary"] == "Accept-Encoding"
    assert ask(address, If_None_Match='W/"other"').status_code == 200


def test_an_answer_is_compressed_where_the_reader_can_read_it(ask: Ask) -> None:
    small, large = ask("/data/okinawa.geojson"), ask("/data/okinawa.geojson", Accept_Encoding="identity")

    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in large.headers
    assert int(small.headers["content-length"]) < int(large.headers["content-length"]) / 2
    assert small.headers["vary"] == large.headers["vary"] == "Accept-Encoding"
    assert small.headers["etag"] == large.headers["etag"]


def test_every_page_may_ask(ask: Ask) -> None:
    before = ask("/data/okinawa.csv", "OPTIONS", Origin="http://other.test", Access_Control_Request_Method="GET")
    answer = ask("/data/okinawa.csv", Origin="http://other.test")

    assert (before.status_code, before.content) == (204, b"")
    assert before.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert before.headers["access-control-allow-headers"] == "If-None-Match"
    assert answer.headers["access-control-allow-origin"] == before.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_the_map_s_own_routes_are_not_open_to_all(ask: Ask) -> None:
    assert "access-control-allow-origin" not in ask("/atlas/layers.json").headers


def test_head_says_what_get_would(ask: Ask) -> None:
    head, whole = ask("/data/okinawa.csv", "HEAD"), ask("/data/okinawa.csv")

    assert head.status_code == 200
    assert head.headers["etag"] == whole.headers["etag"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["okinawa.csv", "sources.json", "x"])
def test_the_routes_only_answer_questions(ask: Ask, path: str, method: str) -> None:
    read_problem(ask(f"/data/{path}", method), 405)


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "\r\nSet-Cookie: a=b", "x" * 3000, "日本"])
def test_what_was_asked_comes_back_as_text_and_short(ask: Ask, text: str) -> None:
    answer = ask(f"/data/{quote(text, safe='')}?{urlencode({'kind': text})}")

    read_problem(answer, 404)
    assert "set-cookie" not in answer.headers
    assert len(answer.content) < 3000


@pytest.mark.parametrize("path", ["djibouti.geojson", "all.csv"])
def test_a_layer_that_cannot_be_read_is_said(
    ask: Ask,
    path: str,
    change_json: Callable[[str, Callable[[Any], object]], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = change_json("djibouti.geojson", lambda collection: collection["features"].clear())
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))

    assert "djibouti.geojson: found no feature" in read_problem(ask(f"/data/{path}"), 503)
    assert ask("/data/okinawa.geojson").status_code == 200


def test_a_changed_layer_is_served_anew(
    ask: Ask, change_json: Callable[[str, Callable[[Any], object]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ask("/data/djibouti.csv")
    folder = change_json("djibouti.geojson", lambda collection: collection["features"].pop())
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))

    after = ask("/data/djibouti.csv", If_None_Match=before.headers["etag"])

    assert after.status_code == 200
    assert after.text.count("\r\n") == before.text.count("\r\n") - 1


@pytest.mark.parametrize("path", ["djibouti.geojson", "sources.json"])
def test_a_catalogue_that_cannot_be_read_is_said(
    ask: Ask, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(tmp_path))

    assert "datapackage.json: found no readable file" in read_problem(ask(f"/data/{path}"), 503)
