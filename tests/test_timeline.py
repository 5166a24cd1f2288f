"""The timeline's bounds, and what began and ended in each year."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.selection import Filter, Selection
from geo_alliance.timeline import Axis, build_axis, count_by_year, list_bands

TODAY = "2026-11-23"


def test_the_axis_spans_from_the_first_dated_beginning_to_today(atlas: Atlas) -> None:
    axis = build_axis(atlas, today=TODAY)

    assert axis == Axis("1879-01-01", "1945-01-01", TODAY)


def test_eras_that_all_have_a_first_day_leave_nothing_compressed(
    change_json: Callable[[str, Callable[[Any], object]], Path],
) -> None:
    folder = change_json("eras.json", lambda eras: eras[0].update({"from": "1853-07-08"}))

    axis = build_axis(load_atlas(folder), today=TODAY)

    assert axis == Axis("1853-01-01", "1853-01-01", TODAY)


def test_the_bands_are_the_eras_without_gaps(atlas: Atlas) -> None:
    bands = list_bands(atlas.catalogue)

    assert [band["id"] for band in bands] == [era.id for era in atlas.catalogue.eras]
    assert (bands[0]["start"], bands[-1]["end"]) == (ALL_TIME.start, ALL_TIME.end)
    assert all(before["end"] < after["start"] for before, after in pairwise(bands))


@pytest.mark.parametrize("period", [ALL_TIME, Period("1972-05-15", "1972-05-15")], ids=["all years", "a day"])
def test_the_counts_are_those_of_all_years_whatever_period_is_chosen(atlas: Atlas, period: Period) -> None:
    cores = [item.core for item in atlas.layers["facilities"].features.values()]

    years = count_by_year(atlas, Selection(period, ("facilities",)))

    assert sum(began for _, began, _ in years) == sum(core.valid_from is not None for core in cores)
    assert sum(ended for _, _, ended in years) == sum(core.valid_to is not None for core in cores if not core.is_moment)
    assert [year for year, _, _ in years] == sorted({year for year, _, _ in years})


def test_an_event_counts_once_and_a_filter_narrows_the_counts(atlas: Atlas) -> None:
    flights = count_by_year(atlas, Selection(ALL_TIME, ("overflights",)))
    navy = Selection(ALL_TIME, ("facilities",), (Filter("facilities", "service", ("Navy",)),))

    assert all(ended == 0 for _, _, ended in flights)
    assert sum(began for _, began, _ in flights) == len(atlas.layers["overflights"].features)
    assert 0 < sum(row[1] for row in count_by_year(atlas, navy)) < len(atlas.layers["facilities"].features)
