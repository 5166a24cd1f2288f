"""What another page embeds: a map, a step of a story or a statement, without what leads around in the atlas."""

import re
from collections.abc import Callable

import pytest
from running_page import read_html, run_page
from streamlit.testing.v1 import AppTest

from geo_alliance.ui import dashboard

Embed = Callable[..., AppTest]


@pytest.fixture
def embed(monkeypatch: pytest.MonkeyPatch) -> Embed:
    """Runs the page for an address as it is inside a frame."""
    monkeypatch.setattr(dashboard, "is_embedded", lambda: True)
    return run_page


@pytest.mark.parametrize(
    ("address", "shown", "hidden"),
    [
        ({"era": "occupation"}, "Occupation", "ga-era"),
        ({"claim": "OK-2"}, "What the records show", "What the article says"),
        ({"story": "alliance", "step": "reversion"}, "1972: Japanese again", "ga-progress"),
        ({"page": "figures"}, "The page “Figures” cannot be embedded", "ga-figure"),
        ({"then": "1972-05-15"}, "Two maps side by side cannot be embedded", "ga-when"),
    ],
    ids=["map", "statement", "step", "page", "two maps"],
)
def test_a_frame_shows_the_view_or_where_to_see_it(
    embed: Embed, address: dict[str, str], shown: str, hidden: str
) -> None:
    page = embed(**address)

    body = re.sub(r"<style>.*?</style>", "", read_html(page), flags=re.DOTALL).replace('class="ga-embed-era"', "")
    assert shown in body
    assert hidden not in body
    assert "Open the atlas" in body
    assert [len(page.button), len(page.get("button_group")), len(page.get("popover"))] == [0, 0, 0]


@pytest.mark.parametrize(
    "address",
    [{"claim": "OK-2"}, {"story": "alliance", "step": "reversion"}, {"record": "FAC6051"}],
    ids=["statement", "step", "record"],
)
def test_links_to_the_atlas_leave_the_frame(embed: Embed, address: dict[str, str]) -> None:
    links = re.findall(r'<a [^>]*href="\?[^>]*>', read_html(embed(**address)))

    assert len(links) > 1
    assert [link for link in links if 'target="_blank"' not in link] == []


@pytest.mark.parametrize(
    ("address", "offered"),
    [({}, True), ({"claim": "OK-2"}, True), ({"page": "figures"}, False), ({"then": "1972-05-15"}, False)],
    ids=["map", "statement", "page", "two maps"],
)
def test_a_snippet_is_offered_for_what_can_be_embedded(address: dict[str, str], offered: bool) -> None:
    page = run_page("link", **address)

    assert any(code.value.startswith("<iframe") for code in page.code) is offered
    assert any("has to come from a web server (http or https)" in item.value for item in page.caption) is offered
