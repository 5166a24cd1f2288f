"""The Folium map of the dashboard: a base that never changes, and a state that does.

Rebuilding a Folium map on each change would send all of it again and reload its frame. Here the base script fetches the
layers once, and every later change travels as one call of `geoAlliance.apply` inside the feature group that
streamlit-folium swaps without touching the rest: zoom, centre, focus and selection stay.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template
from jinja2.utils import htmlsafe_json_dumps

from geo_alliance.flights import LAYER
from geo_alliance.maps.leaflet import FOLDER, read_leaflet

STATIC = Path(__file__).parent / "static"
SCRIPTS = (
    "names.js",
    "symbols.js",
    "period.js",
    "places.js",
    "basemap.js",
    "layers.js",
    "legend.js",
    "controls.js",
    "keyboard.js",
    "flight.js",
    "link.js",
    "highlight.js",
    "browse.js",
    "reveal.js",
    "overlays.js",
    "draw.js",
    "canvas.js",
    "picture.js",
    "compact.js",
    "atlas.js",
)
STYLESHEET = "atlas.css"

# The frame lies at component/streamlit_folium.st_folium/index.html: two folders below the dashboard, wherever that is.
ROOT = "../../atlas"

_PACKAGE = Path(__file__).parents[1]


@cache
def hash_assets() -> str:
    """Return the first digits of a hash of the scripts and of what shapes their data, for addresses kept for ever.

    All Python of the package is taken to shape them: a list of those modules that do would one day lack one.
    """
    digest = hashlib.sha256()
    own = [STATIC / name for name in (*SCRIPTS, STYLESHEET)]
    for path in (FOLDER / "leaflet.js", *own, *sorted(_PACKAGE.rglob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


@cache
def bundle_scripts() -> bytes:
    """Return Leaflet and our scripts as one: streamlit-folium loads one after the other, and each asks the server anew.

    The directive at its head holds for all of it; those of our own scripts stand too late in it to be one.
    """
    own = [(STATIC / name).read_text(encoding="utf-8") for name in SCRIPTS]
    return "\n".join(['"use strict";', read_leaflet("leaflet.js"), *own]).encode()


class AtlasMap(folium.Map):
    """An empty Leaflet map whose scripts come from our own address, and the script that fills it.

    Folium's own template would send a kilobyte of styles with every message; ours are in a file of their own.
    """

    _template = Template(
        "{% macro html(this, kwargs) %}"
        '<div class="folium-map" id={{ this.get_name()|tojson }} ></div>'
        "{% endmacro %}"
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, "
        "{center: [36, 136], zoom: 5, minZoom: 2, maxZoom: 18, zoomSnap: 0.25});"
        "{% endmacro %}"
    )

    def __init__(self, *, config: dict[str, Any]) -> None:
        super().__init__(tiles=None)
        version = hash_assets()
        self.default_js = [("map", f"{ROOT}/map.js?v={version}")]
        self.default_css = [
            ("leaflet_css", f"{ROOT}/leaflet/leaflet.css"),
            ("atlas_css", f"{ROOT}/static/{STYLESHEET}?v={version}"),
        ]
        self.add_child(_Start(config))

    def render(self, **_kwargs: Any) -> str:
        """Write nothing: streamlit-folium reads the templates itself, and needs no page of Folium's around them."""
        return ""


class _Start(MacroElement):
    _template = Template(
        "{% macro script(this, kwargs) %}"
        "geoAlliance.start({{ this._parent.get_name() }}, {{ this.config }});"
        "{% endmacro %}"
    )

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca declares no types here
        self._name = "Start"
        self.config = _dump_json(config)


class StateGroup(folium.FeatureGroup):
    """An empty feature group whose script hands a state to the map.

    The state is plain JSON: what `ui.map_state.build_state` lists, and what the page or the file around the map adds:
    `leads` (whether this map keeps where it looks in the address), `focus` (a number; another one zooms to the open
    record) and, in the page, `follow` (whether the map tells each box that it looks at).
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.featureGroup();"
        "geoAlliance.apply({{ this.state }});"
        "{% endmacro %}"
    )

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__()
        self.state = _dump_json(state)

    def render(self, **_kwargs: Any) -> str:
        """Write nothing, as `AtlasMap` does."""
        return ""


def _dump_json(value: dict[str, Any]) -> str:
    """Write JSON for a script. Branca takes the rendered script for a template again: it must find no tag in it."""
    return re.sub(r"\{(?=[{%#])", r"\\u007b", htmlsafe_json_dumps(value))


def build_config(
    *,
    version: str,
    basemap: Sequence[str],
    views: Sequence[dict[str, Any]],
    credit_line: str,
) -> dict[str, Any]:
    """Build the base script's settings: the addresses of its data, places to go to, the credits."""
    return {
        "layers": f"{ROOT}/layers.json?v={version}-{hash_assets()}",
        "flights": {"layer": LAYER, "address": f"{ROOT}/flights.json?v={version}-{hash_assets()}"},
        "basemap": {name: f"{ROOT}/basemap/{name}.geojson?v={version}" for name in basemap},
        "views": list(views),
        "credits": credit_line,
    }
