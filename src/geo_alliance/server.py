"""How the dashboard is started, whichever way: the page, the settings, the server."""

import gc
import os
import socket
import tomllib
from asyncio import Transport
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config, file_util, net_util
from uvicorn.protocols.http import h11_impl

from geo_alliance.errors import CatalogueError, GeoAllianceError
from geo_alliance.selection import Selection
from geo_alliance.store import get_atlas
from geo_alliance.web.addresses import ShortAddresses
from geo_alliance.web.base_path import parse_base_path
from geo_alliance.web.headers import build_middleware
from geo_alliance.web.routes import build_routes

_PACKAGE = Path(__file__).parent

PAGE = str(_PACKAGE / "ui" / "atlas_page.py")
"""Path of the script that Streamlit runs for every change."""

_EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  (compared, not listened on)


def _know_no_outside_address() -> None:
    return None


# Streamlit asks another host for this machine's outside address while it answers whoever names a foreign origin. The
# atlas asks nobody.
net_util.get_external_ip = _know_no_outside_address

# A request line of more than 64 KiB would be answered 400 before the page could say that the address is too long, and
# Streamlit hands no setting of its HTTP server on. Two MiB are more than any browser sends.
h11_impl.DEFAULT_MAX_INCOMPLETE_EVENT_SIZE = 2 * 1024**2  # type: ignore[attr-defined]  # it is h11's own

_take_connection = h11_impl.H11Protocol.connection_made


def _take_without_delay(protocol: h11_impl.H11Protocol, transport: Transport) -> None:
    """Take a connection so that what is written to it is sent at once.

    asyncio turns Nagle's algorithm off only on sockets that name TCP as their protocol, and those that Streamlit opens
    do not. The body of each small answer would then wait some 40 ms for the browser's acknowledgement of its head
    (https://github.com/Kludex/uvicorn/issues/3149).
    """
    connection = transport.get_extra_info("socket")
    if connection is not None and connection.family in {socket.AF_INET, socket.AF_INET6}:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    _take_connection(protocol, transport)


h11_impl.H11Protocol.connection_made = _take_without_delay  # type: ignore[assignment, method-assign]


WARMED = (
    "folium",
    "geo_alliance.exports.formats",
    "geo_alliance.ui.controls",
    "geo_alliance.ui.explanation_view",
    "geo_alliance.ui.layer_view",
)
"""Modules that are loaded before the first session."""


@asynccontextmanager
async def warm_up(_app: st.App) -> AsyncIterator[None]:
    """Load what every session needs once, before the first one, and keep it out of the garbage collector's way.

    Only streamlit-folium has to wait for the first run of the page: Streamlit serves a component's frame only if it was
    declared inside a run. A catalogue that cannot be read is said on the page; the server starts all the same.
    """
    for module in WARMED:
        import_module(module)
    with suppress(CatalogueError):
        get_atlas()
    gc.freeze()
    Thread(target=_warm_eras, daemon=True).start()
    yield


def _warm_eras() -> None:
    """Draw what the panel says of the eras beside the first answers; who comes earlier waits for what is asked for."""
    # Here, because `warm_up` imports what a session needs.
    from geo_alliance.ui.explanation_view import draw_era  # noqa: PLC0415
    from geo_alliance.ui.layer_view import draw_layer  # noqa: PLC0415
    from geo_alliance.ui.view import default_selection  # noqa: PLC0415

    with suppress(GeoAllianceError):
        atlas = get_atlas()
        layers = default_selection(atlas.catalogue).layers
        for era in atlas.catalogue.eras:
            draw_era(atlas, era.id)
            for layer in layers:
                draw_layer(atlas, Selection(era.period, (layer,)), date.today().isoformat())
    gc.freeze()


def read_settings() -> dict[str, Any]:
    """Return Streamlit's settings of `.streamlit/config.toml` as dotted names.

    A wheel carries the file inside the package; a checkout has it at its top.
    """
    inside = _PACKAGE / "streamlit-config.toml"
    path = inside if inside.is_file() else _PACKAGE.parents[1] / ".streamlit" / "config.toml"
    return dict(_flatten(tomllib.loads(path.read_text(encoding="utf-8"))))


def settle_base_path() -> str:
    """Return the base path for starts by `streamlit run` and `uvicorn`: BASE_PATH, else Streamlit's own setting.

    Streamlit is told of BASE_PATH, because `uvicorn` reads no setting of Streamlit's from the environment.

    Raises:
        ValueError: it is not one that `parse_base_path` takes.
    """
    name = "server.baseUrlPath"
    base_path = parse_base_path(os.environ.get("BASE_PATH") or config.get_option(name) or "")
    config.set_option(name, base_path)
    return base_path


def protect(base_path: str) -> list[Middleware]:
    """Build the middleware that puts the security headers on every answer and leads away from too long addresses."""
    page = Path(file_util.get_static_dir()) / "index.html"
    headers = build_middleware(base_path=base_path, page=page.read_text(encoding="utf-8"))
    return [*headers, Middleware(ShortAddresses, page=f"{base_path}/")]


def serve(*, port: int, address: str, base_path: str = "") -> None:
    """Start the dashboard and block until it is stopped. `base_path` is as `parse_base_path` returns it."""
    app = st.App(PAGE, lifespan=warm_up, routes=build_routes(base_path=base_path), middleware=protect(base_path))
    shown = "localhost" if address in _EVERY_ADDRESS else address
    own = {
        "server.port": port,
        "server.address": address,
        "server.baseUrlPath": base_path,
        "browser.serverAddress": shown,
    }
    app.run(config={**read_settings(), **own})


def _flatten(table: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        pairs.extend(_flatten(value, f"{name}.") if isinstance(value, dict) else [(name, value)])
    return pairs
