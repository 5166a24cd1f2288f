"""Panels put together to a figure: the rows that they show, the definitions and sources of these rows."""

from collections.abc import Iterable

import pandas as pd

from geo_alliance.figures.parts import Figure, Panel
from geo_alliance.figures.series import Series

_ACRONYMS = {"saco": "SACO", "eez": "EEZ", "gao": "GAO", "crs": "CRS", "dod": "DoD", "mofa": "MOFA", "usfj": "USFJ"}
_ACRONYMS |= {"us": "U.S.", "mod": "MOD", "csis": "CSIS", "gnp": "GNP", "gdp": "GDP", "japan": "Japan"}


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
    return [(name_word(word), text) for word, text in series.words(column).items() if word in used]


def name_word(word: str) -> str:
    """Write a word of a column for people.

    >>> name_word("stationing-saco-realignment")
    'Stationing SACO realignment'
    """
    words = " ".join(_ACRONYMS.get(part, part) for part in word.split("-"))
    return words[0].upper() + words[1:]
