"""Rules on the texts of the eras and topics: what they name exists, what they compute is what they say."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from geo_alliance.catalogue import ERAS_FILE, SOURCES_FILE, TOPICS_FILE, split_message
from geo_alliance.checks.claims import Known, find_changed_values, list_known
from geo_alliance.checks.wording import find_typed_numbers
from geo_alliance.dates import Period, parse_date
from geo_alliance.errors import DataError, Fault
from geo_alliance.records import Era, Explanation, Position
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.passages import (
    LEAST_WORDS,
    MOST_WORDS,
    Citation,
    Passage,
    Subject,
    Target,
    Words,
    parse_disputes,
    parse_passage,
    read_subjects,
)

PassageRule = Callable[[Explanation, Passage], Iterator[tuple[str, str]]]

_EXPECTED = {
    Target.RECORD: "the id of a record of a layer",
    Target.SERIES: "the name of a series in the catalogue",
    Target.CLAIM: "the id of a claim",
}


def find_explanation_faults(desk: Desk) -> Iterator[Fault]:
    """Each text is well formed, names what exists, and computes what it says; each topic stands once."""
    catalogue = desk.atlas.catalogue
    subjects: tuple[Subject, ...] = ()
    try:
        subjects = read_subjects(catalogue.root)
    except DataError as error:
        yield from error.faults
    yield from _find_double_ids(subjects)
    known = list_known(desk)
    texts: list[tuple[str, Era | Subject]] = [(ERAS_FILE, era) for era in catalogue.eras]
    texts += [(TOPICS_FILE, subject) for subject in subjects]
    for file, text in texts:
        for found, expected in find_text_faults(text, desk, known):
            yield Fault(file, text.id, found, expected)


def find_text_faults(text: Explanation, desk: Desk, known: Known) -> Iterator[tuple[str, str]]:
    """Say what is wrong with the text of an era or a topic: pairs of found and expected."""
    yield from find_marked_text_faults(text, desk, known, rules=(find_wrong_length, *PASSAGE_RULES, find_typed_figures))


def find_marked_text_faults(
    text: Explanation, desk: Desk, known: Known, *, rules: Sequence[PassageRule] | None = None
) -> Iterator[tuple[str, str]]:
    """Say what is wrong with any text with marks: pairs of found and expected."""
    yield from find_changed_values(text, desk)
    yield from find_lost_dates(text, desk)
    yield from _find_unknown_sources(desk, [item.source for part in text.disputes for item in part.positions])
    try:
        passage, beside = parse_passage(text.text), parse_disputes(text)
    except DataError as error:
        yield split_message(str(error))
        return
    for rule in PASSAGE_RULES if rules is None else rules:
        yield from rule(text, passage)
    for part in (passage, *beside):
        yield from _find_unknown_sources(desk, part.cited)
        for link in part.links:
            if link.id not in known[link.target]:
                yield f"the link to the {link.target} {link.id!r}", _EXPECTED[link.target]


def find_lost_dates(text: Explanation, desk: Desk) -> Iterator[tuple[str, str]]:
    """The record of a date exists, and the date falls into it."""
    for item in text.dates:
        record = desk.atlas.find(item.record) if item.record else None
        if item.record and record is None:
            yield f"the record {item.record!r} of the date {item.date}", _EXPECTED[Target.RECORD]
        date = parse_date(item.date)
        if record and not record.core.period.overlaps(Period(date.first, date.last)):
            period = record.core.period
            yield f"the date {item.date} for the record {record.id!r}", f"one from {period.start} to {period.end}"


def find_wrong_length(text: Explanation, passage: Passage) -> Iterator[tuple[str, str]]:
    """A text is neither too short to explain nor too long to be read."""
    if not LEAST_WORDS <= passage.length <= MOST_WORDS:
        yield f"a text of {passage.length} words", f"{LEAST_WORDS} to {MOST_WORDS}, marks not counted"


def find_bare_paragraphs(text: Explanation, passage: Passage) -> Iterator[tuple[str, str]]:
    """Each paragraph has a source."""
    for number, paragraph in enumerate(passage.paragraphs, start=1):
        if not any(isinstance(span, Citation) for span in paragraph):
            yield f"no source in paragraph {number}", "at least one mark of the form [@source]"


def find_loose_names(text: Explanation, passage: Passage) -> Iterator[tuple[str, str]]:
    """Each placeholder has a function, and each function a placeholder."""
    used = {name for part in (passage, *parse_disputes(text)) for name in part.placeholders}
    for name in sorted(used - set(text.computed)):
        yield f"the placeholder {{{name}}}", "a function in computed"
    for name in sorted(set(text.computed) - used):
        yield f"the function for {name!r} without a placeholder", f"{{{name}}} in the text"


def find_typed_figures(text: Explanation, passage: Passage) -> Iterator[tuple[str, str]]:
    """No quantity is typed where the data can give it; one that a party gives itself is marked as the party's."""
    for figure in find_typed_numbers(passage):
        yield f"the number {figure!r} in the text", "a placeholder with a function in computed"
    for date in text.dates:
        for figure in find_typed_numbers(Passage(((Words(date.text),),))):
            yield f"the number {figure!r} of the date {date.date}", "words without a figure: the record has it"
    for dispute in text.disputes:
        for figure in find_typed_numbers(parse_passage(dispute.matter)):
            yield f"the number {figure!r} in {dispute.matter!r}", "a placeholder with a function in computed"
        for item in dispute.positions:
            yield from _find_typed_by_party(item)


def _find_typed_by_party(item: Position) -> Iterator[tuple[str, str]]:
    for figure in find_typed_numbers(parse_passage(item.position), quoted=item.quoted):
        yield f"the number {figure!r} as said by {item.party}", "a placeholder, or the figure among those quoted"
    for figure in item.quoted:
        if figure not in item.position:
            yield f"{figure!r} quoted from {item.party}", "words of the position"


def _find_unknown_sources(desk: Desk, sources: Sequence[str]) -> Iterator[tuple[str, str]]:
    for source in dict.fromkeys(sources):
        if source not in desk.atlas.catalogue.sources:
            yield f"the source {source!r}", f"an id of {SOURCES_FILE}"


def _find_double_ids(subjects: Sequence[Subject]) -> Iterator[Fault]:
    for subject_id, count in Counter(subject.id for subject in subjects).items():
        if count > 1:
            yield Fault(TOPICS_FILE, subject_id, f"the id {count} times", "each id once")


PASSAGE_RULES: tuple[PassageRule, ...] = (find_bare_paragraphs, find_loose_names)
