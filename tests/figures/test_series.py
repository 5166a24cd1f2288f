"""The series behind the figures: where dates lie, and the words of their definitions."""

import pytest
from built import CATALOGUE

from geo_alliance.figures.series import place_date, read_series


@pytest.mark.parametrize(
    ("text", "is_fiscal", "expected"),
    [("2016", False, 2016.5), ("2016", True, 2016.75), ("2008-09", True, 2008.7), ("1972-05-15", False, 1972.369)],
    ids=["year", "fiscal year", "month", "day"],
)
def test_dates_lie_in_the_middle_of_what_they_mean(text: str, is_fiscal: bool, expected: float) -> None:
    assert place_date(text, is_fiscal=is_fiscal) == pytest.approx(expected, abs=0.005)


def test_definitions_come_from_the_catalogue() -> None:
    words = read_series(CATALOGUE, "personnel").words("definition")

    assert list(words)[:6] == ["to-2007", "to-2007-second", "overlapping", "with-crews", "few-crews", "prefecture"]
    assert list(words)[6:] == ["residents", "assigned", "rounded"]
    assert words["to-2007"].endswith("the services add up to the total")
