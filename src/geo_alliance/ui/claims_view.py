"""What the page of claims shows, as plain values for its templates, and where the map shows a claim."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import shapely
from shapely.geometry import shape

from geo_alliance.dates import FIRST_DAY, LAST_DAY, Period, format_day
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_text
from geo_alliance.records import Feature
from geo_alliance.selection import Selection, resolve_layers
from geo_alliance.texts.claims import ARTICLE, ARTICLE_DAY, Claim, Verdict, count_verdicts
from geo_alliance.texts.reckonings import fill
from geo_alliance.ui.framing import fit_box
from geo_alliance.ui.ledger import Ledger
from geo_alliance.ui.record_view import describe_source
from geo_alliance.ui.view import MapView

ICONS = {
    Verdict.SUPPORTED: ":material/check_circle:",
    Verdict.SUPPORTED_WITH_NUANCE: ":material/contrast:",
    Verdict.DIFFERS: ":material/change_history:",
    Verdict.OUTDATED: ":material/history:",
    Verdict.CONTESTED: ":material/compare_arrows:",
    Verdict.OPINION: ":material/chat_bubble:",
    Verdict.NOT_CHECKABLE: ":material/help:",
}
"""A shape for each verdict; no colour judges."""

_BRIEF_DAYS = 366
_COUNTED = {"count_exclusive": "facilities", "area_share_okinawa": "facilities", "count_overflights": "overflights"}
_SMALLEST_SPAN_DEG = 0.5


def build_overview(atlas: Atlas, ledger: Ledger) -> dict[str, Any]:
    """Build the values of the list's head: the article, and how many claims have which verdict."""
    article = atlas.catalogue.sources.get(ARTICLE)
    return {
        "count": len(ledger.claims),
        "day": format_day(ARTICLE_DAY),
        "article": describe_source(article) if article else None,
        "verdicts": [
            (verdict.words, count, verdict.meaning) for verdict, count in count_verdicts(ledger.claims).items()
        ],
    }


def build_claim_view(atlas: Atlas, ledger: Ledger, claim: Claim) -> dict[str, Any]:
    """Build the values of a claim's template; texts that cannot be computed are None, and `broken` says why."""
    values = ledger.values.get(claim.id)
    known = atlas.catalogue.sources
    said = (("Place", claim.article.place), ("Date", claim.article.date), ("Figures", claim.article.figures))
    return {
        "id": claim.id,
        "topic": rename_text(atlas, claim.topic.words),
        "title": claim.title,
        "paraphrase": claim.paraphrase,
        "article": [(label, text.replace(";", ", ")) for label, text in said if text],
        "day": format_day(ARTICLE_DAY),
        "verdict": claim.verdict.words,
        "meaning": claim.verdict.meaning,
        "reckoning": fill(claim.reckoning, values) if values is not None else None,
        "since_then": fill(claim.since_then, values) if claim.since_then and values is not None else None,
        "broken": ledger.broken.get(claim.id),
        "sources": [describe_source(known[name]) for name in (ARTICLE, *claim.sources) if name in known],
    }


def list_records(atlas: Atlas, claim: Claim) -> list[Feature]:
    """Return the records of a claim that the atlas has, by their first day."""
    found = [feature for feature in map(atlas.find, claim.records) if feature is not None]
    return sorted(found, key=lambda feature: feature.core.period.start)


def choose_period(feature: Feature) -> Period:
    """Return the days on which the map shows a record: the article's day if it held then, else its own days."""
    period = feature.core.period
    article = Period(ARTICLE_DAY, ARTICLE_DAY)
    return article if period.overlaps(article) else period


def choose_claim_period(claim: Claim, features: Iterable[Feature]) -> Period:
    """Return the days on which the map shows a claim.

    The article's day where a value was counted on it; else from the first to the last of its records that lasted a year
    at most; else the article's day.
    """
    article = Period(ARTICLE_DAY, ARTICLE_DAY)
    if any(item.arguments.get("day") == ARTICLE_DAY for item in claim.computed.values()):
        return article
    periods = [feature.core.period for feature in features]
    chosen = [period for period in periods if _is_brief(period)] or [
        period for period in periods if not period.overlaps(article)
    ]
    if not chosen:
        return article
    return Period(min(period.start for period in chosen), max(period.end for period in chosen))


def choose_selection(atlas: Atlas, claim: Claim) -> Selection:
    """Return the selection in which the map shows a claim: its days, and the layers of what it names or counts."""
    features = list_records(atlas, claim)
    counted = [_COUNTED.get(item.function) or item.arguments.get("layer") for item in claim.computed.values()]
    wanted = {feature.layer for feature in features} | {str(layer) for layer in counted if layer in atlas.layers}
    return Selection(choose_claim_period(claim, features), resolve_layers(atlas.catalogue, wanted))


def choose_view(features: Iterable[Feature]) -> MapView | None:
    """Return where the map looks to have records in view, None without any."""
    shapes = [shape(feature.geometry) for feature in features]
    if not shapes:
        return None
    west, south, east, north = map(float, shapely.total_bounds(shapes))
    return fit_box((west, south, east, north), smallest_deg=_SMALLEST_SPAN_DEG)


def _is_brief(period: Period) -> bool:
    if period.start == FIRST_DAY or period.end == LAST_DAY:
        return False
    return (date.fromisoformat(period.end) - date.fromisoformat(period.start)).days < _BRIEF_DAYS
