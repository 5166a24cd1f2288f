"""Partial dates, intervals and the rule of overlap."""

import time
from datetime import date

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_alliance.dates import (
    ALL_TIME,
    Period,
    describe_vague_end,
    describe_vague_start,
    format_date,
    format_interval,
    format_period,
    parse_date,
    parse_day,
    parse_days,
    resolve_interval,
    resolve_sure_interval,
)
from geo_alliance.errors import DateError

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))
MARKS = st.sampled_from(["", "~", "?", "%"])


@st.composite
def partial_dates(draw: st.DrawFn) -> str:
    return draw(DAYS).isoformat()[: draw(st.sampled_from([4, 7, 10]))] + draw(MARKS)


def to_day(value: time.struct_time) -> str:
    return date(*value[:3]).isoformat()


@given(partial_dates())
def test_parse_date_means_the_same_days_as_the_edtf_library(text: str) -> None:
    expected = edtf.parse_edtf(text)

    parsed = parse_date(text)

    assert (parsed.first, parsed.last) == (to_day(expected.lower_strict()), to_day(expected.upper_strict()))


@given(partial_dates())
def test_parse_date_keeps_the_marks(text: str) -> None:
    parsed = parse_date(text)

    assert parsed.is_approximate == text.endswith(("~", "%"))
    assert parsed.is_uncertain == text.endswith(("?", "%"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "45",
        "1945-4",
        "1945-13",
        "1945-02-30",
        "1945-04-01T00:00",
        "1945/1946",
        "194X",
        "0000",
        "１９４５",
        "1945~~",
        " 1945",
    ],
)
def test_parse_date_refuses_other_forms(text: str) -> None:
    with pytest.raises(DateError, match="expected YYYY"):
        parse_date(text)


@pytest.mark.parametrize("text", ["1945", "1945-04", "1945-04-01~", "nan"])
def test_parse_day_wants_one_whole_day(text: str) -> None:
    with pytest.raises(DateError, match=f"'{text}': expected YYYY-MM-DD$"):
        parse_day(text)


@pytest.mark.parametrize("text", ["1945~", "1945-13", "nan", "1945-04-01T00:00", ""])
def test_parse_days_offers_the_forms_that_it_takes(text: str) -> None:
    with pytest.raises(DateError, match=r"expected YYYY-MM-DD, YYYY-MM or YYYY(, without marks)?$"):
        parse_days(text)

    assert parse_days("1945-04-01").is_day
    assert parse_days("1945") == Period("1945-01-01", "1945-12-31")


@given(DAYS, DAYS, DAYS, DAYS)
def test_periods_overlap_exactly_when_a_day_lies_in_both(a: date, b: date, c: date, d: date) -> None:
    one, other = sorted((a, b)), sorted((c, d))
    shared = max(one[0], other[0]) <= min(one[1], other[1])

    first = Period(one[0].isoformat(), one[1].isoformat())
    second = Period(other[0].isoformat(), other[1].isoformat())

    assert first.overlaps(second) == second.overlaps(first) == shared


def test_an_interval_is_widened_to_what_its_precision_allows() -> None:
    assert resolve_interval("1945", "1958-05") == Period("1945-01-01", "1958-05-31")


def test_a_missing_start_counts_from_the_earliest_date_on_record() -> None:
    assert resolve_interval(None, None, "2010-01-01") == Period("2010-01-01", ALL_TIME.end)


def test_marks_change_how_a_date_looks_and_not_where_it_counts() -> None:
    assert resolve_interval("1945~", "2026-06-29?") == resolve_interval("1945", "2026-06-29")


