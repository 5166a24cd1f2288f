"""Questions to an application, as a server would hand them on."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from geo_alliance.web.routes import build_routes

Ask = Callable[..., httpx.Response]


def build_ask(application: Starlette) -> Ask:
    """Build what asks an application: what is escaped in the address arrives unescaped; `_` in headers is `-`."""

    async def send(method: str, address: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://atlas.test") as client:
            return await client.request(method, address, headers=headers)

    def ask(address: str, method: str = "GET", **headers: str) -> httpx.Response:
        return asyncio.run(send(method, address, {key.replace("_", "-"): text for key, text in headers.items()}))

    return ask


def ask_below(base_path: str = "") -> Ask:
    """Build what asks the routes behind a middleware that compresses, as Streamlit's does."""
    return build_ask(Starlette(routes=build_routes(base_path=base_path), middleware=[Middleware(GZipMiddleware)]))


def read_problem(answer: httpx.Response, status: int) -> str:
    """Hold an answer against RFC 9457 and return its detail."""
    problem: dict[str, Any] = answer.json()

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), problem
    assert problem.keys() == {"type", "title", "status", "detail", "instance"}
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert answer.headers["access-control-allow-origin"] == "*"
    return str(problem["detail"])
