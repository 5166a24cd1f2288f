"""The routes under /data: exports by address, files as they are, and a problem for all that makes no sense."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from asking import Ask, build_ask
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request

from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.exports.formats import FORMATS, Format, find_format
from geo_alliance.exports.package import export_package, list_files
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_atlas
from geo_alliance.selection import Selection
from geo_alliance.space.areas import parse_area
from geo_alliance.web.data import read_query
from geo_alliance.web.routes import build_routes

DAY = Period("1972-05-15", "1972-05-15")
FACILITIES = Selection(ALL_TIME, ("facilities",))
each_format = pytest.mark.parametrize("chosen", FORMATS, ids=lambda item: item.id)


def ask_below(base_path: str = "") -> Ask:
    """Build what asks the routes behind a middleware that compresses, as Streamlit's does."""
    return build_ask(Starlette(routes=build_routes(base_path=base_path), middleware=[Middleware(GZipMiddleware)]))


@pytest.fixture(scope="module")
def ask() -> Ask:
    return ask_below()


def read_problem(answer: httpx.Response, status: int) -> str:
    """Hold an answer against RFC 9457 and return its detail."""
    problem: dict[str, Any] = answer.json()

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert problem.keys() == {"type", "title", "status", "detail", "instance"}
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert answer.headers["access-control-allow-origin"] == "*"
    return str(problem["detail"])


@each_format
def test_a_layer_comes_in_every_format(ask: Ask, atlas: Atlas, chosen: Format) -> None:
    answer = ask(f"/data/facilities.{chosen.suffix}?datetime=1972-05-15")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == chosen.media_type
    assert answer.content == chosen.export(atlas, Selection(DAY, ("facilities",)))
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="geo-alliance_facilities_1972-05-15_{atlas.catalogue.package.version}.{chosen.suffix}"'
    )


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ("", ALL_TIME),
        ("era=all", ALL_TIME),
        ("era=occupation", Period("1945-09-02", "1952-04-27")),
        ("from=1972-05-15", Period("1972-05-15")),
        ("to=1972-05-14", Period(end="1972-05-14")),
        ("from=1972-05-15&to=1995-12-31", Period("1972-05-15", "1995-12-31")),
        ("from=1972", Period("1972-01-01")),
        ("from=1972-05&to=1995", Period("1972-05-01", "1995-12-31")),
        ("datetime=1972", Period("1972-01-01", "1972-12-31")),
        ("datetime=1972-02/1972-02", Period("1972-02-01", "1972-02-29")),
        ("datetime=1972-05-15", DAY),
        ("datetime=1972-05-15/1995-12-31", Period("1972-05-15", "1995-12-31")),
        ("datetime=1972-05-15%2F..", Period("1972-05-15")),
        ("datetime=../1972-05-14", Period(end="1972-05-14")),
        ("datetime=1972-05-15/", Period("1972-05-15")),
        ("datetime=/1972-05-14", Period(end="1972-05-14")),
    ],
)
def test_a_period_is_an_era_days_or_an_interval(ask: Ask, atlas: Atlas, query: str, period: Period) -> None:
    answer = ask(f"/data/senkaku.geojson?{query}")

    assert answer.content == find_format("geojson").export(atlas, Selection(period, ("senkaku",)))


@pytest.mark.parametrize(
    ("address", "selection"),
    [
        ("facilities.csv?kind=port,housing", FACILITIES.with_filter("facilities", "kind", ["housing", "port"])),
        ("facilities.csv?facilities.kind=port", FACILITIES.with_filter("facilities", "kind", ["port"])),
        ("facilities.csv?service=Air%20Force", FACILITIES.with_filter("facilities", "service", ["Air Force"])),
        ("facilities.csv?service=Air+Force", FACILITIES.with_filter("facilities", "service", ["Air Force"])),
        (
            "all.csv?layers=facilities,zones&facilities.service=Navy",
            Selection(ALL_TIME, ("facilities", "zones")).with_filter("facilities", "service", ["Navy"]),
        ),
    ],
)
def test_other_parameters_are_filters(ask: Ask, atlas: Atlas, address: str, selection: Selection) -> None:
    assert ask(f"/data/{address}").content == find_format("csv").export(atlas, selection)


@pytest.mark.parametrize(
    ("query", "area"),
    [
        ("bbox=127.5,26.02,128.4,26.9", "127.5,26.02,128.4,26.9"),
        ("bbox=170,-20,-150,60", "170,-20,210,60"),
        ("area=127,26;129,26;128,27", "127,26;129,26;128,27"),
        ("area=127%2C26%3B129%2C26%3B128%2C27", "127,26;129,26;128,27"),
    ],
)
def test_a_box_or_polygon_says_where(ask: Ask, atlas: Atlas, query: str, area: str) -> None:
    selection = Selection(ALL_TIME, ("facilities",), area=parse_area(area))

    assert ask(f"/data/facilities.csv?{query}").content == find_format("csv").export(atlas, selection)


