"""The statements of the article that the atlas grew out of, each with what the records say about it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter

from geo_alliance.catalogue import CLAIMS_FILE, read_entries
from geo_alliance.records import Id, Reckoned, Record, Text, ValueName

ARTICLE = "cfr-us-japan-alliance-2021"
"""Id of the article's source."""

ARTICLE_DAY = "2021-11-04"
"""The day on which each verdict holds: that of the article's last change."""


class Verdict(StrEnum):
    """How a statement stood on the article's day."""

    SUPPORTED = "supported"
    SUPPORTED_WITH_NUANCE = "supported-with-nuance"
    DIFFERS = "differs"
    OUTDATED = "outdated"
    CONTESTED = "contested"
    OPINION = "opinion"
    NOT_CHECKABLE = "not-checkable"

    @property
    def words(self) -> str:
        """The verdict in words."""
        return _TITLES[self]

    @property
    def meaning(self) -> str:
        """What the verdict says, in one sentence."""
        return _MEANINGS[self]

    @property
    def needs_evidence(self) -> bool:
        """Whether a claim of this verdict rests on at least one record or series."""
        return self not in {Verdict.OPINION, Verdict.NOT_CHECKABLE}


class Topic(StrEnum):
    """The section of the article that a statement stands in."""

    OVERVIEW = "overview"
    ORIGINS = "origins"
    CHANGE = "change"
    NORTH_KOREA = "north-korea"
    CHINA = "china"
    OKINAWA = "okinawa"
    COST = "cost"

    @property
    def words(self) -> str:
        """The section in words of our own."""
        return _TOPICS[self]


class Article(Record):
    """What the article itself says, untouched even where it is wrong."""

    place: Text | None
    date: Text | None
    figures: Text | None


class SeriesPart(Record):
    """Rows of a series that bear on a statement: those whose columns have the values of `filters`, all without any."""

    series: Text
    filters: dict[str, Text | Annotated[tuple[Text, ...], Field(min_length=1, strict=False)]] = Field(
        default_factory=dict
    )


class Claim(Record):
    """One statement of the article.

    `paraphrase` is in our words. `verdict` holds on `ARTICLE_DAY`; `reckoning` says in one to four sentences what the
    records show, and `since_then` what changed after that day: both are texts with marks, as
    `geo_alliance.texts.passages` describes them. `records` are ids of features, `sources` ids of sources beside the
    article, those of the marks among them.
    """

    id: Annotated[str, Field(pattern=r"^[A-Z]{2}-[1-9][0-9]?$")]
    topic: Annotated[Topic, Field(strict=False)]
    title: Annotated[str, Field(min_length=1, max_length=60)]
    paraphrase: Annotated[str, Field(min_length=1, max_length=300)]
    article: Article
    records: tuple[Id, ...] = Field(strict=False)
    series: tuple[SeriesPart, ...] = Field(strict=False)
    verdict: Annotated[Verdict, Field(strict=False)]
    reckoning: Annotated[str, Field(min_length=1, max_length=1200)]
    computed: dict[ValueName, Reckoned]
    since_then: Text | None
    sources: Annotated[tuple[Id, ...], Field(min_length=1, strict=False)]


_CLAIMS: TypeAdapter[tuple[Claim, ...]] = TypeAdapter(tuple[Claim, ...])


def read_claims(root: Path) -> tuple[Claim, ...]:
    """Read the claims of a data folder, in their order; a folder without `claims.json` has none.

    Raises:
        DataError: the file is broken, or a claim in it is not as docs/claims.md says; `faults` names each.
    """
    return read_entries(root, CLAIMS_FILE, _CLAIMS)


def count_verdicts(claims: Iterable[Claim]) -> dict[Verdict, int]:
    """Count claims by verdict, in the order of the verdicts, those without a claim as 0."""
    verdicts = [claim.verdict for claim in claims]
    return {verdict: verdicts.count(verdict) for verdict in Verdict}


def count_topics(claims: Iterable[Claim]) -> dict[Topic, int]:
    """Count claims by topic, in the order of the topics, those without a claim as 0."""
    topics = [claim.topic for claim in claims]
    return {topic: topics.count(topic) for topic in Topic}


def find_by_record(claims: Iterable[Claim], record: str) -> tuple[Claim, ...]:
    """Return the claims that a record bears on."""
    return tuple(claim for claim in claims if record in claim.records)


_TITLES: Mapping[Verdict, str] = {
    Verdict.SUPPORTED: "supported",
    Verdict.SUPPORTED_WITH_NUANCE: "supported with a nuance",
    Verdict.DIFFERS: "differs",
    Verdict.OUTDATED: "outdated",
    Verdict.CONTESTED: "contested",
    Verdict.OPINION: "opinion",
    Verdict.NOT_CHECKABLE: "not checkable",
}
_MEANINGS: Mapping[Verdict, str] = {
    Verdict.SUPPORTED: "The records say the same as the statement.",
    Verdict.SUPPORTED_WITH_NUANCE: (
        "The records support the main point; a date, a number, a word or a condition needs a more exact reading."
    ),
    Verdict.DIFFERS: "The records say something else on a point that the statement turns on.",
    Verdict.OUTDATED: "It had been right, but was so no more on the article's day.",
    Verdict.CONTESTED: "Those who took part or who wrote about it give accounts that cannot all be right.",
    Verdict.OPINION: "A judgement, a feeling or a forecast; the records show only what it rests on.",
    Verdict.NOT_CHECKABLE: "A matter of fact, such as a motive, that no record known to us settles.",
}
_TOPICS: Mapping[Topic, str] = {
    Topic.OVERVIEW: "In brief",
    Topic.ORIGINS: "How they became allies",
    Topic.CHANGE: "How the alliance changed",
    Topic.NORTH_KOREA: "North Korea",
    Topic.CHINA: "China and the Diaoyu / Senkaku / Diaoyutai Islands",
    Topic.OKINAWA: "Okinawa",
    Topic.COST: "Who contributes what, Djibouti and the wider role",
}
