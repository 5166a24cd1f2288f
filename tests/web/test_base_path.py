"""The prefix under which the dashboard is served."""

import pytest
from asking import ask_below

from geo_alliance.web.base_path import parse_base_path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("/", ""),
        ("atlas", "/atlas"),
        ("/atlas/", "/atlas"),
        ("a/b-1.x~y", "/a/b-1.x~y"),
        ("/atlas", "/atlas"),
    ],
)
def test_a_base_path_has_one_form(text: str, expected: str) -> None:
    assert parse_base_path(text) == expected


@pytest.mark.parametrize("text", ["/a b", "a//b", "../a", "a/..", "a?b", "a#b", "{a}", "http://a", "a\n", "_stcore"])
def test_a_base_path_of_other_characters_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"found the base path .*: expected letters"):
        parse_base_path(text)


@pytest.mark.parametrize("text", ["static", "/media/atlas", "component"])
def test_a_base_path_that_streamlit_keeps_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"found the base path .*: expected another first part"):
        parse_base_path(text)


@pytest.mark.parametrize("base_path", ["maps/japan", "/maps/japan", "/maps/japan/"])
def test_all_routes_lie_under_the_base_path(base_path: str) -> None:
    ask = ask_below(base_path)

    for path in ("/data/eras.json", "/atlas/layers.json", "/atlas/static/atlas.js"):
        assert ask(f"/maps/japan{path}").status_code == 200, path
    for path in ("/data/eras.json", "/atlas/layers.json"):
        assert ask(path).status_code == 404, path
    assert ask("/maps/japan/atlas/none").json()["instance"] == "/maps/japan/atlas/none"
