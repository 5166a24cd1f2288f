"""What the page of claims shows, as plain values for its templates, and where the map shows a claim."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from geo_alliance.dates import Period, format_day
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_text
from geo_alliance.records import Explanation, Feature
from geo_alliance.selection import Selection, resolve_layers
from geo_alliance.texts.claims import ARTICLE, ARTICLE_DAY, Claim, Verdict, count_verdicts
from geo_alliance.ui.counted import list_selected, select_counted
from geo_alliance.ui.framing import choose_view
from geo_alliance.ui.ledger import Ledger
from geo_alliance.ui.passage_view import PassageWriter
from geo_alliance.ui.record_view import describe_source
from geo_alliance.ui.view import MapView, ViewState, default_selection

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

_COUNTED = {"count_exclusive": "facilities", "area_share_okinawa": "facilities", "count_overflights": "overflights"}


@dataclass(frozen=True, slots=True)
class Shown:
    """How the map shows a claim: the selection, where it looks, and how many records it shows if these are counted."""

    selection: Selection
    view: MapView | None
    counted: int | None = None

    @property
    def words(self) -> str:
        """What the map shows, in words."""
        if self.counted is None:
            return "The records named below"
        return f"The {self.counted:,} records that the text counts"


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
    writer = _write(atlas, claim)
    statement, reckoning, *since = writer.paragraphs or [[], []]
    is_sound = claim.id not in ledger.broken and writer.reading.fault is None
    said = (("Place", claim.article.place), ("Date", claim.article.date), ("Figures", claim.article.figures))
    return {
        "id": claim.id,
        "topic": rename_text(atlas, claim.topic.words),
        "title": claim.title,
        "paraphrase": claim.paraphrase,
        "article": [(label, text.replace(";", ", ")) for label, text in said if text],
        "day": format_day(ARTICLE_DAY),
        "verdict": claim.verdict.words,
        "symbol": ICONS[claim.verdict].removeprefix(":material/").removesuffix(":"),
        "meaning": claim.verdict.meaning,
        "statement": statement,
        "reckoning": reckoning if is_sound else None,
        "since_then": since[0] if since and is_sound else None,
        "broken": ledger.broken.get(claim.id) or writer.reading.fault,
        "sources": writer.list_sources(),
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
    chosen = [period for period in periods if period.is_brief] or [
        period for period in periods if not period.overlaps(article)
    ]
    if not chosen:
        return article
    return Period(min(period.start for period in chosen), max(period.end for period in chosen))


def choose_shown(atlas: Atlas, ledger: Ledger, claim: Claim) -> Shown:
    """Return how the map shows a claim: the records that its first count counts; without one, those that it names.

    Where no filters tell what is counted from other records, the map has the whole layer at the days of the claim.
    """
    for item in claim.computed.values() if claim.id not in ledger.broken else ():
        selection = select_counted(atlas, item)
        if selection is not None:
            counted = list_selected(atlas, selection)
            return Shown(selection, choose_view(counted), len(counted))
    features = list_records(atlas, claim)
    layers = [_COUNTED.get(item.function) or item.arguments.get("layer") for item in claim.computed.values()]
    wanted = {feature.layer for feature in features} | {str(layer) for layer in layers if layer in atlas.layers}
    selection = Selection(choose_claim_period(claim, features), resolve_layers(atlas.catalogue, wanted))
    return Shown(selection, choose_view(features))


def _write(atlas: Atlas, claim: Claim) -> PassageWriter:
    """Write a claim's texts, with the article as the source of the statement before them."""
    paragraphs = [f"[@{ARTICLE}]", claim.reckoning, *([claim.since_then] if claim.since_then else [])]
    text = Explanation(text="\n\n".join(paragraphs), computed=claim.computed)
    period = choose_claim_period(claim, list_records(atlas, claim))
    selection = replace(default_selection(atlas.catalogue), period=period)
    return PassageWriter(atlas, text, ViewState(selection, names=atlas.names), more=claim.sources)
