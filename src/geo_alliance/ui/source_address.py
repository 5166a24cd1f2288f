"""The filters of the list of sources as query parameters and back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields

from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas
from geo_alliance.texts.bibliography import (
    NO_YEAR,
    NOTHING,
    READINGS,
    Part,
    SourceQuery,
    build_bibliography,
    list_parts,
    list_publishers,
    read_reading,
    read_year,
)

PREFIX = "source-"
SHEET = "source-sheet"
SOURCE_NAMES = (*(f"{PREFIX}{member.name}" for member in fields(SourceQuery)), SHEET)
"""The parameters: one for each member of `SourceQuery`, and the sheet."""


def read_query(params: Mapping[str, str], atlas: Atlas, notices: list[str]) -> SourceQuery:
    """Read what the list of sources is filtered by; a value that no source has falls away and is said in `notices`."""
    found: dict[str, str] = {}
    for name in (member.name for member in fields(SourceQuery)):
        text = params.get(f"{PREFIX}{name}")
        if text is None:
            continue
        if name == "text" or text in list_choices(atlas, name):
            found[name] = text
        else:
            notices.append(f"In the address, {PREFIX}{name} is {text!r}: no source of the atlas has it.")
    return SourceQuery(**found)


@keep(40)
def list_choices(atlas: Atlas, name: str) -> Mapping[str, int]:
    """Return the values by which sources can be filtered, for a member of `SourceQuery`, with how many have each.

    Years stand from the latest on, kinds of what they support in their order, others by how often they are there.
    """
    bibliography = build_bibliography(atlas)
    sources = bibliography.sources.values()
    if name == "reading":
        return _count(((read_reading(source),) for source in sources), READINGS)
    if name == "part":
        return _count((list_parts(uses) or (NOTHING,) for uses in bibliography.uses.values()), (*Part, NOTHING))
    if name == "year":
        years = {read_year(source) for source in sources} - {NO_YEAR}
        return _count(((read_year(source),) for source in sources), (*sorted(years, reverse=True), NO_YEAR))
    values = [(source.type,) if name == "type" else list_publishers(source) for source in sources]
    return dict(sorted(_count(values).items(), key=lambda item: (-item[1], item[0])))


def dump_query(query: SourceQuery) -> dict[str, str]:
    """Write what the list of sources is filtered by as query parameters."""
    return {f"{PREFIX}{name}": value for name, value in asdict(query).items() if value}


def read_sheet(params: Mapping[str, str], notices: list[str]) -> int:
    """Read the number of the sheet; one beyond the last stands for the last."""
    text = params.get(SHEET, "1")
    if text.isascii() and text.isdecimal() and len(text) < 7 and int(text) > 0:
        return int(text)
    notices.append(f"In the address, {SHEET} is {text!r}: expected a number from 1 on.")
    return 1


def dump_sheet(sheet: int) -> dict[str, str]:
    """Write the number of the sheet as query parameter, the first as none."""
    return {SHEET: str(sheet)} if sheet > 1 else {}


def _count(values: Iterable[Iterable[str]], order: Iterable[str] = ()) -> dict[str, int]:
    """Count values, those of `order` in that order and only they; in any order without."""
    counts = Counter(value for found in values for value in found)
    return {value: counts[value] for value in order if counts[value]} or dict(counts)
