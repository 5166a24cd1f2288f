"""What the timeline shows beside the chosen period: its bounds, the eras, and how much began and ended in each year."""

from collections import Counter
from dataclasses import dataclass, replace

from geo_alliance.catalogue import Catalogue
from geo_alliance.dates import ALL_TIME
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, apply


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that the timeline spans, as ISO text. Years have their full width from `full_from` on."""

    first: str
    full_from: str
    last: str


def build_axis(atlas: Atlas, *, today: str) -> Axis:
    """Span the timeline from the year of the first dated beginning to today.

    Years before the one in which a first, open era ends are drawn closer together. What is only known to be older than
    some record of it (`known_from`) has no dated beginning and does not widen the axis.
    """
    eras = atlas.catalogue.eras
    bounds = [era.start or era.end or today for era in eras]
    first = f"{min([*_find_first_beginning(atlas), *bounds, today])[:4]}-01-01"
    open_until = eras[0].end if eras[0].start is None else None
    full_from = f"{open_until[:4]}-01-01" if open_until else first
    return Axis(first, min(max(first, full_from), today), today)


def list_bands(catalogue: Catalogue) -> list[dict[str, str]]:
    """Return the eras as bands: `id`, `name`, `start` and `end` as the filter compares them."""
    return [
        {"id": era.id, "name": era.name, "start": era.period.start, "end": era.period.end} for era in catalogue.eras
    ]


def count_by_year(atlas: Atlas, selection: Selection) -> list[tuple[int, int, int]]:
    """Count what began and what ended in each year, of all that the selection shows at any time.

    A record with a dated beginning counts in that year, whatever else of the date is vague; a dated end counts too,
    unless the record is a moment, which has only happened. Years without either are left out.
    """
    return list(_count_by_year(atlas, replace(selection, period=ALL_TIME)))


@keep(64)
def _count_by_year(atlas: Atlas, selection: Selection) -> tuple[tuple[int, int, int], ...]:
    began: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    for name, frame in apply(selection, atlas.layers).items():
        features = atlas.layers[name].features
        for core in (features[feature_id].core for feature_id in frame.index):
            if core.valid_from is not None:
                began[int(core.valid_from[:4])] += 1
            if core.valid_to is not None and not core.is_moment:
                ended[int(core.valid_to[:4])] += 1
    return tuple((year, began[year], ended[year]) for year in sorted({*began, *ended}))


@keep(4)
def _find_first_beginning(atlas: Atlas) -> tuple[str, ...]:
    cores = (feature.core for layer in atlas.layers.values() for feature in layer.features.values())
    return tuple(sorted(core.period.start for core in cores if core.valid_from is not None)[:1])
