"""What follows from a broken layer: counted in one line, and not taken for a fault of the texts."""

from pathlib import Path

import pytest
from breaking import change, change_feature, put, read, write

from geo_alliance.checks import check_folder
from geo_alliance.records import EDITORS


def name_lost_records(folder: Path) -> None:
    """Texts of which one names a record of the layer zones, one a record of okinawa, and one a record of no layer."""
    eras = read(folder / "eras.json")
    for era, record in zip(eras, ("prc-baseline-1996", "okinawa-shuri-castle", "atlantis"), strict=False):
        era["summary"] += f" [It](record:{record}). [@{EDITORS}]"
    write(folder / "eras.json", eras)


def test_faults_that_follow_from_a_broken_record_are_counted_in_one_line(small: Path) -> None:
    name_lost_records(small)
    faults = change_feature(small, "prc-baseline-1996", put(kind="castle"))

    assert [(fault.file, fault.feature) for fault in faults] == [
        ("zones.geojson", "prc-baseline-1996"),
        ("zones.geojson", None),
        ("eras.json", "first-treaty"),
    ]
    assert faults[1].found.startswith("1 further entry that names or counts its records, not checked (1 in eras.json)")
    assert "'atlantis'" in faults[2].found


@pytest.mark.parametrize("content", ['{"type"', None], ids=["broken", "missing"])
def test_where_a_layer_tells_no_ids_all_that_name_records_wait(small: Path, content: str | None) -> None:
    name_lost_records(small)
    path = small / "zones.geojson"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")

    faults = check_folder(small)

    assert [fault.file for fault in faults] == ["datapackage.json" if content is None else "zones.geojson", path.name]
    assert faults[1].found.startswith("2 further entries that name or count its records, not checked (2 in eras.json)")


def test_a_number_that_a_broken_layer_changes_is_not_said_to_be_wrong(folder: Path) -> None:
    faults = change(folder, "facilities.geojson", lambda content: content["features"][0]["properties"].pop("name"))

    (cause, rest) = faults

    assert (cause.file, cause.found) == ("facilities.geojson", "no name")
    assert rest.found.split("(")[0].endswith("that name or count its records, not checked ")
