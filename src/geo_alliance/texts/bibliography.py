"""Which source supports what: records and their facts, rows of series, texts, comparisons and lists.

What can name a source is listed in `COLLECTORS`, one function a kind; the index knows nothing else.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from geo_alliance.analysis import load_series
from geo_alliance.errors import DataError, LayerError
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas, Layer
from geo_alliance.records import EDITORS, Explanation, Feature, Source, iter_sources
from geo_alliance.space.landmarks import read_landmarks
from geo_alliance.space.ranges import read_missiles
from geo_alliance.texts.claims import ARTICLE, read_claims
from geo_alliance.texts.comparisons import read_comparisons
from geo_alliance.texts.passages import parse_disputes, parse_passage, read_subjects
from geo_alliance.texts.stories import load_stories

NO_YEAR = "undated"
"""Stands for the year of a source that has no date."""

Reading = Literal["itself", "copy"]
READINGS: tuple[Reading, ...] = ("itself", "copy")


class Part(StrEnum):
    """What of the atlas rests on a source."""

    RECORD = "record"
    FACT = "fact"
    DETAIL = "detail"
    CLAIM = "claim"
    ROW = "row"
    ERA = "era"
    TOPIC = "topic"
    STEP = "step"
    COMPARISON = "comparison"
    NAME = "name"
    RANGE = "range"
    PLACE = "place"


NOTHING = "nothing"
"""Stands for the parts of a source that supports nothing."""


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that a source supports.

    `id` is that of the record, claim, era, topic, comparison, disputed place, missile or landmark, the name of the
    series, or those of a story and its step with a slash between. A record is named once as a whole
    (`Part.RECORD`), where it lists the source, and once more for each fact and each detail of its own that does.
    """

    part: Part
    id: str


@dataclass(frozen=True, slots=True)
class SourceQuery:
    """Which sources are listed; a member that is None or empty chooses nothing.

    All words of `text` stand somewhere in the source. `type` is a CSL type, `publisher` the name of a publisher,
    newspaper or site, `year` the year of publication or `NO_YEAR`, `part` a `Part` or `NOTHING`.
    """

    text: str = ""
    type: str | None = None
    publisher: str | None = None
    year: str | None = None
    reading: str | None = None
    part: str | None = None


@dataclass(frozen=True, eq=False)
class Bibliography:
    """All sources of the catalogue in the order of a bibliography, and what each supports.

    `faults` says which kinds could not be read; what they rest on is missing from `uses`.
    """

    sources: Mapping[str, Source]
    uses: Mapping[str, tuple[Use, ...]]
    faults: tuple[str, ...]

    @property
    def idle(self) -> tuple[str, ...]:
        """Ids of the sources that support nothing."""
        return tuple(source for source, uses in self.uses.items() if not uses)

    def find(self, query: SourceQuery) -> tuple[Source, ...]:
        """Return the sources that a query chooses, in their order."""
        words = query.text.casefold().split()
        return tuple(source for source in self.sources.values() if self._matches(source, query, words))

    def _matches(self, source: Source, query: SourceQuery, words: Iterable[str]) -> bool:
        if query.type not in {None, source.type} or query.year not in {None, read_year(source)}:
            return False
        if query.reading not in {None, read_reading(source)}:
            return False
        if query.publisher is not None and query.publisher not in list_publishers(source):
            return False
        if query.part is not None and query.part not in (list_parts(self.uses[source.id]) or (NOTHING,)):
            return False
        text = _read_words(source)
        return all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class Unverified:
    """How many records of a layer, or of all, rest on nothing citable."""

    count: int
    total: int

    @property
    def share(self) -> float:
        """The part of the records that is unverified, from 0 to 1."""
        return self.count / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class EditorsWord:
    """What rests on the editors' own knowledge alone: facts, the records that have them, rows of series."""

    facts: int
    records: int
    rows: int


