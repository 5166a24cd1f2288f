"""The explained topics of the atlas: their order, and that no party to a dispute is favoured."""

import pytest

from geo_alliance.catalogue import find_data_folder
from geo_alliance.records import Dispute
from geo_alliance.texts.passages import Subject, read_subjects

SUBJECTS = read_subjects(find_data_folder())
DISPUTES = [dispute for subject in SUBJECTS for dispute in subject.disputes]
EVERY_SUBJECT = pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.id)
EVERY_DISPUTE = pytest.mark.parametrize("dispute", DISPUTES, ids=lambda dispute: dispute.matter)


def test_the_topics_stand_in_the_order_of_the_story() -> None:
    expected = ["origins", "change", "north-korea", "china", "okinawa", "cost", "djibouti"]
    assert [subject.id for subject in SUBJECTS] == expected


@EVERY_SUBJECT
def test_a_topic_has_a_few_dates_in_order(subject: Subject) -> None:
    dates = [item.date for item in subject.dates]
    assert 4 <= len(dates) <= 8
    assert dates == sorted(dates)


@EVERY_SUBJECT
def test_each_date_of_a_topic_leads_to_a_record(subject: Subject) -> None:
    assert all(item.record for item in subject.dates)


@EVERY_DISPUTE
def test_two_to_five_parties_stand_in_the_order_of_the_alphabet(dispute: Dispute) -> None:
    parties = [item.party for item in dispute.positions]
    assert parties == sorted(parties)
    assert 2 <= len(parties) <= 5


@EVERY_DISPUTE
def test_each_party_has_a_source_of_its_own(dispute: Dispute) -> None:
    sources = {item.source for item in dispute.positions}
    assert len(sources) == len(dispute.positions)


@EVERY_DISPUTE
def test_no_party_speaks_twice_as_long_as_another(dispute: Dispute) -> None:
    lengths = [len(item.position.split()) for item in dispute.positions]
    assert max(lengths) <= 2 * min(lengths)
