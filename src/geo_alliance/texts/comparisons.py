"""Our counts beside official totals and public databases, by definition and date, and why they differ."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, model_validator

from geo_alliance.catalogue import COMPARISONS_FILE, read_entries
from geo_alliance.errors import DataError
from geo_alliance.records import Edtf, Id, Reckoned, Record, Text
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.reckonings import evaluate

_DECIMALS = 4  # a difference of hectares or square kilometres keeps what was published, without binary remains


class Group(StrEnum):
    """What is compared, in the order of the table."""

    FACILITIES = "facilities"
    LAND = "land"
    PREFECTURES = "prefectures"
    OVERFLIGHTS = "overflights"
    LAUNCHES = "launches"
    ISLANDS = "islands"
    SCRAMBLES = "scrambles"
    ABDUCTIONS = "abductions"
    TROOPS = "troops"

    @property
    def words(self) -> str:
        """The group in words."""
        return _GROUPS[self]


class Theirs(Record):
    """A published number: as `value`, or `computed` where a series or a record of the atlas holds it.

    `by` says whose number it is, `date` for when they give it where that is not the day of the comparison.
    `is_rounded` is true where they give it as about so much, `is_derived` where nobody gives it and the atlas worked it
    out from what they do give: then it is no independent number.
    """

    by: Text
    source: Id
    date: Edtf | None = None
    value: int | float | None = None
    computed: Reckoned | None = None
    is_rounded: bool = False
    is_derived: bool = False

    @model_validator(mode="after")
    def _check_number(self) -> "Theirs":
        if (self.value is None) == (self.computed is None):
            raise ValueError("found value and computed both or neither: expected one of them")
        return self


class Comparison(Record):
    """One count or measure of ours beside theirs. `reason` says why they differ, or that they count the same."""

    id: Id
    group: Annotated[Group, Field(strict=False)]
    title: Annotated[str, Field(min_length=1, max_length=80)]
    definition: Text
    date: Edtf
    unit: Text | None
    ours: Reckoned
    theirs: Theirs
    reason: Annotated[str, Field(min_length=1, max_length=400)]
    records: tuple[Id, ...] = Field(default=(), strict=False)
    series: tuple[Text, ...] = Field(default=(), strict=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Both numbers of a comparison, in its unit."""

    ours: int | float
    theirs: int | float

    @property
    def difference(self) -> int | float:
        """How much more ours is than theirs; less than 0 where theirs is more."""
        rounded = round(self.ours - self.theirs, _DECIMALS)
        return int(rounded) if float(rounded).is_integer() else rounded


_COMPARISONS: TypeAdapter[tuple[Comparison, ...]] = TypeAdapter(tuple[Comparison, ...])


def read_comparisons(root: Path) -> tuple[Comparison, ...]:
    """Read the comparisons of a data folder, in their order; a folder without `comparisons.json` has none.

    Raises:
        DataError: the file is broken, or an entry in it is not as docs/data.md says; `faults` names each.
    """
    return read_entries(root, COMPARISONS_FILE, _COMPARISONS)


def compare(desk: Desk, comparison: Comparison) -> Outcome:
    """Compute both numbers of a comparison.

    Raises:
        DataError: a number cannot be computed, or is none.
    """
    theirs = comparison.theirs
    value = theirs.value if theirs.computed is None else _compute(desk, comparison, theirs.computed)
    if value is None:
        raise AssertionError(f"{comparison.id} has no number of theirs: the record refuses that")
    return Outcome(_compute(desk, comparison, comparison.ours), value)


def _compute(desk: Desk, comparison: Comparison, item: Reckoned) -> int | float:
    value = evaluate(desk, item.function, item.arguments)
    if isinstance(value, str):
        raise DataError(f"{comparison.id}: found {value!r} from {item.function}: expected a number")
    return value


_GROUPS = {
    Group.FACILITIES: "U.S. facilities, number",
    Group.LAND: "U.S. facilities, land",
    Group.PREFECTURES: "U.S. facilities by prefecture",
    Group.OVERFLIGHTS: "Missiles and rockets over Japan and into its economic zone",
    Group.LAUNCHES: "North Korean launches",
    Group.ISLANDS: "Disputed islands in the East China Sea",
    Group.SCRAMBLES: "Scrambles of Japanese fighters",
    Group.ABDUCTIONS: "Abductions",
    Group.TROOPS: "U.S. service members",
}
