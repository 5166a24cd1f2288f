"""What a reader does with sources and citations, in a real browser without any other host."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pybtex.database import parse_string

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


def test_a_record_is_cited_as_bibtex_with_its_id_and_the_data_version(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/?record=FAC6051")

    page.get_by_role("button", name="Cite", exact=True).click()
    page.get_by_text("BibTeX", exact=True).click()
    code = page.locator("code", has_text="@incollection")
    expect(code).to_contain_text("geo-alliance-FAC6051")

    entry = parse_string(code.inner_text(), "bibtex").entries["geo-alliance-FAC6051"]
    expect(page.get_by_text(f"Data version {entry.fields['version']}, issued").last).to_be_visible()
    assert entry.fields["url"].endswith("?record=FAC6051")
    assert errors == []


def test_a_source_is_found_opened_and_leads_to_a_record(open_bare: OpenPage, address: str, errors: list[str]) -> None:
    page = open_bare("/?page=sources")

    page.get_by_label("Search", exact=True).fill("Okinawa Prefecture facilities one by one")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 source – take it along as")).to_be_visible()
    page.get_by_role("button", name="supports").first.click()
    expect(page.locator("[data-source]")).to_contain_text("Okinawa Prefecture")
    assert "source=" in page.url
    page.go_back()

    expect(page.get_by_text("1 source – take it along as")).to_be_visible()
    assert "source-text=Okinawa+Prefecture" in page.url
    assert errors == []


def test_the_number_of_a_source_leads_to_its_entry_and_back(open_page: OpenPage) -> None:
    page = open_page("/?record=FAC6051&era=all")

    page.get_by_role("link", name="Source 2:").click()
    expect(page.locator('[data-source="ourairports"]')).to_be_visible()
    page.go_back()

    expect(page.locator('[data-id="FAC6051"]')).to_be_visible()
    assert "era=all" in page.url
