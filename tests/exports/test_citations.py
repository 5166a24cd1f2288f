"""Citations: everything that can be cited has one with its version, and no text breaks out of its form."""

import json
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from citeproc import CitationStylesBibliography
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry, parse_string

from geo_alliance.catalogue import read_catalogue
from geo_alliance.exports import harvard
from geo_alliance.exports.bibtex import escape_latex, format_entry, write_bibtex
from geo_alliance.exports.citations import (
    CslItem,
    Visit,
    cite_claim,
    cite_record,
    cite_resource,
    cite_sources,
    cite_view,
)
from geo_alliance.exports.harvard import format_citation, write_text
from geo_alliance.exports.references import FORMS, Form, write_csl
from geo_alliance.loading import Atlas
from geo_alliance.records import EDITORS
from geo_alliance.texts.claims import read_claims

DATA = Path(__file__).parents[2] / "geodata"
CLAIMS = read_claims(DATA)
VISIT = Visit("https://atlas.test/?record=A&layers=a%2Cb", "2026-11-23")
HOSTILE = {
    "braces": "} @book{evil, title = {x",
    "open brace": "{{{",
    "backslash": r"\input{/etc/passwd} \\ \x",
    "html": "<img src=x onerror=alert(1)>",
    "specials": "100% of #1 & $2_3 ~ ^4",
    "direction": "safe\u202egnp.exe\u2066",
    "control": "a\x00b\x1bc\nd\te\u2028f",
    "quotes": "\"'`´“”‘’",
    "names": "Smith and Jones, others",
    "scripts": "キャンプ・富士 钓鱼岛 독도 العربية",
}
_WORDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
}
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
each_hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def list_own(atlas: Atlas) -> list[CslItem]:
    """Every record, claim, series, layer and one view."""
    catalogue = atlas.catalogue
    features = [feature for layer in atlas.layers.values() for feature in layer.features.values()]
    resources = [item for item in catalogue.package.resources if item.role in {"layer", "context", "series"}]
    return [
        *(cite_record(catalogue, feature, VISIT) for feature in features),
        *(cite_claim(catalogue, claim, VISIT) for claim in CLAIMS),
        *(cite_resource(catalogue, resource, VISIT) for resource in resources),
        cite_view(catalogue, "Map, all years", VISIT),
    ]


def parse_entry(text: str) -> Entry:
    entries = parse_string(text, "bibtex").entries
    assert len(entries) == 1
    return next(iter(entries.values()))


def read_latex(text: str) -> str:
    """Read an escaped text back; a title stands in braces of its own."""
    text = text[1:-1] if re.fullmatch(r"\{.*\}", text) else text
    known = "|".join(map(re.escape, _WORDS))
    return re.sub(rf"{known}|\\(.)", lambda found: _WORDS.get(found[0]) or found[1], text)


def plain(text: str) -> str:
    """What has to be left of a text: without control characters, on one line."""
    kept = re.sub("[\u202a-\u202e\u2066-\u2069]", "", text)
    return " ".join(re.sub(r"[\x00\x1b]", "", kept).split())


def build_item(text: str) -> CslItem:
    author = [{"literal": text}, {"family": text, "given": text}]
    url = "https://x.test/" + re.sub(r"\s", "", text)
    return {"id": "an-item", "type": "webpage", "title": text, "publisher": text, "author": author, "URL": url}


def test_everything_is_cited_with_version_day_and_address(atlas: Atlas) -> None:
    items = list_own(atlas)
    for item in items:
        text = format_citation(item)
        assert item["title"].split(" (")[0][:20] in text, item["id"]
        edition = f"Data version {atlas.catalogue.version}, issued 23 November 2026"
        assert f"{edition}. Available at: {VISIT.address} " in text
        assert text.endswith("(Accessed: 23 November 2026).")
    assert len({item["id"] for item in items}) == len(items)


