"""The forms in which citations are taken along, in one place: as text, BibTeX and CSL-JSON."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo_alliance.exports import bibtex
from geo_alliance.exports.harvard import write_text
from geo_alliance.exports.plain import is_unseen

Items = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its id, its title for people, the suffix and media type of its files, and what writes it."""

    id: str
    title: str
    suffix: str
    media_type: str
    write: Callable[[Items], str]


def write_csl(items: Iterable[Mapping[str, Any]]) -> str:
    """Write CSL-JSON items as a JSON list, one item a line.

    Characters that break the line or turn the writing direction are written as escapes: the value is the same, and
    what stands after them reads in its order.
    """
    lines = [_escape(json.dumps(item, ensure_ascii=False)) for item in items]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _escape(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(f"\\u{ord(character):04x}" if is_unseen(character) else character for character in line)


FORMS = (
    Form("text", "Text (Harvard)", "txt", "text/plain; charset=utf-8", write_text),
    Form("bibtex", "BibTeX", "bib", bibtex.MEDIA_TYPE, bibtex.write_bibtex),
    Form("csl-json", "CSL-JSON", "json", "application/vnd.citationstyles.csl+json", write_csl),
)
