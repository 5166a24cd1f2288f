"""The texts of eras and topics in the panel, run without a browser: values, links, dates, what cannot be computed."""

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from running_page import read_html, run_page
from streamlit.testing.v1 import AppTest

from geo_alliance.catalogue import read_catalogue
from geo_alliance.figures.gallery import FIGURES, build_figure
from geo_alliance.figures.parts import Desk, build_style
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.records import Era
from geo_alliance.selection import is_visible
from geo_alliance.texts.passages import Subject, read_subjects
from geo_alliance.texts.reckonings import format_value
from geo_alliance.ui.address import dump_state, parse_state
from geo_alliance.ui.explanation_view import Drawn, draw_era, draw_subject
from geo_alliance.ui.library import open_library
from geo_alliance.ui.passage_view import DRAWN_SERIES

DATA = Path(__file__).parents[2] / "geodata"
ERAS = read_catalogue(DATA).eras
SUBJECTS = read_subjects(DATA)

Change = Callable[[str, Callable[[Any], object]], Path]


def read_words(page: AppTest) -> str:
    return html.unescape(read_html(page))


def list_addresses(drawn: Drawn) -> list[dict[str, str]]:
    return [dict(parse_qsl(address)) for address in re.findall(r'href="\?([^"]*)"', html.unescape(drawn.head))]


def draw(atlas: Atlas, text: Era | Subject) -> Drawn:
    return draw_era(atlas, text.id) if isinstance(text, Era) else draw_subject(atlas, text.id)


@pytest.mark.parametrize("text", [*ERAS, *SUBJECTS], ids=lambda text: text.id)
def test_every_link_of_a_text_opens_what_it_names_and_comes_back(atlas: Atlas, text: Era | Subject) -> None:
    addresses = list_addresses(draw(atlas, text))

    assert addresses
    for address in addresses:
        state = parse_state(address, atlas)
        assert (dump_state(state, atlas.catalogue), state.notices) == (address, ())
        assert state.subject == (None if isinstance(text, Era) else text.id)
        record = atlas.find(state.record) if state.record else None
        assert record is None or is_visible(state.selection, atlas.layers, record)


@pytest.mark.parametrize("text", [*ERAS, *SUBJECTS], ids=lambda text: text.id)
def test_every_text_shows_its_values_and_numbers_its_sources(atlas: Atlas, text: Era | Subject) -> None:
    drawn = draw(atlas, text)
    shown = html.unescape(re.sub(r"<sup.*?</sup>|<[^>]+>", "", drawn.head + drawn.foot))

    assert all(format_value(item.expected) in shown for item in text.computed.values())
    assert "{" not in shown
    assert "value missing" not in shown
    notes = {int(number) for number in re.findall(r'href="#source-(\d+)"', drawn.head + drawn.foot)}
    listed = [int(number) for number in re.findall(r'id="source-(\d+)"', drawn.foot)]
    assert listed == list(range(1, len(listed) + 1))
    assert notes <= set(listed)


def test_a_source_mark_stands_behind_the_punctuation(atlas: Atlas) -> None:
    assert re.search(
        r'ports to American ships\.<sup class="ga-notes"><a href="#source-1"', draw_era(atlas, ERAS[0].id).head
    )


def test_parties_stand_in_alphabetical_order_with_their_sources(change_json: Change) -> None:
    def turn(eras: list[dict[str, Any]]) -> None:
        eras[7]["disputes"][0]["positions"].reverse()

    foot = draw_era(load_atlas(change_json("eras.json", turn)), ERAS[7].id).foot.partition("</table>")[0]

    assert re.findall(r'<th scope="row">([^<]*)</th>', foot) == ["China", "Japan", "Taiwan", "United States"]
    assert len(re.findall(r"#source-", foot)) == 4


def test_the_drawn_series_are_those_of_the_page_of_figures(atlas: Atlas) -> None:
    desk = Desk(atlas.catalogue, build_style(atlas.catalogue, is_dark=False), ERAS[-1].period)

    assert {build_figure(desk, name).resource.name for name in FIGURES} == DRAWN_SERIES


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.id)
def test_every_topic_opens_from_its_address(subject: Subject) -> None:
    page = run_page(subject=subject.id)

    assert f"<h2>{subject.title}</h2>" in read_words(page)
    assert page.button_group(key="subject").value == subject.id
    assert not page.warning
    assert not page.error


def test_a_topic_is_chosen_and_left_again() -> None:
    page = run_page(era="occupation")

    page.button_group(key="subject").set_value("okinawa").run()
    assert dict(page.query_params) == {"era": "occupation", "subject": "okinawa"}
    page.button(key="close-subject").click().run()

    assert not page.exception
    assert dict(page.query_params) == {"era": "occupation"}
    assert "<h2>Occupation</h2>" in read_words(page)


def test_a_date_opens_its_record_on_the_map() -> None:
    page = run_page(era="okinawa-return")

    page.button(key="date-1").click().run()

    assert not page.exception
    assert page.query_params["record"] == "alliance-1973-10-05-midway"
    assert "alliance" in page.query_params["layers"].split(",")
    assert page.session_state["map-focus"] == 1


def test_a_date_without_a_record_shows_its_day() -> None:
    page = run_page(era="okinawa-return")

    page.button(key="date-4").click().run()

    assert not page.exception
    assert dict(page.query_params) == {"from": "1990-08-02", "to": "1990-08-02"}


def test_a_topic_that_is_none_is_said() -> None:
    page = run_page(subject="moon")

    assert "subject is 'moon': expected one of origins" in page.warning[0].value.replace("\\", "")


def test_what_cannot_be_computed_or_read_is_said_in_its_place(change_json: Change) -> None:
    def edit(eras: list[dict[str, Any]]) -> None:
        eras[0]["computed"]["landing_force"]["arguments"]["record"] = "no-such-record"
        eras[1]["summary"] += " {"

    atlas = load_atlas(change_json("eras.json", edit))
    first, second = (draw_era(atlas, era.id).head for era in atlas.catalogue.eras[:2])

    assert "found the record &#39;no-such-record&#39;" in first
    assert re.search(r"and some <span class=\"ga-unverified\"[^>]*>value missing</span> on", first)
    assert "26 March 1945" in first
    assert "This text cannot be shown: found &#39;{&#39; alone" in second


def test_a_broken_file_of_topics_hides_nothing_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "topics.json").write_text("[", encoding="utf-8")
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))

    page = run_page(era="occupation")

    assert "topics cannot be read" in page.error[0].value
    assert "<h2>Occupation</h2>" in read_words(page)


def test_texts_are_read_and_drawn_once_for_each_version_of_the_data(atlas: Atlas, change_json: Change) -> None:
    assert open_library(atlas) is open_library(atlas)
    assert draw_era(atlas, "occupation") is draw_era(atlas, "occupation")

    other = load_atlas(change_json("topics.json", lambda topics: topics.pop()))

    assert list(open_library(other).subjects) == [subject.id for subject in SUBJECTS][:-1]
