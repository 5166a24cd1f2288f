"""A sweep: every statement, era, topic, step of a story, chart and record is drawn, and some pages are run."""

import html
import json
from pathlib import Path

import pytest
from running_page import read_html, run_page

from geo_alliance.catalogue import read_catalogue
from geo_alliance.dates import Period
from geo_alliance.exports.claims import export_claim
from geo_alliance.figures.gallery import FIGURES, build_figure
from geo_alliance.figures.parts import Desk, build_style
from geo_alliance.figures.pictures import build_specs
from geo_alliance.loading import Atlas
from geo_alliance.records import Era
from geo_alliance.texts.claims import Claim, read_claims
from geo_alliance.texts.passages import Subject, read_subjects
from geo_alliance.texts.stories import Place, load_stories
from geo_alliance.ui.claims_view import build_claim_view
from geo_alliance.ui.explanation_view import Drawn, draw_era, draw_step, draw_subject
from geo_alliance.ui.ledger import open_ledger
from geo_alliance.ui.record_view import build_record_view
from geo_alliance.ui.rendering import render

DATA = Path(__file__).parents[2] / "geodata"
CATALOGUE = read_catalogue(DATA)
CLAIMS = read_claims(DATA)
SUBJECTS = read_subjects(DATA)
PLACES = [place for story in load_stories(CATALOGUE).values() for place in story.places]
LAST_ERA = CATALOGUE.eras[-1].period


def assert_whole(drawn: Drawn, title: str) -> None:
    """The text has its title, and no value or mark of it is missing."""
    head = html.unescape(drawn.head)
    assert title in head
    assert "value missing" not in head
    assert "cannot be shown" not in head


@pytest.mark.parametrize("era", CATALOGUE.eras, ids=lambda era: era.id)
def test_every_era_is_drawn_whole(atlas: Atlas, era: Era) -> None:
    assert_whole(draw_era(atlas, era.id), era.name)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.id)
def test_every_topic_is_drawn_whole(atlas: Atlas, subject: Subject) -> None:
    assert_whole(draw_subject(atlas, subject.id), subject.title)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.step.id)
def test_every_step_is_drawn_whole(atlas: Atlas, place: Place) -> None:
    assert_whole(draw_step(atlas, place.story.id, place.step.id), place.step.title)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_every_statement_is_drawn_whole(atlas: Atlas, claim: Claim) -> None:
    view = build_claim_view(atlas, open_ledger(atlas), claim)

    assert view["broken"] is None
    assert claim.title in html.unescape(render("claim_head", **view) + render("claim", **view))
    assert json.loads(export_claim(atlas, claim))["geo_alliance"]["claim"]["reckoning"]


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_chart_is_drawn(name: str, is_dark: bool) -> None:
    desk = Desk(CATALOGUE, build_style(CATALOGUE, is_dark=is_dark), Period(LAST_ERA.start, LAST_ERA.end))

    figure = build_figure(desk, name)

    assert all(spec for spec in build_specs(figure))
    assert figure.sentence.endswith(".")


@pytest.mark.parametrize("layer", [resource.name for resource in CATALOGUE.layers])
def test_every_record_is_drawn_with_its_facts(atlas: Atlas, layer: str) -> None:
    for feature in atlas.layers[layer].features.values():
        page = html.unescape(render("record", **build_record_view(atlas, feature), entries="?source="))
        assert feature.core.summary in page, feature.id


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"page": "claims", "claim": CLAIMS[0].id}, CLAIMS[0].title),
        ({"page": "claims", "claim": CLAIMS[-1].id}, CLAIMS[-1].title),
        ({"subject": SUBJECTS[-1].id}, SUBJECTS[-1].title),
        ({"story": PLACES[0].story.id, "step": PLACES[-1].step.id}, PLACES[-1].step.title),
        ({"page": "figures"}, 'id="figure-launches"'),
        ({"page": "data"}, CATALOGUE.layers[-1].title),
        ({"record": "uotsuri-jima"}, "<h2>Diaoyu Dao / Uotsuri-jima"),
    ],
    ids=["first statement", "last statement", "topic", "last step", "charts", "data", "record"],
)
def test_a_page_of_each_kind_shows_what_was_asked_for(params: dict[str, str], expected: str) -> None:
    assert expected in html.unescape(read_html(run_page(**params)))
