"""Addresses that cannot be read: the page is told why, and says it."""

import pytest
from asking import build_ask
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from geo_alliance.loading import Atlas
from geo_alliance.ui.address import parse_state
from geo_alliance.web import addresses
from geo_alliance.web.addresses import MOST_FIELDS, ShortAddresses


@pytest.mark.parametrize(
    ("query", "cause", "notice"),
    [
        ("&".join(["a=1"] * (MOST_FIELDS + 1)), ("too_many", "901"), "too many fields to be read (901 fields)."),
        ("era=" + "x" * 5_000, ("too_long", "5004"), "too long to be read (5004 characters)."),
        ("&" * 5_001, ("too_long", "5001"), "too long to be read (5001 characters)."),
    ],
    ids=["fields", "characters", "both"],
)
def test_the_cause_that_applies_is_named(
    query: str, cause: tuple[str, str], notice: str, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "LONGEST", 5_000)
    page = Route("/", lambda _request: PlainTextResponse("page"))
    ask = build_ask(Starlette(routes=[page], middleware=[Middleware(ShortAddresses, page="/")]))

    answer = ask(f"/?{query}")

    assert (answer.status_code, answer.headers["location"]) == (303, "/?" + "=".join(cause))
    (said,) = parse_state(dict([cause]), atlas).notices
    assert said.removeprefix("The address had ").removeprefix("The address was ") == notice


def test_an_address_with_as_many_fields_as_can_be_read_is_left_alone() -> None:
    page = Route("/", lambda _request: PlainTextResponse("page"))
    ask = build_ask(Starlette(routes=[page], middleware=[Middleware(ShortAddresses, page="/")]))

    assert ask("/?" + "&".join(["a=1"] * MOST_FIELDS)).text == "page"