@pytest.mark.parametrize(
    ("interval", "message"),
    [((None, None, None), "neither valid_from nor known_from"), (("1960", "1959", None), "before the start")],
    ids=["no start", "end before start"],
)
def test_resolve_interval_refuses(interval: tuple[str | None, str | None, str | None], message: str) -> None:
    with pytest.raises(DateError, match=message):
        resolve_interval(*interval)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1945", "1945"),
        ("1945~", "about 1945"),
        ("1945-04", "April 1945"),
        ("1972-05-15", "15 May 1972"),
        ("2026-06-30?", "30 June 2026 (uncertain)"),
        ("1950%", "about 1950 (uncertain)"),
    ],
)
def test_format_date_says_no_more_than_is_known(text: str, words: str) -> None:
    assert format_date(text) == words


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (("1945", None, None), "since 1945"),
        (("1945", "1958", None), "1945 to 1958"),
        ((None, None, "2010-01-01"), "start not known, on record from 1 January 2010"),
        (("2019-02-24", "2019-02-24", None), "24 February 2019"),
    ],
    ids=["still so", "ended", "start unknown", "one day"],
)
def test_format_interval(interval: tuple[str | None, str | None, str | None], words: str) -> None:
    assert format_interval(*interval) == words


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (ALL_TIME, "all years"),
        (Period("1972-05-15", "1972-05-15"), "15 May 1972"),
        (Period(end="1945-09-01"), "until 1 September 1945"),
        (Period("2017-11-06"), "since 6 November 2017"),
    ],
    ids=["all", "day", "open start", "open end"],
)
def test_format_period(period: Period, words: str) -> None:
    assert format_period(period) == words


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("1972-05-15", None, ("1972-05-15", "9999-12-31")),
        ("1952", None, ("1952-12-31", "9999-12-31")),
        ("1952-04", "1958", ("1952-04-30", "1958-01-01")),
        ("1998", "1998", ("1998-12-31", "1998-01-01")),
        ("1952~", "1958?", ("1953-12-31", "1957-01-01")),
        ("1952-12%", "1958-01-01~", ("1953-02-28", "1957-12-31")),
        ("9999~", "0001?", ("9999-12-31", "0001-01-01")),
    ],
    ids=["day", "year", "month to year", "event of a year", "marks of years", "marks of month and day", "bounds"],
)
def test_the_sure_interval_is_what_is_left_of_vague_dates(
    start: str, end: str | None, expected: tuple[str, str]
) -> None:
    sure = resolve_sure_interval(start, end)

    assert (sure.start, sure.end) == expected


def test_what_is_only_on_record_is_sure_from_that_date_on() -> None:
    assert resolve_sure_interval(None, None, "1895").start == "1895-12-31"
    with pytest.raises(DateError, match="neither valid_from nor known_from"):
        resolve_sure_interval(None, "1952")


@given(
    dates=st.lists(DAYS, min_size=2, max_size=2),
    period=st.lists(DAYS, min_size=2, max_size=2),
    cut=st.sampled_from([4, 7]),
)
def test_a_period_is_sure_exactly_if_every_possible_pair_of_days_shares_a_day_with_it(
    dates: list[date], period: list[date], cut: int
) -> None:
    start, end = (parse_date(day.isoformat()[:cut]) for day in sorted(dates))
    chosen = Period(*(day.isoformat() for day in sorted(period)))
    possible = [Period(x, y) for x in (start.first, start.last) for y in (end.first, end.last) if x <= y]

    is_sure = resolve_sure_interval(start.text, end.text).overlaps(chosen)

    assert is_sure == all(pair.overlaps(chosen) for pair in possible)


@given(start=partial_dates(), day=DAYS)
def test_what_is_sure_is_counted(start: str, day: date) -> None:
    chosen = Period(day.isoformat(), day.isoformat())

    assert resolve_interval(start, None).overlaps(chosen) or not resolve_sure_interval(start, None).overlaps(chosen)


@pytest.mark.parametrize(
    ("dates", "start", "end"),
    [
        (("1972-05-15", "1972-05-15", None), None, None),
        (("1952", None, None), "it may not have begun yet: its start is known only as 1952.", None),
        (
            ("1952-04-28", "1958~", None),
            None,
            "it may have been over: its end is known only as about 1958.",
        ),
        (
            ("1998-08", "1998-08", None),
            "it may not have happened: its date is known only as August 1998.",
            "it may not have happened: its date is known only as August 1998.",
        ),
        ((None, None, "1895"), "it may not have begun yet: it is on record from 1895.", None),
        ((None, None, "1895-01-14"), None, None),
        (
            ("2026-06-30?", None, None),
            "it may not have begun yet: its start is known only as 30 June 2026 (uncertain).",
            None,
        ),
    ],
    ids=["days", "year", "about", "event", "on record from a year", "on record from a day", "uncertain day"],
)
def test_a_vague_date_is_said_in_words(
    dates: tuple[str | None, str | None, str | None], start: str | None, end: str | None
) -> None:
    valid_from, valid_to, known_from = dates

    assert describe_vague_start(valid_from, valid_to, known_from) == start
    assert describe_vague_end(valid_from, valid_to) == end
