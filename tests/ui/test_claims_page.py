"""The page "Check the article", run without a browser: every claim opens, and leads to its records and back."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from running_page import read_html, run_page
from streamlit.testing.v1 import AppTest

from geo_alliance.dates import Period
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.texts.claims import Claim, Topic, Verdict, count_verdicts, read_claims
from geo_alliance.texts.passages import strip_marks
from geo_alliance.texts.reckonings import fill
from geo_alliance.ui.address import dump_state, parse_state
from geo_alliance.ui.claims_view import build_claim_view, choose_claim_period, choose_shown, list_records
from geo_alliance.ui.framing import choose_view
from geo_alliance.ui.ledger import open_ledger
from geo_alliance.ui.view import ViewState, default_selection

CLAIMS = read_claims(Path(__file__).parents[2] / "geodata")

Change = Callable[[str, Callable[[Any], object]], Path]


def get_claim(claim_id: str) -> Claim:
    return next(claim for claim in CLAIMS if claim.id == claim_id)


def read_words(text: str, name: str) -> str:
    """Read the words of a claim's text without its source marks."""
    found = re.search(rf'<p class="ga-{name}">(.*?)</p>', text)
    assert found is not None
    return html.unescape(re.sub(r"<sup.*?</sup>|<[^>]*>", "", found[1]))


def list_openers(page: AppTest) -> list[str]:
    return [button.key.removeprefix("claim-") for button in page.button if (button.key or "").startswith("claim-")]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_every_claim_opens_with_its_records(atlas: Atlas, claim: Claim) -> None:
    page = run_page(claim=claim.id)
    text = read_html(page)
    values = open_ledger(atlas).values[claim.id]

    assert f'data-claim="{claim.id}"' in text
    for said, name in ((claim.reckoning, "reckoning"), (claim.since_then, "since")):
        assert said is None or read_words(text, name) == fill(strip_marks(said), values)
    cited = re.findall(r'href="#source-(\d+)"', text)
    assert set(cited) <= set(re.findall(r'id="source-(\d+)"', text))
    assert "1" in cited
    assert claim.verdict.meaning in html.unescape(text)
    keys = {button.key for button in page.button}
    assert {f"record-{record}" for record in claim.records} <= keys
    assert not page.warning
    assert not page.error


@pytest.mark.parametrize("claim_id", ["OK-2", "NK-8", "OV-1"])
def test_the_verdict_and_its_meaning_stand_between_title_and_statement(claim_id: str) -> None:
    claim = get_claim(claim_id)
    text = html.unescape(read_html(run_page(claim=claim_id)))

    line = re.search(r"</h2>\s*<p class=\"ga-verdict\">(.*?)</p>\s*<p>(.*?)<", text, re.DOTALL)

    assert line is not None
    assert f"<strong>{claim.verdict.words}</strong>" in line[1]
    assert claim.verdict.meaning in line[1]
    assert line[2] == claim.paraphrase
    assert text.count('ga-verdict"') == 1


def test_the_list_shows_all_claims_with_computed_counts() -> None:
    page = run_page(page="claims")

    assert list_openers(page) == [claim.id for claim in CLAIMS]
    options = page.button_group(key="verdict").options
    assert options == [f"{verdict.words} ({count})" for verdict, count in count_verdicts(CLAIMS).items()]


@pytest.mark.parametrize("verdict", Verdict)
def test_the_list_is_filtered_by_verdict(verdict: Verdict) -> None:
    page = run_page(page="claims", verdict=verdict.value)

    assert list_openers(page) == [claim.id for claim in CLAIMS if claim.verdict is verdict]


@pytest.mark.parametrize("topic", Topic)
def test_the_list_is_filtered_by_topic(topic: Topic) -> None:
    page = run_page(page="claims", topic=topic.value)

    assert list_openers(page) == [claim.id for claim in CLAIMS if claim.topic is topic]


def test_a_choice_without_claims_says_what_to_do() -> None:
    page = run_page(page="claims", topic="overview", verdict="not-checkable")

    assert "Choose another verdict" in page.info[0].value


def test_a_filter_is_part_of_the_address() -> None:
    page = run_page(page="claims")

    page.button_group(key="verdict").set_value("differs").run()

    assert not page.exception
    assert page.query_params["verdict"] == "differs"


def test_a_record_opens_on_the_map_at_its_date() -> None:
    page = run_page(claim="NK-5")

    page.button(key="record-kp-2017-08-29").click().run()

    assert not page.exception
    assert dict(page.query_params) == {"from": "2017-08-29", "to": "2017-08-29", "record": "kp-2017-08-29"}


def test_a_claim_opens_on_the_map_with_the_facilities_of_its_day() -> None:
    page = run_page(claim="OK-2")

    page.button(key="map-claim").click().run()

    assert not page.exception
    params = dict(page.query_params)
    assert (params["from"], params["to"]) == ("2021-11-04", "2021-11-04")
    assert (params["layers"], params["facilities.tenure"], params["facilities.prefecture"]) == (
        "facilities",
        "exclusive",
        "Okinawa",
    )
    lat, lon, zoom = map(float, params["view"].split(","))
    assert (25 < lat < 27, 126 < lon < 129, 6 <= zoom <= 9) == (True, True, True)


