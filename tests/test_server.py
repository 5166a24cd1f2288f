"""How the dashboard is started: settings that exist, each with its reason, the page and the routes."""

import asyncio
import gc
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit import config

from geo_alliance import server
from geo_alliance.server import PAGE, read_settings, serve, warm_up

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / ".streamlit" / "config.toml"


@pytest.fixture
def unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def list_uncommented(text: str) -> list[str]:
    """Return the settings outside of the theme that have no reason beside them."""
    section, found = "", []
    for line in text.splitlines():
        if header := re.fullmatch(r"\[([\w.]+)\]", line):
            section = header[1]
        elif "=" in line and not section.startswith("theme") and not re.search(r"\s#\s+\S", line):
            found.append(line)
    return found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("browser.gatherUsageStats", False),
        ("runner.postScriptGC", False),
        ("server.fileWatcherType", "none"),
        ("server.headless", True),
        ("theme.light.primaryColor", "#3d5a80"),
    ],
)
def test_settings_have_dotted_names(name: str, value: object) -> None:
    assert read_settings()[name] == value


def test_every_setting_is_one_of_streamlits() -> None:
    assert set(read_settings()) - set(config.get_config_options()) == set()


def test_every_line_of_the_file_becomes_a_setting() -> None:
    lines = [line for line in CONFIG.read_text(encoding="utf-8").splitlines() if re.match(r"\w+ *=", line)]

    assert len(read_settings()) == len(lines)


def test_every_setting_has_its_reason() -> None:
    text = CONFIG.read_text(encoding="utf-8")

    assert list_uncommented(text) == []
    assert list_uncommented("[server]\nport = 1\n[theme]\nfont = 2\n") == ["port = 1"]


def test_the_colours_of_the_theme_are_colours() -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    colours = [value for part in ("light", "dark") for value in theme[part].values()]

    assert theme["light"].keys() == theme["dark"].keys()
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in colours)


def test_a_wheel_brings_its_own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "streamlit-config.toml").write_text('[server]\nheadless = true\n[a.b]\nc = "d"\n', encoding="utf-8")
    monkeypatch.setattr(server, "_PACKAGE", tmp_path)

    assert read_settings() == {"server.headless": True, "a.b.c": "d"}


def test_serve_starts_the_page_with_settings_port_and_address(monkeypatch: pytest.MonkeyPatch) -> None:
    started: dict[str, Any] = {}
    monkeypatch.setattr(st.App, "run", lambda _self, **options: started.update(options))

    serve(port=8600, address="0.0.0.0")

    assert started == {"config": {**read_settings(), "server.port": 8600, "server.address": "0.0.0.0"}}


def test_the_page_is_a_script_that_exists() -> None:
    assert Path(PAGE).is_file()


@pytest.mark.parametrize("is_broken", [False, True], ids=["sound", "broken catalogue"])
def test_the_server_starts_whatever_the_data(
    is_broken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unfrozen: None
) -> None:
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(tmp_path if is_broken else ROOT / "geodata"))

    async def start() -> int:
        async with warm_up(st.App(PAGE)):
            return gc.get_freeze_count()

    assert asyncio.run(start()) > 0
