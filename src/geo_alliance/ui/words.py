"""Values in words: numbers, units, positions, members of a record."""

import re
from collections.abc import Mapping
from typing import Any

from geo_alliance.dates import format_date
from geo_alliance.descriptor import Coverage
from geo_alliance.records import PositionBasis

THIN_SPACE = "\u202f"
_UNITS = {"_km": "km", "_ha": "ha", "_deg": "°", "_minutes": "min", "_nm": "nautical miles", "_m": "m"}
_POSITIONS = {
    PositionBasis.SURVEYED: "published coordinates",
    PositionBasis.OUTLINE: "a mapped outline",
    PositionBasis.CENTROID: "the middle of a mapped outline",
    PositionBasis.COMPUTED: "computed",
    PositionBasis.APPROXIMATE: "placed by hand from a description, or standing for a wider place",
}


def escape_markdown(text: str) -> str:
    r"""Keep Streamlit from laying out a text: names from the data and words from the address are shown as they are.

    Only what Markdown reads is escaped, since a widget's name for screen readers keeps the backslashes.

    >>> print(escape_markdown("U.S. bases (1) ![x](y)"))
    U.S. bases (1) !\[x\](y)

    Source: CommonMark 0.31.2, sections 2.4 (backslash escapes) and 6 (inlines); Streamlit's own ``$``, ``:`` and ``~``.
    """
    inline = re.sub(r"([\\`*_\[\]<$:~|])", r"\\\1", text)
    return re.sub(r"(?m)^(\s*(?:\d+(?=[.)]))?)([#>+=.)-])", r"\1\\\2", inline)


def format_number(value: float, unit: str | None = None) -> str:
    """Write a number with thousands separators and, after a thin space, its unit.

    >>> format_number(26291.7, "ha") == "26,291.7" + THIN_SPACE + "ha"
    True
    """
    number = f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    if unit is None:
        return number
    return f"{number}{unit}" if unit == "°" else f"{number}{THIN_SPACE}{unit}"


def format_value(value: bool | float | str, unit: str | None = None) -> str:
    """Write the value of a fact: a number as `format_number` does, text as it is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value if unit is None else f"{value}{THIN_SPACE}{unit}"
    return format_number(value, unit)


def format_position(position: list[float]) -> str:
    """Write a position (longitude, latitude in degrees) as people read it.

    >>> format_position([127.7562, 26.2744])
    '26.2744° N, 127.7562° E'
    """
    lon, lat = position
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    return f"{format_number(abs(lat), '°')} {north}, {format_number(abs(lon), '°')} {east}"


def format_accuracy(accuracy_m: float, basis: PositionBasis) -> str:
    """Write how far a position may be off, and how it is known."""
    distance = format_number(accuracy_m / 1000, "km") if accuracy_m >= 1000 else format_number(accuracy_m, "m")
    return f"within about {distance} ({_POSITIONS[basis]})"


def count_things(count: int, thing: str) -> str:
    """Write a number of things, whose plural ends in s.

    >>> count_things(1, "step"), count_things(1200, "step")
    ('1 step', '1,200 steps')
    """
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def count_records(count: int) -> str:
    """Write a number of records.

    >>> count_records(1), count_records(1200)
    ('1 record', '1,200 records')
    """
    return count_things(count, "record")


def format_coverage(coverage: Coverage) -> str:
    """Write for which days and by which definition a layer is complete."""
    start = f"from {format_date(coverage.start)}" if coverage.start else "from the first record"
    end = f" to {format_date(coverage.end)}" if coverage.end else " on"
    verdict = "complete" if coverage.complete else "a selection"
    return f"{coverage.definition}, {start}{end}: {verdict}. {coverage.note}"


def format_member(name: str, value: Any, schema: Mapping[str, Any]) -> str:
    """Write a layer's own member: the words of its JSON Schema where it has some, the unit that its name ends in."""
    if isinstance(value, bool | str):
        return _format_text(value, schema) if isinstance(value, str) else format_value(value)
    if isinstance(value, int | float):
        unit = next((unit for suffix, unit in _UNITS.items() if name.endswith(suffix)), None)
        return format_number(value, unit)
    if isinstance(value, Mapping):
        return str(value.get("statement") or "; ".join(f"{key}: {item}" for key, item in value.items()))
    if len(value) == 2 and all(isinstance(item, int | float) for item in value):
        return format_position(value)
    if all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return f"{len(value)} positions"


def _format_text(value: str, schema: Mapping[str, Any]) -> str:
    if schema.get("format") == "edtf":
        return format_date(value)
    choices = {choice.get("const"): choice.get("title") for choice in schema.get("oneOf", ())}
    return str(choices.get(value) or value)
