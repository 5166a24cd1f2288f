"""What is shown: the values that the address holds, and nothing else."""

from dataclasses import dataclass

from geo_alliance.catalogue import Catalogue
from geo_alliance.selection import Selection

PAGES = ("map", "figures", "claims", "data", "about")
CLAIMS_PAGE = "claims"


@dataclass(frozen=True, slots=True)
class MapView:
    """Where the map looks: the centre in degrees (WGS 84) and Leaflet's zoom."""

    lat: float
    lon: float
    zoom: float


@dataclass(frozen=True, slots=True)
class ViewState:
    """What is shown.

    `record` is the open record's id, `page` one of `PAGES`, `view` where the map looks or None for its first view,
    `tiles` the id of the online tiles or None, `table` the layer whose table is open or None. `claim` is the open
    claim's id, which the page of claims shows, `topic` and `verdict` those by which its list is filtered, or None.
    `notices` is what of the address could not be understood.
    """

    selection: Selection
    record: str | None = None
    page: str = PAGES[0]
    view: MapView | None = None
    tiles: str | None = None
    table: str | None = None
    claim: str | None = None
    topic: str | None = None
    verdict: str | None = None
    notices: tuple[str, ...] = ()


def default_selection(catalogue: Catalogue) -> Selection:
    """Return what is shown at first: the era that still runs, and the layers that the catalogue shows."""
    shown = tuple(resource.name for resource in catalogue.layers if resource.style and resource.style.shown)
    return Selection(catalogue.eras[-1].period, shown)