def test_all_is_every_layer(ask: Ask, atlas: Atlas) -> None:
    features = json.loads(ask("/data/all.geojson").content)["features"]

    assert len(features) == sum(len(layer.features) for layer in atlas.layers.values())


def test_every_file_of_the_data_folder_is_served_as_it_is(ask: Ask, atlas: Atlas) -> None:
    layers = {layer.resource.path for layer in atlas.layers.values()}
    for path in set(list_files(atlas.catalogue)) - layers:
        answer = ask(f"/data/{path}")
        assert (answer.status_code, answer.content) == (200, (atlas.catalogue.root / path).read_bytes()), path
        assert answer.headers["content-disposition"] == f'attachment; filename="{Path(path).name}"'


def test_a_file_may_have_a_name_beyond_ascii(ask: Ask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))
    story = (folder / "stories" / "alliance.json").rename(folder / "stories" / "同盟.json")

    answer = ask("/data/stories/同盟.json")

    assert answer.content == story.read_bytes()
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%E5%90%8C%E7%9B%9F.json"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("datapackage.json", "application/json"),
        ("sources.json", "application/json"),
        ("eras.json", "application/json"),
        ("series/facilities-official.csv", "text/csv; charset=utf-8"),
        ("schemas/facilities.schema.json", "application/schema+json"),
    ],
)
def test_a_file_has_its_media_type(ask: Ask, path: str, media_type: str) -> None:
    assert ask(f"/data/{path}").headers["content-type"] == media_type


def test_all_sources_come_as_bibtex_too(ask: Ask, atlas: Atlas) -> None:
    answer = ask("/data/sources.bib")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-bibtex; charset=utf-8")
    assert answer.content.count(b"\n}\n") == len(atlas.catalogue.sources)
    assert ask("/data/sources.bib", if_none_match=answer.headers["etag"]).status_code == 304
    assert "expected none" in read_problem(ask("/data/sources.bib?era=all"), 422)


def test_the_comparisons_come_as_csv(ask: Ask) -> None:
    answer = ask("/data/comparisons.csv")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.content.decode("utf-8-sig").startswith("id,group,title,definition,date,unit,ours,theirs,difference")
    assert "expected none" in read_problem(ask("/data/comparisons.csv?era=all"), 422)


def test_the_whole_package_is_one_archive(ask: Ask, atlas: Atlas) -> None:
    answer = ask("/data/geo-alliance.zip")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.content == export_package(atlas)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("datetime=1972-13-01", "not in the calendar"),
        ("datetime=1972~", "found the date '1972~': expected YYYY-MM-DD, YYYY-MM or YYYY, without marks"),
        ("datetime=1972-05-15T00:00Z", "found the date '1972-05-15T00:00Z': expected YYYY-MM-DD, YYYY-MM or YYYY"),
        ("from=9999-12-31", "found a period of 9999-12-31 alone, which stands for no end"),
        ("to=0001-01-01", "found a period of 0001-01-01 alone, which stands for no start"),
        ("datetime=", "found the date ''"),
        ("datetime=../..", "found the datetime '../..': expected a day, A/B, A/.. or ../B"),
        ("datetime=/", "found the datetime '/'"),
        ("datetime=1972-05-15/1972-05-16/..", "found the datetime"),
        ("datetime=1973-01-01/1972-01-01", "before the start 1973-01-01"),
        ("datetime=1972-05-15&era=all", "found datetime together with era, from or to"),
        ("era=stone-age", "found the era 'stone-age': expected one of before-alliance"),
        ("era=all&from=1972-05-15", "found an era and days together"),
        ("from=1972-05-15&from=1973-05-15", "found the parameter 'from' twice"),
        ("bbox=127,26,128", "found the area '127,26,128': expected west,south,east,north"),
        ("bbox=127,27,128,26", "with its south above its north"),
        ("bbox=", "found the area ''"),
        ("area=1,2;3,4", "found an area of 2 corners"),
        ("area=1,2,3,4&bbox=1,2,3,4", "found bbox and area together"),
        ("colour=red", "found the filter facilities.colour: expected one of kind, service"),
        ("kind=castle", "found facilities.kind = 'castle': expected one of"),
        ("kind=", "found kind = '': expected VALUE[,VALUE]"),
        ("layers=okinawa", "found the filter facilities.layers"),
        ("okinawa.kind=place", "found the filter facilities.okinawa.kind"),
        ("kind=%ff", "found a query that cannot be read"),
        (urlencode([("kind", "port")] * 51), "expected at most 50 fields"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_said(ask: Ask, query: str, message: str) -> None:
    assert message in read_problem(ask(f"/data/facilities.geojson?{query}"), 422)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/data/all.geojson?kind=port", "found the filter 'kind': expected LAYER.MEMBER"),
        ("/data/all.geojson?layers=bases", "found the layer 'bases'"),
        ("/data/datapackage.json?v=1", "found the parameter 'v': expected none at this address"),
        ("/data/geo-alliance.zip?era=all", "found the parameter 'era'"),
    ],
)
def test_a_parameter_has_to_suit_the_address(ask: Ask, address: str, message: str) -> None:
    assert message in read_problem(ask(address), 422)


