"""What is shown: the values that the address holds, and nothing else."""

from dataclasses import dataclass, field

from geo_alliance.catalogue import Catalogue
from geo_alliance.selection import Selection
from geo_alliance.texts.bibliography import SourceQuery
from geo_alliance.toponyms import ALL_NAMES
from geo_alliance.ui.drawings import Line, Ring

PAGE_TITLES = {
    "map": "Map",
    "figures": "Figures",
    "claims": "Check the article",
    "data": "Data",
    "sources": "Sources",
    "about": "About",
}
PAGES = tuple(PAGE_TITLES)
DATED_PAGES = ("map", "figures", "data")
"""The pages that show a period, and what passes the filters in it."""
CLAIMS_PAGE = "claims"
SOURCES_PAGE = "sources"
BROWSE_IN_VIEW = "view"


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
    `subject` is the id of the topic that the panel explains, or None.
    `then` is the ISO day with which the period is compared on a second map, or None.
    `source` is the open source's id, which the page of sources shows; `sources` is what its list is filtered by, and
    `sheet` the number of the sheet that is open, from 1.
    `names` says whose names disputed places have: a party's id, or `ALL_NAMES`.
    `browse` is `BROWSE_IN_VIEW` if the list of what is in view is open, or None.
    `line` holds the places of the line that is measured, `rings` the range rings, both as `drawings` has them.
    `story` and `step` are the ids of the story that is told and of its step, or None.
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
    subject: str | None = None
    then: str | None = None
    source: str | None = None
    sources: SourceQuery = field(default_factory=SourceQuery)
    sheet: int = 1
    names: str = ALL_NAMES
    browse: str | None = None
    line: Line = ()
    rings: tuple[Ring, ...] = ()
    story: str | None = None
    step: str | None = None
    notices: tuple[str, ...] = ()


def default_selection(catalogue: Catalogue) -> Selection:
    """Return what is shown at first: the era that still runs, and the layers that the catalogue shows."""
    shown = tuple(resource.name for resource in catalogue.layers if resource.style and resource.style.shown)
    return Selection(catalogue.eras[-1].period, shown)
