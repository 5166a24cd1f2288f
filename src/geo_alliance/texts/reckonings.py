"""Named functions that compute the values in texts, and a text with these values in it.

Each function takes a `Desk` and plain arguments, as `claims.json` has them, and gives the same value for the same data
on every day. Argument names and types are checked against the function's signature. Each raises `DataError` where the
data lack what it asks for.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import pandas as pd
from pydantic import ConfigDict, Field, JsonValue, StrictFloat, StrictInt, ValidationError, validate_call

from geo_alliance.dates import format_date, parse_date
from geo_alliance.errors import DataError
from geo_alliance.records import Edtf, Feature, Reckoned
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.tallies import (
    Filters,
    area_facilities,
    area_share_okinawa,
    count_eez_landings,
    count_exclusive,
    count_facilities,
    count_features,
    count_on_day,
    count_overflights,
    count_values,
    distance_between,
    divide,
    official_facilities,
    outline_area,
)

Value = int | float | str
Number = StrictInt | StrictFloat
_DAYS = frozenset({"day", "until"})
Ends = Annotated[list[Edtf], Field(min_length=2, max_length=2)]


def series_value(desk: Desk, *, series: str, column: str, filters: Filters, scale: Number = 1) -> int | float:
    """Return the value of a column in the one row of a series that passes the filters, times `scale`.

    `scale` turns published units into those of the text, such as 0.1 for billions from hundreds of millions.
    """
    values = _read_numbers(desk, series, column, filters)
    if len(values) != 1:
        raise DataError(f"{series}: found {len(values)} values of {column} with {dict(filters)}: expected one")
    return _tidy(float(values.iloc[0]) * scale)


def series_total(desk: Desk, *, series: str, column: str, filters: Filters, dates: Ends) -> int | float:
    """Return the sum of a column over the rows of a series that pass the filters, from the first to the last date.

    Dates are compared as text, so both have to be as precise as those of the series.
    """
    first, last = dates
    values = _read_numbers(desk, series, column, filters)
    chosen = values[(values.index >= first) & (values.index <= last)]
    if chosen.empty:
        raise DataError(f"{series}: found no {column} from {first} to {last} with {dict(filters)}: expected some")
    return _tidy(float(chosen.sum()))


def fact_value(desk: Desk, *, record: str, fact: str, as_of: Edtf | None = None, source: str | None = None) -> Value:
    """Return the number that a record has as a fact: of that property, and of that date or source where they differ."""
    values = {
        item.value
        for item in desk.record(record).core.facts
        if item.property == fact and as_of in {None, item.as_of} and source in {None, item.source}
    }
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) != 1:
        raise DataError(f"{record}: found {len(numbers)} numbers for {fact!r}: expected one")
    return numbers[0]


def fact_day(desk: Desk, *, record: str, fact: str) -> str:
    """Return the date of a record's fact in words, such as the day on which a treaty came into force."""
    dates = {item.as_of for item in desk.record(record).core.facts if item.property == fact and item.as_of}
    if len(dates) != 1:
        raise DataError(f"{record}: found {len(dates)} dates for {fact!r}: expected one")
    return format_date(dates.pop())


def first_day(desk: Desk, *, record: str) -> str:
    """Return the first day of a record in words, no more precise than it is known."""
    core = desk.record(record).core
    start = core.valid_from or core.known_from
    if start is None:
        raise DataError(f"{record}: found no first day: expected valid_from or known_from")
    return format_date(start)


def last_day(desk: Desk, *, record: str) -> str:
    """Return the last day of a record in words, no more precise than it is known."""
    end = desk.record(record).core.valid_to
    if end is None:
        raise DataError(f"{record}: found no last day: expected valid_to")
    return format_date(end)


def share(desk: Desk, *, part: Number, whole: Number | list[Number], decimals: StrictInt = 1) -> float:
    """Return a part of a whole in percent; a whole of several numbers is their sum."""
    return divide(float(part), float(sum(whole) if isinstance(whole, list) else whole), decimals=decimals)


def days_between(desk: Desk, *, first: str, second: str) -> int:
    """Count the days from the first day of one record to the first day of another, both known to the day."""
    start, end = (_read_day(desk.record(record)) for record in (first, second))
    return (end - start).days


