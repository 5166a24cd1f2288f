"""The address of the dashboard: every state comes back from it, and nothing in it can break the page."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from running_page import SLOWEST_S, run_address
from streamlit.testing.v1 import AppTest

from geo_alliance.catalogue import read_catalogue
from geo_alliance.dates import ALL_TIME, FIRST_DAY, LAST_DAY, Period
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.selection import Selection, is_visible
from geo_alliance.server import PAGE
from geo_alliance.ui.address import dump_state, parse_state
from geo_alliance.ui.state import widen_selection
from geo_alliance.ui.view import MapView, ViewState, default_selection

DATA = Path(__file__).parents[2] / "geodata"
DAYS = st.dates().map(str) | st.sampled_from([FIRST_DAY, LAST_DAY])

LAYERS = tuple(item.name for item in read_catalogue(Path(__file__).parents[2] / "geodata").layers)


@cache
def load_quietly() -> Atlas:
    """Return the atlas for a property test: hypothesis writes out the fixtures of one that fails, and it is large."""
    return load_atlas(DATA)


@given(
    days=st.tuples(DAYS, DAYS),
    era=st.none() | st.integers(0, 100),
    chosen=st.sets(st.sampled_from(LAYERS)),
    record=st.none() | st.integers(0, 10_000),
)
def test_a_state_comes_back_from_its_address(
    days: tuple[str, str], era: int | None, chosen: set[str], record: int | None
) -> None:
    atlas = load_quietly()
    eras = atlas.catalogue.eras
    ids = [feature_id for layer in atlas.layers.values() for feature_id in layer.features]
    period = Period(*sorted(days)) if era is None else eras[era % len(eras)].period
    assume(period.start < LAST_DAY and period.end > FIRST_DAY)
    selection = Selection(period, tuple(name for name in LAYERS if name in chosen))
    state = ViewState(selection, None if record is None else ids[record % len(ids)])

    back = parse_state(dump_state(state, atlas.catalogue), atlas)

    assert back == state


def test_every_era_has_an_address_of_its_own(atlas: Atlas) -> None:
    *earlier, current = atlas.catalogue.eras
    layers = default_selection(atlas.catalogue).layers

    for era in earlier:
        assert dump_state(ViewState(Selection(era.period, layers), None), atlas.catalogue) == {"era": era.id}
    assert parse_state({"era": current.id}, atlas) == parse_state({}, atlas)


def test_the_first_view_has_an_empty_address(atlas: Atlas) -> None:
    state = parse_state({}, atlas)

    assert state == ViewState(default_selection(atlas.catalogue), None)
    assert dump_state(state, atlas.catalogue) == {}


def test_the_first_view_shows_the_running_era_and_the_shown_layers(atlas: Atlas) -> None:
    selection = default_selection(atlas.catalogue)

    assert selection.period.end == LAST_DAY
    assert selection.period.start > FIRST_DAY
    assert selection.layers == tuple(
        name for name, layer in atlas.layers.items() if layer.resource.style and layer.resource.style.shown
    )


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (Selection(Period("1972-05-15", "1972-05-15"), LAYERS[:1]), {"from": "1972-05-15", "to": "1972-05-15"}),
        (Selection(Period("1972-05-15"), LAYERS[:1]), {"from": "1972-05-15"}),
        (Selection(Period(end="1972-05-15"), LAYERS[:1]), {"to": "1972-05-15"}),
        (Selection(ALL_TIME, LAYERS[:1]), {"era": "all"}),
    ],
    ids=["day", "from", "to", "all"],
)
def test_addresses_read_well(atlas: Atlas, state: Selection, expected: dict[str, str]) -> None:
    address = dump_state(ViewState(state, None), atlas.catalogue)

    assert address == {**expected, "layers": "facilities"}


def test_no_layer_at_all_is_a_choice(atlas: Atlas) -> None:
    state = ViewState(Selection(ALL_TIME, ()), None)

    assert dump_state(state, atlas.catalogue) == {"era": "all", "layers": "none"}
    assert parse_state({"era": "all", "layers": "none"}, atlas) == state


@pytest.mark.parametrize(
    ("params", "notice"),
    [
        ({"era": "stone-age"}, "period in the address was not understood: found the era 'stone-age'"),
        ({"era": "NaN"}, "found the era 'NaN'"),
        ({"era": "x" * 100_000}, "too long (1)"),
        ({"era": "occupation", "from": "1950-01-01"}, "an era and days together"),
        ({"from": "NaN"}, "found the date 'NaN'"),
        ({"from": "1972-02-30"}, "not in the calendar"),
        ({"from": "0000-01-01"}, "not in the calendar"),
        ({"from": "1972-05-15~"}, "expected YYYY-MM-DD, YYYY-MM or YYYY, without marks"),
        ({"from": "9999-12-31"}, "a period of 9999-12-31 alone, which stands for no end"),
        ({"to": "0001-01-01"}, "a period of 0001-01-01 alone, which stands for no start"),
        ({"step": "landing"}, "step is 'landing' without a story: expected both or none"),
        ({"from": "１９７２-05-15"}, "found the date"),
        ({"to": "1e9"}, "found the date '1e9'"),
        ({"from": "1973-01-01", "to": "1972-01-01"}, "before the start"),
        ({"layers": "bases"}, "layers in the address were not understood: found the layer 'bases'"),
        ({"layers": "facilities,"}, "found the layer ''"),
        ({"layers": "facilities," * 10_000}, "too long (1)"),
        ({"record": "no-such-record"}, "There is no record 'no-such-record' in the atlas"),
        ({"record": "</script>`${1}`\u2028"}, "There is no record"),
        ({"record": "FAC1054" * 10_000}, "too long (1)"),
        ({"record": "\x00"}, r"There is no record '\x00'"),
        ({"subject": "moon"}, "subject is 'moon': expected one of origins, change, north-korea"),
        ({"subject": "okinawa" * 10_000}, "too long (1)"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else "",
)
def test_a_bad_value_falls_back_with_one_notice(atlas: Atlas, params: dict[str, str], notice: str) -> None:
    state = parse_state(params, atlas)

    assert (state.selection, state.record) == (default_selection(atlas.catalogue), None)
    assert len(state.notices) == 1
    assert notice in state.notices[0]
    assert len(state.notices[0]) < 1_000


def test_a_parameter_that_is_repeated_falls_back_with_a_notice(atlas: Atlas) -> None:
    page = AppTest.from_file(PAGE, default_timeout=SLOWEST_S)
    page.query_params["era"] = ["occupation", "all"]
    run_address(page, layers="okinawa")

    (notice,) = [item.value for item in page.warning]
    assert "'era'" in notice.partition("Fields of the address that are repeated")[2]
    state = parse_state({"era": "all", "layers": "okinawa"}, atlas, repeated=["era"])
    assert state.selection == Selection(default_selection(atlas.catalogue).period, ("okinawa",))


def test_a_year_is_a_period(atlas: Atlas) -> None:
    state = parse_state({"from": "1972", "to": "1973-02"}, atlas)

    assert (state.selection.period, state.notices) == (Period("1972-01-01", "1973-02-28"), ())


def test_each_bad_value_has_its_notice_and_the_good_ones_count(atlas: Atlas) -> None:
    state = parse_state({"era": "stone-age", "layers": "bases", "record": "nothing"}, atlas)
    good = parse_state({"era": "stone-age", "layers": "senkaku", "record": "uotsuri-jima"}, atlas)

    assert len(state.notices) == 3
    assert len(good.notices) == 1
    assert (good.selection.layers, good.record) == (("senkaku",), "uotsuri-jima")


@given(st.dictionaries(st.sampled_from(["era", "from", "to", "layers", "record", "other"]), st.text()))
def test_no_address_breaks_the_page(params: dict[str, str]) -> None:
    atlas = load_quietly()
    state = parse_state(params, atlas)
    back = parse_state(dump_state(state, atlas.catalogue), atlas)

    assert back == ViewState(state.selection, state.record)


@pytest.mark.parametrize("key", ["era", "from", "to", "layers", "record"])
def test_an_empty_value_is_none(atlas: Atlas, key: str) -> None:
    assert parse_state({key: ""}, atlas) == parse_state({}, atlas)


def test_layers_stand_in_the_order_of_the_catalogue(atlas: Atlas) -> None:
    state = parse_state({"layers": "zones,facilities,zones"}, atlas)

    assert state.selection.layers == ("facilities", "zones")


def test_filters_view_page_tiles_and_table_are_part_of_the_address(atlas: Atlas) -> None:
    params = {
        "facilities.service": "Army,Navy",
        "facilities.kind": "port",
        "view": "26.27440,127.75750,14",
        "page": "data",
        "tiles": "gsi",
        "table": "senkaku",
    }

    state = parse_state(params, atlas)

    assert state.notices == ()
    assert state.view == MapView(26.2744, 127.7575, 14)
    assert [item.member for item in state.selection.filters] == ["kind", "service"]
    assert dump_state(state, atlas.catalogue) == params


@pytest.mark.parametrize(
    ("params", "notice"),
    [
        ({"facilities.colour": "red"}, "found the filter facilities.colour"),
        ({"bases.kind": "port"}, "found the layer 'bases'"),
        ({"facilities.kind": "castle"}, "expected one of"),
        ({"view": "91,0,5"}, "expected latitude, longitude, zoom"),
        ({"view": "nan,nan,nan"}, "expected latitude, longitude, zoom"),
        ({"view": "35.0"}, "expected latitude, longitude, zoom"),
        ({"page": "admin"}, "expected one of map"),
        ({"tiles": "https://example.org"}, "expected one of osm, gsi"),
        ({"table": "bases"}, "expected one of facilities"),
        ({"colour": "red", "size": "9"}, "not known (2): 'colour', 'size'"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_other_bad_values_are_said_and_change_nothing(atlas: Atlas, params: dict[str, str], notice: str) -> None:
    state = parse_state(params, atlas)

    assert len(state.notices) == 1
    assert notice in state.notices[0]
    assert dump_state(state, atlas.catalogue) == {}


@pytest.mark.parametrize("text", ["of **alliance** [here](//other.test)", "-1", "1.5", "１２", "²", "9" * 100])
@pytest.mark.parametrize(
    ("name", "notice"),
    [
        ("too_long", "The address was too long to be read."),
        ("too_many", "The address had too many fields to be read."),
    ],
)
def test_only_a_number_is_said_as_a_count(atlas: Atlas, name: str, notice: str, text: str) -> None:
    assert parse_state({name: text}, atlas).notices == (notice,)


def test_thousands_of_fields_are_said_in_one_notice(atlas: Atlas) -> None:
    state = parse_state({f"x{number}": "1" for number in range(2000)}, atlas)

    assert state.notices == ("Fields of the address that are not known (2,000): 'x0', 'x1', 'x2'.",)


def test_more_filters_than_are_read_are_said(atlas: Atlas) -> None:
    params = {"facilities.kind": "training-area"} | {f"facilities.x{number}": "1" for number in range(60)}

    state = parse_state(params, atlas)

    assert state.notices[0] == "The address has 61 filters: the first 50 are kept."
    assert [item.member for item in state.selection.filters] == ["kind"]


def test_a_filter_that_hides_the_record_is_lifted_when_it_is_revealed(atlas: Atlas) -> None:
    futenma = atlas.find("FAC6051")
    assert futenma is not None
    selection = Selection(Period("1944-01-01", "1944-01-01"), ("djibouti",)).with_filter(
        "facilities", "service", ["Navy"]
    )

    widened = widen_selection(atlas, selection, futenma)

    assert is_visible(widened, atlas.layers, futenma)
    assert widened.layers == ("facilities", "djibouti")


@pytest.mark.parametrize("subject", ["origins", "djibouti"])
def test_the_explained_topic_is_part_of_the_address(atlas: Atlas, subject: str) -> None:
    state = ViewState(default_selection(atlas.catalogue), subject=subject)

    assert dump_state(state, atlas.catalogue) == {"subject": subject}
    assert parse_state({"subject": subject}, atlas) == state
