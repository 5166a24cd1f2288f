"""Every answer carries the security headers, and each kind of answer the policy made for it."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import httpx
import pytest
from asking import build_ask
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from geo_alliance.web.headers import COMMON_HEADERS, TILE_HOSTS, SecurityHeaders, allow_scripts, build_middleware
from geo_alliance.web.routes import build_routes

PAGE = "<script>\n  run = 1\n</script><script src='a.js'></script>"


def ask(path: str, *, base_path: str = "") -> httpx.Response:
    """Ask an application with the own routes, where everything else is a page."""
    page = Route("/{rest:path}", lambda _request: PlainTextResponse("page"))
    application = Starlette(
        routes=[*build_routes(base_path=base_path), page], middleware=build_middleware(base_path=base_path, page=PAGE)
    )
    return build_ask(application)(path)


def read_policy(answer: httpx.Response) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", maxsplit=1) for part in parts)


@pytest.mark.parametrize(
    "path", ["/", "/atlas/layers.json", "/atlas/nothing", "/data/nothing", "/component/x/index.html"]
)
def test_every_answer_carries_the_headers(path: str) -> None:
    answer = ask(path)

    assert {name: answer.headers[name] for name in COMMON_HEADERS} == COMMON_HEADERS
    assert read_policy(answer)["default-src"] == "'none'"


@pytest.mark.parametrize("base_path", ["", "/japan", "/atlas"])
@pytest.mark.parametrize(
    ("path", "script"),
    [
        ("", "'self' 'sha256-ByIIEf5RjXA/r9cmUeIRhtx5q/hQyL1BRCgXL6gcZBc='"),
        ("/some-page", "'self' 'sha256-ByIIEf5RjXA/r9cmUeIRhtx5q/hQyL1BRCgXL6gcZBc='"),
        ("/component/streamlit_folium.st_folium/index.html", "'self' 'unsafe-inline' 'unsafe-eval'"),
        ("/atlas/layers.json", None),
        ("/data", None),
        ("/media/a.geojson", None),
        ("/_stcore/health", None),
    ],
    ids=["page", "unknown", "frame", "layers", "data", "download", "health"],
)
def test_a_path_has_the_policy_of_its_kind(base_path: str, path: str, script: str | None) -> None:
    assert read_policy(ask(f"{base_path}{path}" or "/", base_path=base_path)).get("script-src") == script


def test_other_hosts_are_allowed_for_pictures_of_the_frame_alone() -> None:
    policies = {path: read_policy(ask(path)) for path in ("/", "/component/x", "/atlas/layers.json")}
    outside = {
        (path, name, word)
        for path, policy in policies.items()
        for name, words in policy.items()
        for word in words.split()
        if "://" in word or "*" in word
    }

    assert outside == {("/component/x", "img-src", host) for host in TILE_HOSTS}


@pytest.mark.parametrize(
    ("path", "ancestors"), [("/", "http: https:"), ("/component/x", "http: https:"), ("/data", "'none'")]
)
def test_pages_may_be_embedded_and_data_may_not(path: str, ancestors: str) -> None:
    assert read_policy(ask(path))["frame-ancestors"] == ancestors


def test_an_application_without_requests_goes_on_untouched() -> None:
    application = Starlette(middleware=[Middleware(SecurityHeaders, base_path="", page="")])
    events = iter(["lifespan.startup", "lifespan.shutdown"])
    answers: list[str] = []

    async def receive() -> dict[str, str]:
        return {"type": next(events)}

    async def send(message: MutableMapping[str, Any]) -> None:
        answers.append(message["type"])

    asyncio.run(application({"type": "lifespan"}, receive, send))

    assert answers == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_page_without_scripts_of_its_own_gets_no_hash() -> None:
    assert allow_scripts({"script-src": "'self'"}, "<script src='a.js'></script>") == {"script-src": "'self'"}
