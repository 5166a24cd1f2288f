"""What the page says when nothing is visible, and the way out."""

import pytest
from running_page import run_page


def test_filters_that_leave_nothing_are_said_in_the_panel_and_cleared_there() -> None:
    page = run_page(era="all", layers="facilities", **{"facilities.kind": "port", "facilities.service": "Marine Corps"})
    (said,) = (item.value for item in page.info)
    assert said.startswith("**No record is visible.** None passes what is filtered: ")
    assert "Service Marine Corps" in said

    page.button(key="clear-filters-empty").click().run()

    assert page.query_params == {"era": "all", "layers": "facilities"}
    assert [item.value for item in page.info] == []


def test_a_period_without_records_is_said_without_a_filter_to_clear() -> None:
    page = run_page(layers="overflights", era="occupation")

    assert page.info[0].value == (
        "**No record is visible.** The chosen layers have none in this period: 2 September 1945 to 27 April 1952. "
        "Choose other dates."
    )
    assert [button.key for button in page.button if button.key == "clear-filters-empty"] == []


def test_a_visible_record_says_nothing() -> None:
    assert not run_page(layers="facilities").info


@pytest.mark.parametrize(
    ("name", "offered"),
    [("map", True), ("data", True), ("claims", False), ("sources", False), ("about", False)],
)
def test_filters_are_offered_where_they_are_shown(name: str, offered: bool) -> None:
    page = run_page("filters", page=name)

    assert any(button.key == "clear-filters" for button in page.button) is offered
