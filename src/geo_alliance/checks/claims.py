"""Rules on the claims: what they name exists, what they compute is what they say."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from geo_alliance.catalogue import CLAIMS_FILE, SOURCES_FILE, split_message
from geo_alliance.errors import DataError, Fault
from geo_alliance.records import Explanation
from geo_alliance.texts.claims import ARTICLE, Claim, read_claims
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.reckonings import evaluate, list_placeholders, select_rows

ClaimRule = Callable[[Claim, Desk], Iterator[tuple[str, str]]]


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


def find_loose_placeholders(claim: Claim, desk: Desk) -> Iterator[tuple[str, str]]:
    """Each placeholder of a claim's texts has a function, and each function a placeholder."""
    try:
        used = {*list_placeholders(claim.reckoning), *list_placeholders(claim.since_then or "")}
    except DataError as error:
        yield split_message(str(error))
        return
    yield from (
        (f"the placeholder {{{name}}}", "a function in computed") for name in sorted(used - set(claim.computed))
    )
    for name in sorted(set(claim.computed) - used):
        yield f"the function for {name!r} without a placeholder", f"{{{name}}} in reckoning or since_then"


def _find_double_ids(claims: Sequence[Claim]) -> Iterator[Fault]:
    for claim_id, count in Counter(claim.id for claim in claims).items():
        if count > 1:
            yield Fault(CLAIMS_FILE, claim_id, f"the id {count} times", "each id once")


CLAIM_RULES: tuple[ClaimRule, ...] = (
    find_unknown_names,
    find_empty_series,
    find_missing_evidence,
    find_changed_values,
    find_loose_placeholders,
)
