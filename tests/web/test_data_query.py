"""The parameters of an export: period, filters, area and names, and a problem for all that makes no sense."""

from urllib.parse import urlencode

import pytest
from asking import Ask, read_problem
from starlette.exceptions import HTTPException
from starlette.requests import Request

from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.exports.formats import find_format
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_atlas
from geo_alliance.selection import Selection
from geo_alliance.space.areas import parse_area
from geo_alliance.web.data import read_query

DAY = Period("1972-05-15", "1972-05-15")
FACILITIES = Selection(ALL_TIME, ("facilities",))


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
