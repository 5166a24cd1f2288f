"""Then and now: what its headings say, and what its switch and the eras compare."""

import re
from dataclasses import replace

import pytest
from running_page import read_html, run_page

from geo_alliance.dates import ALL_TIME, FIRST_DAY, LAST_DAY, Period
from geo_alliance.loading import Atlas
from geo_alliance.ui.compare import write_title
from geo_alliance.ui.compared_coverage import write_coverage, write_warning
from geo_alliance.ui.opening import open_state

DAY = Period("1960-01-01", "1960-01-01")
OTHER_DAY = Period("1972-05-15", "1972-05-15")
CLOSED = Period("1950-01-01", "1955-12-31")
OCCUPATION = Period("1945-09-02", "1952-04-27")


@pytest.mark.parametrize(
    ("then", "now", "title"),
    [
        (DAY, OTHER_DAY, "What changed between 1 January 1960 and 15 May 1972"),
        (OTHER_DAY, DAY, "What changed between 1 January 1960 and 15 May 1972"),
        (DAY, DAY, "Both maps show 1 January 1960"),
        (DAY, ALL_TIME, "What differs between 1 January 1960 and all years"),
        (DAY, Period("1965-01-01", LAST_DAY), "What differs between 1 January 1960 and the time since 1 January 1965"),
        (DAY, Period(FIRST_DAY, "1965-01-01"), "What differs between 1 January 1960 and the time until 1 January 1965"),
        (
            DAY,
            CLOSED,
            "What differs between the time from 1 January 1950 to 31 December 1955 and 1 January 1960",
        ),
        (
            DAY,
            OCCUPATION,
            "What differs between the era “Occupation” (2 September 1945 to 27 April 1952) and 1 January 1960",
        ),
    ],
    ids=["days", "days-turned", "same-day", "all", "open-end", "open-start", "closed", "era"],
)
def test_the_heading_reads_as_plain_english(then: Period, now: Period, title: str, atlas: Atlas) -> None:
    assert write_title(atlas.catalogue, then, now) == title


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (("1972-05-15", "2000-01-01"), ["Then: 15 May 1972", "Now: 1 January 2000"]),
        (("2000-01-01", "1972-05-15"), ["Later: 1 January 2000", "Earlier: 15 May 1972"]),
    ],
    ids=["forth", "back"],
)
def test_each_map_stands_under_its_date(days: tuple[str, str], words: list[str]) -> None:
    then, now = days
    page = run_page(then=then, **{"from": now, "to": now}, layers="overflights")

    assert re.findall(r'ga-when">((?:Then|Now|Later|Earlier): [^<]+)<', read_html(page)) == words


def test_the_switch_compares_the_ends_of_an_era_and_gives_it_back() -> None:
    page = run_page(era="occupation", layers="overflights")

    page.toggle(key="compare").set_value(True).run()
    found = {name: page.query_params[name] for name in ("then", "from", "to")}
    assert found == {"then": "1945-09-02", "from": "1952-04-27", "to": "1952-04-27"}
    assert page.session_state["era"] == "occupation"

    page.toggle(key="compare").set_value(False).run()
    assert page.query_params == {"era": "occupation", "layers": "overflights"}
    assert not page.exception


def test_the_switch_gives_all_years_back() -> None:
    page = run_page(era="all", layers="overflights")

    page.toggle(key="compare").set_value(True).run()
    assert page.query_params["then"] == "1945-09-02"
    assert page.session_state["era"] == "all"

    page.toggle(key="compare").set_value(False).run()
    assert page.query_params == {"era": "all", "layers": "overflights"}
    assert not page.exception


def test_an_era_chosen_while_comparing_is_compared_by_its_ends() -> None:
    page = run_page(then="1972-05-15", era="all", layers="overflights")

    page.pills(key="era").set_value("first-treaty").run()

    assert page.query_params["then"] == "1952-04-28"
    assert page.query_params["to"] == "1960-06-22"
    assert not page.exception


def test_what_has_no_first_day_is_compared_from_its_first_record() -> None:
    page = run_page(era="before-alliance", layers="senkaku")

    page.toggle(key="compare").set_value(True).run()

    assert page.query_params["to"] == "1945-09-01"
    assert "1000" < page.query_params["then"] < "1900"


def test_a_whole_period_on_one_map_is_said_and_can_be_narrowed_to_its_ends() -> None:
    page = run_page(then="1960-01-01", era="occupation", layers="overflights")
    assert any(
        "the era “Occupation” (2 September 1945 to 27 April 1952): whatever" in item.value for item in page.caption
    )

    page.button(key="compare-ends").click().run()

    assert (page.query_params["then"], page.query_params["to"]) == ("1945-09-02", "1952-04-27")


