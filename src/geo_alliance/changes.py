"""What changed between two dates: the difference of what is visible then and now, and what came and went between."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from geo_alliance.dates import Period
from geo_alliance.loading import Layer
from geo_alliance.records import Feature
from geo_alliance.selection import Selection, apply


class Change(StrEnum):
    """What happened to a record between two dates."""

    BEGAN = "began"
    ENDED = "ended"
    RESIZED = "resized"
    BETWEEN = "between"

    @property
    def words(self) -> str:
        """The change in words, as a heading."""
        return _WORDS[self]


@dataclass(frozen=True, slots=True)
class Changed:
    """One record that changed; for a resized one its land in hectares, parts returned later included, on both dates."""

    change: Change
    feature: Feature
    then_ha: float | None = None
    now_ha: float | None = None


def compare(selection: Selection, then: Period, layers: Mapping[str, Layer]) -> tuple[Changed, ...]:
    """Return what changed between `then` and the period of a selection, by change and in the layers' order.

    Began is what is visible now and was not then, ended the other way round: the set differences of what `apply`
    gives. Resized is visible on both dates with more or less land. Between is visible on neither, and all of its days
    lie between the two.
    """
    now_ids, then_ids = _list_visible(selection, layers), _list_visible(replace(selection, period=then), layers)
    early, late = sorted((then, selection.period), key=lambda period: (period.start, period.end))
    whole = Period(early.start, max(early.end, late.end))
    spanned = _list_visible(replace(selection, period=whole), layers)
    return (
        *(Changed(Change.BEGAN, feature) for key, feature in now_ids.items() if key not in then_ids),
        *(Changed(Change.ENDED, feature) for key, feature in then_ids.items() if key not in now_ids),
        *_find_resized(then_ids, now_ids),
        *(
            Changed(Change.BETWEEN, feature)
            for key, feature in spanned.items()
            if key not in now_ids and key not in then_ids and feature.core.period.start > early.end
        ),
    )


def _list_visible(selection: Selection, layers: Mapping[str, Layer]) -> dict[str, Feature]:
    return {
        feature_id: layers[name].features[feature_id]
        for name, frame in apply(selection, layers).items()
        for feature_id in frame.index
    }


def _find_resized(then_ids: Mapping[str, Feature], now_ids: Mapping[str, Feature]) -> Iterable[Changed]:
    """Land that was returned in part has a record of its own, which names the whole."""
    then_parts, now_parts = _add_parts(then_ids.values()), _add_parts(now_ids.values())
    for key, feature in now_ids.items():
        if key not in then_ids:
            continue
        own = feature.own.get("area_ha")
        then_ha, now_ha = then_parts.get(key, 0.0), now_parts.get(key, 0.0)
        if isinstance(own, int | float) and then_ha != now_ha:
            yield Changed(Change.RESIZED, feature, round(own + then_ha, 1), round(own + now_ha, 1))


def _add_parts(features: Iterable[Feature]) -> dict[str, float]:
    total: dict[str, float] = {}
    for feature in features:
        whole, area = feature.own.get("part_of"), feature.own.get("area_ha")
        if isinstance(whole, str) and isinstance(area, int | float):
            total[whole] = total.get(whole, 0.0) + area
    return total


_WORDS: Mapping[Change, str] = {
    Change.BEGAN: "Began or opened",
    Change.ENDED: "Ended or returned",
    Change.RESIZED: "Changed in area",
    Change.BETWEEN: "Came and went between",
}
