"""What the timeline's component is given, where its files lie, and what the page takes from it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2.manifest_scanner import scan_component_manifests

from geo_alliance.dates import Period
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection
from geo_alliance.ui import timeline
from geo_alliance.ui.view import ViewState

FOLDER = Path(timeline.__file__).parent / "components" / "timeline"
FILES = sorted(path.name for path in FOLDER.iterdir())


def test_the_component_is_given_period_axis_eras_and_counts(atlas: Atlas) -> None:
    state = ViewState(Selection(Period("1972-05-15", "1972-05-15"), ("facilities",)))

    data = timeline.build_data(atlas, state, today="2026-11-23")

    assert json.loads(json.dumps(data))["years"][0] == list(data["years"][0])
    assert (data["start"], data["end"], data["last"]) == ("1972-05-15", "1972-05-15", "2026-11-23")
    assert len(data["eras"]) == len(atlas.catalogue.eras)
    assert len(json.dumps(data)) < 6_000, "it travels with every run of the page"


def test_streamlit_finds_the_folder_of_the_component() -> None:
    (found,) = [(manifest, root) for manifest, root in scan_component_manifests() if manifest.name == "geo-alliance"]
    manifest, root = found
    folders = {component.name: component.resolve_asset_root(root) for component in manifest.components}

    assert folders[timeline.COMPONENT.partition(".")[2]] == FOLDER
    assert {"timeline.js", "timeline.css"} <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_module_of_the_component_asks_only_for_its_neighbours(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")

    assert set(re.findall(r'from "\./([a-z.]+)"', text)) <= set(FILES)
    assert text.count("import ") == len(re.findall(r'^import .* from "\./[a-z.]+";$', text, flags=re.MULTILINE))
    assert [host for host in re.findall(r"https?://\S+", text) if "www.w3.org/2000/svg" not in host] == []
    assert not re.search(r"innerHTML|insertAdjacentHTML|eval\(", text)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"start": "1972-05-15", "end": "1972-05-15"}, Period("1972-05-15", "1972-05-15")),
        ({"start": "0001-01-01", "end": "9999-12-31"}, Period()),
        ({"start": "1972-05-15", "end": "1970-01-01"}, None),
        ({"start": "<b>", "end": None}, None),
        ({}, None),
    ],
    ids=["a day", "all years", "wrong order", "no day", "nothing"],
)
def test_only_a_period_is_taken(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch, chosen: dict[str, Any], expected: Period | None
) -> None:
    session: dict[str, Any] = {timeline.KEY: {"chosen": chosen}}
    taken: list[Period] = []
    monkeypatch.setattr(timeline.st, "session_state", session)
    monkeypatch.setattr(timeline, "change_selection", lambda _atlas, period: taken.append(period))

    timeline._take_period(atlas)

    assert taken == ([expected] if expected else [])
    assert ("notice" in session) == (expected is None)
