"""A view of the atlas as one HTML file: the map's own scripts and styles, and all data, packed inside.

The file opens from disk and asks nobody: its policy allows its own scripts and styles by their hashes, and no address.

Source: Content Security Policy Level 3, section 6.7.3 (hashes of what stands between the tags); RFC 1952 (gzip).
"""

import gzip
import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from geo_alliance.errors import DataError
from geo_alliance.maps.elements import SCRIPTS, STATIC, STYLESHEET
from geo_alliance.maps.leaflet import read_leaflet

MEDIA_TYPE = "text/html"
SUFFIX = "html"
PAGE = Path(__file__).parent / "page"
"""Folder of what stands around the map in such a file."""

_NEEDS_A_SERVER = {"link.js", "reveal.js", "draw.js", "browse.js"}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: the texts of its page by their names in the template, and its data by the names of blocks."""

    page: Mapping[str, Any]
    blocks: Mapping[str, Any]


def build_page(contents: Contents) -> bytes:
    """Build the file. The same contents give the same bytes."""
    styles, scripts = _read_styles(), _read_scripts()
    page = (
        _environment()
        .get_template("standalone.html.jinja")
        .render(
            page=contents.page,
            policy=_write_policy(styles, scripts),
            leaflet=read_leaflet_licence(),
            styles=[Markup(text) for text in styles],  # noqa: S704  (our own files, checked by _read)
            scripts=[Markup(text) for text in scripts],  # noqa: S704
            blocks=[(name, _pack(value)) for name, value in contents.blocks.items()],
        )
    )
    return page.encode()


@cache
def read_leaflet_licence() -> str:
    """Return the text that its licence wants to go with every copy of Leaflet.

    Source: BSD 2-Clause License, conditions 1 and 2.
    """
    return (PAGE / "leaflet-licence.txt").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("geo_alliance.maps", PAGE.name), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def _read_styles() -> list[str]:
    return [
        _read(text, "</style")
        for text in (read_leaflet("leaflet.css"), *_read_own(STATIC / STYLESHEET, PAGE / "standalone.css"))
    ]


def _read_scripts() -> list[str]:
    shared = [STATIC / name for name in SCRIPTS if name not in _NEEDS_A_SERVER]
    own = _read_own(PAGE / "unpack.js", *shared, PAGE / "record.js", PAGE / "standalone.js")
    return [_read(text, "</script") for text in (read_leaflet("leaflet.js"), *own)]


def _read_own(*paths: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in paths]


def _read(text: str, end: str) -> str:
    """Return a text that is to stand between two tags, with the ends of line that a browser would make of it."""
    if end in text.lower() or "<!--" in text:
        raise DataError(
            f"found {end!r} or '<!--' inside a script or style: expected none, since it would end the element"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _write_policy(styles: list[str], scripts: list[str]) -> str:
    def hash_all(texts: list[str]) -> str:
        digests = [hashlib.sha256(text.encode()).digest() for text in texts]
        return " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)

    rules = ("default-src 'none'", f"script-src {hash_all(scripts)}", f"style-src {hash_all(styles)}")
    return "; ".join((*rules, "base-uri 'none'", "form-action 'none'"))


def _pack(value: Any) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return _pack_bytes(text)


@lru_cache(maxsize=16)
def _pack_bytes(text: bytes) -> str:
    """Pack bytes, kept for the next file: most of them are the same in all of one version of the data."""
    return b64encode(gzip.compress(text, mtime=0, compresslevel=6)).decode()
