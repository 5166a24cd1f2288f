"""What can be cited from every page, and what a popover then holds."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pybtex.database import parse_string
from running_page import run_page

from geo_alliance.catalogue import read_catalogue
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection
from geo_alliance.ui.citing import describe_view
from geo_alliance.ui.view import ViewState, default_selection

SERIES = [
    item.name
    for item in read_catalogue(Path(__file__).parents[2] / "geodata").package.resources
    if item.role == "series"
]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Text (Harvard)", "MCAS Futenma (record FAC6051)"),
        ("BibTeX", "@incollection{geo-alliance-FAC6051,"),
        ("CSL-JSON", '"id": "geo-alliance-FAC6051"'),
    ],
    ids=["text", "bibtex", "csl-json"],
)
def test_a_record_is_cited_in_each_form_with_the_data_version(atlas: Atlas, form: str, expected: str) -> None:
    page = run_page("cite-FAC6051", record="FAC6051")

    page.button_group(key="cite-form-FAC6051").set_value(form).run()

    text = page.code[-1].value
    assert expected in text
    assert atlas.catalogue.version in text
    assert date.today().strftime("%Y") in text


def test_the_sources_of_a_record_are_taken_along(atlas: Atlas) -> None:
    record = atlas.find("FAC6051")
    assert record is not None
    count = len(set(record.cited) - {"editors-knowledge"})
    page = run_page("cite-FAC6051", record="FAC6051")

    page.button_group(key="cite-what-FAC6051").set_value(f"Its {count} sources").run()
    page.button_group(key="cite-form-FAC6051").set_value("BibTeX").run()

    entries = parse_string(page.code[-1].value, "bibtex").entries
    assert len(entries) == count
    assert "ourairports" in entries


@pytest.mark.parametrize(
    ("opened", "params", "expected"),
    [
        ("link", {"era": "occupation"}, "‘Map, 2 September 1945 to 27 April 1952: "),
        ("cite-OK-2", {"claim": "OK-2"}, "(statement OK-2)’"),
        ("cite-figure-personnel", {"page": "figures"}, "data/series/personnel.csv (Accessed: "),
        ("cite-facilities", {"page": "data"}, "data/facilities.geojson (Accessed: "),
        ("cite-scrambles", {"page": "data"}, "data/series/scrambles.csv (Accessed: "),
        ("cite-rachi-abduction-cases", {"source": "rachi-abduction-cases"}, "[The cases of abduction] (no date)"),
    ],
    ids=["view", "claim", "chart", "layer", "series", "source"],
)
def test_what_is_open_is_cited(opened: str, params: dict[str, str], expected: str) -> None:
    assert any(expected in code.value for code in run_page(opened, **params).code)


@pytest.mark.parametrize(
    ("params", "popover"),
    [({"claim": "OK-2"}, "cite-OK-2"), ({"source": "rachi-abduction-cases"}, "cite-rachi-abduction-cases")],
    ids=["claim", "source"],
)
def test_the_link_cites_an_open_entry_as_its_own_popover_does(params: dict[str, str], popover: str) -> None:
    of_link, of_entry = (run_page(opened, **params).code[-1].value for opened in ("link", popover))

    assert of_link == of_entry


def test_nothing_is_written_while_a_popover_is_shut() -> None:
    assert not [code for code in run_page(record="FAC6051").code if "geo-alliance contributors" in code.value]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"record": "FAC6051"}, {"cite-FAC6051", "link"}),
        ({"claim": "OK-2"}, {"cite-OK-2", "link"}),
        ({"source": "rachi-abduction-cases"}, {"cite-rachi-abduction-cases"}),
        ({"page": "figures"}, {"cite-figure-personnel", "cite-figure-scrambles"}),
        ({"page": "data"}, {"cite-facilities", *(f"cite-{name}" for name in SERIES)}),
    ],
    ids=["record", "claim", "source", "figures", "data"],
)
def test_every_page_has_its_popovers(params: dict[str, Any], expected: set[str]) -> None:
    page = run_page(**params)

    assert [key for key in expected if key not in page.session_state] == []


def test_a_view_is_named_by_its_page_period_and_layers(atlas: Atlas) -> None:
    default = default_selection(atlas.catalogue)
    navy = Selection(atlas.catalogue.era("occupation").period, ("facilities",))
    filtered = navy.with_filter("facilities", "service", ["Navy"])

    assert describe_view(atlas, ViewState(default, page="about")) == "About"
    assert describe_view(atlas, ViewState(filtered)) == (
        "Map, 2 September 1945 to 27 April 1952: U.S. facilities in Japan (filtered)"
    )
    assert describe_view(atlas, ViewState(Selection(navy.period, ()))).endswith(": no layer")
