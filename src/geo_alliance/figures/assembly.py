"""Panels put together to a figure: the rows that they show, the definitions and sources of these rows."""

from collections.abc import Iterable

import pandas as pd

from geo_alliance.figures.parts import Figure, Panel
from geo_alliance.figures.series import Series

_ACRONYMS = {"saco": "SACO", "eez": "EEZ", "gao": "GAO", "crs": "CRS", "dod": "DoD", "mofa": "MOFA", "usfj": "USFJ"}
_ACRONYMS |= {"us": "U.S.", "mod": "MOD", "csis": "CSIS", "gnp": "GNP", "gdp": "GDP", "japan": "Japan"}
_PLAIN = {
    "to-2007": "Up to 2007",
    "with-crews": "With ship crews",
    "few-crews": "Without most ship crews",
    "prefecture": "Okinawa Prefecture’s figures",
    "reports": "Later reports, with ship crews",
    "exclusive": "For exclusive U.S. use",
    "all": "With places for limited use",
    "bases": "Land of bases",
    "land": "Land of the prefecture",
    "narrow": "Host-nation support",
    "stationing": "All costs of stationing",
    "stationing-saco-realignment": "The same with moving and returning bases",
    "all-ministries": "In the budgets of all ministries",
    "japan-support-dod": "Japan’s support by the Pentagon’s count",
    "japan-direct-dod": "Its direct part",
    "japan-cash-gao": "Japan’s cash and goods by U.S. auditors",
    "japan-support-crs": "Japan’s support by the U.S. Congress’s researchers",
    "us-spending-gao": "U.S. spending by U.S. auditors",
    "us-spending-crs": "U.S. spending without pay",
    "us-budget-mofa": "U.S. budget as Japan gives it",
    "us-cost-usfj": "U.S. cost with pay",
    "whole": "Up to fiscal 1996",
    "without-saco-realignment": "From 1997, without moving and returning bases",
    "with-saco-realignment": "From 1997, with moving and returning bases",
    "security-related": "From 2023, with other ministries’ security costs",
    "100m-yen": "Yen",
    "percent-gnp": "Percent of the gross national product",
    "percent-gdp": "Percent of the gross domestic product",
    "percent-gdp-2022": "Percent of the gross domestic product of fiscal 2022",
    "overflights-main-islands": "Flights over the main islands",
    "overflights-island-chain": "Flights over the Okinawa chain",
    "eez-missiles": "Missiles into Japan’s economic zone",
    "part-year": "Part of a year",
    "contiguous": "Contiguous zone",
    "territorial": "Territorial sea",
}
"""Words of columns as people say them; `name_word` writes the others."""


def assemble(
    series: Series, panels: Iterable[Panel], *, name: str, sentence: str, columns: tuple[str, ...] = ()
) -> Figure:
    """Build a figure; `columns` are those whose words are explained as the catalogue explains them."""
    shown = tuple(panels)
    points = pd.concat([panel.points for panel in shown], ignore_index=True)
    kept = [column for column in series.frame.columns if column != "first_day"]
    definitions = [pair for column in columns for pair in list_definitions(series, column, points)]
    return Figure(
        id=name,
        resource=series.resource,
        sentence=sentence,
        panels=shown,
        definitions=tuple(definitions),
        sources=tuple(dict.fromkeys(points["source"])),
        rows=points[kept].drop_duplicates().sort_values("date", kind="stable").reset_index(drop=True),
    )


def list_definitions(series: Series, column: str, points: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the words of a column that occur among the points, each with what the catalogue says of it."""
    used = set(points[column].dropna())
    return [(_PLAIN.get(word) or name_word(word), text) for word, text in series.words(column).items() if word in used]


def name_word(word: str) -> str:
    """Write a word of a column for people.

    >>> name_word("stationing-saco-realignment")
    'Stationing SACO realignment'
    """
    words = " ".join(_ACRONYMS.get(part, part) for part in word.split("-"))
    return words[0].upper() + words[1:]
