"""What changed between two dates is the difference of what is visible on them."""

import csv
import io
import json
from dataclasses import replace

import pytest

from geo_alliance.changes import Change, Changed, compare
from geo_alliance.dates import ALL_TIME, Period, format_period
from geo_alliance.exports.changes import export_changes_csv, export_changes_geojson
from geo_alliance.exports.geojson import export_geojson
from geo_alliance.loading import Atlas, Layer
from geo_alliance.selection import Selection

THEN = Period("1972-05-15", "1972-05-15")
NOW = Period("2026-11-01", "2026-11-01")


def select(*layers: str, period: Period = NOW) -> Selection:
    return Selection(period, layers)


def list_ids(changes: tuple[Changed, ...], *wanted: Change) -> set[str]:
    return {item.feature.id for item in changes if item.change in wanted}


def redate(atlas: Atlas, name: str, record: str, **dates: str) -> Layer:
    """Return a layer of one record, with other dates."""
    layer = atlas.layers[name]
    feature = layer.features[record]
    core = feature.core.model_copy(update=dates)
    frame = layer.frame.loc[[record]].assign(start=core.period.start, end=core.period.end)
    return replace(layer, frame=frame, features={record: feature.model_copy(update={"core": core})})


def read_ids(atlas: Atlas, selection: Selection) -> set[str]:
    return {feature["id"] for feature in json.loads(export_geojson(atlas, selection))["features"]}


@pytest.mark.parametrize("layer", ["facilities", "okinawa", "zones", "djibouti"])
@pytest.mark.parametrize("then", ["1951-09-08", "1972-05-15", "2016-12-21"])
def test_what_began_and_ended_are_the_set_differences_of_the_two_exports(atlas: Atlas, layer: str, then: str) -> None:
    period = Period(then, then)

    changes = compare(select(layer), period, atlas.layers)

    before, after = read_ids(atlas, select(layer, period=period)), read_ids(atlas, select(layer))
    assert list_ids(changes, Change.BEGAN, Change.FIRST_ON_RECORD) == after - before
    assert list_ids(changes, Change.ENDED, Change.END_NOT_CONFIRMED) == before - after


def test_land_returned_in_part_makes_the_whole_smaller(atlas: Atlas) -> None:
    day = Period("2016-12-21", "2016-12-21")

    changes = compare(select("facilities"), day, atlas.layers)

    resized = {item.feature.id: (item.then_ha, item.now_ha) for item in changes if item.change is Change.RESIZED}
    assert resized["FAC6001"] == (
        7543.1,
        3533.1,
    )  # 4,010 ha of the Northern Training Area, returned on 22 December 2016
    assert "nta-north" in list_ids(changes, Change.ENDED)


def test_what_came_and_went_between_is_on_neither_date(atlas: Atlas) -> None:
    changes = compare(select("okinawa"), THEN, atlas.layers)

    between = [item.feature for item in changes if item.change is Change.BETWEEN]
    assert "okinawa-1995-10-21-rally" in {feature.id for feature in between}
    assert all(THEN.end < feature.core.period.start <= feature.core.period.end < NOW.start for feature in between)


def test_two_equal_dates_differ_in_nothing(atlas: Atlas) -> None:
    assert compare(select("facilities", "okinawa"), NOW, atlas.layers) == ()


def test_the_other_way_round_the_same_changed(atlas: Atlas) -> None:
    forth = compare(select("facilities"), THEN, atlas.layers)
    back = compare(select("facilities", period=THEN), NOW, atlas.layers)

    assert all(list_ids(forth, change) == list_ids(back, change) for change in Change)
    assert list_ids(forth, Change.BEGAN) != set()


def test_a_start_that_is_not_known_is_no_beginning(atlas: Atlas) -> None:
    changes = compare(select("facilities", "prefectures"), Period("1945-09-02", "1945-09-02"), atlas.layers)

    starts = {item.feature.core.valid_from for item in changes if item.change is Change.FIRST_ON_RECORD}
    assert starts == {None}
    assert None not in {item.feature.core.valid_from for item in changes if item.change is Change.BEGAN}
    assert {"prefecture-01", "FAC1067"} <= list_ids(changes, Change.FIRST_ON_RECORD)


def test_an_end_that_is_not_confirmed_stands_apart(atlas: Atlas) -> None:
    changes = compare(select("facilities"), THEN, atlas.layers)

    assert {"FAC3066", "fuchu-as"} <= list_ids(changes, Change.END_NOT_CONFIRMED)
    assert not any((item.feature.core.valid_to or "").endswith("?") for item in changes if item.change is Change.ENDED)


@pytest.mark.parametrize(
    ("then", "now", "change", "uncertain"),
    [
        ("1951-06-01", "1972-05-15", Change.BEGAN, False),
        ("1951-06-01", "1952-06-01", Change.BEGAN, True),
        ("1952-06-01", "1972-05-15", Change.PERHAPS, True),
        ("1953-06-01", "1972-05-15", None, False),
        ("1990-06-01", "2000-01-01", Change.ENDED, True),
        ("1972-05-15", "1990-06-01", Change.PERHAPS, True),
        ("1972-05-15", "2000-01-01", Change.ENDED, False),
    ],
    ids=["in-it-surely", "start-now", "start-then", "after-it", "end-then", "end-now", "over-it-surely"],
)
def test_a_day_within_a_vague_date_makes_the_change_uncertain(
    then: str, now: str, change: Change | None, uncertain: bool, atlas: Atlas
) -> None:
    layer = redate(atlas, "facilities", "FAC6051", valid_from="1952", valid_to="1990")

    changes = compare(select("facilities", period=Period(now, now)), Period(then, then), {"facilities": layer})

    found = [(item.change, item.is_uncertain) for item in changes if item.feature.id == "FAC6051"]
    assert found == ([(change, uncertain)] if change else [])


@pytest.mark.parametrize("now", [ALL_TIME, Period("1950-01-01", "1990-12-31"), Period("1972-05-15")], ids=format_period)
def test_a_day_within_the_compared_period_parts_before_from_after(now: Period, atlas: Atlas) -> None:
    changes = compare(select("facilities", period=now), THEN, atlas.layers)

    began = [item.feature.core for item in changes if item.change in (Change.BEGAN, Change.FIRST_ON_RECORD)]
    ended = [item.feature.core for item in changes if item.change in (Change.ENDED, Change.END_NOT_CONFIRMED)]
    assert began
    assert all(core.period.start > THEN.end for core in began)
    assert all(core.period.end < THEN.start or core.period.end < now.start for core in ended)


def test_the_download_says_of_each_record_what_changed(atlas: Atlas) -> None:
    selection = select("facilities")
    changes = compare(selection, THEN, atlas.layers)

    collection = json.loads(export_changes_geojson(atlas, selection, THEN, changes))
    rows = list(csv.DictReader(io.StringIO(export_changes_csv(changes).decode("utf-8-sig"))))

    assert collection["geo_alliance"]["compared_with"] == {"from": "1972-05-15", "to": "1972-05-15"}
    told = [(feature["id"], feature["properties"]["change"]) for feature in collection["features"]]
    assert told == [(item.feature.id, item.change.value) for item in changes]
    assert [(row["id"], row["change"]) for row in rows] == told
    assert {change for _, change in told} <= set(collection["geo_alliance"]["changes"])
    doubts = [str(item.is_uncertain).lower() for item in changes]
    assert [row["uncertain"] for row in rows] == doubts
    assert [str(feature["properties"]["uncertain"]).lower() for feature in collection["features"]] == doubts
    assert {row["area_then_ha"] for row in rows if row["id"] == "FAC6001"} == {"7543.1"}
