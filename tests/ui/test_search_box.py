"""What a choice in the search does, and how a record that is not visible becomes so."""

import pytest
from running_page import SLOWEST_S, read_html, run_address, run_page
from streamlit.testing.v1 import AppTest

from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.loading import Atlas
from geo_alliance.selection import Filter, Selection, is_visible
from geo_alliance.server import PAGE
from geo_alliance.ui.search_box import FOUND, KEY, reach
from geo_alliance.ui.view import default_selection

EARLY = Period("1945-09-02", "1952-04-27")


def run_choice(sort: str, chosen: str, **params: str) -> AppTest:
    """Run a page that does nothing but take one choice."""

    def take_choice(sort: str, chosen: str) -> None:
        from geo_alliance.store import get_atlas  # noqa: PLC0415  (the page is read as a script of its own)
        from geo_alliance.ui.search_box import choose  # noqa: PLC0415

        choose(get_atlas(), sort, chosen)

    page = AppTest.from_function(take_choice, default_timeout=SLOWEST_S, kwargs={"sort": sort, "chosen": chosen})
    return run_address(page, **params)


def find_words(atlas: Atlas, record: str, selection: Selection) -> str:
    feature = atlas.find(record)
    assert feature is not None
    reached, words = reach(atlas, selection, feature)
    assert is_visible(reached, atlas.layers, feature)
    return words


@pytest.mark.parametrize(
    ("record", "period", "words"),
    [
        (
            "washington-heights",
            Period("2021-11-04", "2021-11-04"),
            "Shown from August 1946 to August 1964: the record ended before the chosen period.",
        ),
        ("kp-2017-08-29", EARLY, "Shown on 29 August 2017: the record begins after the chosen period."),
        ("djibouti-camp-lemonnier", EARLY, "Shown since "),
        ("FAC6037", ALL_TIME, ""),
    ],
    ids=["ended", "one day", "goes on", "visible"],
)
def test_a_record_of_other_days_changes_the_period_and_says_so(
    atlas: Atlas, record: str, period: Period, words: str
) -> None:
    assert find_words(atlas, record, Selection(period, ("facilities", "overflights", "djibouti"))).startswith(words)


def test_a_visible_record_changes_nothing(atlas: Atlas) -> None:
    selection = default_selection(atlas.catalogue)
    feature = atlas.find("FAC6037")
    assert feature is not None

    assert reach(atlas, selection, feature) == (selection, "")


def test_layer_and_filters_are_named_where_they_change(atlas: Atlas) -> None:
    filters = (Filter("djibouti", "kind", ("base",)), Filter("facilities", "service", ("Army",)))
    feature = atlas.find("FAC6037")
    assert feature is not None

    reached, words = reach(atlas, Selection(ALL_TIME, ("djibouti",), filters), feature)

    assert words == (
        "Its layer, U.S. facilities in Japan, was switched on. "
        "The filters of its layer were cleared, because they leave it out."
    )
    assert (reached.layers, reached.filters) == (("facilities", "djibouti"), filters[:1])


def test_a_drawn_area_that_leaves_the_record_out_is_taken_away(atlas: Atlas) -> None:
    okinawa, tokyo = ((127.0, 26.0), (129.0, 27.0)), ((139.0, 35.0), (140.0, 36.0))

    assert find_words(atlas, "FAC6037", Selection(ALL_TIME, ("facilities",), area=okinawa)) == ""
    assert find_words(atlas, "FAC6037", Selection(ALL_TIME, ("facilities",), area=tokyo)) == (
        "The drawn area was taken away, because the record lies outside of it."
    )


def test_a_chosen_record_opens_on_the_map_at_its_days() -> None:
    page = run_choice("record", "washington-heights", page="claims", claim="OK-2", view="26.3,127.8,10")

    assert dict(page.query_params) == {"from": "1946-08-01", "to": "1964-08-31", "record": "washington-heights"}
    assert page.session_state[FOUND]["words"].startswith("Shown from August 1946")


def test_a_chosen_place_moves_the_map_and_keeps_the_rest() -> None:
    page = run_choice("place", "view-okinawa", era="occupation", record="FAC6051")

    params = dict(page.query_params)
    lat, lon, zoom = map(float, params.pop("view").split(","))
    assert params == {"era": "occupation", "record": "FAC6051"}
    assert (26 < lat < 27, 127 < lon < 129, 8 <= zoom <= 10.5) == (True, True, True)


def test_a_chosen_statement_opens_its_page() -> None:
    assert dict(run_choice("claim", "OK-2").query_params) == {"claim": "OK-2"}


@pytest.mark.parametrize(
    ("sort", "chosen"),
    [("record", "no-such"), ("place", "view-moon"), ("claim", "ZZ-9"), ("none", "FAC6037")],
)
def test_a_choice_that_the_atlas_does_not_have_changes_nothing(sort: str, chosen: str) -> None:
    assert dict(run_choice(sort, chosen, era="occupation").query_params) == {"era": "occupation"}


@pytest.mark.parametrize(("era", "said"), [("all", True), ("occupation", False)], ids=["as found", "changed since"])
def test_the_line_stands_as_long_as_the_record_is_shown_as_found(atlas: Atlas, era: str, said: bool) -> None:
    page = AppTest.from_file(PAGE, default_timeout=SLOWEST_S)
    selection = Selection(ALL_TIME, default_selection(atlas.catalogue).layers)
    page.session_state[FOUND] = {"record": "FAC6037", "selection": selection, "words": "Shown <since> 1945."}

    run_address(page, era=era, record="FAC6037")

    assert ("Shown &lt;since&gt; 1945." in read_html(page)) is said


@pytest.mark.parametrize("name", ["map", "figures", "claims", "data", "sources", "about"])
def test_every_page_has_the_search(name: str) -> None:
    assert KEY in run_page(page=name).session_state
