"""A text with marks as plain values for its template: spans with links, and sources by number."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from geo_alliance.analysis import OFFICIAL_FACILITIES
from geo_alliance.loading import Atlas
from geo_alliance.records import Explanation
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.passages import Citation, Link, Placeholder, Span, Target, Words, find_reference
from geo_alliance.texts.reckonings import format_value
from geo_alliance.ui.address import write_link
from geo_alliance.ui.counted import list_selected, select_counted
from geo_alliance.ui.framing import choose_view
from geo_alliance.ui.ledger import open_ledger
from geo_alliance.ui.library import read_passage, read_text
from geo_alliance.ui.record_view import describe_source
from geo_alliance.ui.state import widen_selection
from geo_alliance.ui.view import CLAIMS_PAGE, ViewState

DRAWN_SERIES = frozenset(
    {
        OFFICIAL_FACILITIES,
        "area-by-prefecture",
        "defence-budget",
        "host-nation-support",
        "launches",
        "personnel",
        "scrambles",
        "senkaku-presence",
        "troops-abroad",
    }
)
"""The series that the page of figures draws; the others stand on the page of data."""

_PUNCTUATION = re.compile(r"[.,;:]+")

Spans = list[dict[str, Any]]
"""A paragraph for `passage.html.jinja`: notes, or words with the address that they lead to."""


class PassageWriter:
    """Turns the spans of a text into plain values for its template, and numbers its sources."""

    def __init__(self, atlas: Atlas, text: Explanation, state: ViewState, *, more: tuple[str, ...] = ()) -> None:
        self._atlas, self._text, self._state = atlas, text, state
        self.reading = reading = read_text(text, Desk(atlas))
        cited = reading.passage.cited if reading.passage else ()
        beside = [read_passage(words).cited for dispute in text.disputes for words in dispute.texts]
        said = [*chain.from_iterable(beside), *(item.source for dispute in text.disputes for item in dispute.positions)]
        known = atlas.catalogue.sources
        named = [source for source in dict.fromkeys([*cited, *said, *more]) if source in known]
        self._numbers = {source: number for number, source in enumerate(named, start=1)}
        paragraphs = reading.passage.paragraphs if reading.passage else ()
        self.paragraphs = [self._write_all(paragraph) for paragraph in paragraphs]

    def link(self, state: ViewState) -> str:
        """Return the address of a view, relative to the page."""
        return write_link(state, self._atlas.catalogue)

    def list_disputes(self) -> list[dict[str, Any]]:
        """Return each dispute with its positions, in alphabetical order of the parties."""
        return [
            {
                "matter": self._write_text(dispute.matter),
                "positions": [
                    (item.party, self._write_text(item.position), self._numbers.get(item.source))
                    for item in sorted(dispute.positions, key=lambda item: item.party.casefold())
                ],
            }
            for dispute in self._text.disputes
        ]

    def list_sources(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the sources in words with their numbers."""
        known = self._atlas.catalogue.sources
        return [(number, describe_source(known[source])) for source, number in self._numbers.items()]

    def _write_text(self, text: str) -> Spans:
        return [span for paragraph in read_passage(text).paragraphs for span in self._write_all(paragraph)]

    def _write_all(self, paragraph: tuple[Span, ...]) -> Spans:
        return [self._write_span(span) for span in _order_notes(paragraph)]

    def _write_span(self, span: Span) -> dict[str, Any]:
        if isinstance(span, Citation):
            return {"notes": [self._describe_note(source) for source in span.sources if source in self._numbers]}
        if isinstance(span, Link):
            return {"href": self._find(span.target, span.id), "parts": list(map(self._write, span.words))}
        href = self._find_value(span.name) if isinstance(span, Placeholder) else None
        return {"href": href, "parts": [self._write(span)]}

    def _write(self, span: Words | Placeholder) -> dict[str, str | None]:
        if isinstance(span, Words):
            return {"text": span.text, "broken": None}
        value = self.reading.values.get(span.name)
        text = "value missing" if value is None else format_value(value)
        return {"text": text, "broken": self.reading.broken.get(span.name)}

    def _describe_note(self, source: str) -> tuple[int, str]:
        described = describe_source(self._atlas.catalogue.sources[source])
        return self._numbers[source], ", ".join(filter(None, (described["who"], described["title"])))

    def _find_value(self, name: str) -> str | None:
        """Return the address of what a value is taken from: a record, a series, or the map with what it counts."""
        if name not in self.reading.values:
            return None
        item = self._text.computed[name]
        reference = find_reference(item)
        if reference is not None:
            return self._find(*reference)
        counted = select_counted(self._atlas, item)
        if counted is None:
            return None
        view = choose_view(list_selected(self._atlas, counted))
        return self.link(replace(self._state, selection=counted, view=view))

    def _find(self, target: Target, name: str) -> str | None:
        """Return the address of what a link names, None where the atlas does not have it."""
        if target is Target.RECORD:
            feature = self._atlas.find(name)
            if feature is None:
                return None
            selection = widen_selection(self._atlas, self._state.selection, feature)
            return self.link(replace(self._state, selection=selection, record=name))
        if target is Target.CLAIM:
            claim = open_ledger(self._atlas).find(name)
            return self.link(replace(self._state, page=CLAIMS_PAGE, claim=name)) if claim else None
        return self.link(replace(self._state, page="figures" if name in DRAWN_SERIES else "data"))


def _order_notes(paragraph: tuple[Span, ...]) -> Iterator[Span]:
    """Put the marks of sources behind the punctuation that follows them, without a space before."""
    spans = list(paragraph)
    for place, span in enumerate(spans):
        following = spans[place + 1] if place + 1 < len(spans) else None
        if isinstance(span, Citation) and isinstance(following, Words):
            sign = _PUNCTUATION.match(following.text)
            if sign:
                yield Words(sign[0])
                spans[place + 1] = Words(following.text[sign.end() :])
        if isinstance(span, Words) and isinstance(following, Citation):
            span = Words(span.text.rstrip())  # noqa: PLW2901  (the space goes, the rest stays)
        yield span
