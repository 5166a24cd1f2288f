"""Texts with marks: computed values, links to what the atlas holds, and sources.

A text is paragraphs with a blank line between them. Its marks:

- ``{name}``: the value that `Explanation.computed` describes by that name;
- ``[words](record:ID)``, ``[words](series:NAME)``, ``[words](claim:ID)``: a link, whose words may hold ``{name}``;
- ``[@source-id]`` or ``[@a; @b]``: the sources of what stands before.

Source: Pandoc User's Guide, "Citation syntax", for the marks of sources.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, JsonValue, TypeAdapter

from geo_alliance.analysis import OFFICIAL_FACILITIES
from geo_alliance.catalogue import TOPICS_FILE, read_entries, shorten
from geo_alliance.errors import DataError
from geo_alliance.records import Explanation, Id, Reckoned
from geo_alliance.texts.claims import Topic
from geo_alliance.texts.tallies import EEZ_LANDINGS

LEAST_WORDS, MOST_WORDS = 150, 300
"""How long a text is: it can be read in about a minute."""


class Target(StrEnum):
    """What a link leads to."""

    RECORD = "record"
    SERIES = "series"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """The place of a computed value."""

    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a record, a series or a claim, by its id or name."""

    target: Target
    id: str
    words: tuple[Words | Placeholder, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """The ids of the sources of what stands before."""

    sources: tuple[str, ...]


Span = Words | Placeholder | Link | Citation


@dataclass(frozen=True, slots=True)
class Passage:
    """A text read into paragraphs of spans."""

    paragraphs: tuple[tuple[Span, ...], ...]

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The names of the computed values, each once, in order."""
        return tuple(dict.fromkeys(span.name for span in self._spans() if isinstance(span, Placeholder)))

    @property
    def links(self) -> tuple[Link, ...]:
        """The links, in order."""
        return tuple(span for paragraph in self.paragraphs for span in paragraph if isinstance(span, Link))

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of the sources, each once, in order."""
        citations = [span for paragraph in self.paragraphs for span in paragraph if isinstance(span, Citation)]
        return tuple(dict.fromkeys(source for citation in citations for source in citation.sources))

    @property
    def length(self) -> int:
        """The number of words without marks; a computed value counts as one."""
        written = [
            "".join(span.text if isinstance(span, Words) else "0" for span in _open_links(paragraph))
            for paragraph in self.paragraphs
        ]
        return sum(any(map(str.isalnum, word)) for text in written for word in text.split())

    def _spans(self) -> Iterator[Words | Placeholder]:
        for paragraph in self.paragraphs:
            yield from _open_links(paragraph)


class Subject(Explanation):
    """One topic of the atlas explained; `topic` is the section of the article's claims on it, or null."""

    id: Id
    title: Annotated[str, Field(min_length=1, max_length=60)]
    topic: Annotated[Topic, Field(strict=False)] | None


_SUBJECTS: TypeAdapter[tuple[Subject, ...]] = TypeAdapter(tuple[Subject, ...])


def read_subjects(root: Path) -> tuple[Subject, ...]:
    """Read the explained topics of a data folder, in their order; a folder without `topics.json` has none.

    Raises:
        DataError: the file is broken, or a topic in it is not as docs/data.md says; `faults` names each.
    """
    return read_entries(root, TOPICS_FILE, _SUBJECTS)


def parse_passage(text: str) -> Passage:
    """Read a text with marks.

    >>> parse_passage("Born in [Kure](record:kure) [@a; @b].").cited
    ('a', 'b')

    Raises:
        DataError: a mark is not of one of the forms above, a bracket stands alone, or a paragraph is empty.
    """
    paragraphs = tuple(tuple(_parse_spans(part)) for part in text.split("\n\n"))
    if not all(paragraphs) or any("\n" in part for part in text.split("\n\n")):
        raise DataError(
            "found a line break inside a paragraph or an empty paragraph: expected one blank line between paragraphs"
        )
    return Passage(paragraphs)


def parse_disputes(text: Explanation) -> tuple[Passage, ...]:
    """Read what is in dispute and what each party says of it, which may hold marks as the text itself may.

    Raises:
        DataError: as `parse_passage`.
    """
    return tuple(parse_passage(said) for dispute in text.disputes for said in dispute.texts)


def strip_marks(text: str) -> str:
    """Return a text with its values' names still in it, without links and the marks of sources.

    >>> strip_marks("Born in [Kure](record:kure) on {day} [@a; @b].")
    'Born in Kure on {day}.'

    Raises:
        DataError: as `parse_passage`.
    """
    return "\n\n".join(_write_plain(paragraph) for paragraph in parse_passage(text).paragraphs)


def find_reference(item: Reckoned) -> tuple[Target, str] | None:
    """Return the record or the series that a value is taken from, the first where there are several; None without."""
    if item.function in _SERIES:
        return Target.SERIES, _SERIES[item.function]
    return next(_iter_references(item.arguments), None)


_SERIES: Mapping[str, str] = {"official_facilities": OFFICIAL_FACILITIES, "count_eez_landings": EEZ_LANDINGS}
_REFERENCES = {"record": Target.RECORD, "first": Target.RECORD, "series": Target.SERIES}
_MARK = re.compile(
    r"\{(?P<name>[^{}]*)\}"
    r"|\[(?P<cited>@[^\[\]]*)\]"
    r"|\[(?P<words>[^\[\]]*)\]\((?P<target>[^()\s]*)\)"
    r"|(?P<loose>[\[\]{}])"
)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SOURCE = re.compile(r"@([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)")
_FORMS = "{name}, [words](record:ID), [words](series:NAME), [words](claim:ID) or [@source; @source]"


def _parse_spans(text: str) -> Iterator[Span]:
    place = 0
    for mark in _MARK.finditer(text):
        if mark.start() > place:
            yield Words(text[place : mark.start()])
        yield _parse_mark(mark, text)
        place = mark.end()
    if text[place:]:
        yield Words(text[place:])


def _parse_mark(mark: re.Match[str], text: str) -> Span:
    if mark["name"] is not None:
        if not _NAME.fullmatch(mark["name"]):
            raise DataError(f"found the placeholder {mark[0]!r}: expected {{name}} of small letters, digits and _")
        return Placeholder(mark["name"])
    if mark["cited"] is not None:
        return Citation(tuple(_parse_source(part.strip(), mark[0]) for part in mark["cited"].split(";")))
    if mark["words"] is not None:
        return _parse_link(mark)
    raise DataError(f"found {mark[0]!r} alone in {shorten(text[mark.start() : mark.start() + 40])}: expected {_FORMS}")


def _parse_source(part: str, mark: str) -> str:
    found = _SOURCE.fullmatch(part)
    if found is None:
        raise DataError(f"found the source mark {mark!r}: expected [@source] or [@source; @source]")
    return found[1]


def _parse_link(mark: re.Match[str]) -> Link:
    kind, _, target = mark["target"].partition(":")
    if kind not in list(Target) or not target:
        raise DataError(f"found the link {mark[0]!r}: expected one to {', '.join(f'{item}:ID' for item in Target)}")
    words = tuple(span for span in _parse_spans(mark["words"]) if isinstance(span, Words | Placeholder))
    if not words:
        raise DataError(f"found the link {mark[0]!r} without words: expected [words]({mark['target']})")
    return Link(Target(kind), target, words)


def _open_links(paragraph: tuple[Span, ...]) -> Iterator[Words | Placeholder]:
    for span in paragraph:
        if isinstance(span, Link):
            yield from span.words
        elif not isinstance(span, Citation):
            yield span


def _write_plain(paragraph: tuple[Span, ...]) -> str:
    text = ""
    for span in paragraph:
        if isinstance(span, Citation):
            text = text.rstrip()
        else:
            parts = _open_links((span,))
            text += "".join(f"{{{part.name}}}" if isinstance(part, Placeholder) else part.text for part in parts)
    return text


def _iter_references(arguments: Mapping[str, JsonValue]) -> Iterator[tuple[Target, str]]:
    for name, value in arguments.items():
        if name in _REFERENCES and isinstance(value, str):
            yield _REFERENCES[name], value
    for value in arguments.values():
        for call in value if isinstance(value, list) else [value]:
            inner = call.get("arguments") if isinstance(call, dict) else None
            if isinstance(inner, dict):
                yield from _iter_references(inner)
