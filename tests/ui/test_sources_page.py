"""The page "Sources", run without a browser: it lists, filters, opens, cites, and leads to what rests on a source."""

import re
from pathlib import Path

import pytest
from running_page import read_html, run_page
from streamlit.testing.v1 import AppTest

from geo_alliance.catalogue import read_catalogue
from geo_alliance.loading import Atlas
from geo_alliance.records import EDITORS
from geo_alliance.texts.bibliography import Part, SourceQuery, Use, build_bibliography, list_ids
from geo_alliance.ui.address import dump_state, parse_state
from geo_alliance.ui.sources_view import LANGUAGES, SHEET_SIZE, TYPES, build_entry, count_sheets, name_choice
from geo_alliance.ui.view import ViewState, default_selection

SOURCES = read_catalogue(Path(__file__).parents[2] / "geodata").sources
ONE_OF_EACH = {source.type: source.id for source in SOURCES.values()}


def list_openers(page: AppTest) -> list[str]:
    return [button.key.removeprefix("source-") for button in page.button if (button.key or "").startswith("source-")]


def test_the_list_shows_the_first_sheet_of_all_sources(atlas: Atlas) -> None:
    page = run_page(page="sources")

    assert list_openers(page) == list(build_bibliography(atlas).sources)[:SHEET_SIZE]
    assert f"All {len(SOURCES):,} sources" in read_html(page)


@pytest.mark.parametrize("sheet", ["2", "999999"], ids=["second", "beyond the last"])
def test_every_sheet_has_an_address(atlas: Atlas, sheet: str) -> None:
    page = run_page(page="sources", **{"source-sheet": sheet})
    number = min(int(sheet), count_sheets(len(SOURCES)))

    first = (number - 1) * SHEET_SIZE
    assert list_openers(page) == list(build_bibliography(atlas).sources)[first : first + SHEET_SIZE]


def test_words_and_choices_filter_the_list_and_go_back_to_its_first_sheet(atlas: Atlas) -> None:
    page = run_page(page="sources", **{"source-sheet": "3"})

    page.text_input(key="source-text").set_value("Okinawa Prefecture").run()
    page.selectbox(key="source-reading").set_value("copy").run()

    assert not page.exception
    assert (page.query_params["source-text"], page.query_params["source-reading"]) == ("Okinawa Prefecture", "copy")
    assert "source-sheet" not in page.query_params
    found = build_bibliography(atlas).find(SourceQuery("Okinawa Prefecture", reading="copy"))
    assert list_openers(page) == [source.id for source in found][:SHEET_SIZE]


def test_a_search_without_result_says_what_to_do() -> None:
    page = run_page(page="sources", **{"source-text": "no source has such words"})

    assert "Choose less" in page.info[0].value


@pytest.mark.parametrize("source", ONE_OF_EACH.values(), ids=ONE_OF_EACH)
def test_a_source_of_every_kind_opens(source: str) -> None:
    page = run_page(source=source)

    assert f'data-source="{source}"' in read_html(page)
    assert SOURCES[source].type in TYPES


@pytest.mark.parametrize("part", list(Part))
def test_what_rests_on_a_source_is_listed(atlas: Atlas, part: Part) -> None:
    bibliography = build_bibliography(atlas)
    every = bibliography.find(SourceQuery(part=part))
    found = [source for source in every if source.id != EDITORS] or every
    source = min(found, key=lambda item: len(bibliography.uses[item.id]))
    page = run_page(source=source.id)

    ids = list_ids(bibliography.uses[source.id], part)
    prefix = {Part.CLAIM: "supports", Part.ROW: "rows"} | dict.fromkeys((Part.RECORD, Part.FACT, Part.DETAIL), "record")
    expected = {f"{prefix.get(part, f'text-{part.value}')}-{item}" for item in ids}
    assert [key for key in expected if key not in page.session_state] == []


