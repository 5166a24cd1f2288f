"""Published ranges of missiles: presets for the rings on the map, each with who says so and where."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, TypeAdapter, model_validator

from geo_alliance.catalogue import RANGES_FILE, Catalogue, read_entries
from geo_alliance.records import Edtf, Id, Record, Text
from geo_alliance.space.rings import LARGEST_KM


class Bound(StrEnum):
    """What a published range says of the missile."""

    ABOUT = "about"
    UP_TO = "up to"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    FLOWN = "flown"


class PublishedRange(Record):
    """One published range: `km` over the ground, or `from_km` to `km`; `by` is who says so."""

    km: Annotated[float, Field(gt=0, le=LARGEST_KM)]
    from_km: Annotated[float, Field(gt=0)] | None = None
    bound: Annotated[Bound, Field(strict=False)]
    as_of: Edtf
    by: Text
    source: Id
    note: Text | None = None

    @model_validator(mode="after")
    def _check_order(self) -> "PublishedRange":
        if self.from_km is not None and self.from_km >= self.km:
            raise ValueError(f"found a range from {self.from_km:g} to {self.km:g} km: expected the smaller first")
        return self


class Missile(Record):
    """A missile with its published ranges; those that differ stand side by side."""

    id: Id
    name: Text
    aliases: tuple[Text, ...] = Field(default=(), strict=False)
    ranges: Annotated[tuple[PublishedRange, ...], Field(min_length=1, strict=False)]


_MISSILES: TypeAdapter[tuple[Missile, ...]] = TypeAdapter(tuple[Missile, ...])


def read_missiles(catalogue: Catalogue) -> tuple[Missile, ...]:
    """Read the missiles of a data folder, in their order; a folder without `ranges.json` has none.

    Raises:
        DataError: the file is broken, or an entry is not as docs/data.md says; `faults` names each.
    """
    return read_entries(catalogue.root, RANGES_FILE, _MISSILES)
