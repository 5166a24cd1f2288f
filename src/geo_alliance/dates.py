"""Partial dates, the intervals that they stand for, and the one rule of overlap.

Days are ISO texts (``1972-05-15``): they sort as text, in Python and in the browser alike. An interval without a start
or an end is widened to `FIRST_DAY` or `LAST_DAY`, so that a comparison never meets a missing value.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from geo_alliance.errors import DateError

FIRST_DAY = "0001-01-01"
LAST_DAY = "9999-12-31"

_FORM = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[~?%]?)", re.ASCII)
_EXPECTED = "expected YYYY, YYYY-MM or YYYY-MM-DD, with ~ (approximate), ? (uncertain) or % (both) after it if need be"
_YEAR_DAYS = 366
_EXPECTED_DAYS = "expected YYYY-MM-DD, YYYY-MM or YYYY"
_EXPECTED_DAY = "expected YYYY-MM-DD"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day.

    `first` and `last` are the first and last day that it may mean, as ISO text.
    """

    text: str
    first: str
    last: str
    precision: Literal["year", "month", "day"]
    is_approximate: bool
    is_uncertain: bool


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of days, both ends included, as ISO text; `FIRST_DAY` and `LAST_DAY` stand for no bound."""

    start: str = FIRST_DAY
    end: str = LAST_DAY

    def overlaps(self, other: "Period") -> bool:
        """Say whether both share at least one day.

        >>> Period("1972-01-01", "1972-12-31").overlaps(Period("1972-05-15", "1972-05-15"))
        True
        """
        return self.start <= other.end and other.start <= self.end

    @property
    def is_day(self) -> bool:
        """Whether it is one single day."""
        return self.start == self.end

    @property
    def is_brief(self) -> bool:
        """Whether both ends are known and lie a year apart at most."""
        if self.start == FIRST_DAY or self.end == LAST_DAY:
            return False
        return (date.fromisoformat(self.end) - date.fromisoformat(self.start)).days <= _YEAR_DAYS


ALL_TIME = Period()


def parse_date(text: str) -> PartialDate:
    """Read a date of EDTF level 0 or 1, as far as docs/data.md uses it.

    >>> parse_date("1945-04~").last
    '1945-04-30'

    Raises:
        DateError: the text has another form, or names a month or day that does not exist.

    Source: Library of Congress, Extended Date/Time Format specification (2019), level 0 "Date" and level 1
    "Qualification of a date (complete)".
    """
    return _read_date(text, _EXPECTED)


def parse_day(text: str) -> str:
    """Read one whole day, ``YYYY-MM-DD``, without marks, and return it.

    Raises:
        DateError: the text is not a day.
    """
    parsed = _read_date(text, _EXPECTED_DAY)
    if parsed.precision != "day" or _count_marks(parsed):
        raise DateError(f"found the day {text!r}: {_EXPECTED_DAY}")
    return parsed.first


def parse_days(text: str) -> Period:
    """Read a day, a month or a year without marks, as people choose what to see, and return its first and last day.

    >>> parse_days("1972-05")
    Period(start='1972-05-01', end='1972-05-31')

    Raises:
        DateError: the text is none of them.
    """
    parsed = _read_date(text, _EXPECTED_DAYS)
    if _count_marks(parsed):
        raise DateError(f"found the date {text!r}: {_EXPECTED_DAYS}, without marks")
    return Period(parsed.first, parsed.last)


@lru_cache(maxsize=8192)
def resolve_interval(valid_from: str | None, valid_to: str | None, known_from: str | None = None) -> Period:
    """Widen an interval of partial dates to the days on which it may have held.

    A null start counts from `known_from`; a null end has no end.

    >>> resolve_interval("1945", None)
    Period(start='1945-01-01', end='9999-12-31')

    Raises:
        DateError: a text is not a date, there is no start at all, or the end lies before the start.
    """
    start_text = valid_from if valid_from is not None else known_from
    if start_text is None:
        raise DateError("found neither valid_from nor known_from: expected one of them")
    period = Period(parse_date(start_text).first, LAST_DAY if valid_to is None else parse_date(valid_to).last)
    if period.end < period.start:
        raise DateError(f"found the end {valid_to!r} before the start {start_text!r}: expected it on or after it")
    return period


@lru_cache(maxsize=8192)
def resolve_sure_interval(valid_from: str | None, valid_to: str | None, known_from: str | None = None) -> Period:
    """Narrow an interval of partial dates to the latest day of its start and the earliest day of its end.

    Whatever the true dates are, the interval shares a day with a period if this pair does (`Period.overlaps`). Where
    both dates are vague the end may lie before the start: then no single day is sure. A date with ``~`` or ``?`` may be
    off by one more unit of its own precision, one with ``%`` by two: the format leaves that width open.

    >>> resolve_sure_interval("1952", "1958-03")
    Period(start='1952-12-31', end='1958-03-01')
    >>> resolve_sure_interval("1952~", None)
    Period(start='1953-12-31', end='9999-12-31')

    Raises:
        DateError: a text is not a date, or there is no start at all.
    """
    start_text = valid_from if valid_from is not None else known_from
    if start_text is None:
        raise DateError("found neither valid_from nor known_from: expected one of them")
    start = parse_date(start_text)
    latest = _move(start, _count_marks(start)).last
    if valid_to is None:
        return Period(latest, LAST_DAY)
    end = parse_date(valid_to)
    return Period(latest, _move(end, -_count_marks(end)).first)


def previous_day(day: str) -> str:
    """Return the day before an ISO day.

    >>> previous_day("2016-12-22")
    '2016-12-21'
    """
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def format_day(day: str) -> str:
    """Write an ISO day in words.

    >>> format_day("1972-05-15")
    '15 May 1972'
    """
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {calendar.month_name[parsed.month]} {parsed.year}"


def format_date(text: str) -> str:
    """Write a partial date in words, no more precise than it is.

    >>> format_date("1945-04~")
    'about April 1945'
    >>> format_date("2026-06-30?")
    '30 June 2026 (uncertain)'

    Raises:
        DateError: the text is not a date.
    """
    parsed = parse_date(text)
    year, month = parsed.first[:4], calendar.month_name[int(parsed.first[5:7])]
    words = {"year": str(int(year)), "month": f"{month} {int(year)}", "day": format_day(parsed.first)}[parsed.precision]
    about = f"about {words}" if parsed.is_approximate else words
    return f"{about} (uncertain)" if parsed.is_uncertain else about


def format_interval(valid_from: str | None, valid_to: str | None, known_from: str | None = None) -> str:
    """Write the interval of a record in words.

    >>> format_interval("1945", None)
    'since 1945'
    >>> format_interval("2019-02-24", "2019-02-24")
    '24 February 2019'

    Raises:
        DateError: a text is not a date.
    """
    if valid_from is not None and valid_from == valid_to:
        return format_date(valid_from)
    if valid_from is not None:
        start = format_date(valid_from)
        return f"since {start}" if valid_to is None else f"{start} to {format_date(valid_to)}"
    start = f"start not known, on record from {format_date(known_from)}" if known_from else "start not known"
    return start if valid_to is None else f"{start}, until {format_date(valid_to)}"


def format_period(period: Period) -> str:
    """Write a period in words.

    >>> format_period(Period("1945-09-02", "1952-04-27"))
    '2 September 1945 to 27 April 1952'
    """
    if period == ALL_TIME:
        return "all years"
    if period.is_day:
        return format_day(period.start)
    if period.start == FIRST_DAY:
        return f"until {format_day(period.end)}"
    if period.end == LAST_DAY:
        return f"since {format_day(period.start)}"
    return f"{format_day(period.start)} to {format_day(period.end)}"


def describe_vague_start(valid_from: str | None, valid_to: str | None, known_from: str | None = None) -> str | None:
    """Say what follows from a start that is not known to the day, as the rest of "On this day …"; None if it is known.

    >>> describe_vague_start("1952", None)
    'it may not have begun yet: its start is known only as 1952.'

    Raises:
        DateError: a text is not a date.
    """
    if valid_from is None:
        known = known_from is not None and _is_vague(known_from)
        return f"it may not have begun yet: it is on record from {format_date(known_from or '')}." if known else None
    if not _is_vague(valid_from):
        return None
    if valid_from == valid_to:
        return f"it may not have happened: its date is known only as {format_date(valid_from)}."
    return f"it may not have begun yet: its start is known only as {format_date(valid_from)}."


def describe_vague_end(valid_from: str | None, valid_to: str | None) -> str | None:
    """Say what follows from an end that is not known to the day, as the rest of "On this day …"; None if it is known.

    >>> describe_vague_end("1952", "1958-03")
    'it may have been over: its end is known only as March 1958.'

    Raises:
        DateError: a text is not a date.
    """
    if valid_to is None or not _is_vague(valid_to):
        return None
    if valid_from == valid_to:
        return f"it may not have happened: its date is known only as {format_date(valid_to)}."
    return f"it may have been over: its end is known only as {format_date(valid_to)}."


@lru_cache(maxsize=8192)
def _read_date(text: str, expected: str) -> PartialDate:
    match = _FORM.fullmatch(text)
    if match is None:
        raise DateError(f"found the date {text!r}: {expected}")
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    try:
        first = date(year or 0, month or 1, day or 1)
        last = date(first.year, month or 12, day or calendar.monthrange(first.year, month or 12)[1])
    except ValueError as error:
        raise DateError(f"found the date {text!r}, which is not in the calendar: {expected}") from error
    mark = match["mark"]
    precision: Literal["year", "month", "day"] = "day" if day else "month" if month else "year"
    return PartialDate(text, first.isoformat(), last.isoformat(), precision, mark in {"~", "%"}, mark in {"?", "%"})


def _is_vague(text: str) -> bool:
    parsed = parse_date(text)
    return parsed.first != parsed.last or _count_marks(parsed) > 0


def _count_marks(parsed: PartialDate) -> int:
    return int(parsed.is_approximate) + int(parsed.is_uncertain)


def _move(parsed: PartialDate, steps: int) -> PartialDate:
    """Return the date of the same precision that many years, months or days later, within the calendar's bounds."""
    if parsed.precision == "day":
        ordinal = date.fromisoformat(parsed.first).toordinal() + steps
        return parse_date(date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).isoformat())
    months = int(parsed.first[:4]) * 12 + int(parsed.first[5:7]) - 1
    months = min(max(months + steps * (12 if parsed.precision == "year" else 1), 12), 9999 * 12 + 11)
    year = f"{months // 12:04d}"
    return parse_date(year if parsed.precision == "year" else f"{year}-{months % 12 + 1:02d}")
