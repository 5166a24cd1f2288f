"""The two days of then and now: the first and the last of a period."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from geo_alliance.analysis import choose_reference_day
from geo_alliance.dates import ALL_TIME, FIRST_DAY, Period
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, apply
from geo_alliance.ui.state import change_state, read_state
from geo_alliance.ui.view import ViewState


def compare_ends(atlas: Atlas, period: Period, today: str) -> None:
    """Compare the last day of a period, or today where it still runs, with its first day.

    What has no first day begins with the first era that has one, or else with the first record of the chosen layers.
    """
    selection = read_state(atlas).selection
    then, now = _find_ends(atlas, selection, period, today)
    change_state(atlas, selection=replace(selection, period=now), then=then, record=None)


def find_compared_period(atlas: Atlas, state: ViewState, today: str) -> Period | None:
    """Return the days of the era whose two ends are compared, or all years where theirs are; else None."""
    if state.then is None or not state.selection.period.is_day:
        return None
    ends, selection = (state.then, state.selection.period), state.selection
    periods = (*(era.period for era in atlas.catalogue.eras), ALL_TIME)
    return next((period for period in periods if _find_ends(atlas, selection, period, today) == ends), None)


def _find_ends(atlas: Atlas, selection: Selection, period: Period, today: str) -> tuple[str, Period]:
    now = choose_reference_day(period, today)
    eras = (era.period.start for era in atlas.catalogue.eras)
    starts = chain([period.start], eras, _iter_starts(atlas, selection, now))
    return next((start for start in starts if FIRST_DAY < start < now), now), Period(now, now)


def _iter_starts(atlas: Atlas, selection: Selection, now: str) -> Iterator[str]:
    """Yield the first day of each record up to a day, in order."""
    frames = apply(replace(selection, period=Period(FIRST_DAY, now)), atlas.layers)
    yield from sorted(start for frame in frames.values() for start in frame["start"])
