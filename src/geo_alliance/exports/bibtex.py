"""Citations as BibTeX, from CSL-JSON.

Text is written as UTF-8, which BibLaTeX and today's BibTeX engines read; what LaTeX would take for a command is
escaped, so that no text can run or end its field.

Source: O. Patashnik, "BibTeXing" (1988), sections 3.1 and 3.2 (entry types and fields); P. Lehman and others, "The
biblatex Package", section 2.2 (`url`, `urldate`, `doi`, `version`, `language`; `url` and `doi` are taken verbatim).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from geo_alliance.exports.plain import clean, describe_copy

MEDIA_TYPE = "application/x-bibtex; charset=utf-8"

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "entry": "incollection",
    "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection",
    "report": "techreport",
}
_CONTAINERS = {"article": "journal", "incollection": "booktitle"}
_FIELDS = {
    "collection-title": "series",
    "publisher-place": "address",
    "volume": "volume",
    "number": "number",
    "page": "pages",
    "version": "version",
    "language": "language",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "$&#_%"},
}
_NOT_VERBATIM = re.compile(r"[\s{}\\\"<>^`|]")


def write_bibtex(items: Iterable[Mapping[str, Any]]) -> str:
    """Write CSL-JSON items as BibTeX entries, in the given order, with a blank line between them."""
    return "\n".join(map(format_entry, items))


def format_entry(item: Mapping[str, Any]) -> str:
    """Write one CSL-JSON item as a BibTeX entry; its key is the item's id."""
    kind = _TYPES.get(item["type"], "misc")
    fields = {name: value for name, value in _list_fields(item, kind).items() if value}
    lines = [f"  {name} = {value}" for name, value in fields.items()]
    key = re.sub(r"[^A-Za-z0-9:.-]", "-", item["id"])
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def escape_latex(text: str) -> str:
    r"""Escape what LaTeX reads as a command. The braces of the result are always balanced, as BibTeX asks.

    >>> print(escape_latex("50% of {A_b} & \\c"))
    50\% of \textbraceleft{}A\_b\textbraceright{} \& \textbackslash{}c
    """
    return "".join(_ESCAPES.get(character, character) for character in clean(text))


def _list_fields(item: Mapping[str, Any], kind: str) -> dict[str, str]:
    container, publisher = item.get("container-title"), item.get("publisher")
    if kind == "article":
        container, publisher = container or publisher, None if container is None else publisher
    fields = {
        "author": _format_names(item.get("author", ())),
        "title": f"{{{{{escape_latex(item['title'])}}}}}",  # the second braces keep its capitals
        _CONTAINERS.get(kind, "howpublished"): _wrap(container),
        "institution" if kind == "techreport" else "publisher": _wrap(publisher),
    }
    fields |= {name: _wrap(item.get(member)) for member, name in _FIELDS.items()}
    fields |= _list_dates(item)
    fields |= {"doi": _wrap_verbatim(item.get("DOI")), "url": _wrap_verbatim(item.get("URL"))}
    return fields | {"note": _wrap(_read_note(item))}


def _list_dates(item: Mapping[str, Any]) -> dict[str, str]:
    issued, accessed = (_read_parts(item.get(name)) for name in ("issued", "accessed"))
    return {
        "year": f"{{{issued[0]}}}" if issued else _wrap(item.get("issued", {}).get("literal")),
        "month": _MONTHS[issued[1] - 1] if len(issued) > 1 else "",
        "day": f"{{{issued[2]}}}" if len(issued) > 2 else "",
        "urldate": _wrap("-".join(f"{part:02d}" for part in accessed)),
    }


def _read_parts(day: Mapping[str, Any] | None) -> list[int]:
    dates: list[list[int]] = (day or {}).get("date-parts") or [[]]
    return dates[0]


def _read_note(item: Mapping[str, Any]) -> str:
    """Return the note, and that only a copy or report was read, where it was so."""
    copy = describe_copy(item)
    if copy is None:
        return str(item.get("note", ""))
    return ". ".join(filter(None, (str(item.get("note", "")).rstrip("."), copy)))


def _format_names(names: Iterable[Mapping[str, str]]) -> str:
    written = " and ".join(_format_name(name) for name in names if name)
    return f"{{{written}}}" if written else ""


def _format_name(name: Mapping[str, str]) -> str:
    """Write a person as ``family, given``; any other name in braces of its own, so that it is not taken apart."""
    if "family" in name and "given" in name:
        return f"{_hold_together(name['family'])}, {_hold_together(name['given'])}"
    return f"{{{escape_latex(' '.join(name.values()))}}}"


def _hold_together(part: str) -> str:
    """Write a part of a name, in braces where BibTeX would take it for several names."""
    written = escape_latex(part)
    return f"{{{written}}}" if re.search(r",|\band\b", written) else written


def _wrap(text: str | None) -> str:
    return f"{{{escape_latex(text)}}}" if text else ""


def _wrap_verbatim(text: str | None) -> str:
    """Write an address as it is, with percent signs for what would end the field or break the line."""
    return f"{{{_NOT_VERBATIM.sub(lambda found: quote(found[0]), clean(text))}}}" if text else ""
