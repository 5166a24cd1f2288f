"""How the dashboard is started: settings that exist, each with its reason, the page and the routes."""

import asyncio
import gc
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import streamlit as st
from streamlit import config, net_util
from streamlit.web.server import server_util

from geo_alliance import server
from geo_alliance.cli import build_parser
from geo_alliance.server import PAGE, read_settings, serve, settle_base_path, warm_up

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

    serve(port=8600, address="0.0.0.0", base_path="/atlas")

    own = {"server.port": 8600, "server.address": "0.0.0.0", "server.baseUrlPath": "/atlas"}
    own["browser.serverAddress"] = "localhost"
    assert started == {"config": {**read_settings(), **own}}


@pytest.mark.parametrize("base_path", ["", "/atlas"])
def test_the_page_and_its_routes_and_headers_share_the_base_path(
    base_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(st, "App", lambda _page, **options: given.update(options) or Mock())

    serve(port=8600, address="localhost", base_path=base_path)

    assert {route.path for route in given["routes"]} == {f"{base_path}/atlas", f"{base_path}/data"}
    assert given["middleware"][0].kwargs["base_path"] == base_path
    assert "<script>" in given["middleware"][0].kwargs["page"]


@pytest.fixture
def base_url_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Streamlit's base path, put back after the test."""
    before = config.get_option("server.baseUrlPath")
    monkeypatch.delenv("BASE_PATH", raising=False)
    yield
    config.set_option("server.baseUrlPath", before)


@pytest.mark.parametrize(
    ("variable", "setting", "expected"),
    [("", "", ""), ("", "atlas/", "/atlas"), ("/b", "", "/b"), ("/b", "atlas", "/b")],
    ids=["neither", "setting", "variable", "both"],
)
def test_other_ways_to_start_have_a_base_path_too(
    variable: str, setting: str, expected: str, base_url_path: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BASE_PATH", variable)
    config.set_option("server.baseUrlPath", setting)

    assert settle_base_path() == expected
    assert config.get_option("server.baseUrlPath") == expected


def test_nobody_is_asked_for_the_outside_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda *_, **__: pytest.fail("asked another host"))

    assert not server_util.is_url_from_allowed_origins("http://other.test")
    assert net_util.get_external_ip() is None


@pytest.mark.parametrize(
    ("arguments", "variables", "expected"),
    [
        ([], {}, (8501, "")),
        ([], {"PORT": "9000", "BASE_PATH": "atlas"}, (9000, "/atlas")),
        (["--port", "9001", "--base-path", "/b/"], {"PORT": "9000", "BASE_PATH": "atlas"}, (9001, "/b")),
    ],
    ids=["neither", "environment", "both"],
)
def test_port_and_base_path_come_from_the_environment_unless_given(
    arguments: list[str], variables: dict[str, str], expected: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PORT", "BASE_PATH"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    options = build_parser().parse_args(["serve", *arguments])

    assert (options.port, options.base_path) == expected


def test_a_bad_base_path_is_refused_with_what_was_found(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        build_parser().parse_args(["serve", "--base-path", "a b"])

    assert "found the base path 'a b': expected letters" in capsys.readouterr().err


def read_dockerfile(word: str) -> list[str]:
    """Return what follows a word of the Dockerfile, once for each of its lines that begin with it."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(f"{word} ") for line in lines if line.startswith(f"{word} ")]


def test_the_image_copies_what_exists_and_is_let_through() -> None:
    copied = [path for line in read_dockerfile("COPY") for path in line.split()[:-1]]
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert set(copied) == let_through


def test_the_image_holds_what_the_wheel_is_built_from() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = [*build["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"], build["project"]["readme"]]
    copied = [path for line in read_dockerfile("COPY") for path in line.split()[:-1]]

    assert [path for path in needed if path.split("/")[0] not in copied] == []


def test_the_image_serves_the_atlas_to_other_machines_without_rights() -> None:
    command = json.loads(read_dockerfile("CMD")[-1])

    options = build_parser().parse_args(command[1:])
    assert (command[0], options.address) == ("geo-alliance", "0.0.0.0")
    assert read_dockerfile("USER") == ["atlas"]
    assert read_dockerfile("EXPOSE") == ["8501"]


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


def test_warming_up_leaves_the_map_component_to_the_first_run_of_the_page() -> None:
    """Streamlit serves a component's frame only if it was declared inside a run."""
    code = (
        "import asyncio, sys, geo_alliance.server as server\n"
        "asyncio.run(server.warm_up(None).__aenter__())\n"
        "print('streamlit_folium' in sys.modules, 'folium' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split()[-2:] == ["False", "True"]


def test_no_module_that_is_warmed_up_can_come_to_the_map_component() -> None:
    """What a module imports late or through others, the contract follows; here it is held to follow every one."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (held,) = [item for item in settings["contracts"] if item.get("forbidden_modules") == ["streamlit_folium"]]
    own = {name for name in server.WARMED if name.startswith("geo_alliance.")}

    assert own | {"geo_alliance.server", "geo_alliance.web"} == set(held["source_modules"])
    assert "allow_indirect_imports" not in held
