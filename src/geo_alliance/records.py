"""What the files of the data folder hold, as typed, frozen, closed records.

"Closed" means that an unknown member is an error: nothing that is written in the data is silently ignored. The members
and their meaning are described in docs/data.md.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, model_validator

from geo_alliance.dates import (
    FIRST_DAY,
    LAST_DAY,
    Period,
    parse_date,
    parse_day,
    resolve_interval,
    resolve_sure_interval,
)
from geo_alliance.errors import DateError

Box = tuple[float, float, float, float]
"""West, south, east and north in degrees, WGS 84."""
EDITORS = "editors-knowledge"
"""Id of the source that stands for what nobody could be found to have published."""


def _check_date(text: str) -> str:
    try:
        parse_date(text)
    except DateError as error:
        raise ValueError(str(error)) from error
    return text


def _check_day(text: str) -> str:
    try:
        return parse_day(text)
    except DateError as error:
        raise ValueError(str(error)) from error


def _check_box(box: Box) -> Box:
    """A box may reach over the 180th meridian: its east is then more than 180, as Leaflet has it."""
    west, south, east, north = box
    if not (-180 <= west < min(east, 180) and east <= west + 360 and -90 <= south < north <= 90):
        expected = "west, south, east, north in degrees, within the world, west < east, south < north"
        raise ValueError(f"found the box {list(box)}: expected {expected}")
    return box


Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=120)]
Text = Annotated[str, Field(min_length=1)]
Edtf = Annotated[str, AfterValidator(_check_date)]
Day = Annotated[str, AfterValidator(_check_day)]
Url = Annotated[str, Field(pattern=r"^https?://\S+$")]
WorldBox = Annotated[Box, Field(strict=False), AfterValidator(_check_box)]
ValueName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Record(BaseModel):
    """Base of all records: frozen, closed, and strict about types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class PositionBasis(StrEnum):
    """How a position is known."""

    SURVEYED = "surveyed"
    OUTLINE = "outline"
    CENTROID = "centroid"
    COMPUTED = "computed"
    APPROXIMATE = "approximate"


class Basis(StrEnum):
    """How a value came about."""

    PUBLISHED = "published"
    DERIVED = "derived"
    ESTIMATED = "estimated"


class Fact(Record):
    """One value of one property, with its date and source. Several values of one property stand side by side."""

    property: Text
    value: bool | int | float | Text
    unit: Text | None
    as_of: Edtf | None
    source: Id
    note: Text | None = None
    basis: Annotated[Basis, Field(strict=False)] | None = None


class Core(Record):
    """The members that every feature of every layer has (its `id` and geometry stand beside them in GeoJSON)."""

    name: Text
    name_ja: Text | None = None
    name_zh: Text | None = None
    name_ko: Text | None = None
    aliases: tuple[Text, ...] = Field(default=(), strict=False)
    kind: Text
    valid_from: Edtf | None
    valid_to: Edtf | None
    known_from: Edtf | None = None
    position_accuracy_m: Annotated[float, Field(ge=0)]
    position_basis: Annotated[PositionBasis, Field(strict=False)]
    summary: Annotated[str, Field(min_length=1, max_length=500)]
    facts: tuple[Fact, ...] = Field(strict=False)
    sources: Annotated[tuple[Id, ...], Field(min_length=1, strict=False)]
    related: tuple[Id, ...] = Field(strict=False)
    verified: bool

    @model_validator(mode="after")
    def _check_interval(self) -> "Core":
        if self.valid_from is not None and self.known_from is not None:
            raise ValueError("found both valid_from and known_from: expected known_from only where valid_from is null")
        try:
            self.period  # noqa: B018  (resolving is the check)
        except DateError as error:
            raise ValueError(str(error)) from error
        return self

    @property
    def period(self) -> Period:
        """The days on which the record may have held."""
        return resolve_interval(self.valid_from, self.valid_to, self.known_from)

    @property
    def is_moment(self) -> bool:
        """Whether it lasted a year at most: it happened, and is not spoken of as ended."""
        return self.valid_to is not None and self.period.is_brief

    @property
    def sure(self) -> Period:
        """The latest day of its start and the earliest of its end; the end may lie before the start."""
        return resolve_sure_interval(self.valid_from, self.valid_to, self.known_from)


CORE_MEMBERS = tuple(Core.model_fields)


