"""A link to copy opens the same view later."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from running_page import run_page

from geo_alliance.dates import ALL_TIME, LAST_DAY, Period
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, apply
from geo_alliance.ui import address
from geo_alliance.ui.address import dump_state, parse_state
from geo_alliance.ui.share import end_today
from geo_alliance.ui.view import ViewState, default_selection

TODAY = "2026-11-23"


@pytest.mark.parametrize(
    "params",
    [{}, {"era": "all"}, {"era": "occupation"}, {"era": "before-alliance"}, {"story": "alliance"}, {"layers": "none"}],
    ids=["first", "all", "era", "open-start", "story", "no-layer"],
)
def test_a_whole_address_names_period_and_layers_and_reads_back(params: dict[str, str], atlas: Atlas) -> None:
    state = end_today(parse_state(params, atlas), TODAY)

    whole = dump_state(state, atlas.catalogue, whole=True)

    assert {"era", "from", "to"} & set(whole)
    assert whole.get("era", "all") == "all"
    assert "layers" in whole
    assert parse_state(whole, atlas) == state


def test_a_whole_address_stays_when_the_first_view_becomes_another(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = end_today(parse_state({}, atlas), TODAY)
    whole = dump_state(state, atlas.catalogue, whole=True)

    later = ViewState(Selection(ALL_TIME, ("zones",)))
    monkeypatch.setattr(address, "open_state", lambda *_: later)

    assert parse_state(whole, atlas) == state
    assert parse_state({}, atlas) == later


def test_a_running_period_ends_today_and_shows_the_same(atlas: Atlas) -> None:
    first = ViewState(default_selection(atlas.catalogue))

    ended = end_today(first, TODAY)

    assert ended.selection.period == Period(first.selection.period.start, TODAY)
    shown, kept = (apply(state.selection, atlas.layers) for state in (first, ended))
    assert [list(frame.index) for frame in shown.values()] == [list(frame.index) for frame in kept.values()]


@pytest.mark.parametrize(
    "period",
    [ALL_TIME, Period("1972-05-15", "1972-05-15"), Period("2027-01-01", LAST_DAY)],
    ids=["all", "day", "later"],
)
def test_other_periods_are_left_as_they_are(period: Period, atlas: Atlas) -> None:
    state = replace(ViewState(default_selection(atlas.catalogue)), selection=Selection(period, ()))

    assert end_today(state, TODAY) == state


def test_the_link_the_snippet_and_the_citation_of_the_first_view_name_all_of_it(atlas: Atlas) -> None:
    link, snippet, citation = (code.value for code in run_page("link").code[:3])

    params = dict(parse_qsl(urlsplit(link).query))
    assert set(params) == {"from", "to", "layers"}
    assert link.replace("&", "&amp;") in snippet
    assert link in citation


def test_the_link_of_a_page_without_dates_stays_short() -> None:
    assert run_page("link", page="about").code[0].value.endswith("/?page=about")


def test_the_running_era_up_to_a_day_is_still_told(atlas: Atlas) -> None:
    running = atlas.catalogue.eras[-1]

    page = run_page(**{"from": running.period.start, "to": TODAY})

    assert any(
        running.name in str(element.proto.body) and "ga-era" in element.proto.body for element in page.get("html")
    )
