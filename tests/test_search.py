"""The search: what is asked for comes first, however it is written, and every record is found by each of its names."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_alliance.loading import load_atlas
from geo_alliance.places import list_places
from geo_alliance.search import Entry, Findings, Grade, Index, Standing, build_index, normalise
from geo_alliance.texts.claims import read_claims

DATA = Path(__file__).parents[1] / "geodata"


@cache
def open_index() -> Index:
    """Return the shipped data's index: hypothesis writes out the fixtures of a test that fails, and it is large."""
    atlas = load_atlas(DATA)
    return build_index(atlas, places=list_places(atlas), claims=read_claims(DATA))


def list_ids(findings: Findings) -> list[str]:
    return [hit.entry.id for hit in findings.hits]


def build_entry(name: str, *, standing: Standing = Standing.MAIN, **rest: tuple[str, ...]) -> Entry:
    names = (name, *rest.pop("aliases", ()))
    return Entry("record", name, name, "kind", "", "", standing, names, **rest)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("嘉手納", "FAC6037"),
        ("Kadena", "FAC6037"),
        ("kadena", "FAC6037"),
        ("  KADENA  ab ", "FAC6037"),
        ("ｋａｄｅｎａ", "FAC6037"),
        ("FAC 6037", "FAC6037"),
        ("fac6037", "FAC6037"),
        ("FAC-6037", "FAC6037"),
        ("ＦＡＣ６０３７", "FAC6037"),
        ("6037", "FAC6037"),
        ("Kadena Air Bsae", "FAC6037"),
        ("普天間", "FAC6051"),
        ("futenma", "FAC6051"),
        ("Futema", "FAC6051"),
        ("Ōura Bay", "okinawa-oura-bay"),
        ("oura-bay", "okinawa-oura-bay"),
        ("キャンプ座間", "FAC3079"),
        ("きゃんぷ座間", "FAC3079"),
        ("ｷｬﾝﾌﾟ座間", "FAC3079"),
        ("钓鱼岛", "uotsuri-jima"),
        ("尖閣諸島", "senkaku-diaoyu"),
        ("釣魚台", "place-30"),
        ("釣魚臺", "place-30"),
        ("캠프 데이비드", "alliance-2023-08-18-camp-david"),
        ("kp-1998-08-31", "kp-1998-08-31"),
        ("ok-3", "OK-3"),
        ("日本海", "place-16"),
        ("동해", "place-16"),
        ("독도", "disputed-takeshima-dokdo"),
        ("Dokdo", "disputed-takeshima-dokdo"),
        ("Liancourt Rocks", "disputed-takeshima-dokdo"),
        ("北方領土", "disputed-northern-territories-southern-kurils"),
        ("Djibouti", "view-djibouti"),
        ("Yokohama", "town-Yokohama"),
        ("Sea of Japan", "place-16"),
    ],
)
def test_what_is_asked_for_comes_first(query: str, first: str) -> None:
    assert list_ids(open_index().find(query))[0] == first


def test_every_record_is_found_by_each_of_its_names_and_codes() -> None:
    index = open_index()

    missed = [
        (entry.id, name)
        for entry in index.entries
        for name in (*entry.names, *entry.codes)
        if entry.id not in list_ids(index.find(name, limit=20))
    ]

    assert missed == []


def test_better_hits_come_first_and_equal_ones_in_their_order() -> None:
    names = ["Henoko works", "Camp Schwab", "New Henoko works", "Henoko", "Cape henokozaki", "Old-henoko camp"]
    context = build_entry("Henoko sea", standing=Standing.CONTEXT)

    found = Index([context, *map(build_entry, names)]).find("henoko")

    assert [hit.entry.name for hit in found.hits] == [
        "Henoko",
        "Henoko works",
        "Henoko sea",
        "Old-henoko camp",
        "New Henoko works",
        "Cape henokozaki",
    ]


@pytest.mark.parametrize(
    ("query", "grade"),
    [
        ("camp schwab", Grade.EXACT),
        ("Cāmp Schwāb", Grade.EXACT),
        ("Camp’ Schwab.", Grade.EXACT),
        ("campsch", Grade.PREFIX),
        ("schwab camp", Grade.WORDS),
        ("chwab", Grade.PART),
        ("schwab nago", Grade.DESCRIBED),
        ("shcwab", Grade.MISTYPED),
        ("FAC6009", Grade.EXACT),
        ("fac60", Grade.PART),
    ],
)
def test_a_hit_says_how_well_it_fits(query: str, grade: Grade) -> None:
    index = Index([build_entry("Camp Schwab", codes=("FAC6009",), described=("Nago",))])

    assert [hit.grade for hit in index.find(query).hits] == [grade]


@pytest.mark.parametrize("query", ["", "   ", "-/.,", "、。", "xyzzy", "shcx", "fac"])
def test_what_nothing_fits_finds_nothing(query: str) -> None:
    index = Index([build_entry("Camp Schwab", codes=("FAC6009",))])

    assert index.find(query) == Findings((), 0)


@pytest.mark.parametrize(
    ("query", "called"),
    [("嘉手納", "嘉手納飛行場"), ("kadena ab", "Kadena AB"), ("kadena a", "Kadena AB"), ("fac6037", "FAC6037")],
)
def test_a_hit_tells_the_name_by_which_it_was_found(query: str, called: str) -> None:
    index = Index([build_entry("Kadena Air Base", aliases=("嘉手納飛行場", "Kadena AB"), codes=("FAC6037",))])

    assert index.find(query).hits[0].called == called


def test_more_hits_than_asked_for_are_counted() -> None:
    found = open_index().find("okinawa", limit=5)

    assert len(found.hits) == 5
    assert found.total > 100


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    plain = normalise(text)

    assert normalise(plain) == plain
    assert plain == " ".join(plain.split())


@given(st.text(max_size=300))
def test_no_query_breaks_the_search(query: str) -> None:
    found = open_index().find(query)

    assert len(found.hits) <= min(12, found.total)


def test_every_name_of_a_disputed_place_finds_it_before_anything_else() -> None:
    toponyms = load_atlas(DATA).catalogue.toponyms

    for place in toponyms.places:
        for name in place.called:
            first = open_index().find(name).hits[0]
            called, asked = (normalise(text).replace(" ", "") for text in (first.called, name))
            assert (first.grade < Grade.PART, asked in called) == (True, True), name


def test_a_name_that_fits_leaves_out_what_is_only_spelled_alike() -> None:
    assert list_ids(open_index().find("Takeshima")) == ["disputed-takeshima-dokdo"]
