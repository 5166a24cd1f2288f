"""What the page of sources shows, as plain values for its templates."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from geo_alliance.exports.harvard import format_citation
from geo_alliance.loading import Atlas
from geo_alliance.records import EDITORS, Feature, Source
from geo_alliance.texts.bibliography import (
    NO_YEAR,
    NOTHING,
    Bibliography,
    Part,
    Use,
    count_editors_word,
    count_parts,
    count_unverified,
    list_ids,
    read_reading,
    sum_unverified,
)

SHEET_SIZE = 25
"""How many sources stand on one sheet of the list."""

TYPES = {
    "article": "Article or preprint",
    "article-journal": "Journal article",
    "article-magazine": "Magazine article",
    "article-newspaper": "News article",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Data set",
    "document": "Document",
    "entry-dictionary": "Dictionary entry",
    "entry-encyclopedia": "Encyclopaedia entry",
    "legal_case": "Court case",
    "legislation": "Law or order",
    "pamphlet": "Pamphlet",
    "periodical": "Periodical",
    "personal_communication": "Own knowledge",
    "post-weblog": "Blog post",
    "report": "Report",
    "software": "Software",
    "speech": "Speech or statement",
    "treaty": "Treaty or agreement",
    "webpage": "Web page",
}
LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "pt": "Portuguese",
    "ru": "Russian",
    "zh": "Chinese",
}
READING_WORDS = {"itself": "Read itself", "copy": "Seen only as a copy or report"}
_COUNTS = {
    Part.RECORD: ("record", "records"),
    Part.FACT: ("fact", "facts"),
    Part.DETAIL: ("detail", "details"),
    Part.CLAIM: ("statement", "statements"),
    Part.ROW: ("row of figures", "rows of figures"),
    Part.ERA: ("era", "eras"),
    Part.TOPIC: ("topic", "topics"),
    Part.STEP: ("step of a story", "steps of stories"),
    Part.COMPARISON: ("comparison", "comparisons"),
    Part.NAME: ("name of a disputed place", "names of disputed places"),
    Part.RANGE: ("range of a missile", "ranges of missiles"),
    Part.PLACE: ("place", "places"),
}
PART_WORDS: dict[str, str] = {part: many.capitalize() for part, (_, many) in _COUNTS.items()} | {NOTHING: "Nothing"}


def name_type(kind: str) -> str:
    """Return a CSL type in words."""
    return TYPES.get(kind, kind.replace("-", " ").replace("_", " ").capitalize())


def name_choice(name: str, value: str) -> str:
    """Return the value of a member of `SourceQuery` in words."""
    if name == "type":
        return name_type(value)
    if name == "year":
        return "No date" if value == NO_YEAR else value
    return {"reading": READING_WORDS, "part": PART_WORDS}.get(name, {}).get(value, value)


def describe_support(uses: Iterable[Use]) -> str:
    """Write what a source supports as counts.

    >>> describe_support([Use(Part.RECORD, "a"), Use(Part.FACT, "a"), Use(Part.FACT, "a")])
    '1 record, 2 facts'
    """
    counts = count_parts(uses)
    return ", ".join(f"{count:,} {_COUNTS[part][count > 1]}" for part, count in counts.items()) or "nothing"


def build_entry(source: Source) -> dict[str, Any]:
    """Build the values of a source's citation: the text before, of and after its address, and how it was read."""
    text = format_citation(source.to_csl())
    before, url, after = text.partition(source.url) if source.url and source.url in text else (text, "", "")
    return {
        "before": before,
        "url": url,
        "after": after,
        "kind": name_type(source.type),
        "is_editors": source.id == EDITORS,
        "copied": read_reading(source) == "copy",
        "original": source.original_publisher,
    }


def build_source_view(source: Source, uses: tuple[Use, ...]) -> dict[str, Any]:
    """Build the values of an open source's template."""
    rows = (
        ("Title in English", source.title_short),
        ("Original title", source.original_title),
        ("Original publisher", source.original_publisher),
        ("Language", LANGUAGES.get(source.language or "", source.language)),
        ("Note", source.note),
        ("Id", source.id),
    )
    return {
        "id": source.id,
        "title": source.title,
        "language": source.language or "",
        "entry": build_entry(source),
        "reading": READING_WORDS[read_reading(source)],
        "rows": [(label, text) for label, text in rows if text],
        "support": describe_support(uses),
    }


def build_overview(bibliography: Bibliography) -> dict[str, Any]:
    """Build the values of the list's head: how many sources there are, and how many were not read themselves."""
    copied = sum(read_reading(source) == "copy" for source in bibliography.sources.values())
    return {"count": len(bibliography.sources), "copied": copied}


def build_unverified(atlas: Atlas) -> dict[str, Any]:
    """Build the values that say how many records are unverified, in all and by layer."""
    counts = count_unverified(atlas.layers)
    whole = sum_unverified(counts.values())
    return {
        "words": f"{whole.count:,} of {whole.total:,} records ({whole.share:.1%})",
        "editors": count_editors_word(atlas),
        "layers": [(atlas.layers[name].resource.title, item.count, item.total) for name, item in counts.items()],
    }


def list_supported(atlas: Atlas, uses: Iterable[Use]) -> list[tuple[str, list[Feature]]]:
    """Return the records that a source supports, by the titles of their layers."""
    ids = list_ids(uses, Part.RECORD, Part.FACT, Part.DETAIL)
    features = [feature for feature in map(atlas.find, ids) if feature is not None]
    groups = groupby(features, key=lambda feature: feature.layer)
    return [(atlas.layers[layer].resource.title, list(items)) for layer, items in groups]


def count_sheets(found: int) -> int:
    """Return how many sheets the list has, one at least."""
    return max(1, -(-found // SHEET_SIZE))
