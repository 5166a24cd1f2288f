"""The one rule that says what is visible."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.errors import SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.selection import Filter, Selection, apply, is_visible, resolve_filters, resolve_layers, resolve_period


@pytest.fixture
def catalogue(atlas: Atlas) -> Catalogue:
    return atlas.catalogue


def test_all_time_shows_every_record_of_the_chosen_layers(atlas: Atlas) -> None:
    visible = apply(Selection(ALL_TIME, ("senkaku", "djibouti")), atlas.layers)

    assert {name: len(frame) for name, frame in visible.items()} == {
        name: len(atlas.layers[name].features) for name in ("senkaku", "djibouti")
    }


def test_an_event_is_visible_on_its_day_and_on_no_other(atlas: Atlas) -> None:
    for day, expected in (("2022-10-03", False), ("2022-10-04", True), ("2022-10-05", False)):
        visible = apply(Selection(Period(day, day), ("overflights",)), atlas.layers)["overflights"]
        assert ("kp-2022-10-04" in visible.index) == expected, day


@given(days=st.lists(st.dates(), min_size=3, max_size=3))
def test_what_is_visible_on_a_day_is_visible_in_each_period_around_it(atlas: Atlas, days: list[date]) -> None:
    start, day, end = sorted(days)
    names = tuple(atlas.layers)

    on_day = apply(Selection(Period(day.isoformat(), day.isoformat()), names), atlas.layers)
    around = apply(Selection(Period(start.isoformat(), end.isoformat()), names), atlas.layers)

    for name in names:
        assert set(on_day[name].index) <= set(around[name].index)


def test_a_layer_that_is_not_loaded_is_left_out(atlas: Atlas) -> None:
    assert apply(Selection(ALL_TIME, ("no-such-layer",)), atlas.layers) == {}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"era": "stone-age"}, "found the era 'stone-age': expected one of before-alliance"),
        ({"start": "1972-13-01"}, "1972-13-01"),
        ({"start": "1972~"}, "found the date '1972~': expected YYYY-MM-DD, YYYY-MM or YYYY, without marks"),
        ({"start": "9999-12-31"}, "a period of 9999-12-31 alone, which stands for no end: expected another day"),
        ({"end": "0001-01-01"}, "a period of 0001-01-01 alone, which stands for no start: expected another day"),
        ({"start": "1973-01-01", "end": "1972-01-01"}, "before the start"),
        ({"era": "occupation", "end": "1972-01-01"}, "era and days together"),
    ],
    ids=["era", "month", "marks", "last day", "first day", "order", "both"],
)
def test_resolve_period_refuses(catalogue: Catalogue, arguments: dict[str, str], message: str) -> None:
    with pytest.raises(SelectionError, match=message):
        resolve_period(catalogue, **arguments)


def test_resolve_period_takes_an_era_days_or_nothing(catalogue: Catalogue) -> None:
    assert resolve_period(catalogue, era="occupation") == Period("1945-09-02", "1952-04-27")
    assert resolve_period(catalogue, start="1972-05-15") == Period("1972-05-15")
    assert resolve_period(catalogue, start="1972", end="1973-02") == Period("1972-01-01", "1973-02-28")
    assert resolve_period(catalogue) == resolve_period(catalogue, era="all") == ALL_TIME


def test_resolve_layers_keeps_the_order_of_the_catalogue(catalogue: Catalogue) -> None:
    assert resolve_layers(catalogue, ["djibouti", "facilities"]) == ("facilities", "djibouti")


def test_resolve_layers_names_what_there_is(catalogue: Catalogue) -> None:
    with pytest.raises(SelectionError, match="found the layer 'bases': expected one of facilities"):
        resolve_layers(catalogue, ["bases"])


def test_a_filter_keeps_the_records_with_one_of_its_values_and_other_layers_whole(atlas: Atlas) -> None:
    selection = Selection(ALL_TIME, ("facilities", "djibouti")).with_filter("facilities", "service", ["Navy", "Army"])

    visible = apply(selection, atlas.layers)

    assert set(visible["facilities"]["service"]) == {"Army", "Navy"}
    assert len(visible["djibouti"]) == len(atlas.layers["djibouti"].features)


def test_filters_on_two_members_have_both_to_be_passed(atlas: Atlas) -> None:
    selection = Selection(ALL_TIME, ("facilities",)).with_filter("facilities", "service", ["Marine Corps"])

    frame = apply(selection.with_filter("facilities", "kind", ["air-base"]), atlas.layers)["facilities"]

    assert "FAC6051" in frame.index
    assert set(frame["kind"]) == {"air-base"}
    assert set(frame["service"]) == {"Marine Corps"}


def test_a_filter_without_values_is_none() -> None:
    selection = Selection(ALL_TIME, ("facilities",)).with_filter("facilities", "service", ["Navy"])

    assert selection.with_filter("facilities", "service", []).filters == ()


def test_one_record_is_visible_exactly_when_it_stands_among_all(atlas: Atlas) -> None:
    selection = Selection(ALL_TIME, ("facilities",)).with_filter("facilities", "service", ["Navy"])
    frame = apply(selection, atlas.layers)["facilities"]

    for feature in atlas.layers["facilities"].features.values():
        assert is_visible(selection, atlas.layers, feature) == (feature.id in frame.index)
    assert not is_visible(selection, atlas.layers, next(iter(atlas.layers["djibouti"].features.values())))


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (Filter("bases", "kind", ("air-base",)), "found the layer 'bases'"),
        (Filter("facilities", "colour", ("red",)), "found the filter facilities.colour: expected one of kind, service"),
        (Filter("facilities", "kind", ("castle",)), "found facilities.kind = 'castle': expected one of"),
    ],
    ids=["layer", "member", "word"],
)
def test_resolve_filters_refuses(catalogue: Catalogue, item: Filter, message: str) -> None:
    with pytest.raises(SelectionError, match=message):
        resolve_filters(catalogue, [item])
