"""Questions to an application, as a server would hand them on."""

import asyncio
from collections.abc import Callable

import httpx
from starlette.applications import Starlette

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
