"""What changed between two dates: the difference of what is visible then and now, and what came and went between."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from geo_alliance.dates import Period, parse_date
from geo_alliance.loading import Layer
from geo_alliance.records import Core, Feature
from geo_alliance.selection import Selection, apply


class Change(StrEnum):
    """What happened to a record between two dates."""

    BEGAN = "began"
    FIRST_ON_RECORD = "first-on-record"
    ENDED = "ended"
    END_NOT_CONFIRMED = "end-not-confirmed"
    RESIZED = "resized"
    PERHAPS = "perhaps"
    BETWEEN = "between"

    @property
    def words(self) -> str:
        """The change in words, as a heading."""
        return _WORDS[self][0]

    @property
    def remark(self) -> str | None:
        """What a reader has to know about all records of this change, in a sentence; None if the heading says it."""
        return _WORDS[self][1]


@dataclass(frozen=True, slots=True)
class Changed:
    """One record that changed; for a resized one its land in hectares, parts returned later included, on both dates.

    It is uncertain if a date of it is known only to a span of days, such as a year, in which a compared day lies.
    """

    change: Change
    feature: Feature
    is_uncertain: bool = False
    then_ha: float | None = None
    now_ha: float | None = None


def compare(selection: Selection, then: Period, layers: Mapping[str, Layer]) -> tuple[Changed, ...]:
    """Return what changed between `then` and the period of a selection, by change and in the layers' order.

    A record that is visible in one of the two only, as `apply` says, has begun if it lies after the other, and has
    ended if it lies before it, whichever of the two is the earlier. The first four changes together are the records
    visible in one of them only. Resized is visible in both with more or less land. Perhaps is visible in both,
    but not surely. Between is visible in neither, and all of its days lie between the two.
    """
    now = selection.period
    if then == now:
        return ()
    now_ids, then_ids = _list_visible(selection, layers), _list_visible(replace(selection, period=then), layers)
    found = [
        *(_judge(feature, shown=now, other=then) for key, feature in now_ids.items() if key not in then_ids),
        *(_judge(feature, shown=then, other=now) for key, feature in then_ids.items() if key not in now_ids),
        *_compare_both(then_ids, now_ids, (then, now)),
        *_find_between(selection, then, layers),
    ]
    order = list(Change)
    return tuple(sorted(found, key=lambda item: order.index(item.change)))


def _judge(feature: Feature, *, shown: Period, other: Period) -> Changed:
    core = feature.core
    is_uncertain = not core.sure.overlaps(shown)
    if core.period.start > other.end:
        began = Change.FIRST_ON_RECORD if core.valid_from is None else Change.BEGAN
        return Changed(began, feature, is_uncertain)
    ended = Change.END_NOT_CONFIRMED if _has_doubtful_end(core) else Change.ENDED
    return Changed(ended, feature, is_uncertain)


def _has_doubtful_end(core: Core) -> bool:
    return core.valid_to is not None and parse_date(core.valid_to).is_uncertain


def _find_between(selection: Selection, then: Period, layers: Mapping[str, Layer]) -> Iterable[Changed]:
    early, late = sorted((then, selection.period))
    spanned = _list_visible(replace(selection, period=Period(early.start, max(early.end, late.end))), layers)
    for feature in spanned.values():
        if early.end < feature.core.period.start and feature.core.period.end < late.start:
            yield Changed(Change.BETWEEN, feature)


def _list_visible(selection: Selection, layers: Mapping[str, Layer]) -> dict[str, Feature]:
    return {
        feature_id: layers[name].features[feature_id]
        for name, frame in apply(selection, layers).items()
        for feature_id in frame.index
    }


def _compare_both(
    then_ids: Mapping[str, Feature], now_ids: Mapping[str, Feature], periods: tuple[Period, Period]
) -> Iterable[Changed]:
    """Land that was returned in part has a record of its own, which names the whole."""
    then_parts, now_parts = _add_parts(then_ids.values()), _add_parts(now_ids.values())
    for key, feature in now_ids.items():
        if key not in then_ids:
            continue
        own = feature.own.get("area_ha")
        then_ha, now_ha = then_parts.get(key, 0.0), now_parts.get(key, 0.0)
        is_uncertain = not all(map(feature.core.sure.overlaps, periods))
        if isinstance(own, int | float) and then_ha != now_ha:
            yield Changed(Change.RESIZED, feature, is_uncertain, round(own + then_ha, 1), round(own + now_ha, 1))
        elif is_uncertain:
            yield Changed(Change.PERHAPS, feature, is_uncertain)


def _add_parts(features: Iterable[Feature]) -> dict[str, float]:
    total: dict[str, float] = {}
    for feature in features:
        whole, area = feature.own.get("part_of"), feature.own.get("area_ha")
        if isinstance(whole, str) and isinstance(area, int | float):
            total[whole] = total.get(whole, 0.0) + area
    return total


_WORDS: Mapping[Change, tuple[str, str | None]] = {
    Change.BEGAN: ("Began or opened", None),
    Change.FIRST_ON_RECORD: (
        "First on record",
        "When these began is not known. Each is listed by the first date that a source supports, and may be older.",
    ),
    Change.ENDED: ("Ended or returned", None),
    Change.END_NOT_CONFIRMED: (
        "End not confirmed",
        "A source gives an end for each of these, but it or its date could not be confirmed.",
    ),
    Change.RESIZED: ("Changed in area", None),
    Change.PERHAPS: (
        "May have begun or ended",
        "On both maps, but uncertain: a date of each is not known to the day and may lie between the two.",
    ),
    Change.BETWEEN: (
        "On record only between",
        "On neither map. What has no known start may have begun before the earlier date.",
    ),
}
