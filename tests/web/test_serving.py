"""How the routes work while others wait: in threads, once for the same data, and with an answer even to a fault."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from asking import Ask
from starlette.applications import Starlette
from starlette.requests import Request

from geo_alliance.exports import package
from geo_alliance.web import data, routes, search
from geo_alliance.web.answers import answer
from geo_alliance.web.routes import build_routes

ADDRESSES = [
    "/atlas/map.js",
    "/atlas/layers.json",
    "/atlas/flights.json",
    "/atlas/basemap/places.geojson",
    "/atlas/search.json?q=naha",
    "/data/sources.bib",
]


def is_on_the_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_body_is_made_or_hashed_on_the_event_loop(ask: Ask, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where: list[bool] = []

    def look(request: Request, *args: Any, **options: Any) -> Any:
        where.append(is_on_the_event_loop())
        return answer(request, *args, **options)

    for module in (routes, search, data):
        monkeypatch.setattr(module, "answer", look)

    assert ask(address).status_code == 200
    assert where == [False]


async def fail(address: str) -> tuple[httpx.Response, list[BaseException]]:
    """Ask for an address and return the answer, and what went on to the server, which writes it to its log."""
    application, raised = Starlette(routes=build_routes()), list[BaseException]()

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        try:
            await application(scope, receive, send)
        except ZeroDivisionError as error:
            raised.append(error)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(serve), base_url="http://atlas.test") as client:
        return await client.get(address), raised


@pytest.mark.parametrize("address", ["/atlas/layers.json", "/data/sources.bib"])
def test_a_fault_is_a_problem_for_the_reader_and_goes_on_to_the_log(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (routes, data):
        monkeypatch.setattr(module, "read_atlas", lambda: 1 / 0)

    said, raised = asyncio.run(fail(address))

    assert (said.status_code, said.headers["content-type"]) == (500, "application/problem+json")
    assert (said.json()["title"], said.json()["instance"]) == ("Internal Server Error", address)
    assert said.json()["detail"].startswith("found a fault in the atlas itself: expected none")
    assert "zero" not in said.text.lower()
    assert said.headers.get("access-control-allow-origin") == ("*" if address.startswith("/data") else None)
    assert [str(error) for error in raised] == ["division by zero"]


@pytest.mark.parametrize(
    ("address", "method", "detail"),
    [
        ("/atlas/basemap/atlantis.geojson", "GET", "found no base map 'atlantis': expected one of borders-east-asia, "),
        ("/atlas/basemap/facilities.geojson", "GET", "found no base map 'facilities': expected one of "),
        ("/atlas/static/none.js", "GET", "found nothing at /atlas/static/none.js: expected an address of the atlas"),
        ("/atlas/none", "GET", "found nothing at /atlas/none: expected an address of the atlas"),
        ("/atlas", "GET", "found nothing at /atlas: expected an address of the atlas"),
        ("/atlas/layers.json", "POST", "found the method POST: expected GET or HEAD"),
        ("/atlas/static/atlas.css", "PUT", "found the method PUT: expected GET or HEAD"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(ask: Ask, address: str, method: str, detail: str) -> None:
    assert ask(address, method).json()["detail"].startswith(detail)


def test_the_package_is_packed_once_for_the_same_data(
    ask: Ask, change_json: Callable[[str, Callable[[Any], object]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = change_json("eras.json", lambda eras: eras[0].update(summary="Packed once."))
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))
    packed = iter((b"first", b"second", b"third"))
    monkeypatch.setattr(package, "export_package", lambda _atlas: next(packed))

    first = ask("/data/geo-alliance.zip")
    again = ask("/data/geo-alliance.zip", If_None_Match=first.headers["etag"])
    change_json("eras.json", lambda eras: eras[0].update(summary="Packed again."))
    other = ask("/data/geo-alliance.zip")

    assert (first.content, again.status_code, other.content) == (b"first", 304, b"second")