def test_a_citation_reads_as_the_style_asks(atlas: Atlas) -> None:
    futenma = atlas.find("FAC6051")
    assert futenma is not None

    text = format_citation(cite_record(atlas.catalogue, futenma, Visit("https://atlas.test/?record=FAC6051")))

    assert text == (
        "The geo-alliance contributors (2026) ‘MCAS Futenma (record FAC6051)’, Atlas of the U.S.-Japan security "
        f"alliance. Data version {atlas.catalogue.version}, issued 23 November 2026. "
        "Available at: https://atlas.test/?record=FAC6051."
    )


def test_no_day_of_a_visit_is_invented(atlas: Atlas) -> None:
    item = cite_view(atlas.catalogue, "Map", Visit("https://atlas.test/"))

    assert "accessed" not in item
    assert all("Accessed" not in form.write([item]) and "urldate" not in form.write([item]) for form in FORMS)


def test_two_views_have_two_ids(atlas: Atlas) -> None:
    ids = {cite_view(atlas.catalogue, "Map", Visit(f"https://atlas.test/?era={era}"))["id"] for era in "ab"}

    assert len(ids) == 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "wikipedia-en-bab-el-mandeb",
            (
                "‘Bab-el-Mandeb’ (no date) Wikipedia. Wikimedia Foundation. "
                "Available at: https://en.wikipedia.org/wiki/Bab-el-Mandeb."
            ),
        ),
        (
            "cfr-us-japan-alliance-2021",
            (
                "Maizland, L. and Cheng, N. (2021) The U.S.-Japan Security Alliance, Backgrounder. Council on Foreign "
                "Relations. Available at: https://www.cfr.org/backgrounder/us-japan-security-alliance."
            ),
        ),
    ],
    ids=["without author", "two authors"],
)
def test_a_source_is_cited_without_saying_anything_twice(atlas: Atlas, source: str, expected: str) -> None:
    assert format_citation(atlas.catalogue.sources[source].to_csl()) == expected


def test_every_source_is_cited_on_one_line_with_its_title_once(atlas: Atlas) -> None:
    for source in atlas.catalogue.sources.values():
        text = format_citation(source.to_csl())
        title = " ".join(source.title.split())
        assert title.rstrip(".?!") in text, source.id
        assert text.split("Available at")[0].count(f"{title}’") <= 1, source.id
        assert "\n" not in text


def test_what_nobody_can_cite_stays_out_of_a_readers_bibliography(atlas: Atlas) -> None:
    items = cite_sources(atlas.catalogue, ["ourairports", EDITORS, "no-such-source", "ourairports"])

    assert [item["id"] for item in items] == ["ourairports"]


def test_all_sources_come_back_from_bibtex(atlas: Atlas) -> None:
    sources = atlas.catalogue.sources

    entries = parse_string(write_bibtex(source.to_csl() for source in sources.values()), "bibtex").entries

    assert list(entries) == list(sources)
    for key, entry in entries.items():
        source = sources[key]
        assert read_latex(entry.fields["title"]) == " ".join(source.title.split()), key
        assert entry.fields.get("year") == (str(source.issued.parts[0][0]) if source.issued else None), key  # type: ignore[index]
        assert len(entry.persons.get("author", ())) == len(source.author or ()), key


def test_own_entries_come_back_from_bibtex(atlas: Atlas) -> None:
    entries = parse_string(write_bibtex(list_own(atlas)), "bibtex").entries

    for entry in entries.values():
        assert entry.fields["version"] == atlas.catalogue.version
        assert entry.fields["url"] == VISIT.address
        assert (entry.fields["year"], entry.fields["urldate"]) == ("2026", "2026-11-23")
    assert {"geo-alliance-FAC6051", "geo-alliance-OK-2", "geo-alliance-personnel"} <= set(entries)


