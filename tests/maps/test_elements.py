"""The Folium elements: nothing comes from another host, and no text can leave the JSON that it stands in."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import generate_leaflet_string

from geo_alliance.maps.elements import (
    SCRIPTS,
    STATIC,
    STYLESHEET,
    AtlasMap,
    StateGroup,
    build_config,
    bundle_scripts,
    hash_assets,
)

HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "comment": "<!-- <script>",
    "quotes": "\"'",
    "backtick": "`${alert(1)}`",
    "backslash": '\\"); alert(1); ("',
    "line separators": "\u2028\u2029\r\n",
    "template": "{{ this.get_name() }}{% endmacro %}",
}


def build_base(credit_line: str = "Map: Natural Earth") -> AtlasMap:
    view = {"id": "japan", "name": "Japan", "bbox": [123.5, 24, 146, 45.8]}
    config = build_config(version="1.0+ab", basemap=["land"], views=[view], credit_line=credit_line)
    return AtlasMap(config=config)


def render_base(base: AtlasMap) -> str:
    """Return the scripts and addresses that the component is given."""
    links = [address for _, address in [*base.default_js, *base.default_css]]
    return "\n".join([*(f'"{address}"' for address in links), generate_leaflet_string(base)])


def render_state(state: dict[str, Any]) -> str:
    group = StateGroup(state)
    return str(group._template.module.script(group, {}))


def read_argument(script: str, function: str) -> Any:
    """Return the JSON that a script hands to a function of ours, as a browser would read it."""
    start = script.index("{", script.index(f"geoAlliance.{function}("))
    value, end = json.JSONDecoder().raw_decode(script, start)
    assert script[end:].lstrip().startswith(");"), "something stands after the JSON"
    return value


def test_the_map_asks_no_other_host() -> None:
    base = build_base()
    text = render_base(base)

    assert not re.search(r"https?://", text)
    assert not re.search(r"""["'(=]\s*//""", text)
    assert all(address.startswith("../../atlas/") for _, address in [*base.default_js, *base.default_css])


def test_scripts_and_styles_that_the_map_asks_for_exist() -> None:
    base = build_base()
    ours = {address for _, address in [*base.default_js, *base.default_css] if "/leaflet/" not in address}

    assert ours == {f"../../atlas/{name}?v={hash_assets()}" for name in ("map.js", f"static/{STYLESHEET}")}
    assert all((STATIC / name).is_file() for name in (*SCRIPTS, STYLESHEET))
    assert {path.name for path in STATIC.iterdir()} == {*SCRIPTS, STYLESHEET}


@pytest.mark.parametrize("name", [*SCRIPTS, STYLESHEET])
def test_no_script_or_style_of_ours_names_another_host(name: str) -> None:
    addresses = re.findall(r"https?://[^\s\"'`)]+", (STATIC / name).read_text(encoding="utf-8"))

    assert [address for address in addresses if not address.startswith("http://www.w3.org/")] == []


def test_leaflet_comes_before_our_scripts_and_the_start_last() -> None:
    text = bundle_scripts().decode()
    starts = [text.index((STATIC / name).read_text(encoding="utf-8")) for name in SCRIPTS]

    assert [name for name, _ in build_base().default_js] == ["map"]
    assert text.startswith('"use strict";')
    assert text.index("Leaflet 1.9") < starts[0]
    assert starts == sorted(starts)
    assert SCRIPTS[-1] == "atlas.js"
    assert "sourceMappingURL" not in text


def test_the_map_can_be_zoomed_within_bounds() -> None:
    text = render_base(build_base())

    assert re.search(r"\bminZoom: 2\b", text)
    assert re.search(r"\bmaxZoom: 18\b", text)


def test_the_settings_name_the_versioned_data() -> None:
    config = read_argument(render_base(build_base()), "start")

    assert config["layers"] == f"../../atlas/layers.json?v=1.0+ab-{hash_assets()}"
    assert config["flights"]["address"] == f"../../atlas/flights.json?v=1.0+ab-{hash_assets()}"
    assert config["basemap"] == {"land": "../../atlas/basemap/land.geojson?v=1.0+ab"}
    assert config["views"][0]["name"] == "Japan"


@pytest.mark.parametrize("name", ["atlas.js", "atlas.css", "display.py", "dates.py", "records.py", "selection.py"])
def test_whatever_shapes_the_map_or_its_data_changes_their_addresses(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, read = hash_assets.__wrapped__(), Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: b"changed" if path.name == name else read(path))

    assert hash_assets.__wrapped__() != before


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_breaks_out_of_the_settings(text: str) -> None:
    page = render_base(build_base(text))

    assert read_argument(page, "start")["credits"] == text
    assert text not in page or text == HOSTILE["backtick"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_id_breaks_out_of_the_state(text: str) -> None:
    state = {"start": "0001-01-01", "end": "9999-12-31", "layers": [text], "selected": text}

    script = render_state(state)

    assert read_argument(script, "apply") == state
    assert not re.search(r"[<>'\u2028\u2029\r\n]", script)


@given(st.text())
def test_any_id_travels_unchanged(text: str) -> None:
    script = render_state({"selected": text})

    assert read_argument(script, "apply") == {"selected": text}
    assert "<" not in script


def test_two_states_differ_only_in_their_json() -> None:
    group = StateGroup({"selected": None})

    script = str(group._template.module.script(group, {}))

    assert script == f'var {group.get_name()} = L.featureGroup();geoAlliance.apply({{"selected": null}});'