class Feature(Record):
    """One record of a layer: the core members typed, the layer's own as its JSON Schema describes them.

    `geometry` is the GeoJSON geometry as read (EPSG:4326, longitude first).
    """

    id: Id
    layer: str
    core: Core
    own: dict[str, JsonValue]
    geometry: dict[str, Any]

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of all sources that the record names: its own, its facts', and those of its layer's members."""
        facts = [fact.source for fact in self.core.facts]
        return tuple(dict.fromkeys([*self.core.sources, *facts, *iter_sources(self.own)]))


def iter_sources(value: JsonValue) -> Iterator[str]:
    """Yield the source of every object inside a JSON value that names one, as often as it is named."""
    if isinstance(value, dict):
        source = value.get("source")
        if isinstance(source, str):
            yield source
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from iter_sources(item)


class Reckoned(Record):
    """A value that a named function computes from the data, and the value that it gave when the text was written."""

    function: Text
    arguments: dict[str, JsonValue]
    expected: int | float | Text


class KeyDate(Record):
    """One date of a text's short list; `record` is the id of what the atlas has of it."""

    date: Edtf
    text: Text
    record: Id | None = None


class Position(Record):
    """What one party to a dispute says; `quoted` are figures in it that are the party's own, as they stand there."""

    party: Text
    position: Text
    source: Id
    quoted: tuple[Text, ...] = Field(default=(), strict=False)


class Dispute(Record):
    """A matter on which parties disagree, and what each of them says."""

    matter: Text
    positions: tuple[Position, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _check_parties(self) -> "Dispute":
        parties = [item.party for item in self.positions]
        if len(set(parties)) < 2:
            raise ValueError(f"found the parties {parties}: expected two or more, each with its position")
        return self

    @property
    def texts(self) -> tuple[str, ...]:
        """The matter and what each party says, in order."""
        return (self.matter, *(item.position for item in self.positions))


class Explanation(Record):
    """A text with marks (see `geo_alliance.texts.passages`), the values in it, its dates, and what is disputed."""

    text: Text
    computed: dict[ValueName, Reckoned] = Field(default_factory=dict)
    dates: tuple[KeyDate, ...] = Field(default=(), strict=False)
    disputes: tuple[Dispute, ...] = Field(default=(), strict=False)


class Era(Explanation):
    """A period of the era filter. `from` null reaches back before all records; `to` null still runs."""

    id: Id
    name: Annotated[str, Field(min_length=1, max_length=32)]
    start: Day | None = Field(alias="from")
    end: Day | None = Field(alias="to")
    reason: Text
    text: Text = Field(alias="summary")
    sources: Annotated[tuple[Id, ...], Field(min_length=1, strict=False)]

    @property
    def period(self) -> Period:
        """The era's days, open ends widened."""
        return Period(self.start or FIRST_DAY, self.end or LAST_DAY)


class CslName(Record):
    """A name as CSL-JSON writes it."""

    family: Text | None = None
    given: Text | None = None
    literal: Text | None = None


class CslDate(Record):
    """A date as CSL-JSON writes it: ``[[year, month, day]]``."""

    parts: list[list[int]] | None = Field(default=None, alias="date-parts")
    literal: Text | None = None

    @model_validator(mode="after")
    def _check_parts(self) -> "CslDate":
        for parts in self.parts or ():
            _check_date("-".join(f"{part:0{4 if place == 0 else 2}d}" for place, part in enumerate(parts)))
        return self


class CslCustom(Record):
    """What CSL-JSON has no member for: whether the work itself was read, or only a copy or report of it."""

    consulted: bool


class Source(Record):
    """A source in CSL-JSON.

    Source: Citation Style Language, CSL-JSON input schema 1.0.2.
    """

    id: Id
    type: Text
    title: Text
    title_short: Text | None = Field(default=None, alias="title-short")
    author: list[CslName] | None = None
    publisher: Text | None = None
    publisher_place: Text | None = Field(default=None, alias="publisher-place")
    container_title: Text | None = Field(default=None, alias="container-title")
    collection_title: Text | None = Field(default=None, alias="collection-title")
    original_publisher: Text | None = Field(default=None, alias="original-publisher")
    original_title: Text | None = Field(default=None, alias="original-title")
    original_date: CslDate | None = Field(default=None, alias="original-date")
    issued: CslDate | None = None
    accessed: CslDate | None = None
    url: Url | None = Field(default=None, alias="URL")
    doi: Text | None = Field(default=None, alias="DOI")
    language: Text | None = None
    volume: Text | None = None
    number: Text | None = None
    genre: Text | None = None
    page: Text | None = None
    note: Text | None = None
    custom: CslCustom

    def to_csl(self) -> dict[str, Any]:
        """Return it as CSL-JSON again, without empty members."""
        return self.model_dump(by_alias=True, exclude_none=True)
