"""The functions behind the numbers of claims, held against numbers counted by hand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_alliance.errors import DataError
from geo_alliance.loading import Atlas
from geo_alliance.texts.reckonings import FUNCTIONS, Desk, evaluate, fill, format_value

DAY = "2021-11-04"
REFERENDUM = "okinawa-2019-02-24-referendum"


@pytest.fixture(scope="module")
def desk(atlas: Atlas) -> Desk:
    return Desk(atlas)


def call(function: str, **arguments: Any) -> dict[str, Any]:
    return {"function": function, "arguments": arguments}


def fact(name: str) -> dict[str, Any]:
    return call("fact_value", record=REFERENDUM, fact=name)


KNOWN = {
    "Japan on the article's day": (call("count_exclusive", day=DAY, region="japan"), 76),
    "Okinawa on the article's day": (call("count_exclusive", day=DAY, region="okinawa"), 31),
    "Japan before Fuchu was returned": (call("count_exclusive", day="2021-09-29", region="japan"), 77),
    "the ministry on the article's day": (call("official_facilities", day=DAY, region="japan"), 76),
    "the ministry in 2016": (call("official_facilities", day="2016-03-31", region="japan"), 79),
    "with limited use in 2015": (
        call("official_facilities", day="2015-12-31", region="japan", definition="all"),
        131,
    ),
    "Okinawa's part of the area": (call("area_share_okinawa", day=DAY), 70.3),
    "all flights": (call("count_overflights", until=DAY, definition="all"), 6),
    "flights over a main island": (call("count_overflights", until=DAY, definition="main-islands"), 4),
    "flights past the Okinawa chain": (call("count_overflights", until=DAY, definition="island-chain"), 2),
    "space launches": (call("count_overflights", until=DAY, definition="space"), 4),
    "ballistic missiles": (call("count_overflights", until=DAY, definition="ballistic"), 2),
    "facilities by prefecture": (call("count_facilities", day="2020-01-01", prefecture="14"), 11),
    "facilities with joint use": (call("count_facilities", day="2026-11-01", use="all"), 129),
    "joint use in Hokkaido": (call("count_facilities", day="2026-11-01", use="joint", prefecture="01"), 17),
    "land of a prefecture": (call("area_facilities", day="2020-01-01", prefecture="02"), 2374.3),
    "land with a part returned later": (call("area_facilities", day="2016-12-21"), 30316.3),
    "land once the part is returned": (call("area_facilities", day="2016-12-22"), 26306.3),
    "cases of abduction": (call("count_values", layer="abductions", until=DAY, member="case_no"), 12),
    "people whom North Korea calls dead": (
        call("count_features", layer="abductions", until=DAY, members={"north_korea_says": "died"}),
        8,
    ),
    "facilities with an outline in OpenStreetMap": (
        call(
            "count_on_day",
            layer="facilities",
            day="2026-11-01",
            members={"tenure": "exclusive"},
            source="osm-military-outlines",
        ),
        43,
    ),
    "bases of the Army": (
        call("count_on_day", layer="facilities", day=DAY, members={"service": "Army", "tenure": "exclusive"}),
        15,
    ),
    "the largest island as it is drawn": (call("outline_area", record="uotsuri-jima"), 3.34),
    "from the largest island to the second": (
        call("distance_between", first="uotsuri-jima", second="kuba-jima"),
        29,
    ),
    "no flight before 1998": (call("count_overflights", until="1998-08-30", definition="all"), 0),
    "missiles in the zone": (call("count_eez_landings", until=DAY, what="missiles"), 14),
    "dates of missiles in the zone": (call("count_eez_landings", until=DAY, what="dates"), 9),
    "the first missile in the zone": (call("count_eez_landings", until="2016-08-03", what="missiles"), 1),
    "people abducted": (call("count_features", layer="abductions", until=DAY), 17),
    "people abducted in the seventies": (call("count_features", layer="abductions", until="1979-12-31"), 13),
    "incidents in the air": (call("count_features", layer="senkaku", kind="incident-in-air", until=DAY), 5),
    "troops in Germany": (
        call("series_value", series="troops-abroad", column="members", filters={"date": "2021", "country": "Germany"}),
        35996,
    ),
    "a number in other units": (
        call(
            "series_value",
            series="prefecture-rank",
            column="value",
            scale=0.001,
            filters={"date": "2018", "series": "income-per-head", "region": "okinawa"},
        ),
        2.391,
    ),
    "missiles of two years": (
        call(
            "series_total",
            series="launches",
            column="count",
            filters={"series": "missiles"},
            dates=["2019", "2020"],
        ),
        36,
    ),
    "votes against": (fact("votes against"), 434273),
    "one of several facts": (
        call(
            "fact_value",
            record="okinawa-1945-battle-and-its-dead",
            fact="civilian deaths",
            source="okinawa-times-war-dead",
        ),
        94000,
    ),
    "a day in words": (call("first_day", record=REFERENDUM), "24 February 2019"),
    "the last day of the Korean War": (call("last_day", record="alliance-1950-06-25-korean-war"), "27 July 1953"),
    "the day on which the treaty came into force": (
        call("fact_day", record="alliance-1960-01-19-security-treaty", fact="in force"),
        "23 June 1960",
    ),
    "a share of numbers": (call("share", part=12600, whole=33500), 37.6),
    "a share of several numbers": (
        call(
            "share",
            part=fact("votes against"),
            whole=[fact("votes against"), fact("votes for"), fact("votes for neither")],
            decimals=2,
        ),
        72.15,
    ),
    "days from the crime to the rally": (
        call("days_between", first="okinawa-1995-09-04-kin-rape-case", second="okinawa-1995-10-21-rally"),
        47,
    ),
}


@pytest.mark.parametrize(("asked", "expected"), KNOWN.values(), ids=KNOWN)
def test_a_function_gives_what_was_counted_by_hand(desk: Desk, asked: dict[str, Any], expected: float | str) -> None:
    assert evaluate(desk, asked["function"], asked["arguments"]) == expected


def test_every_function_is_held_by_a_known_number() -> None:
    assert {asked["function"] for asked, _ in KNOWN.values()} == set(FUNCTIONS)


WRONG = {
    "an unknown function": (call("count"), "found the function 'count': expected one of count_exclusive"),
    "no day": (call("count_exclusive", day="2021-11", region="japan"), "'day' for count_exclusive: expected .*YYYY"),
    "a missing argument": (call("area_share_okinawa"), "expected Missing required"),
    "one argument too many": (call("area_share_okinawa", day=DAY, unit="ha"), "'unit'"),
    "an unknown layer": (call("count_features", layer="bases", until=DAY), "found the layer 'bases': expected"),
    "an unknown record": (call("first_day", record="FAC9"), "found the record 'FAC9'"),
    "no official number": (call("official_facilities", day="1940-01-01", region="japan"), "no official number"),
    "an unknown series": (call("series_value", series="x", column="count", filters={}), "found the series 'x'"),
    "an unknown column": (
        call("series_value", series="launches", column="source", filters={"date": "2019"}),
        "'source': expected a column of numbers",
    ),
    "several rows": (
        call("series_value", series="launches", column="count", filters={"date": "2019"}),
        r"found \d+ values of count .*: expected one",
    ),
    "an unknown member": (
        call("count_on_day", layer="facilities", day=DAY, members={"colour": "red"}),
        "facilities: found the member 'colour': expected one of",
    ),
    "no date in between": (
        call("series_total", series="launches", column="count", filters={}, dates=["1900", "1901"]),
        "found no count from 1900 to 1901",
    ),
    "a fact that is text": (
        call("fact_value", record="okinawa-prefecture", fact="U.S. administration"),
        "found 0 numbers",
    ),
    "a fact without a date": (
        call("fact_day", record="alliance-1973-01-23-kanto-plan", fact="bases returned under the plan"),
        "found 0 dates for 'bases returned under the plan'",
    ),
    "facts of two dates": (
        call("fact_day", record="djibouti-japan-base", fact="area"),
        "found 2 dates for 'area'",
    ),
    "a thing that goes on": (call("last_day", record="djibouti-japan-base"), "found no last day"),
    "facts that differ": (
        call("fact_value", record="okinawa-1945-battle-and-its-dead", fact="civilian deaths"),
        "found 3 numbers for 'civilian deaths'",
    ),
    "a day that is not known": (
        call("days_between", first="alliance-2010-second-economy", second=REFERENDUM),
        "found the start '2010': expected a day",
    ),
    "a day after the data's last": (
        call("count_facilities", day="2026-11-02"),
        "found day = '2026-11-02': expected a day up to 2026-11-01, the data's last day",
    ),
    "flights until a day after the data's last": (
        call("count_overflights", until="2030-01-01", definition="all"),
        "found until = '2030-01-01': expected a day up to 2026-11-01",
    ),
    "a whole of nothing": (call("share", part=1, whole=0), "found a whole of 0"),
    "a call inside that is none": (call("share", part={"function": 1, "arguments": {}}, whole=2), "found the call"),
}


@pytest.mark.parametrize(("asked", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_call_is_said(desk: Desk, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(DataError, match=message):
        evaluate(desk, asked["function"], asked["arguments"])


def test_a_reckoning_is_filled_with_separators() -> None:
    assert fill("{a} of {b}, {c} percent, {d}", {"a": 434273, "b": 1, "c": 72.150, "d": "1 May"}) == (
        "434,273 of 1, 72.15 percent, 1 May"
    )


@given(st.integers() | st.floats(-1e9, 1e9).map(lambda number: round(number, 4)))
def test_a_number_comes_back_from_its_text(number: float) -> None:
    assert float(format_value(number).replace(",", "")) == pytest.approx(number)
