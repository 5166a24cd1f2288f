"""Citations as plain text in the Harvard style (Cite Them Right), from CSL-JSON."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from geo_alliance.dates import format_day
from geo_alliance.exports.plain import clean, describe_copy

STYLE = "harvard-cite-them-right"
LOCALE = "en-GB"
_MOST_KEPT = 4096
_PERIODICALS = {"article-journal", "article-magazine", "article-newspaper"}
_PRINTED = {
    "title",
    "container-title",
    "collection-title",
    "publisher",
    "publisher-place",
    "volume",
    "number",
    "genre",
    "page",
    "URL",
    "DOI",
}
_SLANTED = {"book", "legal_case", "legislation", "report", "webpage"}

# citeproc-py keeps what it has drawn so far in the style's own elements: one citation is drawn at a time.
_lock = Lock()


def write_text(items: Iterable[Mapping[str, Any]]) -> str:
    """Write citations one a paragraph, in the given order, with a blank line between them.

    One of which only a copy or report was read says so at its end, in brackets, as the style marks what it adds.
    """
    return "\n".join(f"{_write_marked(item)}\n" for item in items)


def _write_marked(item: Mapping[str, Any]) -> str:
    copy = describe_copy(item)
    return f"{format_citation(item)} [{clean(copy)}.]" if copy else format_citation(item)


def format_citation(item: Mapping[str, Any]) -> str:
    """Write one CSL-JSON item as a citation, on one line. Equal items are written once and kept.

    Source: "Cite Them Right" 12th edition as a Citation Style Language style, which citeproc-py bundles.
    """
    return _format(json.dumps(item, sort_keys=True))


@lru_cache(maxsize=_MOST_KEPT)
def _format(text: str) -> str:
    prepared = _prepare(json.loads(text))
    source = CiteProcJSON([prepared])
    with _lock:
        bibliography = CitationStylesBibliography(_read_style(), source, formatter.plain)
        bibliography.register(Citation([CitationItem(prepared["id"])]))
        written = str(bibliography.bibliography()[0])
    return re.sub(r"(?<=[?!])\.(?= |$)", "", " ".join(written.split()))


@cache
def _read_style() -> Any:
    return CitationStylesStyle(STYLE, locale=LOCALE, validate=False)


def _prepare(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the style prints of an item."""
    prepared: dict[str, Any] = {name: clean(str(item[name])) for name in sorted(_PRINTED & item.keys())}
    prepared |= {"id": "item", "type": item["type"], "language": str(item.get("language", "en"))}
    for name in ("issued", "accessed"):
        day = _prepare_date(item.get(name, {}))
        prepared |= {name: day} if day else {}
    if item["type"] in _PERIODICALS and "publisher" in prepared:
        prepared.setdefault("container-title", prepared["publisher"])  # the style prints no publisher of an article
    names = [_prepare_name(name) for name in item.get("author", ()) if name]
    if names:
        prepared["author"] = names
    else:
        _substitute(prepared)
    if "version" in item:
        prepared["edition"] = f"Data version {clean(item['version'])}, issued {_name_day(item)}"
        prepared["type"] = "entry"  # the style would print the edition of a web page twice
    return prepared


def _prepare_name(name: Mapping[str, str]) -> dict[str, str]:
    """Return a person's name in its parts, any other as one text."""
    if {"family", "given"} <= name.keys():
        return {part: clean(name[part]) for part in ("family", "given")}
    return {"literal": clean(" ".join(name.values()))}


def _prepare_date(date: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first date, or the words that stand for one."""
    if date.get("date-parts"):
        return {"date-parts": date["date-parts"][:1]}
    return {"literal": clean(date["literal"])} if "literal" in date else {}


def _substitute(item: dict[str, Any]) -> None:
    """Put what stands in for an author in its place, and take it away where it stood.

    The style names the substitutes, and a processor has to suppress them in the rest; citeproc-py prints them twice.

    Source: CSL 1.0.2, "Substitute" (substituted variables are suppressed in the rest of the output).
    """
    if item["type"] in _PERIODICALS:
        name = item.pop("container-title", None)
        if name is not None:
            item["author"] = [{"literal": name}]
            return
    title = item.pop("title")
    item["author"] = [{"literal": title if item["type"] in _SLANTED else f"‘{title}’"}]


def _name_day(item: Mapping[str, Any]) -> str:
    year, month, day = item["issued"]["date-parts"][0]
    return format_day(f"{year:04d}-{month:02d}-{day:02d}")
