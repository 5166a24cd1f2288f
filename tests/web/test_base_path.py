"""The prefix under which the dashboard is served."""

import pytest

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
