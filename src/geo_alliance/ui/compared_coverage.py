"""How complete the layers are on the two dates of then and now: what differs may be a record that is missing."""

from collections.abc import Sequence

from geo_alliance.analysis import choose_reference_day
from geo_alliance.dates import FIRST_DAY, Period, format_day, format_period, resolve_interval
from geo_alliance.descriptor import Coverage
from geo_alliance.loading import Atlas, Layer
from geo_alliance.ui.layer_view import build_figures
from geo_alliance.ui.rendering import show_template
from geo_alliance.ui.view import ViewState

_COMPLETE = "complete"
_SELECTION = "a selection"
_UNSAID = "not said to be complete"
_MOST_NAMED = 3


def show_coverage(atlas: Atlas, state: ViewState, periods: Sequence[Period], *, today: str) -> None:
    """Draw a line for each visible layer that is not complete in all of the periods, and the official figures."""
    layers = [atlas.layers[name] for name in state.selection.layers if name in atlas.layers]
    written = [(layer.resource.title, write_coverage(layer, periods)) for layer in layers]
    lines = [(title, words) for title, words in written if words is not None]
    last_day = min(today, atlas.catalogue.package.collected_until)
    days = [choose_reference_day(period, last_day) for period in periods]
    tables = [(format_day(day), build_figures(atlas, layer, day)) for layer in layers for day in dict.fromkeys(days)]
    figures = [(day, found["rows"]) for day, found in tables if found is not None]
    if lines or figures:
        show_template(
            "compared_coverage", lines=lines, figures=figures, is_filtered=state.selection.is_filtered("facilities")
        )


def write_warning(atlas: Atlas, state: ViewState, period: Period) -> str:
    """Say at the head of a map which of its layers are a selection in its period, wholly or in part; empty if none is.

    A layer that is not said to be complete stands only in the lines of `write_coverage`.
    """
    layers = [atlas.layers[name] for name in state.selection.layers if name in atlas.layers]
    verdicts = {layer.resource.title: _judge(layer.resource.coverage, period) for layer in layers}
    wholly = [title for title, verdict in verdicts.items() if verdict == _SELECTION]
    partly = [title for title, verdict in verdicts.items() if verdict not in {_COMPLETE, _SELECTION, _UNSAID}]
    span = "of this day" if period.is_day else "of these years"
    groups = ((f"A selection, not every record {span}", wholly), ("In part a selection", partly))
    return " ".join(f"{words}: {_name_some(titles)}." for words, titles in groups if titles)


def _name_some(titles: Sequence[str]) -> str:
    more = len(titles) - _MOST_NAMED
    return ", ".join(titles[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def write_coverage(layer: Layer, periods: Sequence[Period]) -> str | None:
    """Say how complete a layer is in each of two periods; None if it is complete in both."""
    verdicts = [_judge(layer.resource.coverage, period) for period in periods]
    if all(verdict == _COMPLETE for verdict in verdicts):
        return None
    if len(set(verdicts)) == 1:
        return f"{'on both days' if all(period.is_day for period in periods) else 'on both maps'} {verdicts[0]}"
    spans = [f"on {format_period(period)}" if period.is_day else f"for {format_period(period)}" for period in periods]
    return "; ".join(f"{span} {verdict}" for verdict, span in zip(verdicts, spans, strict=True))


def _judge(coverage: Sequence[Coverage], period: Period) -> str:
    """Say in words how complete a layer is in a period, by what its definitions that touch the period say."""
    spans = [(item, resolve_interval(item.start, item.end, FIRST_DAY)) for item in coverage]
    touching = [(item, span) for item, span in spans if span.overlaps(period)]
    if not touching:
        return _UNSAID
    whole = [item.definition for item, span in touching if _holds(item, span, period)]
    parts = [item.definition for item, span in touching if not _holds(item, span, period)]
    parts = list(dict.fromkeys(parts))
    if not parts:
        return _COMPLETE
    return f"{_COMPLETE} for {', '.join(whole)}, a selection of {', '.join(parts)}" if whole else _SELECTION


def _holds(item: Coverage, span: Period, period: Period) -> bool:
    return item.complete and span.start <= period.start and period.end <= span.end
