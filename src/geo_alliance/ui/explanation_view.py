"""What the panel shows of a text of an era or a topic: HTML, built once for each version of the data."""

from dataclasses import dataclass, replace

from geo_alliance.dates import LAST_DAY, format_day, format_period
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas
from geo_alliance.ui.library import open_library
from geo_alliance.ui.opening import open_place
from geo_alliance.ui.passage_view import PassageWriter
from geo_alliance.ui.rendering import render
from geo_alliance.ui.view import CLAIMS_PAGE, ViewState, default_selection

_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text as HTML: what stands above its list of dates, and what stands below."""

    head: str
    foot: str


@keep(_MOST_KEPT)
def draw_era(atlas: Atlas, era_id: str) -> Drawn:
    """Draw the text of an era; its links keep the era."""
    era = atlas.catalogue.era(era_id)
    selection = replace(default_selection(atlas.catalogue), period=era.period)
    words = format_period(era.period) if era.period.end != LAST_DAY else f"since {format_day(era.period.start)}"
    writer = PassageWriter(atlas, era, ViewState(selection, names=atlas.names), more=era.sources)
    return _draw(writer, kicker=words, title=era.name, reason=era.reason, statements=None)


@keep(_MOST_KEPT)
def draw_subject(atlas: Atlas, subject_id: str) -> Drawn:
    """Draw the text of a topic; its links keep the topic."""
    subject = open_library(atlas).subjects[subject_id]
    state = ViewState(default_selection(atlas.catalogue), subject=subject.id, names=atlas.names)
    writer = PassageWriter(atlas, subject, state)
    page = replace(state, page=CLAIMS_PAGE, topic=subject.topic.value if subject.topic else None)
    statements = writer.link(page) if subject.topic else None
    return _draw(writer, kicker="Explained", title=subject.title, reason=None, statements=statements)


@keep(_MOST_KEPT)
def draw_step(atlas: Atlas, story: str, step: str) -> Drawn:
    """Draw the text of a step of a story; its links keep the step."""
    places = open_library(atlas).stories[story].places
    place = next(place for place in places if place.step.id == step)
    kicker = f"Chapter {place.chapter_number} of {len(place.story.chapters)}: {place.chapter.title}"
    state = replace(open_place(atlas.catalogue, place), names=atlas.names)
    writer = PassageWriter(atlas, place.step, state)
    claim = place.step.claim
    statements = writer.link(replace(state, page=CLAIMS_PAGE, claim=claim)) if claim else None
    return _draw(writer, kicker=kicker, title=place.step.title, reason=None, statements=statements)


def _draw(writer: PassageWriter, *, kicker: str, title: str, reason: str | None, statements: str | None) -> Drawn:
    head = render("explanation", kicker=kicker, title=title, paragraphs=writer.paragraphs, fault=writer.reading.fault)
    foot = render(
        "explanation_foot",
        disputes=writer.list_disputes(),
        reason=reason,
        statements=statements,
        sources=writer.list_sources(),
    )
    return Drawn(head, foot)
