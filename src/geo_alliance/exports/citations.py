"""Citations of the atlas itself as CSL-JSON items: a record, a claim, a series or layer, a view.

Each holds the data version, the day of which the data speak, and its address. When the reader saw it is told by the
caller; nothing here depends on the clock.

Source: Citation Style Language 1.0.2, Appendix III (types: `entry` is one in a database, directory or catalogue).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import format_day
from geo_alliance.descriptor import Resource
from geo_alliance.records import EDITORS, Feature
from geo_alliance.texts.claims import ARTICLE, Claim

CslItem = dict[str, Any]
"""One item of a CSL-JSON list."""

_PREFIX = "geo-alliance"
_AUTHORS, _PUBLISHERS = {"creator", "author"}, {"publisher"}


@dataclass(frozen=True, slots=True)
class Visit:
    """The full address of what is cited, and the ISO day on which the reader saw it, None where it is not known."""

    address: str
    day: str | None = None


def cite_record(catalogue: Catalogue, feature: Feature, visit: Visit) -> CslItem:
    """Return the citation of a record."""
    title = f"{feature.core.name} (record {feature.id})"
    return _cite(catalogue, "entry", f"{_PREFIX}-{feature.id}", title, visit)


def cite_claim(catalogue: Catalogue, claim: Claim, visit: Visit) -> CslItem:
    """Return the citation of a claim."""
    title = f"{claim.title} (statement {claim.id})"
    return _cite(catalogue, "entry", f"{_PREFIX}-{claim.id}", title, visit)


def cite_resource(catalogue: Catalogue, resource: Resource, visit: Visit) -> CslItem:
    """Return the citation of a series or of a whole layer."""
    title = f"{resource.title} ({resource.name})"
    return _cite(catalogue, "dataset", f"{_PREFIX}-{resource.name}", title, visit)


def cite_view(catalogue: Catalogue, title: str, visit: Visit) -> CslItem:
    """Return the citation of a view of the atlas; two addresses have two ids."""
    digest = hashlib.sha256(visit.address.encode()).hexdigest()[:8]
    return _cite(catalogue, "webpage", f"{_PREFIX}-view-{digest}", title, visit)


def cite_sources(catalogue: Catalogue, ids: Iterable[str]) -> list[CslItem]:
    """Return the citations of sources, each once, in order.

    Left out are ids that the catalogue lacks, and the editors' own knowledge, which nobody can cite.
    """
    named = [name for name in dict.fromkeys(ids) if name in catalogue.sources and name != EDITORS]
    return [catalogue.sources[name].to_csl() for name in named]


def list_cited(claim: Claim) -> tuple[str, ...]:
    """Return the ids of a claim's sources, the article first."""
    return tuple(dict.fromkeys((ARTICLE, *claim.sources)))


def _cite(catalogue: Catalogue, kind: str, item_id: str, title: str, visit: Visit) -> CslItem:
    package = catalogue.package
    authors = [person.title for person in package.contributors if _AUTHORS & {*person.roles}]
    publishers = [person.title for person in package.contributors if _PUBLISHERS & {*person.roles}]
    item: CslItem = {
        "id": item_id,
        "type": kind,
        "title": title,
        "container-title": package.title,
        "author": [{"literal": name} for name in authors or [package.contributors[0].title]],
        "issued": _dump_day(package.created),
        "version": catalogue.version,
        "URL": visit.address,
        "language": "en",
        "note": f"Data version {catalogue.version}, issued {format_day(package.created)}",
    }
    if publishers:
        item["publisher"] = "; ".join(publishers)
    if visit.day is not None:
        item["accessed"] = _dump_day(visit.day)
    return item


def _dump_day(day: str) -> dict[str, list[list[int]]]:
    parsed = date.fromisoformat(day)
    return {"date-parts": [[parsed.year, parsed.month, parsed.day]]}