@each_hostile
def test_hostile_text_stays_in_its_field(text: str) -> None:
    entry = parse_entry(format_entry(build_item(text)))

    assert read_latex(entry.fields["title"]) == plain(text)
    assert entry.fields.keys() == {"title", "publisher", "url"}
    assert len(entry.persons["author"]) == 2
    assert not set(entry.fields["url"]) & set('{}\\"<> ')


@each_hostile
@each_form
def test_no_form_turns_the_writing_direction_or_holds_control_characters(form: Form, text: str) -> None:
    written = form.write([build_item(text)])

    assert not set(written) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b\u2028")


@each_hostile
def test_csl_json_keeps_every_text(text: str) -> None:
    item = build_item(text)

    assert json.loads(write_csl([item])) == [item]


@given(st.text(max_size=60))
def test_escaped_braces_are_balanced_and_the_text_comes_back(text: str) -> None:
    written = escape_latex(text)
    depths = [written[:end].count("{") - written[:end].count("}") for end in range(len(written) + 1)]

    assert min(depths) == depths[-1] == 0
    assert not re.search(r"(?<!\\)[$&#_%^~]", written)


def test_every_item_has_what_csl_json_asks(atlas: Atlas) -> None:
    items = json.loads(write_csl([*list_own(atlas), *(item.to_csl() for item in atlas.catalogue.sources.values())]))
    for item in items:
        assert isinstance(item["id"], str), item
        assert isinstance(item["type"], str), item
        assert all(name.keys() <= {"family", "given", "literal"} for name in item.get("author", ())), item["id"]
        assert all(1 <= len(parts) <= 3 for parts in item.get("issued", {}).get("date-parts", [[1]])), item["id"]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"author": [{"given": "Only"}]}, "Only (no date)"),
        ({"author": [{}]}, "‘A title’ (no date)"),
        ({"issued": {"literal": "Heisei 5"}}, "(Heisei 5)"),
        ({"issued": {"date-parts": [[1960, 1, 19], [1960, 2, 1]]}}, "(1960)"),
        ({"title": "Why?", "publisher": "A house"}, "‘Why?’ (no date). A house."),
    ],
    ids=["given name alone", "empty name", "date in words", "two days", "question mark"],
)
def test_what_is_not_usual_is_cited_too(members: dict[str, Any], expected: str) -> None:
    assert expected in format_citation({"id": "x", "type": "speech", "title": "A title", **members})


def test_who_publishes_is_named_apart_from_who_wrote(
    change_json: Callable[[str, Callable[[Any], object]], Path],
) -> None:
    house = {"title": "A house", "roles": ["publisher"]}
    folder = change_json("datapackage.json", lambda content: content["contributors"].append(house))

    item = cite_view(read_catalogue(folder), "Map", VISIT)

    assert (item["author"], item["publisher"]) == ([{"literal": "The geo-alliance contributors"}], "A house")


def test_one_citation_is_drawn_at_a_time(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing: list[int] = []
    most: list[int] = []

    class Watched(CitationStylesBibliography):  # type: ignore[misc]
        def bibliography(self) -> Any:
            drawing.append(1)
            time.sleep(0.01)
            most.append(len(drawing))
            drawing.pop()
            return super().bibliography()

    monkeypatch.setattr(harvard, "CitationStylesBibliography", Watched)
    items = [source.to_csl() | {"note": "drawn now"} for source in list(atlas.catalogue.sources.values())[:16]]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(format_citation, items))

    assert set(most) == {1}


def test_a_text_says_what_was_read_only_in_a_copy(atlas: Atlas) -> None:
    known = atlas.catalogue.sources
    copied, read = (next(item for item in known.values() if item.custom.consulted is flag) for flag in (False, True))
    copy = next(item for item in known.values() if not item.custom.consulted and item.original_publisher)

    first, second, third = write_text([item.to_csl() for item in (copied, read, copy)]).rstrip("\n").split("\n\n")

    assert "[Read in a copy or report" in first
    assert "copy or report" not in second
    assert third.endswith(f"[Read in a copy or report; original: {copy.original_publisher}.]")
