"""The records that a value of a text counts, as what the map can show: days, layer and filters."""

from geo_alliance.analysis import OKINAWA_CODE
from geo_alliance.dates import FIRST_DAY, Period
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature, Reckoned
from geo_alliance.selection import Selection, apply, list_members, resolve_layers
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.reckonings import evaluate
from geo_alliance.texts.tallies import list_overflight_members

_ADDED_UP = {"area_share_okinawa": ("count_exclusive", {"region": "japan"})}
"""What adds up records instead of counting them, with the count of the same records."""


def select_counted(atlas: Atlas, item: Reckoned) -> Selection | None:
    """Return the selection in which the map shows exactly the records that a value counts or adds up.

    None where it counts none, and where no filters tell its records from others, such as land that was returned later.

    Raises:
        DataError: the value cannot be computed.
    """
    function, others = _ADDED_UP.get(item.function, (item.function, {}))
    arguments = item.arguments | dict(others)
    if function == "count_exclusive":
        layer, members = "facilities", _list_exclusive(atlas, region=str(arguments["region"]))
    elif function == "count_overflights":
        layer, members = "overflights", dict(list_overflight_members(str(arguments["definition"])))
    elif function == "count_features" and not arguments.get("members"):
        kind = arguments.get("kind")
        layer, members = str(arguments["layer"]), {"kind": str(kind)} if kind else {}
    else:
        return None
    if layer not in atlas.layers or not members.keys() <= set(list_members(atlas.catalogue, layer)):
        return None
    days = (arguments["day"],) * 2 if "day" in arguments else (FIRST_DAY, arguments["until"])
    selection = Selection(Period(*map(str, days)), resolve_layers(atlas.catalogue, [layer]))
    for member, values in members.items():
        selection = selection.with_filter(layer, member, [values] if isinstance(values, str) else values)
    shown = len(apply(selection, atlas.layers)[layer])
    return selection if shown == evaluate(Desk(atlas), function, arguments) else None


def list_selected(atlas: Atlas, selection: Selection) -> list[Feature]:
    """Return the records that a selection shows."""
    visible = apply(selection, atlas.layers)
    return [atlas.layers[name].features[key] for name, frame in visible.items() for key in frame.index]


def _list_exclusive(atlas: Atlas, *, region: str) -> dict[str, str | list[str] | tuple[str, ...]]:
    if region != "okinawa" or "facilities" not in atlas.layers:
        return {"tenure": "exclusive"}
    frame = atlas.layers["facilities"].frame
    names = sorted(frame.loc[frame["prefecture_code"] == OKINAWA_CODE, "prefecture"].unique())
    return {"tenure": "exclusive", "prefecture": names}
