"""The prefix under which the dashboard is served, such as ``/atlas`` behind a proxy that serves other things too."""

import re

_SEGMENT = r"[A-Za-z0-9][A-Za-z0-9._~-]*"
_TAKEN = ("component", "media", "static")


def parse_base_path(text: str) -> str:
    """Return a base path as routes have it: empty for the top, else with a slash before it and none behind.

    >>> parse_base_path("atlas/"), parse_base_path("/")
    ('/atlas', '')

    Raises:
        ValueError: it holds other characters, or its first segment is one that Streamlit keeps for itself.
    """
    inside = text.strip("/")
    if not inside:
        return ""
    if not re.fullmatch(rf"{_SEGMENT}(/{_SEGMENT})*", inside):
        raise ValueError(f"found the base path {text!r}: expected letters, digits, hyphens and slashes, such as /atlas")
    if inside.split("/")[0] in _TAKEN:
        raise ValueError(f"found the base path {text!r}: expected another first part than {', '.join(_TAKEN)}")
    return f"/{inside}"
