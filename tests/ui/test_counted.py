"""What a value counts, as the map shows it: the same number of records, or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.records import Explanation, Reckoned
from geo_alliance.texts.claims import Claim, read_claims
from geo_alliance.texts.passages import read_subjects
from geo_alliance.texts.reckonings import Desk, compute
from geo_alliance.ui.address import dump_state, parse_state
from geo_alliance.ui.counted import list_selected, select_counted
from geo_alliance.ui.view import ViewState

DATA = Path(__file__).parents[2] / "geodata"
TEXTS: list[Claim | Explanation] = [*read_claims(DATA), *read_subjects(DATA)]
COUNTS = [
    (f"{getattr(text, 'id', '')}-{name}", item)
    for text in TEXTS
    for name, item in text.computed.items()
    if item.function in {"count_exclusive", "count_overflights", "count_features"}
]

Change = Callable[[str, Callable[[Any], object]], Path]


@pytest.mark.parametrize("item", [item for _, item in COUNTS], ids=[name for name, _ in COUNTS])
def test_the_map_shows_as_many_records_as_a_text_counts(atlas: Atlas, item: Reckoned) -> None:
    selection = select_counted(atlas, item)

    assert selection is not None
    assert len(list_selected(atlas, selection)) == compute({"n": item}, Desk(atlas))["n"] == item.expected
    address = dump_state(ViewState(selection), atlas.catalogue)
    assert parse_state(address, atlas).selection == selection


def test_a_share_of_land_leads_to_all_facilities_that_are_added_up(atlas: Atlas) -> None:
    item = Reckoned(function="area_share_okinawa", arguments={"day": "2021-11-04"}, expected=70.3)

    selection = select_counted(atlas, item)

    assert selection is not None
    assert len(list_selected(atlas, selection)) == 76


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("count_eez_landings", {"until": "2021-11-04", "what": "missiles"}),
        ("count_exclusive", {"day": "1972-05-15", "region": "okinawa"}),
        ("count_features", {"layer": "senkaku", "until": "2021-11-04", "members": {"kind": "aid-to-navigation"}}),
    ],
    ids=["rows", "parts-returned-later", "members"],
)
def test_what_no_filter_tells_leads_nowhere(atlas: Atlas, function: str, arguments: dict[str, Any]) -> None:
    assert select_counted(atlas, Reckoned(function=function, arguments=arguments, expected=0)) is None


def test_a_layer_that_cannot_be_read_leads_nowhere(change_json: Change) -> None:
    atlas = load_atlas(change_json("facilities.geojson", lambda content: content["features"].clear()))
    item = Reckoned(function="count_exclusive", arguments={"day": "2021-11-04", "region": "okinawa"}, expected=31)

    assert select_counted(atlas, item) is None
