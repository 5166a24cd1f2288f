"""The claims of the atlas with the values of their reckonings, computed once for each version of the data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo_alliance.errors import DataError
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_value
from geo_alliance.texts.claims import Claim, read_claims
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.reckonings import Value, compute

_TEXTS = ("title", "paraphrase", "reckoning", "since_then")


@dataclass(frozen=True)
class Ledger:
    """Claims in their order, and by claim id the values of the reckoning or why they cannot be computed.

    `fault` says why there are no claims at all, if the file cannot be read.
    """

    claims: tuple[Claim, ...] = ()
    values: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)
    fault: str | None = None

    def find(self, claim_id: str) -> Claim | None:
        """Return the claim of that id, or None."""
        return next((claim for claim in self.claims if claim.id == claim_id), None)


@keep(8)
def open_ledger(atlas: Atlas) -> Ledger:
    """Read the claims and compute their values, once for all readers.

    What cannot be read or computed is said, and hides nothing else.
    """
    try:
        claims = read_claims(atlas.catalogue.root)
    except DataError as error:
        return Ledger(fault=str(error))
    desk = Desk(atlas)
    values: dict[str, Mapping[str, Value]] = {}
    broken: dict[str, str] = {}
    for claim in claims:
        try:
            values[claim.id] = compute(claim.computed, desk)
        except DataError as error:
            broken[claim.id] = str(error)
    return Ledger(tuple(_rename(atlas, claim) for claim in claims), values, broken)


def _rename(atlas: Atlas, claim: Claim) -> Claim:
    """Put the names that the atlas has into our own texts; what the article says stays as it is."""
    return claim.model_copy(update=rename_value(atlas, {name: getattr(claim, name) for name in _TEXTS}))