def select_rows(desk: Desk, *, series: str, filters: Filters) -> pd.DataFrame:
    """Return the rows of a series whose columns have the values of the filters.

    Raises:
        DataError: there is no such series, or it has no such column.
    """
    rows = desk.series(series)
    for column, wanted in filters.items():
        if column not in rows:
            raise DataError(
                f"{series}: found the column {column!r}: expected one of {', '.join(map(str, rows.columns))}"
            )
        values = [wanted] if isinstance(wanted, str) else list(wanted)
        rows = rows[rows[column].astype(str).isin(values)]
    return rows


def compute(computed: Mapping[str, Reckoned], desk: Desk) -> dict[str, Value]:
    """Compute the values of a text, by placeholder.

    Raises:
        DataError: a function is unknown, its arguments are not as its signature says, or the data lack what it asks.
    """
    return {name: evaluate(desk, item.function, item.arguments) for name, item in computed.items()}


def evaluate(desk: Desk, function: str, arguments: Mapping[str, JsonValue]) -> Value:
    """Call one function by its name. An argument may itself be such a call, ``{"function", "arguments"}``.

    Raises:
        DataError: the function is unknown, its arguments are not as its signature says, a day lies after the data's
            last one, or the data lack what it asks.
    """
    if function not in FUNCTIONS:
        raise DataError(f"found the function {function!r}: expected one of {', '.join(FUNCTIONS)}")
    resolved = {name: _resolve(desk, value) for name, value in arguments.items()}
    try:
        value = FUNCTIONS[function](desk, **resolved)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where, expected = ".".join(map(str, first["loc"])), first["msg"].removeprefix("Value error, ")
        raise DataError(f"found the argument {where!r} for {function}: expected {expected}") from error
    _refuse_later_days(desk, resolved)
    return value


def fill(text: str, values: Mapping[str, Value]) -> str:
    """Write a text with its values in the places of ``{name}``, numbers with thousands separators.

    >>> fill("{japan} in Japan, {share} percent", {"japan": 57101, "share": 70.4})
    '57,101 in Japan, 70.4 percent'
    """
    return text.format_map({name: format_value(value) for name, value in values.items()})


def format_value(value: Value) -> str:
    """Write a value: a number with thousands separators and no zeros at its end, text as it is."""
    if isinstance(value, float):
        return f"{value:,.6f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else value


def _refuse_later_days(desk: Desk, arguments: Mapping[str, Any]) -> None:
    """A text never speaks of a day that the data do not know of."""
    last = desk.atlas.catalogue.package.collected_until
    for name in _DAYS & arguments.keys():
        if arguments[name] > last:
            raise DataError(f"found {name} = {arguments[name]!r}: expected a day up to {last}, the data's last day")


def _resolve(desk: Desk, value: JsonValue) -> Any:
    if isinstance(value, dict) and value.keys() == {"function", "arguments"}:
        name, arguments = value["function"], value["arguments"]
        if not isinstance(name, str) or not isinstance(arguments, dict):
            raise DataError(f"found the call {value!r}: expected a function's name and its arguments")
        return evaluate(desk, name, arguments)
    return [_resolve(desk, item) for item in value] if isinstance(value, list) else value


def _read_numbers(desk: Desk, series: str, column: str, filters: Filters) -> "pd.Series[Any]":
    """Return the numbers of a column in the rows that pass the filters, by their dates."""
    rows = select_rows(desk, series=series, filters=filters).set_index("date")
    if column not in rows or not pd.api.types.is_numeric_dtype(rows[column]):
        raise DataError(f"{series}: found the column {column!r}: expected a column of numbers")
    return rows[column].dropna()


def _tidy(number: float) -> int | float:
    """Take away what binary fractions add: 2391 x 0.001 is 2.391."""
    rounded = round(number, 6)
    return int(rounded) if rounded.is_integer() else rounded


def _read_day(feature: Feature) -> datetime.date:
    start = feature.core.valid_from
    if start is None or parse_date(start).precision != "day":
        raise DataError(f"{feature.id}: found the start {start!r}: expected a day")
    return datetime.date.fromisoformat(parse_date(start).first)


_CHECKED = validate_call(config=ConfigDict(strict=True, arbitrary_types_allowed=True))

FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    function.__name__: _CHECKED(function)
    for function in (
        count_exclusive,
        count_facilities,
        area_facilities,
        official_facilities,
        area_share_okinawa,
        count_overflights,
        count_eez_landings,
        count_features,
        count_on_day,
        count_values,
        outline_area,
        distance_between,
        series_value,
        series_total,
        fact_value,
        fact_day,
        first_day,
        last_day,
        share,
        days_between,
    )
}
"""The functions that a text may name."""