def test_a_counted_number_leads_to_the_map_with_what_it_counts(atlas: Atlas) -> None:
    spans = build_claim_view(atlas, open_ledger(atlas), get_claim("OK-2"))["reckoning"]
    counted = next(span for span in spans if span.get("parts") == [{"text": "31", "broken": None}])

    address = dict(parse_qsl(counted["href"].removeprefix("?")))

    assert (address["facilities.prefecture"], address["facilities.tenure"]) == ("Okinawa", "exclusive")
    assert parse_state(address, atlas).notices == ()


def test_a_record_lists_the_claims_that_it_bears_on() -> None:
    page = run_page(record="FAC6051")
    keys = [button.key for button in page.button if (button.key or "").startswith("bears-")]

    page.button(key="bears-OK-6").click().run()

    assert keys == ["bears-OK-6", "bears-OK-11", "bears-OK-12"]
    assert not page.exception
    assert 'data-claim="OK-6"' in read_html(page)


def test_leaving_the_page_closes_the_claim() -> None:
    page = run_page(claim="OK-2")

    page.button_group(key="page").set_value("about").run()

    assert not page.exception
    assert dict(page.query_params) == {"page": "about"}


@pytest.mark.parametrize(
    ("params", "notice"),
    [
        ({"claim": "ZZ-9"}, "no statement 'ZZ-9'"),
        ({"topic": "x"}, "topic is 'x'"),
        ({"verdict": "x"}, "verdict is 'x'"),
    ],
    ids=["claim", "topic", "verdict"],
)
def test_what_is_not_known_in_the_address_is_said(atlas: Atlas, params: dict[str, str], notice: str) -> None:
    assert notice in parse_state(params, atlas).notices[0]


@pytest.mark.parametrize("changes", [{"claim": "OK-2"}, {"topic": "china", "verdict": "opinion"}, {}], ids=str)
def test_the_page_comes_back_from_its_address(atlas: Atlas, changes: dict[str, str]) -> None:
    state = replace(ViewState(default_selection(atlas.catalogue), page="claims"), **changes)

    assert parse_state(dump_state(state, atlas.catalogue), atlas) == state


def test_a_changed_datum_changes_the_reckoning(change_json: Change) -> None:
    def close_futenma(content: Any) -> None:
        feature = next(item for item in content["features"] if item["id"] == "FAC6051")
        feature["properties"]["valid_to"] = "2020-12-31"

    atlas = load_atlas(change_json("facilities.geojson", close_futenma))
    ledger = open_ledger(atlas)

    assert ledger.values["OK-2"]["okinawa"] == 30
    spans = build_claim_view(atlas, ledger, get_claim("OK-2"))["reckoning"]
    words = [part["text"] for span in spans for part in span.get("parts", ())]
    assert "the map has 30 facilities" in "".join(words)
    assert choose_shown(atlas, ledger, get_claim("OK-2")).counted == 30


def test_a_value_that_cannot_be_computed_is_said_and_hides_no_other(
    change_json: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = change_json("overflights.geojson", lambda content: content["features"].clear())
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))

    assert "cannot be computed" in read_html(run_page(claim="NK-5"))
    assert "the map has 31 facilities" in read_words(read_html(run_page(claim="OK-2")), "reckoning")


def test_broken_claims_are_said_and_the_map_still_draws(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "claims.json").write_text("[", encoding="utf-8")
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))

    assert "claims.json" in run_page(page="claims").error[0].value
    assert 'data-id="FAC6051"' in read_html(run_page(record="FAC6051"))


def test_texts_of_claims_are_never_run(change_json: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "<img src=x onerror=alert(1)>"
    folder = change_json("claims.json", lambda claims: claims[0].update(paraphrase=evil, reckoning=evil))
    claims = json.loads((folder / "claims.json").read_text(encoding="utf-8"))
    claims[0]["computed"] = {}
    (folder / "claims.json").write_text(json.dumps(claims), encoding="utf-8")
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))

    shown = read_html(run_page(claim="OV-1"))

    assert "&lt;img src=x" in shown
    assert "<img" not in shown


@pytest.mark.parametrize(
    ("claim_id", "period"),
    [
        ("OK-2", Period("2021-11-04", "2021-11-04")),
        ("OK-6", Period("2004-08-13", "2017-12-13")),
        ("OK-8", Period("1995-09-04", "1995-10-21")),
        ("CN-7", Period("2013-11-23", "2013-11-26")),
        ("OV-4", Period("2021-11-04", "2021-11-04")),
    ],
)
def test_a_claim_is_shown_at_its_days(atlas: Atlas, claim_id: str, period: Period) -> None:
    claim = get_claim(claim_id)

    assert choose_claim_period(claim, list_records(atlas, claim)) == period


def test_the_map_looks_at_all_records_of_a_claim(atlas: Atlas) -> None:
    near, far = (choose_view(list_records(atlas, get_claim(claim_id))) for claim_id in ("OK-8", "NK-5"))

    assert near is not None
    assert far is not None
    assert near.zoom > 7
    assert far.zoom < 5
    assert choose_view([]) is None
