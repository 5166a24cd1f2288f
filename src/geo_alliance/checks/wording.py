"""What the words of a text with marks say by themselves: sentences without a source, numbers that nothing computes."""

import re
from collections.abc import Iterator, Sequence

from geo_alliance.texts.passages import Citation, Link, Passage, Placeholder, Span, Words

_EVIDENCE = "\ufffc"
_END = re.compile(r"[.!?][”’\"')]*(?=\s|$)(?<!U\.S\.)(?<! [A-Z]\.)")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NO_QUANTITY = re.compile(
    rf"\b(?:\d{{1,2}} (?:and|or|to) )?\d{{1,2}} (?:{_MONTHS})\b"  # a day, or two
    r"|\b(?:1[5-9]|20)\d\d(?:-\d\d|s)?\b"  # a year, two, or ten
    r"|\b(?:Article|[Rr]esolution) \d+\b"
    r"|\b[A-Z][A-Za-z]*-\d+[A-Z]*\b"  # a type of aircraft or missile
    r"|\b12 nautical miles\b"  # the width of a territorial sea
)
_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
_SCALE = "(?:hundred|thousand|million|billion|trillion|percent|quarters|thirds)"
_NUMBER = re.compile(
    rf"\d+(?:[.,]\d+)*(?: {_SCALE}\b)?|\b(?:{_ONES}) {_SCALE}\b",
    re.IGNORECASE,
)


def split_sentences(text: str) -> list[str]:
    """Split a text without marks into its sentences.

    >>> split_sentences("U.S. forces landed in 1945. They stayed.")
    ['U.S. forces landed in 1945', 'They stayed']
    """
    return [part.strip() for part in _END.split(text) if part.strip()]


def find_bare_sentences(passage: Passage) -> Iterator[str]:
    """Find the sentences that have neither a source mark nor a computed value nor a link."""
    return (sentence for sentence in _list_sentences(passage) if _EVIDENCE not in sentence)


def count_sentences(passage: Passage) -> int:
    """Count the sentences of a text; a source mark that follows a full stop is none."""
    return sum(sentence.strip(_EVIDENCE + " ") != "" for sentence in _list_sentences(passage))


def find_typed_numbers(passage: Passage, *, quoted: Sequence[str] = ()) -> list[str]:
    """Find the quantities that are written in words of a text instead of being computed, except those quoted.

    Days, years and the numbers in names are no quantities.
    """
    parts = [part for paragraph in passage.paragraphs for span in paragraph for part in _open(span)]
    text = "".join(part.text if isinstance(part, Words) else _EVIDENCE for part in parts)
    for words in quoted:
        text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", "", text)
    return _NUMBER.findall(_NO_QUANTITY.sub("", text))


def _list_sentences(passage: Passage) -> list[str]:
    texts = ("".join(map(_mark_evidence, paragraph)) for paragraph in passage.paragraphs)
    return [sentence for text in texts for sentence in split_sentences(text)]


def _mark_evidence(span: Span) -> str:
    return span.text if isinstance(span, Words) else _EVIDENCE


def _open(span: Span) -> tuple[Words | Placeholder, ...]:
    if isinstance(span, Link):
        return span.words
    return () if isinstance(span, Citation) else (span,)
