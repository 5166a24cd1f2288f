"""Search over everything that has a name: records, places, claims.

A query and a name are compared in one plain form (`normalise`), so that case, accents, width, hyphens and kana make no
difference. Whole names come before beginnings, these before parts, and only what nothing matches is tried with typing
errors. The index is built once for each version of the data.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo_alliance.dates import format_interval
from geo_alliance.loading import Atlas, Layer
from geo_alliance.places import Place
from geo_alliance.records import Feature
from geo_alliance.selection import list_words
from geo_alliance.texts.claims import Claim

LONGEST_QUERY = 200
"""Characters of a query that are looked at; the longest name in the atlas has about a hundred."""

_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_SAME_SIGNS = _HIRAGANA | {ord("臺"): ord("台")}
"""Katakana as hiragana, and the older form of a sign that Taiwan writes in both."""
_SILENT = frozenset(".'’‘ʻʼ`´")
_LATIN_MARKS = range(0x300, 0x370)
_MOST_MISTYPED_WORDS = 6
_SHORTEST_MISTYPED = 4
_TWO_MISTAKES_FROM = 8

Sort = Literal["record", "place", "claim"]


class Grade(IntEnum):
    """How well an entry fits a query, the best first."""

    EXACT = 0
    PREFIX = 1
    WORDS = 2
    PART = 3
    DESCRIBED = 4
    MISTYPED = 5


class Standing(IntEnum):
    """Which entries come first among equally good ones."""

    MAIN = 0
    PLACE = 1
    CONTEXT = 2
    CLAIM = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    `names` are what it is called, `codes` its id and numbers, `described` words that only point at it, such as its
    kind. `label` is its kind in words; `dates` and `part_of` (the layer, the section) are shown with it.
    """

    sort: Sort
    id: str
    name: str
    label: str
    dates: str
    part_of: str
    standing: Standing
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()
    described: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that fits a query; `called` is the name by which it was found, empty where it was only described."""

    entry: Entry
    grade: Grade
    called: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The best hits of a query, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Form:
    """An entry as it is compared: each name in plain words and without spaces, and all words behind one space each."""

    names: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    words: str
    all_words: str


class Index:
    """All entries in the form in which they are compared."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._forms = tuple(map(_build_form, self.entries))
        self._vocabulary = _build_vocabulary(self._forms)
        self._words = tuple(self._vocabulary)

    def find(self, query: str, *, limit: int = 12) -> Findings:
        """Return the entries that fit a query, the best first; none for a query without a letter or digit."""
        plain = normalise(query[:LONGEST_QUERY])
        if not plain:
            return Findings((), 0)
        found = self._compare(plain)
        if not any(grade <= Grade.PART for grade, *_ in found):
            known = {number for *_, number, _ in found}
            found += [item for item in self._guess(list(dict.fromkeys(plain.split()))) if item[3] not in known]
        best = sorted(found)[:limit]
        return Findings(tuple(self._build_hit(*item) for item in best), len(found))

    def _compare(self, plain: str) -> list[tuple[Grade, int, int, int, int]]:
        """Return grade, standing, length or distance, number of the entry, and number of its name or -1."""
        compact, words = plain.replace(" ", ""), [f" {word}" for word in dict.fromkeys(plain.split())]
        found = []
        for number, form in enumerate(self._forms):
            graded = _grade(form, plain, compact, words)
            if graded is not None:
                grade, length, name = graded
                found.append((grade, int(self.entries[number].standing), length, number, name))
        return found

    def _guess(self, words: Sequence[str]) -> list[tuple[Grade, int, int, int, int]]:
        """Return the entries that have each word, give or take one wrong letter, or two in a long word."""
        if len(words) > _MOST_MISTYPED_WORDS:
            return []
        distances = self._find_near(words[0])
        for word in words[1:]:
            if not distances:
                break
            near = self._find_near(word)
            distances = {number: distances[number] + near[number] for number in distances.keys() & near.keys()}
        return [
            (Grade.MISTYPED, int(self.entries[number].standing), distance, number, -1)
            for number, distance in distances.items()
        ]

    def _find_near(self, word: str) -> dict[int, int]:
        near = dict.fromkeys(self._find_beginning(word), 0)
        if len(word) < _SHORTEST_MISTYPED:
            return near
        most = 2 if len(word) >= _TWO_MISTAKES_FROM else 1
        matches = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=most, limit=None)
        for known, distance, _ in sorted(matches, key=lambda match: match[1]):
            for number in self._vocabulary[known]:
                near.setdefault(number, int(distance))
        return near

    def _find_beginning(self, word: str) -> list[int]:
        return [number for number, form in enumerate(self._forms) if f" {word}" in form.all_words]

    def _build_hit(self, grade: Grade, _standing: int, _length: int, number: int, name: int) -> Hit:
        entry = self.entries[number]
        return Hit(entry, grade, (*entry.names, *entry.codes)[name] if name >= 0 else "")