def test_a_record_opens_from_its_source(atlas: Atlas) -> None:
    bibliography = build_bibliography(atlas)
    named = [source for source, uses in bibliography.uses.items() if Use(Part.RECORD, "FAC6051") in uses]
    source = min(named, key=lambda item: len(bibliography.uses[item]))
    page = run_page(source=source, layers="djibouti")

    page.button(key="record-FAC6051").click().run()

    assert not page.exception
    assert (page.query_params["record"], "source" in page.query_params) == ("FAC6051", False)
    assert "facilities" in page.query_params["layers"]
    assert 'data-id="FAC6051"' in read_html(page)


def test_next_opens_the_next_source_of_the_filtered_list(atlas: Atlas) -> None:
    found = build_bibliography(atlas).find(SourceQuery(type="treaty"))
    page = run_page(source=found[0].id, **{"source-type": "treaty"})

    page.button(key="next-source").click().run()

    assert page.query_params["source"] == found[1].id


def test_the_unverified_records_and_the_idle_sources_are_named(atlas: Atlas) -> None:
    page = run_page(page="sources")
    total = sum(len(layer.features) for layer in atlas.layers.values())

    labels = [box.label for box in page.expander]
    assert any(f"of {total:,} records" in label and "unverified" in label for label in labels)
    assert any(re.search("supports? nothing", label) for label in labels) == bool(build_bibliography(atlas).idle)


def test_the_numbers_of_a_records_sources_lead_to_their_entries(atlas: Atlas) -> None:
    feature = atlas.find("FAC6051")
    assert feature is not None

    text = read_html(run_page(record="FAC6051", layers="facilities"))

    for source in feature.cited:
        assert f'href="?layers=facilities&amp;record=FAC6051&amp;source={source}"' in text


def test_a_hostile_source_is_only_text() -> None:
    source = SOURCES[EDITORS].model_copy(
        update={"id": "evil", "title": "<img src=x onerror=alert(1)>", "url": "https://x.test/<script>"}
    )

    entry = build_entry(source)

    assert entry["url"] == source.url
    assert entry["before"].startswith("‘<img src=x onerror=alert(1)>’")


def test_a_source_opens_where_a_list_that_it_may_support_is_broken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))
    (folder / "comparisons.json").write_text("[", encoding="utf-8")
    source = ONE_OF_EACH["treaty"]

    page = run_page(source=source)

    assert f'data-source="{source}"' in read_html(page)
    assert any("What some sources support cannot be read" in item.value for item in page.error)


def test_every_language_of_a_source_has_words() -> None:
    assert {source.language for source in SOURCES.values() if source.language} <= LANGUAGES.keys()


def test_every_choice_has_words() -> None:
    assert name_choice("type", "legal_case") == "Court case"
    assert name_choice("type", "motion_picture") == "Motion picture"
    assert name_choice("publisher", "itself") == "itself"


def test_the_open_source_and_its_list_come_back_from_their_address(atlas: Atlas) -> None:
    query = SourceQuery("Okinawa", "webpage", "Okinawa Prefecture", "2021", "itself", "record")
    state = ViewState(
        default_selection(atlas.catalogue), page="sources", source="rachi-abduction-cases", sources=query, sheet=3
    )

    params = dump_state(state, atlas.catalogue)

    assert parse_state(params, atlas) == state
    assert params["source-text"] == "Okinawa"
    assert "page" not in params


@pytest.mark.parametrize(
    ("params", "notice"),
    [
        ({"source": "no-such-source"}, "There is no source 'no-such-source' in the atlas."),
        ({"source-type": "song"}, "source-type is 'song': no source"),
        ({"source-year": "1066"}, "source-year is '1066'"),
        ({"source-publisher": "Nobody"}, "source-publisher is 'Nobody'"),
        ({"source-reading": "maybe"}, "source-reading is 'maybe'"),
        ({"source-part": "dream"}, "source-part is 'dream'"),
        ({"source-sheet": "0"}, "expected a number from 1 on"),
        ({"source-sheet": "٣"}, "expected a number from 1 on"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_bad_values_are_said_and_change_nothing(atlas: Atlas, params: dict[str, str], notice: str) -> None:
    state = parse_state(params, atlas)

    assert len(state.notices) == 1
    assert notice in state.notices[0]
    assert dump_state(state, atlas.catalogue) == {}
