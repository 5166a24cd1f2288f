"""The data as shipped: the counts that the sources publish, and what each layer must hold."""

import json
import re
from pathlib import Path

import pytest

from geo_alliance.analysis import OFFICIAL_FACILITIES, compute_facility_figures, load_series, select_exclusive
from geo_alliance.checks import check_folder
from geo_alliance.dates import Period
from geo_alliance.loading import Atlas
from geo_alliance.records import EDITORS
from geo_alliance.selection import Selection, apply

DATA = Path(__file__).parents[1] / "geodata"
LAYERS = [
    "facilities",
    "okinawa",
    "senkaku",
    "djibouti",
    "overflights",
    "zones",
    "launch-sites",
    "prefectures",
    "alliance",
    "abductions",
]


def visible_ids(atlas: Atlas, layer: str, day: str) -> set[str]:
    return set(apply(Selection(Period(day, day), (layer,)), atlas.layers)[layer].index)


def test_the_data_folder_is_sound() -> None:
    assert check_folder(DATA) == []


def test_every_layer_loads(atlas: Atlas) -> None:
    assert list(atlas.layers) == LAYERS
    assert atlas.faults == ()


@pytest.mark.parametrize(
    ("day", "japan", "okinawa"),
    [
        ("2020-01-01", 78, 31),
        ("2021-01-24", 78, 31),
        ("2021-01-25", 77, 31),
        ("2021-09-30", 76, 31),
        ("2026-11-01", 75, 31),
    ],
)
def test_exclusive_facilities_are_as_many_as_the_ministry_counts(
    atlas: Atlas, day: str, japan: int, okinawa: int
) -> None:
    layer = atlas.layers["facilities"]

    assert len(select_exclusive(layer, day)) == japan
    assert len(select_exclusive(layer, day, "okinawa")) == okinawa


def test_negishi_is_returned_on_an_uncertain_day(atlas: Atlas) -> None:
    negishi = next(item for item in atlas.layers["facilities"].features.values() if "Negishi" in item.core.name)

    assert (negishi.own["returned_on"], negishi.core.valid_to) == ("2026-06-30?", "2026-06-29?")


def test_the_north_of_the_northern_training_area_goes_on_22_december_2016(atlas: Atlas) -> None:
    assert "nta-north" in visible_ids(atlas, "facilities", "2016-12-21")
    assert "nta-north" not in visible_ids(atlas, "facilities", "2016-12-22")
    assert "FAC6001" in visible_ids(atlas, "facilities", "2016-12-22")


def test_areas_add_up_to_the_official_totals(atlas: Atlas) -> None:
    layer = atlas.layers["facilities"]

    assert select_exclusive(layer, "2021-03-31", "okinawa")["area_ha"].sum() == pytest.approx(18_483.3, rel=0.0001)
    assert select_exclusive(layer, "2026-11-01")["area_ha"].sum() == pytest.approx(26_248.8, rel=0.0001)


@pytest.mark.parametrize(
    ("day", "region", "number", "area_ha"),
    [
        ("1972-05-15", "okinawa", 83, 27_892),
        ("2020-01-01", "japan", 78, 26_317.6),
        ("2020-01-01", "okinawa", 31, 18_494.4),
    ],
)
def test_official_figures_of_a_day(atlas: Atlas, day: str, region: str, number: int, area_ha: float) -> None:
    series = load_series(atlas.catalogue, OFFICIAL_FACILITIES)

    figures = compute_facility_figures(atlas.layers["facilities"], series, day=day, region=region)  # type: ignore[arg-type]

    assert figures.official is not None
    assert figures.official.value == number
    assert figures.official_area_ha is not None
    assert figures.official_area_ha.value == pytest.approx(area_ha, abs=0.5)


def test_a_day_before_the_first_official_figure_has_none(atlas: Atlas) -> None:
    series = load_series(atlas.catalogue, OFFICIAL_FACILITIES)

    figures = compute_facility_figures(atlas.layers["facilities"], series, day="1946-01-01", region="okinawa")

    assert figures.official is None
    assert figures.mapped > 0


def test_nine_flights_crossed_japan(atlas: Atlas) -> None:
    kinds = atlas.layers["overflights"].frame["kind"].value_counts().to_dict()

    assert kinds == {"over-main-island": 5, "over-island-chain": 4, "disputed": 1, "not-crossed": 6}


@pytest.mark.parametrize(
    "member", ["launch_site", "over", "over_position", "end_position", "range_km", "flight_minutes"]
)
def test_every_flight_over_japan_says_where_it_went(atlas: Atlas, member: str) -> None:
    flights = [item for item in atlas.layers["overflights"].features.values() if item.core.kind.startswith("over-")]
    lacking = [flight.id for flight in flights if member not in flight.own]

    # Nobody published how long the flight of 1998 took.
    assert lacking == (["kp-1998-08-31"] if member == "flight_minutes" else [])


def test_every_flight_says_how_its_values_are_known(atlas: Atlas) -> None:
    measured = {"azimuth_deg", "range_km", "apogee_km", "flight_minutes"}
    measured |= {"over_minutes", "end_position", "over_position"}
    for flight in atlas.layers["overflights"].features.values():
        basis = flight.own["basis"]
        assert isinstance(basis, dict)
        assert set(basis) == measured & set(flight.own), flight.id


def test_each_island_states_the_claims_of_all_parties(atlas: Atlas) -> None:
    islands = [item for item in atlas.layers["senkaku"].features.values() if item.core.kind in {"island", "rock"}]

    assert len(islands) == 8
    for island in islands:
        claims = island.own["claims"]
        assert isinstance(claims, list)
        assert [claim["party"] for claim in claims if isinstance(claim, dict)] == ["China", "Japan", "Taiwan"], (
            island.id
        )


