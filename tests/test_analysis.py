"""Counts, official figures and the day of which they speak."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from geo_alliance.analysis import (
    OFFICIAL_FACILITIES,
    Doubt,
    FacilityUses,
    choose_reference_day,
    compute_facility_figures,
    count_doubts,
    count_kinds,
    count_uses,
    count_values,
    find_official,
    load_series,
    select_exclusive,
)
from geo_alliance.catalogue import read_catalogue
from geo_alliance.dates import ALL_TIME, FIRST_DAY, LAST_DAY, Period
from geo_alliance.errors import LayerError
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection, apply
from geo_alliance.space.areas import parse_area

ROW = {"date": "2000-01-01", "region": "japan", "definition": "exclusive", "facilities": 90, "area_ha": 30_000.0}
ROW |= {"source": "mod", "confidence": "high", "note": ""}


def build_series(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame([{**ROW, **row} for row in rows])
    return frame.assign(first_day=frame["date"])


@pytest.fixture
def series(atlas: Atlas) -> pd.DataFrame:
    return load_series(atlas.catalogue, OFFICIAL_FACILITIES)


def test_kinds_are_counted_the_most_frequent_first_and_equal_ones_by_name() -> None:
    frame = gpd.GeoDataFrame({"kind": ["port", "range", "base", "range", "port", "island"]})

    assert list(count_kinds(frame).items()) == [("port", 2), ("range", 2), ("base", 1), ("island", 1)]


def test_an_empty_frame_has_no_kinds(atlas: Atlas) -> None:
    assert count_kinds(atlas.layers["facilities"].frame.iloc[:0]) == {}


def test_the_returned_part_of_a_facility_is_not_a_facility(atlas: Atlas) -> None:
    chosen = select_exclusive(atlas.layers["facilities"], "2016-12-21")

    assert atlas.layers["facilities"].features["nta-north"].own["part_of"] == "FAC6001"
    assert "FAC6001" in chosen.index
    assert "nta-north" not in chosen.index
    assert chosen["part_of"].isna().all()


def test_only_exclusive_use_counts(atlas: Atlas) -> None:
    layer = atlas.layers["facilities"]

    assert set(layer.frame["tenure"]) > {"exclusive"}
    assert set(select_exclusive(layer, "2020-01-01")["tenure"]) == {"exclusive"}


def test_a_layer_without_parts_can_be_counted(atlas: Atlas) -> None:
    layer = atlas.layers["facilities"]
    without = replace(layer, frame=layer.frame.drop(columns="part_of"))

    assert len(select_exclusive(without, "2020-01-01")) == len(select_exclusive(layer, "2020-01-01"))


def test_okinawa_is_a_part_of_japan(atlas: Atlas, series: pd.DataFrame) -> None:
    layer = atlas.layers["facilities"]
    japan = compute_facility_figures(layer, series, day="2020-01-01", region="japan")
    okinawa = compute_facility_figures(layer, series, day="2020-01-01", region="okinawa")

    assert (japan.mapped, okinawa.mapped) == (78, 31)
    assert 0.6 < okinawa.mapped_area_ha / japan.mapped_area_ha < 0.8
    assert japan.official is not None
    assert japan.official.value == 78


@pytest.mark.parametrize(
    ("record", "day", "expected"),
    [
        pytest.param("FAC6051", "1945-09-01", Doubt(1, 0), id="start of a year, in the year"),
        pytest.param("FAC6051", "1945-12-31", Doubt(0, 0), id="start of a year, on its last day"),
        pytest.param("FAC3066", "2026-06-29", Doubt(0, 1), id="end with a mark, on the day"),
        pytest.param("FAC3066", "2026-06-27", Doubt(0, 0), id="end with a mark, before"),
    ],
)
def test_a_record_counts_in_doubt_where_its_dates_are_vague(
    atlas: Atlas, record: str, day: str, expected: Doubt
) -> None:
    assert count_doubts(atlas.layers["facilities"], [record], Period(day, day)) == expected


def test_figures_of_1945_say_how_many_starts_are_vague_and_later_ones_none(atlas: Atlas, series: pd.DataFrame) -> None:
    layer = atlas.layers["facilities"]
    early, late = (
        compute_facility_figures(layer, series, day=day, region="japan") for day in ("1945-09-01", "2020-01-01")
    )
    vague = [record for record in select_exclusive(layer, "1945-09-01").index if layer.features[record].core.valid_from]

    assert early.doubt.starts == sum(layer.features[record].core.sure.start > "1945-09-01" for record in vague) > 0
    assert late.doubt == Doubt(0, 0)


@pytest.mark.parametrize("day", ["1945-09-01", "2016-12-21", "2026-11-01"])
def test_the_uses_of_facilities_add_up_to_all_that_are_shown(atlas: Atlas, day: str) -> None:
    layer = atlas.layers["facilities"]
    frame = layer.frame[layer.frame["end"] >= day]

    uses = count_uses(frame, day)

    assert uses.exclusive + uses.joint + uses.parts + uses.others == len(frame)
    assert uses.exclusive == len(select_exclusive(layer, day))


def test_parts_and_joint_use_are_counted_apart(atlas: Atlas) -> None:
    frame = atlas.layers["facilities"].frame
    chosen = frame.loc[["FAC6001", "nta-north", "haramura", "FAC5118"]]

    assert count_uses(chosen, "2016-12-21") == FacilityUses(exclusive=2, joint=1, parts=1, others=0)
    assert count_uses(chosen, "2026-11-01") == FacilityUses(exclusive=1, joint=1, parts=0, others=2)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("1999-12-31", None), ("2000-01-01", 90), ("2009-12-31", 90), ("2010-01-01", 85), ("2026-01-01", 85)],
)
def test_the_latest_figure_that_is_not_after_the_day_counts(day: str, expected: float | None) -> None:
    series = build_series({"date": "2010-01-01", "facilities": 85}, {"date": "2000-01-01"})

    official = find_official(series, "facilities", day=day, region="japan")

    assert (official and official.value) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([{}, {"date": "2005-01-01", "facilities": 1, "confidence": "low"}], 90, id="low is passed over"),
        pytest.param([{"facilities": 1, "confidence": "low"}], 1, id="low is better than none"),
        pytest.param([{}, {"facilities": 1, "confidence": "medium"}], 90, id="surer first of one date"),
        pytest.param([{"facilities": 1, "confidence": "medium"}, {}], 90, id="surer last of one date"),
        pytest.param([{}, {"date": "2005-01-01", "facilities": None}], 90, id="no value"),
        pytest.param([{}, {"date": "2005-01-01", "facilities": 1, "region": "okinawa"}], 90, id="other region"),
        pytest.param([{}, {"date": "2005-01-01", "facilities": 1, "definition": "all"}], 90, id="other definition"),
    ],
)
def test_the_surest_figure_of_the_definition_counts(rows: list[dict[str, Any]], expected: float) -> None:
    official = find_official(build_series(*rows), "facilities", day="2020-01-01", region="japan")

    assert official is not None
    assert official.value == expected


def test_a_series_is_typed_as_the_catalogue_says(series: pd.DataFrame, atlas: Atlas) -> None:
    assert str(series["facilities"].dtype) == "Int64"
    assert str(series["area_ha"].dtype) == "float64"
    assert (series["note"].str.len() >= 0).all()  # an empty text is no missing value
    assert set(series["source"]) <= set(atlas.catalogue.sources)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,region\n2000,japan\n", "expected the columns"),
        ("", "expected the columns"),
        (None, r"no readable file \(No such file or directory\): expected a CSV file$"),
    ],
    ids=["columns", "empty", "missing"],
)
def test_a_broken_series_is_named(folder: Path, text: str | None, message: str) -> None:
    path = folder / "series" / "facilities-official.csv"
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")

    with pytest.raises(LayerError, match=rf"series/facilities-official\.csv: found .*{message}"):
        load_series(read_catalogue(folder), OFFICIAL_FACILITIES)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period("1945-09-02", "1952-04-27"), "1952-04-27"),
        (Period("2017-11-12", LAST_DAY), "2026-11-01"),
        (ALL_TIME, "2026-11-01"),
        (Period(FIRST_DAY, "1945-09-01"), "1945-09-01"),
        (Period("2026-01-01", "2026-12-31"), "2026-11-01"),
        (Period("2026-11-01", "2026-11-01"), "2026-11-01"),
        (Period("2030-01-01", "2030-12-31"), "2030-12-31"),
    ],
    ids=["past", "still runs", "all time", "open start", "this year", "today", "future"],
)
def test_the_reference_day_is_the_last_or_today(period: Period, expected: str) -> None:
    assert choose_reference_day(period, "2026-11-01") == expected


def test_counts_of_values_keep_to_the_drawn_area(atlas: Atlas) -> None:
    selection = Selection(ALL_TIME, ("facilities",), area=parse_area("127.5,26.02,128.4,26.9"))
    frame = apply(selection, atlas.layers)["facilities"]

    counts = count_values(atlas, selection, "facilities", "kind")

    assert {kind: count for kind, count in counts.items() if count} == dict(frame["kind"].value_counts())
    assert 0 in counts.values()
