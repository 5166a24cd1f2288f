"""The table of what is visible, as the page draws it."""

from html import escape
from typing import Any

import pytest
import streamlit as st
from running_page import SLOWEST_S, read_html, run_address, run_page
from streamlit.testing.v1 import AppTest

from geo_alliance.loading import Atlas
from geo_alliance.server import PAGE
from geo_alliance.ui import map_view
from geo_alliance.ui.map_view import IN_VIEW, MAP_BOX
from geo_alliance.ui.opening import open_state

WASHINGTON = [270.0, 35.0, 300.0, 45.0]
"""A box as the map tells it once the reader has moved over the Pacific: America in the world to the east."""


def tell_view(atlas: Atlas, monkeypatch: pytest.MonkeyPatch, view: list[float]) -> dict[str, Any]:
    """Return the session after the map has told what is in view."""
    session = {map_view.KEY: {"last_active_drawing": {"id": None, "properties": {"view": view}}}}
    with monkeypatch.context() as patched:
        patched.setattr(st, "session_state", session)
        patched.setattr(map_view, "read_state", lambda atlas: open_state(atlas.catalogue))
        map_view._take_click(atlas, map_view.KEY)
    return session


def test_a_line_above_the_rows_says_which_is_open(atlas: Atlas) -> None:
    ids = list(atlas.layers["djibouti"].frame.index)
    query = {"era": "all", "layers": "djibouti", "table": "djibouti"}

    shut, opened = run_page(**query), run_page(**query, record=ids[2])

    assert f"{len(ids)} rows. Choose one to open its record." in read_html(shut)
    name = escape(atlas.layers["djibouti"].features[ids[2]].core.name)
    assert f'data-row="3">Row 3 of {len(ids)}: <b>{name}</b>' in read_html(opened)


@pytest.mark.parametrize("turn", [-360, 0, 720], ids=["first world", "next", "far off"])
def test_the_table_lists_what_is_in_view_beyond_the_180th_meridian(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    west, south, east, north = WASHINGTON
    session: dict[str, Any] = tell_view(atlas, monkeypatch, [west + turn, south, east + turn, north])
    page = AppTest.from_file(PAGE, default_timeout=SLOWEST_S)
    page.session_state[IN_VIEW], page.session_state[MAP_BOX] = True, session[MAP_BOX]

    listed = run_address(page, era="all", layers="alliance", table="alliance").dataframe[0].value

    frame = atlas.layers["alliance"].frame
    assert list(listed.index) == list(frame.cx[-90:-60, 35:45].index)
    assert 0 < len(listed) < len(frame)
