"""What the panel shows of a text of an era or a topic: HTML, built once for each version of the data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from geo_alliance.analysis import OFFICIAL_FACILITIES
from geo_alliance.dates import LAST_DAY, format_day, format_period
from geo_alliance.loading import Atlas
from geo_alliance.records import Explanation
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.passages import Citation, Link, Passage, Placeholder, Span, Target, Words, find_reference
from geo_alliance.texts.reckonings import format_value
from geo_alliance.ui.address import dump_state
from geo_alliance.ui.ledger import open_ledger
from geo_alliance.ui.library import open_library, read_text
from geo_alliance.ui.opening import open_place
from geo_alliance.ui.record_view import describe_source
from geo_alliance.ui.rendering import render
from geo_alliance.ui.state import widen_selection
from geo_alliance.ui.view import CLAIMS_PAGE, ViewState, default_selection

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

_MOST_KEPT = 64
_PUNCTUATION = re.compile(r"[.,;:]+")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text as HTML: what stands above its list of dates, and what stands below."""

    head: str
    foot: str


@lru_cache(maxsize=_MOST_KEPT)
def draw_era(atlas: Atlas, era_id: str) -> Drawn:
    """Draw the text of an era; its links keep the era."""
    era = atlas.catalogue.era(era_id)
    selection = replace(default_selection(atlas.catalogue), period=era.period)
    words = format_period(era.period) if era.period.end != LAST_DAY else f"since {format_day(era.period.start)}"
    writer = _Writer(atlas, era, ViewState(selection, names=atlas.names), more=era.sources)
    return _draw(writer, kicker=words, title=era.name, reason=era.reason, statements=None)


@lru_cache(maxsize=_MOST_KEPT)
def draw_subject(atlas: Atlas, subject_id: str) -> Drawn:
    """Draw the text of a topic; its links keep the topic."""
    subject = open_library(atlas).subjects[subject_id]
    state = ViewState(default_selection(atlas.catalogue), subject=subject.id, names=atlas.names)
    writer = _Writer(atlas, subject, state)
    page = replace(state, page=CLAIMS_PAGE, topic=subject.topic.value if subject.topic else None)
    statements = writer.link(page) if subject.topic else None
    return _draw(writer, kicker="Explained", title=subject.title, reason=None, statements=statements)


@lru_cache(maxsize=_MOST_KEPT)
def draw_step(atlas: Atlas, story: str, step: str) -> Drawn:
    """Draw the text of a step of a story; its links keep the step."""
    places = open_library(atlas).stories[story].places
    place = next(place for place in places if place.step.id == step)
    kicker = f"Chapter {place.chapter_number} of {len(place.story.chapters)}: {place.chapter.title}"
    state = replace(open_place(atlas.catalogue, place), names=atlas.names)
    writer = _Writer(atlas, place.step, state)
    claim = place.step.claim
    statements = writer.link(replace(state, page=CLAIMS_PAGE, claim=claim)) if claim else None
    return _draw(writer, kicker=kicker, title=place.step.title, reason=None, statements=statements)


def _draw(writer: "_Writer", *, kicker: str, title: str, reason: str | None, statements: str | None) -> Drawn:
    head = render("explanation", kicker=kicker, title=title, paragraphs=writer.paragraphs, fault=writer.reading.fault)
    foot = render(
        "explanation_foot",
        disputes=writer.list_disputes(),
        reason=reason,
        statements=statements,
        sources=writer.list_sources(),
    )
    return Drawn(head, foot)


class _Writer:
    """Turns the spans of a text into plain values for its template, and numbers its sources."""

    def __init__(self, atlas: Atlas, text: Explanation, state: ViewState, more: tuple[str, ...] = ()) -> None:
        self._atlas, self._text, self._state = atlas, text, state
        self.reading = reading = read_text(text, Desk(atlas))
        cited = reading.passage.cited if reading.passage else ()
        said = [item.source for dispute in text.disputes for item in dispute.positions]
        known = atlas.catalogue.sources
        named = [source for source in dict.fromkeys([*cited, *said, *more]) if source in known]
        self._numbers = {source: number for number, source in enumerate(named, start=1)}
        self.paragraphs = [list(self._write_all(paragraph)) for paragraph in _list_paragraphs(reading.passage)]

    def link(self, state: ViewState) -> str:
        """Return the address of a view, relative to the page."""
        return "?" + urlencode(dump_state(state, self._atlas.catalogue))

    def list_disputes(self) -> list[dict[str, Any]]:
        """Return each dispute with its positions, in alphabetical order of the parties."""
        return [
            {
                "matter": dispute.matter,
                "positions": [
                    (item.party, item.position, self._numbers.get(item.source))
                    for item in sorted(dispute.positions, key=lambda item: item.party.casefold())
                ],
            }
            for dispute in self._text.disputes
        ]

    def list_sources(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the sources in words with their numbers."""
        known = self._atlas.catalogue.sources
        return [(number, describe_source(known[source])) for source, number in self._numbers.items()]

    def _write_all(self, paragraph: tuple[Span, ...]) -> Iterator[dict[str, Any]]:
        for span in _order_notes(paragraph):
            if isinstance(span, Citation):
                yield {"notes": [self._describe_note(source) for source in span.sources if source in self._numbers]}
            elif isinstance(span, Link):
                yield {"href": self._find(span.target, span.id), "parts": list(map(self._write, span.words))}
            elif isinstance(span, Placeholder) and span.name in self.reading.values:
                reference = find_reference(self._text.computed[span.name])
                yield {"href": self._find(*reference) if reference else None, "parts": [self._write(span)]}
            else:
                yield {"href": None, "parts": [self._write(span)]}

    def _write(self, span: Words | Placeholder) -> dict[str, str | None]:
        if isinstance(span, Words):
            return {"text": span.text, "broken": None}
        value = self.reading.values.get(span.name)
        text = "value missing" if value is None else format_value(value)
        return {"text": text, "broken": self.reading.broken.get(span.name)}

    def _describe_note(self, source: str) -> tuple[int, str]:
        described = describe_source(self._atlas.catalogue.sources[source])
        return self._numbers[source], ", ".join(filter(None, (described["who"], described["title"])))

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


def _list_paragraphs(passage: Passage | None) -> tuple[tuple[Span, ...], ...]:
    return passage.paragraphs if passage else ()


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
