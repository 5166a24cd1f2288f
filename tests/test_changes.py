"""What changed between two dates is the difference of what is visible on them."""

import csv
import io
import json

import pytest

from geo_alliance.changes import Change, Changed, compare
from geo_alliance.dates import Period
from geo_alliance.exports.changes import export_changes_csv, export_changes_geojson
from geo_alliance.exports.geojson import export_geojson
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection

THEN = Period("1972-05-15", "1972-05-15")
NOW = Period("2026-11-01", "2026-11-01")


def select(*layers: str, period: Period = NOW) -> Selection:
    return Selection(period, layers)


def list_ids(changes: tuple[Changed, ...], change: Change) -> set[str]:
    return {item.feature.id for item in changes if item.change is change}


def read_ids(atlas: Atlas, selection: Selection) -> set[str]:
    return {feature["id"] for feature in json.loads(export_geojson(atlas, selection))["features"]}


@pytest.mark.parametrize("layer", ["facilities", "okinawa", "zones", "djibouti"])
@pytest.mark.parametrize("then", ["1951-09-08", "1972-05-15", "2016-12-21"])
def test_what_began_and_ended_are_the_set_differences_of_the_two_exports(atlas: Atlas, layer: str, then: str) -> None:
    period = Period(then, then)

    changes = compare(select(layer), period, atlas.layers)

    before, after = read_ids(atlas, select(layer, period=period)), read_ids(atlas, select(layer))
    assert list_ids(changes, Change.BEGAN) == after - before
    assert list_ids(changes, Change.ENDED) == before - after


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


def test_the_other_way_round_what_began_has_ended(atlas: Atlas) -> None:
    forth = compare(select("facilities"), THEN, atlas.layers)
    back = compare(select("facilities", period=THEN), NOW, atlas.layers)

    assert list_ids(forth, Change.BEGAN) == list_ids(back, Change.ENDED)
    assert list_ids(forth, Change.BETWEEN) == list_ids(back, Change.BETWEEN) != set()


def test_the_download_says_of_each_record_what_changed(atlas: Atlas) -> None:
    selection = select("facilities")
    changes = compare(selection, THEN, atlas.layers)

    collection = json.loads(export_changes_geojson(atlas, selection, THEN, changes))
    rows = list(csv.DictReader(io.StringIO(export_changes_csv(changes).decode())))

    assert collection["geo_alliance"]["compared_with"] == {"from": "1972-05-15", "to": "1972-05-15"}
    told = [(feature["id"], feature["properties"]["change"]) for feature in collection["features"]]
    assert told == [(item.feature.id, item.change.value) for item in changes]
    assert [(row["id"], row["change"]) for row in rows] == told
    assert {row["area_then_ha"] for row in rows if row["id"] == "FAC6001"} == {"7543.1"}
