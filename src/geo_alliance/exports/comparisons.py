"""Our counts beside theirs as one table for spreadsheets and notebooks."""

from geo_alliance.exports.table import MEDIA_TYPE as CSV
from geo_alliance.exports.table import disarm, write_csv
from geo_alliance.loading import Atlas
from geo_alliance.texts.comparisons import Comparison, Outcome, compare, read_comparisons
from geo_alliance.texts.desk import Desk

MEDIA_TYPE = CSV
FILE_NAME = "comparisons.csv"


def export_comparisons(atlas: Atlas) -> bytes:
    """Write every comparison as one row of CSV, as `write_csv` does, the difference computed.

    `difference` is `ours` less `theirs`. Lists are joined with ``; ``.

    Raises:
        DataError: the comparisons cannot be read, or a number cannot be computed.
    """
    desk = Desk(atlas)
    rows = [_build_row(atlas, item, compare(desk, item)) for item in read_comparisons(atlas.catalogue.root)]
    return write_csv(list(rows[0]) if rows else ["id"], rows)


def _build_row(atlas: Atlas, item: Comparison, outcome: Outcome) -> dict[str, str | int | float]:
    source = atlas.catalogue.sources.get(item.theirs.source)
    words = {
        "id": item.id,
        "group": item.group.value,
        "title": item.title,
        "definition": item.definition,
        "date": item.date,
        "unit": item.unit or "",
    }
    numbers = {"ours": outcome.ours, "theirs": outcome.theirs, "difference": outcome.difference}
    about = {
        "theirs_by": item.theirs.by,
        "theirs_date": item.theirs.date or item.date,
        "theirs_rounded": str(item.theirs.is_rounded).lower(),
        "theirs_derived": str(item.theirs.is_derived).lower(),
        "reason": item.reason,
        "source": item.theirs.source,
        "source_title": source.title if source else "",
        "source_url": (source.url or "") if source else "",
        "records": "; ".join(item.records),
        "series": "; ".join(item.series),
    }
    return {
        **{name: disarm(value) for name, value in words.items()},
        **numbers,
        **{name: disarm(value) for name, value in about.items()},
    }
