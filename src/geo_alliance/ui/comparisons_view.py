"""“Ours and theirs”: our counts beside official totals and public databases, as one table by group."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import streamlit as st

from geo_alliance.dates import format_date
from geo_alliance.errors import DataError
from geo_alliance.exports.comparisons import FILE_NAME, MEDIA_TYPE, export_comparisons
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_value
from geo_alliance.texts.comparisons import Comparison, Group, Outcome, compare, read_comparisons
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.reckonings import format_value
from geo_alliance.ui.address import write_link
from geo_alliance.ui.passage_view import DRAWN_SERIES
from geo_alliance.ui.record_view import describe_source
from geo_alliance.ui.rendering import render
from geo_alliance.ui.state import widen_selection
from geo_alliance.ui.view import ViewState, default_selection
from geo_alliance.ui.words import escape_markdown

_MOST_KEPT = 8


@dataclass(frozen=True)
class Drawn:
    """The table as HTML, how many of its rows differ of how many, and how many have a number of theirs that we derived.

    `fault` says why there is none.
    """

    html: str = ""
    rows: int = 0
    different: int = 0
    derived: int = 0
    fault: str | None = None


def show_comparisons(atlas: Atlas) -> None:
    """Draw the comparisons, folded; nothing where the data folder has none."""
    drawn = draw_comparisons(atlas)
    if drawn.fault:
        st.error(escape_markdown(f"The comparisons cannot be read. {drawn.fault}"))
    if not drawn.rows:
        return
    same = drawn.rows - drawn.different - drawn.derived
    kinds = f"{same} the same, {drawn.different} different, {drawn.derived} beside a number that we worked out"
    with st.expander(f"Ours and theirs – {drawn.rows} counts: {kinds}"):
        st.html(drawn.html)
        st.download_button(
            "Download as CSV",
            lambda: export_comparisons(atlas),
            file_name=FILE_NAME,
            mime=MEDIA_TYPE,
            on_click="ignore",
            key="download-comparisons",
        )


@keep(_MOST_KEPT)
def draw_comparisons(atlas: Atlas) -> Drawn:
    """Draw the table; a number that cannot be computed is said in its row and hides nothing else."""
    try:
        comparisons = read_comparisons(atlas.catalogue.root)
    except DataError as error:
        return Drawn(fault=str(error))
    writer = _Writer(atlas, comparisons)
    groups = [writer.write_group(group, items) for group, items in _by_group(comparisons)]
    html = render("comparisons", groups=groups, sources=writer.list_sources())
    different, derived = (sum(group[name] for group in groups) for name in ("different", "derived"))
    return Drawn(html, len(comparisons), different, derived)


def _by_group(comparisons: tuple[Comparison, ...]) -> Iterator[tuple[Group, list[Comparison]]]:
    places = list(Group)
    ordered = sorted(comparisons, key=lambda item: places.index(item.group))
    for group, items in groupby(ordered, key=lambda item: item.group):
        yield group, list(items)


class _Writer:
    """Turns comparisons into plain values for the template, and numbers their sources."""

    def __init__(self, atlas: Atlas, comparisons: tuple[Comparison, ...]) -> None:
        self._atlas, self._desk = atlas, Desk(atlas)
        self._state = ViewState(default_selection(atlas.catalogue), names=atlas.names)
        named = dict.fromkeys(item.theirs.source for item in comparisons)
        known = [source for source in named if source in atlas.catalogue.sources]
        self._numbers = {source: number for number, source in enumerate(known, start=1)}

    def list_sources(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the sources in words with their numbers."""
        known = self._atlas.catalogue.sources
        return [(number, describe_source(known[source])) for source, number in self._numbers.items()]

    def write_group(self, group: Group, items: list[Comparison]) -> dict[str, Any]:
        """Return a group's name, its rows, and how many of them differ or have a number of theirs that we derived."""
        rows = [self.write(item) for item in items]
        different, derived = (sum(row[name] for row in rows) for name in ("is_different", "is_derived"))
        return {"name": group.words, "rows": rows, "different": different, "derived": derived}

    def write(self, item: Comparison) -> dict[str, Any]:
        """Return one row: texts, both numbers and their difference in words, and the links to what ours rests on."""
        texts = rename_value(self._atlas, item.model_dump(include={"title", "definition", "reason"}))
        theirs = item.theirs
        about = {
            **texts,
            "id": item.id,
            "date": format_date(item.date),
            "by": theirs.by,
            "is_derived": theirs.is_derived,
            "by_date": format_date(theirs.date) if theirs.date else None,
            "number": self._numbers.get(theirs.source),
            "links": list(self._list_links(item)),
        }
        try:
            outcome = compare(self._desk, item)
        except DataError as error:
            return {**about, "broken": str(error), "is_different": False}
        return {**about, "broken": None, **_describe_outcome(outcome, item)}

    def _list_links(self, item: Comparison) -> Iterator[tuple[str, str]]:
        for record in item.records:
            feature = self._atlas.find(record)
            if feature is not None:
                selection = widen_selection(self._atlas, self._state.selection, feature)
                yield feature.core.name, self._link(replace(self._state, selection=selection, record=record))
        titles = {resource.name: resource.title for resource in self._atlas.catalogue.package.resources}
        for series in item.series:
            page = "figures" if series in DRAWN_SERIES else "data"
            yield titles.get(series, series), self._link(replace(self._state, page=page))

    def _link(self, state: ViewState) -> str:
        return write_link(state, self._atlas.catalogue)


def _describe_outcome(outcome: Outcome, item: Comparison) -> dict[str, Any]:
    unit = f"\u202f{item.unit}" if item.unit else ""
    difference = outcome.difference
    sign = "+" if difference > 0 else "−"
    return {
        "ours": format_value(outcome.ours) + unit,
        "theirs": ("about " if item.theirs.is_rounded else "") + format_value(outcome.theirs) + unit,
        "difference": f"{sign}{format_value(abs(difference))}{unit}" if difference else "none",
        "is_different": bool(difference) and not item.theirs.is_derived,
    }
