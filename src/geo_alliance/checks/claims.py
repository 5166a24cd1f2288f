"""Rules on the claims: what they name exists, what they compute is what they say."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set

from geo_alliance.catalogue import CLAIMS_FILE, SOURCES_FILE, split_message
from geo_alliance.checks.wording import count_sentences, find_bare_sentences
from geo_alliance.errors import DataError, Fault
from geo_alliance.keeping import keep
from geo_alliance.records import Explanation
from geo_alliance.texts.claims import ARTICLE, Claim, read_claims
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.passages import Passage, Target, parse_passage
from geo_alliance.texts.reckonings import evaluate, select_rows

ClaimRule = Callable[[Claim, Desk], Iterator[tuple[str, str]]]
Known = Mapping[Target, Set[str]]

_MOST_SENTENCES = 4


@keep(1)
def list_known(desk: Desk) -> Known:
    """Return the ids and names of all that a text may link to, kept for all texts of a desk."""
    atlas = desk.atlas
    try:
        claims = {claim.id for claim in read_claims(atlas.catalogue.root)}
    except DataError:  # said by the rules on claims
        claims = set()
    return {
        Target.RECORD: {record for layer in atlas.layers.values() for record in layer.features},
        Target.SERIES: {item.name for item in atlas.catalogue.package.resources if item.role == "series"},
        Target.CLAIM: claims,
    }


def find_claim_faults(desk: Desk) -> Iterator[Fault]:
    """Each claim stands once, names what exists, rests on something, and computes what it says."""
    try:
        claims = read_claims(desk.atlas.catalogue.root)
    except DataError as error:
        yield from error.faults
        return
    yield from _find_double_ids(claims)
    if claims and ARTICLE not in desk.atlas.catalogue.sources:
        yield Fault(CLAIMS_FILE, None, f"no source {ARTICLE!r}", f"the article among the sources of {SOURCES_FILE}")
    for claim in claims:
        for rule in CLAIM_RULES:
            yield from (Fault(CLAIMS_FILE, claim.id, found, expected) for found, expected in rule(claim, desk))


def find_unknown_names(claim: Claim, desk: Desk) -> Iterator[tuple[str, str]]:
    """The records and sources of a claim exist, and none stands twice."""
    for record in claim.records:
        if desk.atlas.find(record) is None:
            yield f"the record {record!r}", "the id of a record of a layer"
    for source in claim.sources:
        if source not in desk.atlas.catalogue.sources:
            yield f"the source {source!r}", f"an id of {SOURCES_FILE}"
    for name, count in Counter([*claim.records, *claim.sources]).items():
        if count > 1:
            yield f"{name!r} {count} times", "each record and each source once"


def find_empty_series(claim: Claim, desk: Desk) -> Iterator[tuple[str, str]]:
    """The series of a claim exist, and its filters leave rows of them."""
    for part in claim.series:
        try:
            rows = select_rows(desk, series=part.series, filters=part.filters)
        except DataError as error:
            yield split_message(str(error))
            continue
        if rows.empty:
            yield f"no row of the series {part.series!r} with {dict(part.filters)}", "at least one row"


def find_missing_evidence(claim: Claim, desk: Desk) -> Iterator[tuple[str, str]]:
    """A claim rests on a record or a series, unless it is an opinion or not checkable."""
    if claim.verdict.needs_evidence and not claim.records and not claim.series:
        yield f"the verdict {claim.verdict.value!r} without a record or a series", "at least one of them"


def find_changed_values(written: Claim | Explanation, desk: Desk) -> Iterator[tuple[str, str]]:
    """Each function of a text still gives the value that the text was written with."""
    for name, item in written.computed.items():
        try:
            value = evaluate(desk, item.function, item.arguments)
        except DataError as error:
            found, expected = split_message(str(error))
            yield f"{name}: {found}", expected
            continue
        if value != item.expected:
            found = f"{name} = {value!r}, computed by {item.function}"
            what = "claim" if isinstance(written, Claim) else "text"
            yield found, f"{item.expected!r} as in the {what}, or a {what} read again and changed"


def find_broken_marks(claim: Claim, desk: Desk) -> Iterator[tuple[str, str]]:
    """The marks of a claim's texts are well formed, and its two texts are a paragraph each."""
    for text in _list_texts(claim):
        try:
            passage = parse_passage(text)
        except DataError as error:
            yield split_message(str(error))
            continue
        if len(passage.paragraphs) > 1:
            yield f"a text of {len(passage.paragraphs)} paragraphs", "one paragraph"


def find_loose_placeholders(claim: Claim, desk: Desk) -> Iterator[tuple[str, str]]:
    """Each placeholder of a claim's texts has a function, and each function a placeholder."""
    used = {name for passage in _read_texts(claim) for name in passage.placeholders}
    yield from (
        (f"the placeholder {{{name}}}", "a function in computed") for name in sorted(used - set(claim.computed))
    )
    for name in sorted(set(claim.computed) - used if _read_texts(claim) else ()):
        yield f"the function for {name!r} without a placeholder", f"{{{name}}} in reckoning or since_then"


def find_lost_links(claim: Claim, desk: Desk) -> Iterator[tuple[str, str]]:
    """The sources that the marks of a claim name are among its own, and what its links name exists."""
    for passage in _read_texts(claim):
        for source in passage.cited:
            if source not in {ARTICLE, *claim.sources}:
                yield f"the source mark {source!r}", f"one of the claim's sources, {', '.join(claim.sources)}"
        for link in passage.links:
            if link.id not in list_known(desk)[link.target]:
                yield f"the link to the {link.target} {link.id!r}", f"what the atlas has as a {link.target}"


def find_unsourced_sentences(claim: Claim, desk: Desk) -> Iterator[tuple[str, str]]:
    """Each sentence of a claim's texts has a source, a value that is computed, or a link."""
    for passage in _read_texts(claim):
        for sentence in find_bare_sentences(passage):
            yield f"the sentence {sentence!r}", "a mark of the form [@source], a computed value or a link to a record"


def find_long_reckonings(claim: Claim, desk: Desk) -> Iterator[tuple[str, str]]:
    """What the records show is said in a few sentences."""
    for passage in _read_texts(claim)[:1]:
        count = count_sentences(passage)
        if count > _MOST_SENTENCES:
            yield f"a reckoning of {count} sentences", f"at most {_MOST_SENTENCES}"


def _list_texts(claim: Claim) -> list[str]:
    return [text for text in (claim.reckoning, claim.since_then) if text]


def _read_texts(claim: Claim) -> list[Passage]:
    """Read the texts of a claim; none where one of them is broken, which a rule of its own says."""
    try:
        return [parse_passage(text) for text in _list_texts(claim)]
    except DataError:
        return []


def _find_double_ids(claims: Sequence[Claim]) -> Iterator[Fault]:
    for claim_id, count in Counter(claim.id for claim in claims).items():
        if count > 1:
            yield Fault(CLAIMS_FILE, claim_id, f"the id {count} times", "each id once")


CLAIM_RULES: tuple[ClaimRule, ...] = (
    find_unknown_names,
    find_empty_series,
    find_missing_evidence,
    find_changed_values,
    find_broken_marks,
    find_loose_placeholders,
    find_lost_links,
    find_unsourced_sentences,
    find_long_reckonings,
)