def test_groups_say_what_is_not_known_and_what_is_uncertain() -> None:
    page = run_page(then="1951-06-01", **{"from": "1952-06-01", "to": "1952-06-01"}, layers="facilities")
    labels = [button.label for button in page.button if (button.key or "").startswith("changed-began-")]
    assert any(label.endswith("*uncertain*") for label in labels)

    page = run_page(then="2016-12-21", **{"from": "2026-11-01", "to": "2026-11-01"}, layers="facilities")
    assert any(item.value.startswith("When these began is not known.") for item in page.caption)
    assert {"First on record (11)", "Began or opened (2)"} <= {item.label for item in page.expander}


@pytest.mark.parametrize(
    ("layer", "days", "words"),
    [
        ("prefectures", ("1960-01-01", "2026-11-01"), "on 1 January 1960 a selection; on 1 November 2026 complete"),
        ("prefectures", ("1980-01-01", "2026-11-01"), None),
        ("okinawa", ("1960-01-01", "1972-05-15"), "on both days a selection"),
        ("djibouti", ("1900-01-01", "1910-01-01"), "on both days not said to be complete"),
    ],
    ids=["one", "complete", "both", "uncovered"],
)
def test_a_layer_that_is_a_selection_is_said_to_be_one(
    layer: str, days: tuple[str, str], words: str | None, atlas: Atlas
) -> None:
    assert write_coverage(atlas.layers[layer], [Period(day, day) for day in days]) == words


@pytest.mark.parametrize(
    ("then", "now"), [("1972-05-15", "2026-11-01"), ("2026-11-01", "1972-05-15")], ids=["forth", "back"]
)
def test_the_official_numbers_of_both_days_stand_beside_the_mapped_ones(then: str, now: str) -> None:
    page = run_page(then=then, **{"from": now, "to": now}, layers="facilities")
    found = re.search(r'<ul class="ga-coverage">.*?</table>', read_html(page), re.DOTALL)
    assert found is not None
    said = " ".join(re.sub(r"<[^>]+>", " ", found[0]).replace("\u202f", " ").split())

    assert "U.S. facilities in Japan : on 15 May 1972 a selection; on 1 November 2026 complete for" in said
    assert re.search(r"Okinawa, 15 May 1972 83 .* 46 19,461 ha .*Okinawa, 1 November 2026 3\d ", said)


def test_an_uncertain_date_is_said_to_be_uncertain_once() -> None:
    page = run_page(then="1951-06-01", **{"from": "1952-06-01", "to": "1952-06-01"}, layers="facilities")
    labels = [button.label for button in page.button if (button.key or "").startswith("changed-")]

    assert any("(uncertain)" in label for label in labels)
    assert [label for label in labels if "(uncertain)" in label and label.endswith("*uncertain*")] == []


@pytest.mark.parametrize(
    ("layers", "day", "words"),
    [
        (("facilities",), "1972-05-15", "A selection, not every record of this day: U.S. facilities in Japan."),
        (("facilities",), "2026-11-01", "In part a selection: U.S. facilities in Japan."),
        (("prefectures", "overflights"), "1972-05-15", ""),
        (("facilities", "okinawa", "zones", "alliance"), "1972-05-15", r".* Zones and lines .* and 1 more\."),
    ],
    ids=["wholly", "partly", "complete or not said", "many"],
)
def test_the_head_of_a_map_warns_of_layers_that_are_a_selection(
    atlas: Atlas, layers: tuple[str, ...], day: str, words: str
) -> None:
    state = open_state(atlas.catalogue)
    shown = replace(state, selection=state.selection.with_layers(layers))

    assert re.fullmatch(words, write_warning(atlas, shown, Period(day, day)))


def test_the_warning_stands_under_the_date_of_each_map_and_leads_to_the_lines_below() -> None:
    page = run_page(then="1972-05-15", **{"from": "2026-11-01", "to": "2026-11-01"}, layers="facilities")

    html = read_html(page)

    assert re.search(r'Then: 15 May 1972</h3><p class="ga-incomplete">A selection, .*?<a href="#coverage">', html)
    assert re.search(r'Now: 1 November 2026</h3><p class="ga-incomplete">In part .*?<a href="#coverage">', html)
    assert 'id="coverage"' in html


def test_nothing_is_said_of_coverage_where_both_maps_are_the_same() -> None:
    page = run_page(then="1972-05-15", **{"from": "1972-05-15", "to": "1972-05-15"}, layers="facilities")

    assert "ga-coverage" not in re.sub(r"<style>.*?</style>", "", read_html(page), flags=re.DOTALL)