@pytest.mark.parametrize("query", ["a" * 60_000, "kind=port&" * 2_000], ids=["60 kB", "2,000 fields"])
def test_a_query_that_is_too_long_is_refused_before_the_atlas_is_asked(
    ask: Ask, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo_alliance.web.data.read_atlas", lambda: pytest.fail("the atlas was asked"))

    assert "expected 4096 at most" in read_problem(ask(f"/data/facilities.geojson?{query}"), 414)


def test_a_query_of_a_megabyte_is_not_read() -> None:
    request = Request({"type": "http", "query_string": b"a" * 1_000_000})

    with pytest.raises(HTTPException, match="found a query of 1000000 bytes"):
        read_query(request)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "x",
        "bases.geojson",
        "facilities",
        "facilities.xlsx",
        "facilities.geojson/",
        "Facilities.geojson",
        "facilities-official.geojson",
        "series/atlantis.csv",
        "series/",
        "..%2fpyproject.toml",
        "series/..%2fsources.json",
        "series/%2e%2e/sources.json",
        "%2e%2e/%2e%2e/pyproject.toml",
        "..%5c..%5cpyproject.toml",
        "%2fetc%2fpasswd",
        "//etc/passwd",
        "sources.json%00.csv",
        "%2fvsicurl%2fhttp:%2f%2fexample.org%2fx.geojson",
        "x" * 5000,
    ],
    ids=lambda path: path[:40] or "nothing",
)
def test_nothing_else_is_served(ask: Ask, path: str) -> None:
    assert "found no data at" in read_problem(ask(f"/data/{path}"), 404)


def test_not_even_the_folder_itself_is_the_page(ask: Ask) -> None:
    answer = ask("/data")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "\r\nSet-Cookie: a=b", "x" * 3000, "日本"])
def test_what_was_asked_comes_back_as_text_and_short(ask: Ask, text: str) -> None:
    answer = ask(f"/data/{quote(text, safe='')}?{urlencode({'kind': text})}")

    read_problem(answer, 404)
    assert "set-cookie" not in answer.headers
    assert len(answer.content) < 3000


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


@pytest.mark.parametrize("base_path", ["maps/japan", "/maps/japan", "/maps/japan/"])
def test_all_routes_lie_under_the_base_path(base_path: str) -> None:
    ask = ask_below(base_path)

    for path in ("/data/eras.json", "/atlas/layers.json", "/atlas/static/atlas.js"):
        assert ask(f"/maps/japan{path}").status_code == 200, path
    for path in ("/data/eras.json", "/atlas/layers.json"):
        assert ask(path).status_code == 404, path
    assert ask("/maps/japan/atlas/none").json()["instance"] == "/maps/japan/atlas/none"


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


def test_disputed_places_have_the_names_that_were_asked_for(ask: Ask, atlas: Atlas) -> None:
    whole, chosen = ask("/data/senkaku.geojson"), ask("/data/senkaku.geojson?names=china")

    assert chosen.content == find_format("geojson").export(
        rename_atlas(atlas, "china"), Selection(ALL_TIME, ("senkaku",))
    )
    assert chosen.headers["etag"] != whole.headers["etag"]
    assert "_names-china_" in chosen.headers["content-disposition"]
    assert ask("/data/senkaku.geojson?names=all").content == whole.content


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("/data/senkaku.geojson?names=prussia", "found the names 'prussia': expected one of all, china"),
        ("/data/senkaku.geojson?names=", "found the names '': expected one of all, china"),
        ("/data/senkaku.geojson?names=china&names=japan", "found the parameter 'names' twice: expected it once"),
        ("/data/sources.json?names=china", "found the parameter 'names': expected none at this address"),
    ],
    ids=["unknown", "empty", "twice", "of a file"],
)
def test_names_that_make_no_sense_are_told(ask: Ask, address: str, detail: str) -> None:
    assert read_problem(ask(address), 422).startswith(detail)
