"""A series as figures use it: its rows, the words of its columns, and its dates on an axis of years."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geo_alliance.analysis import load_series
from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import format_date, parse_date
from geo_alliance.descriptor import Resource
from geo_alliance.errors import LayerError
from geo_alliance.figures.parts import Line, Measure, Style, Wanted

_FISCAL_MIDDLE = 0.75


@dataclass(frozen=True, slots=True)
class Series:
    """The catalogue's entry of a series, and its rows as `load_series` gives them."""

    resource: Resource
    frame: pd.DataFrame

    def choose(self, wanted: Wanted) -> pd.DataFrame:
        """Return the rows whose columns have the wanted values.

        Raises:
            LayerError: there is none.
        """
        chosen = pd.Series(True, index=self.frame.index)
        for column, values in wanted.items():
            chosen &= self.frame[column].isin([values] if isinstance(values, str) else list(values))
        if not chosen.any():
            words = ", ".join(f"{column} = {values}" for column, values in wanted.items())
            raise LayerError(f"{self.resource.path}: found no row with {words}: expected at least one")
        return self.frame[chosen]

    def words(self, column: str) -> dict[str, str]:
        """Return what the catalogue says of each word of a column, in its order."""
        table = self.resource.table_schema
        for described in table.fields if table else ():
            if described.name == column:
                return split_words(described.description, described.constraints.enum or ())
        return {}


def read_series(catalogue: Catalogue, name: str) -> Series:
    """Read a series.

    Raises:
        SelectionError: the catalogue has none of that name.
        LayerError: its file is missing or lacks a column.
    """
    return Series(catalogue.resource(name), load_series(catalogue, name))


def split_words(text: str, words: Iterable[str]) -> dict[str, str]:
    """Split a column's description into what it says of each word; words that share a text each have it.

    >>> split_words("days: days there; at sea; a, b: either", ["days", "a", "b"])
    {'days': 'days there; at sea', 'a': 'either', 'b': 'either'}
    """
    known = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    if not known:
        return {}
    starts = list(re.finditer(rf"(?:^|; )((?:{known})(?:, (?:{known}))*): ", text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return {
        word: text[match.end() : end]
        for match, end in zip(starts, ends, strict=True)
        for word in match.group(1).split(", ")
    }


def place_day(day: str) -> float:
    """Return an ISO day on an axis of years.

    >>> place_day("1972-01-01")
    1972.0
    """
    parsed = date.fromisoformat(day)
    start = date(parsed.year, 1, 1)
    return parsed.year + (parsed - start).days / (366 if parsed.year % 4 == 0 else 365)


def place_date(text: str, *, is_fiscal: bool = False) -> float:
    """Return the middle of a partial date on an axis of years.

    A year that is a fiscal one begins in April.

    >>> place_date("2016", is_fiscal=True)
    2016.75

    Raises:
        DateError: the text is not a date.
    """
    parsed = parse_date(text)
    if is_fiscal and parsed.precision == "year":
        return int(parsed.first[:4]) + _FISCAL_MIDDLE
    middle = (place_day(parsed.first) + place_day(parsed.last)) / 2
    return round(middle, 3 if parsed.precision == "day" else 1)


def build_points(series: Series, line: Line, measure: Measure, style: Style) -> pd.DataFrame:
    """Return the rows of a line with what the chart needs of each.

    Added are `x` (years), `y`, `line`, `colour`, `fill`, `is_sure`, `when` and `run`: rows of the same run are joined.
    A row is sure if its figure is not of low confidence and covers its whole period.

    Raises:
        LayerError: the line has no row.
    """
    rows = series.choose(line.wanted)
    rows = rows[rows[measure.column].notna()].copy()
    part = rows["coverage"].isin(["at-least", "part-year"]) if "coverage" in rows else False
    rows["x"] = [place_date(text, is_fiscal=measure.is_fiscal) for text in rows["date"]]
    rows["y"] = rows[measure.column].astype(float) * measure.factor
    rows["line"] = line.label
    rows["is_sure"] = (rows["confidence"] != "low") & ~pd.Series(part, index=rows.index)
    rows["colour"] = line.colour
    rows["fill"] = rows["is_sure"].map({True: line.colour, False: style.ground})
    rows["when"] = [name_date(text, is_fiscal=measure.is_fiscal) for text in rows["date"]]
    rows = rows.sort_values("x", kind="stable").reset_index(drop=True)
    rows["is_joined"] = rows["is_sure"] | line.joins_low
    rows["run"] = _number_runs(rows, line.longest_gap)
    return rows


def name_date(text: str, *, is_fiscal: bool = False) -> str:
    """Write a date in words, a fiscal year as such."""
    words = format_date(text)
    return f"fiscal {words}" if is_fiscal and parse_date(text).precision == "year" else words


def _number_runs(rows: pd.DataFrame, longest_gap: float) -> list[str]:
    """Give consecutive rows of one definition the same name; a row that stands apart does not end a run."""
    runs: list[str] = []
    number, last, before = 0, "", -math.inf
    definitions = rows["definition"] if "definition" in rows else rows["line"]
    for line, definition, is_joined, x in zip(rows["line"], definitions, rows["is_joined"], rows["x"], strict=True):
        if is_joined and (definition != last or x - before > longest_gap):
            number += 1
        if is_joined:
            last, before = definition, x
        runs.append(f"{line} {number}")
    return runs