def normalise(text: str) -> str:
    """Return a text in the form in which names are compared: plain words with one space between them.

    Full and half width, case, accents, katakana and hiragana, 臺 and 台 become one; apostrophes and full stops vanish,
    all other signs part words. It may be applied twice without a difference.

    >>> normalise("Ōura-Bay,  U.S. Forces (ＦＡＣ)")
    'oura bay us forces fac'

    Source: The Unicode Standard, section 3.13, D146 (compatibility caseless matching).
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFD", text).casefold())
    folded = unicodedata.normalize("NFKD", folded.casefold()).translate(_SAME_SIGNS)
    return " ".join("".join(map(_plain, folded)).split())


def build_index(atlas: Atlas, *, places: Iterable[Place] = (), claims: Iterable[Claim] = ()) -> Index:
    """Build the index of an atlas with places on the map and claims."""
    records = [
        _describe_record(layer, feature, list_words(atlas.catalogue, layer.name, "kind"))
        for layer in atlas.layers.values()
        for feature in layer.features.values()
    ]
    return Index([*records, *map(_describe_place, places), *map(_describe_claim, claims)])


def _plain(sign: str) -> str:
    if sign in _SILENT or ord(sign) in _LATIN_MARKS:
        return ""
    return sign if unicodedata.category(sign)[0] in "LNM" else " "


def _grade(form: _Form, plain: str, compact: str, words: Sequence[str]) -> tuple[Grade, int, int] | None:
    """Return how well a form fits, the length of the name that fits, and the number of that name or -1."""
    best = min([*_grade_names(form, plain, compact), *_grade_codes(form, compact)], default=None)
    if best is not None and best[0] <= Grade.PREFIX:
        return best
    if all(word in form.words for word in words):
        return Grade.WORDS, *_find_worded(form, words)
    if best is not None:
        return best
    return (Grade.DESCRIBED, 0, -1) if all(word in form.all_words for word in words) else None


def _grade_names(form: _Form, plain: str, compact: str) -> Iterator[tuple[Grade, int, int]]:
    for number, (spaced, whole) in enumerate(form.names):
        if whole == compact:
            yield Grade.EXACT, len(whole), number
        elif spaced.startswith(plain) or whole.startswith(compact):
            yield Grade.PREFIX, len(whole), number
        elif compact in whole:
            yield Grade.PART, len(whole), number


def _grade_codes(form: _Form, compact: str) -> Iterator[tuple[Grade, int, int]]:
    """Go through the codes: a whole one is as good as a name, its beginning with a digit as good as a part of one."""
    for number, code in enumerate(form.codes, start=len(form.names)):
        if code == compact:
            yield Grade.EXACT, len(code), number
        elif code.startswith(compact) and any(sign.isdigit() for sign in compact):
            yield Grade.PART, len(code), number


def _find_worded(form: _Form, words: Sequence[str]) -> tuple[int, int]:
    """Return length and number of the shortest name that has all words; the first one's length and -1 if none has."""
    fitting = [
        (len(whole), number)
        for number, (spaced, whole) in enumerate(form.names)
        if all(word in f" {spaced}" for word in words)
    ]
    return min(fitting, default=(len(form.names[0][1]), -1))


def _build_form(entry: Entry) -> _Form:
    spaced = [normalise(name) for name in entry.names]
    words = "".join(f" {name}" for name in spaced)
    described = "".join(f" {normalise(text)}" for text in entry.described)
    codes = tuple(normalise(code).replace(" ", "") for code in entry.codes)
    return _Form(tuple((name, name.replace(" ", "")) for name in spaced), codes, words, words + described)


def _build_vocabulary(forms: Sequence[_Form]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = {}
    for number, form in enumerate(forms):
        for word in [*form.words.split(), *(whole for _, whole in form.names)]:
            found.setdefault(word, {})[number] = None
    return {word: tuple(numbers) for word, numbers in found.items()}


def _describe_record(layer: Layer, feature: Feature, kinds: Mapping[str, str]) -> Entry:
    core = feature.core
    names = [core.name, core.name_ja, core.name_zh, core.name_ko, *core.aliases]
    number = str(feature.own.get("fac", ""))
    places = [str(feature.own[member]) for member in ("municipality", "prefecture") if member in feature.own]
    return Entry(
        sort="record",
        id=feature.id,
        name=core.name,
        label=kinds[core.kind],
        dates=format_interval(core.valid_from, core.valid_to, core.known_from),
        part_of=layer.resource.title,
        standing=Standing.MAIN if layer.resource.role == "layer" else Standing.CONTEXT,
        names=tuple(dict.fromkeys(filter(None, names))),
        codes=tuple(dict.fromkeys(filter(None, [feature.id, number, number.removeprefix("FAC")]))),
        described=(kinds[core.kind], layer.resource.title, *places),
    )


def _describe_place(place: Place) -> Entry:
    return Entry(
        sort="place",
        id=place.id,
        name=place.name,
        label=place.label,
        dates="",
        part_of="",
        standing=Standing.PLACE,
        names=tuple(dict.fromkeys((place.name, *place.aliases))),
    )


def _describe_claim(claim: Claim) -> Entry:
    return Entry(
        sort="claim",
        id=claim.id,
        name=claim.title,
        label="statement of the article",
        dates="",
        part_of=claim.topic.words,
        standing=Standing.CLAIM,
        names=(claim.title,),
        codes=(claim.id,),
        described=(claim.paraphrase, claim.topic.words, "statement claim"),
    )