def test_the_four_larger_islands_have_an_outline(atlas: Atlas) -> None:
    features = atlas.layers["senkaku"].features
    for island in ("uotsuri-jima", "kuba-jima", "kita-kojima", "minami-kojima"):
        assert "Polygon" in features[island].geometry["type"], island


def test_the_ranges_on_the_islands_are_related(atlas: Atlas) -> None:
    features = atlas.layers["senkaku"].features

    assert "FAC6084" in features["kuba-jima"].core.related
    assert "FAC6085" in features["taisho-jima"].core.related


def test_five_countries_have_a_base_in_djibouti(atlas: Atlas) -> None:
    operators = {
        item.own.get("operator") for item in atlas.layers["djibouti"].features.values() if item.core.kind == "base"
    }

    assert operators >= {"China", "France", "Italy", "Japan", "United States"}


def test_okinawa_has_an_outline_without_the_amami_islands(atlas: Atlas) -> None:
    geometry = atlas.layers["okinawa"].frame.loc["okinawa-prefecture", "geometry"]

    assert geometry.bounds[3] < 27.95  # the northernmost islet of Okinawa; Amami begins further north-east
    assert geometry.area > 0.1


def test_eras_cover_all_days_without_a_gap(atlas: Atlas) -> None:
    assert len(atlas.catalogue.eras) >= 9
    assert atlas.catalogue.era("occupation").period.end == "1952-04-27"


def test_at_most_one_record_in_ten_is_unverified(atlas: Atlas) -> None:
    records = [feature for layer in atlas.layers.values() for feature in layer.features.values()]

    assert sum(not record.core.verified for record in records) <= len(records) / 10


def test_no_source_is_a_copy_cited_as_the_publisher(atlas: Atlas) -> None:
    copies = re.compile(
        r"wikiwand|profilpelajar|kotoba\.ne\.jp|frwiki\.wiki|infogalactic|cache\.yimg|theonecurly|weblio"
    )
    cited = [source.id for source in atlas.catalogue.sources.values() if source.url and copies.search(source.url)]

    assert cited == []


def test_every_source_supports_something() -> None:
    sources = {item["id"] for item in json.loads((DATA / "sources.json").read_text(encoding="utf-8"))}
    texts = [
        path.read_text(encoding="utf-8") for path in DATA.rglob("*") if path.is_file() and path.name != "sources.json"
    ]
    used = {source for source in sources if any(source in text for text in texts)}

    assert sources - used - {EDITORS} == set()


@pytest.mark.parametrize(
    ("record", "property_", "values"),
    [
        ("okinawa-1945-battle-and-its-dead", "civilian deaths", {42000, 94000, 150000}),
        ("uotsuri-jima", "area", {3.81, 3.64, 3.91, 4.3838, 3.8}),
        ("uotsuri-jima", "highest point", {362, 363, 383}),
        ("kuba-jima", "distance from the largest island", {22, 27, 29, 31}),
        ("senkaku-diaoyu", "Chinese government vessels within 12 nautical miles in 2020", {24, 29, 78, 88}),
        ("okinawa-prefecture", "U.S. facilities for exclusive use", {31, 33, 83}),
        ("okinawa-prefecture", "U.S. service members", {25843, 25853, 27683}),
        (
            "alliance-1957-07-01-us-forces-japan",
            "facilities for exclusive U.S. use in Japan",
            {89, 85, 79, 78, 77, 76, 75},
        ),
        (
            "alliance-1957-07-01-us-forces-japan",
            "U.S. service members in Japan",
            {36712, 38834, 47913, 48235, 50000, 51794, 52972, 53000, 53979, 54000, 55245},
        ),
        ("okinawa-2019-02-24-referendum", "share against", {72.15, 71.74, 37.65}),
        ("djibouti-japan-base", "opening", {"1 June 2011", "5 July 2011"}),
        ("djibouti-pla-support-base", "area", {0.36, 0.5}),
    ],
)
def test_values_that_conflict_stand_side_by_side(
    atlas: Atlas, record: str, property_: str, values: set[float | str]
) -> None:
    feature = atlas.find(record)
    assert feature is not None
    facts = [fact for fact in feature.core.facts if fact.property == property_]

    assert {fact.value for fact in facts} == values
    assert all(fact.as_of or fact.note for fact in facts)
    assert all(fact.source in atlas.catalogue.sources for fact in facts)


def test_prefectures_have_the_area_and_share_of_the_series(atlas: Atlas) -> None:
    series = load_series(atlas.catalogue, "area-by-prefecture")
    rows = series[(series["definition"] == "bases") & (series["date"] == "2020-01-01") & (series["code"] != "00")]
    known = {row["code"]: (row["area_ha"], row["share_pct"]) for _, row in rows.iterrows()}
    own = [feature.own for feature in atlas.layers["prefectures"].features.values()]

    assert {item["code"]: (item["exclusive_area_ha"], item["exclusive_share_pct"]) for item in own} == {
        str(item["code"]): known.get(str(item["code"]), (0, 0)) for item in own
    }
    assert sum(share for _, share in known.values()) == pytest.approx(100, abs=0.05)


def test_every_prefecture_says_what_land_there_is(atlas: Atlas) -> None:
    facts = {
        item.id: {(fact.as_of, fact.value) for fact in item.core.facts if fact.property == "area in exclusive U.S. use"}
        for item in atlas.layers["prefectures"].features.values()
    }

    assert all(any(as_of == "2020-01-01" for as_of, _ in found) for found in facts.values())
    assert facts["prefecture-47"] == {("2018-12", 18496.1), ("2020-01-01", 18494.4)}
    assert sum(found == {("2020-01-01", 0)} for found in facts.values()) == 34