@keep(8)
def build_bibliography(atlas: Atlas) -> Bibliography:
    """Build the index of an atlas. What cannot be read is said in `faults`, and hides nothing else."""
    sources = sorted(atlas.catalogue.sources.values(), key=_sort_key)
    uses: dict[str, list[Use]] = {source.id: [] for source in sources}
    faults: list[str] = []
    for collect in COLLECTORS:
        try:
            found = list(collect(atlas))
        except DataError as error:
            faults.append(str(error))
            continue
        for source, use in found:
            if source in uses:
                uses[source].append(use)
    kept = {source: tuple(items) for source, items in uses.items()}
    return Bibliography({source.id: source for source in sources}, kept, tuple(faults))


def count_parts(uses: Iterable[Use]) -> dict[Part, int]:
    """Count what a source supports by kind, in the order of the kinds, without those that are not there.

    Facts, details, rows, names and ranges count as often as they stand there, all else once each.
    """
    many = Counter(use.part for use in uses)
    return {part: many[part] for part in Part if many[part]}


def list_parts(uses: Iterable[Use]) -> tuple[Part, ...]:
    """Return the kinds of what a source supports, in their order."""
    return tuple(count_parts(uses))


def list_ids(uses: Iterable[Use], *parts: Part) -> tuple[str, ...]:
    """Return the ids of what a source supports of some kinds, each once, in the atlas's order."""
    return tuple(dict.fromkeys(use.id for use in uses if use.part in parts))


def count_unverified(layers: Mapping[str, Layer]) -> dict[str, Unverified]:
    """Count the unverified records of each layer."""
    return {
        name: Unverified(sum(not item.core.verified for item in layer.features.values()), len(layer.features))
        for name, layer in layers.items()
    }


def sum_unverified(counts: Iterable[Unverified]) -> Unverified:
    """Add the counts of layers up."""
    items = list(counts)
    return Unverified(sum(item.count for item in items), sum(item.total for item in items))


def list_unverified(atlas: Atlas) -> tuple[Feature, ...]:
    """Return the unverified records, layer by layer."""
    layers = atlas.layers.values()
    return tuple(item for layer in layers for item in layer.features.values() if not item.core.verified)


def count_editors_word(atlas: Atlas) -> EditorsWord:
    """Count the facts and the rows of series whose only source is the editors' own knowledge."""
    uses = build_bibliography(atlas).uses.get(EDITORS, ())
    counts = count_parts(uses)
    return EditorsWord(counts.get(Part.FACT, 0), len(list_ids(uses, Part.FACT)), counts.get(Part.ROW, 0))


def list_makers(source: Source) -> tuple[str, ...]:
    """Return who wrote a source, family names first; without an author who published it, or none."""
    names = [name.literal or ", ".join(filter(None, (name.family, name.given))) for name in source.author or ()]
    published = source.publisher or source.container_title or source.original_publisher
    return tuple(filter(None, names)) or tuple(filter(None, (published,)))


def list_publishers(source: Source) -> tuple[str, ...]:
    """Return the publisher, newspaper or site of a source, and the original publisher of one seen as a copy."""
    named = (source.publisher, source.container_title, source.original_publisher)
    return tuple(dict.fromkeys(name for name in named if name))


def read_year(source: Source) -> str:
    """Return the year in which a source was published, `NO_YEAR` where it has no date."""
    parts = source.issued.parts if source.issued else None
    return str(parts[0][0]) if parts and parts[0] else NO_YEAR


def read_reading(source: Source) -> Reading:
    """Return whether a source was read itself or seen only as a copy or report."""
    return "itself" if source.custom.consulted else "copy"


def _collect_records(atlas: Atlas) -> Iterator[tuple[str, Use]]:
    for layer in atlas.layers.values():
        for feature in layer.features.values():
            yield from ((source, Use(Part.RECORD, feature.id)) for source in dict.fromkeys(feature.core.sources))
            yield from ((fact.source, Use(Part.FACT, feature.id)) for fact in feature.core.facts)
            yield from ((source, Use(Part.DETAIL, feature.id)) for source in iter_sources(feature.own))


