"""Text that stands as it is wherever it is put: on one line, and written in the order in which it is read."""

import unicodedata
from collections.abc import Mapping
from typing import Any

_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def clean(text: str) -> str:
    r"""Take control characters out of a text, also those that turn the writing direction; keep the rest.

    A line break becomes a space, so that a text stays on its line.

    >>> clean("a\u202eb\n c")
    'ab c'

    Source: Unicode Standard Annex 9, section 2 (explicit directional formatting characters).
    """
    return " ".join("".join(filter(_is_kept, text)).split())


def describe_copy(item: Mapping[str, Any]) -> str | None:
    """Say of a CSL item that only a copy or report of it was read, and whose the original is; None if it was read."""
    if item.get("custom", {}).get("consulted", True):
        return None
    original = item.get("original-publisher")
    return f"Read in a copy or report; original: {original}" if original else "Read in a copy or report"


def is_unseen(character: str) -> bool:
    """Return whether a character is not seen itself but acts on others: it turns their direction or breaks the line."""
    acting = unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
    return acting or unicodedata.bidirectional(character) in _TURNING


def _is_kept(character: str) -> bool:
    return character.isspace() or not is_unseen(character)
