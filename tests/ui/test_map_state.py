"""What the map's frame is told of where it looks."""

from dataclasses import replace

from geo_alliance.loading import Atlas
from geo_alliance.ui.framing import SMALLEST_MAP_PX
from geo_alliance.ui.map_state import build_state
from geo_alliance.ui.opening import open_state
from geo_alliance.ui.view import MapView


def test_only_a_step_s_own_view_says_for_which_size_it_was_chosen(atlas: Atlas) -> None:
    step = open_state(atlas.catalogue, "alliance", "korea")

    own = build_state(atlas, step)["view"]
    moved = build_state(atlas, replace(step, view=MapView(35.0, 139.0, 7)))["view"]

    assert own["fits"] == list(SMALLEST_MAP_PX)
    assert moved == {"lat": 35.0, "lon": 139.0, "zoom": 7}
    assert build_state(atlas, open_state(atlas.catalogue))["view"] is None
