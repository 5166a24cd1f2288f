"""What the words of a text say by themselves: its sentences, and numbers that nothing computes."""

import pytest

from geo_alliance.checks.wording import count_sentences, find_bare_sentences, find_typed_numbers, split_sentences
from geo_alliance.texts.passages import parse_passage


def test_a_text_is_split_into_sentences_and_not_at_abbreviations() -> None:
    text = "Were U.S. forces there? They were. George W. Bush said 'so.' No more"

    assert split_sentences(text) == ["Were U.S. forces there", "They were", "George W. Bush said 'so", "No more"]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("So it was [@a]. It was.", ["It was"]),
        ("It was {n}. [It](record:a) was.", []),
        ("It was.\n\nSo it was [@a].", ["It was"]),
        ("It was U.S. land [@a].", []),
    ],
    ids=["mark", "value-and-link", "paragraphs", "abbreviation"],
)
def test_a_sentence_needs_a_mark_a_value_or_a_link(text: str, bare: list[str]) -> None:
    assert list(find_bare_sentences(parse_passage(text))) == bare


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", 3),
        ("The U.S. fleet [came](record:a) [@a].", 1),
        ("It rose to 3.5 percent [@a]. “It ended.” So it was.", 3),
        ("It rose. [@a] It fell. [@b]", 2),
    ],
    ids=["three", "abbreviation", "number and quote", "marks after the full stops"],
)
def test_sentences_are_counted_without_marks(text: str, expected: int) -> None:
    assert count_sentences(parse_passage(text)) == expected


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("About 28,228 of {all}, or 2.5 percent", ["28,228", "2.5 percent"]),
        ("[Eight billion](record:a) dollars and three quarters", ["Eight billion", "three quarters"]),
        ("On 29 or 30 May 1993, in 1894-95, the 1970s, fiscal 2021 and March 2016", []),
        ("Article 9, resolution 1874, F-35, CH-53E and 12 nautical miles [@report-2021]", []),
        ("{n} billion dollars, hundreds of thousands of people, one of three treaties", []),
    ],
    ids=["digits", "words", "dates", "names", "loose"],
)
def test_a_typed_number_is_found_and_a_date_or_a_name_is_none(text: str, numbers: list[str]) -> None:
    assert find_typed_numbers(parse_passage(text)) == numbers


def test_a_quoted_number_is_passed_over_only_as_a_whole() -> None:
    passage = parse_passage("Between 40 and 40,000, or two thousand years")

    assert find_typed_numbers(passage, quoted=["40,000", "two thousand years"]) == ["40"]