def _collect_claims(atlas: Atlas) -> Iterator[tuple[str, Use]]:
    """Every claim rests on the article too, whose statement it is."""
    for claim in read_claims(atlas.catalogue.root):
        yield from ((source, Use(Part.CLAIM, claim.id)) for source in dict.fromkeys((ARTICLE, *claim.sources)))


def _collect_rows(atlas: Atlas) -> Iterator[tuple[str, Use]]:
    for resource in atlas.catalogue.package.resources:
        if resource.role == "series":
            rows = load_series(atlas.catalogue, resource.name)
            if "source" not in rows:
                raise LayerError(f"{resource.path}: found no column 'source': expected one")
            yield from ((str(source), Use(Part.ROW, resource.name)) for source in rows["source"])


def _collect_eras(atlas: Atlas) -> Iterator[tuple[str, Use]]:
    for era in atlas.catalogue.eras:
        cited = dict.fromkeys((*era.sources, *_list_cited(era)))
        yield from ((source, Use(Part.ERA, era.id)) for source in cited)


def _collect_topics(atlas: Atlas) -> Iterator[tuple[str, Use]]:
    for subject in read_subjects(atlas.catalogue.root):
        yield from ((source, Use(Part.TOPIC, subject.id)) for source in dict.fromkeys(_list_cited(subject)))


def _collect_steps(atlas: Atlas) -> Iterator[tuple[str, Use]]:
    for story in load_stories(atlas.catalogue).values():
        for place in story.places:
            use = Use(Part.STEP, f"{story.id}/{place.step.id}")
            yield from ((source, use) for source in dict.fromkeys(_list_cited(place.step)))


def _collect_comparisons(atlas: Atlas) -> Iterator[tuple[str, Use]]:
    for item in read_comparisons(atlas.catalogue.root):
        yield item.theirs.source, Use(Part.COMPARISON, item.id)


def _collect_lists(atlas: Atlas) -> Iterator[tuple[str, Use]]:
    """What parties call disputed places, how far missiles reach, where places lie that distances are told to."""
    for place in atlas.catalogue.toponyms.places:
        yield from ((item.source, Use(Part.NAME, place.id)) for item in place.names.values())
    for missile in read_missiles(atlas.catalogue):
        yield from ((item.source, Use(Part.RANGE, missile.id)) for item in missile.ranges)
    for landmark in read_landmarks(atlas.catalogue):
        if landmark.source is not None:
            yield landmark.source, Use(Part.PLACE, landmark.id)


def _list_cited(explanation: Explanation) -> list[str]:
    """Return the sources that the marks of a text name, and those of what parties say."""
    said = [position.source for dispute in explanation.disputes for position in dispute.positions]
    texts = (parse_passage(explanation.text), *parse_disputes(explanation))
    return [*(source for passage in texts for source in passage.cited), *said]


def _read_words(source: Source) -> str:
    """Return all that a search for words looks at, without regard to capitals."""
    named = (*list_makers(source), *list_publishers(source), source.title, source.title_short, source.original_title)
    rest = (source.id, source.note, source.url, read_year(source))
    return " ".join(filter(None, (*named, *rest))).casefold()


def _sort_key(source: Source) -> tuple[str, str, str, str]:
    makers = "; ".join(list_makers(source)) or source.title
    plain = re.sub(r"^the ", "", makers.casefold())
    return (plain, read_year(source), source.title.casefold(), source.id)


Collector = Callable[[Atlas], Iterator[tuple[str, Use]]]
COLLECTORS: tuple[Collector, ...] = (
    _collect_records,
    _collect_claims,
    _collect_rows,
    _collect_eras,
    _collect_topics,
    _collect_steps,
    _collect_comparisons,
    _collect_lists,
)
"""What finds the sources that the atlas names: each yields pairs of a source's id and what it supports."""
