"""Online map tiles, as a choice that is off by default. Only then does the reader's browser ask another host."""

import os
from dataclasses import dataclass

from xyzservices import TileProvider, providers

CARTO_KEY_VARIABLE = "GEO_ALLIANCE_CARTO_KEY"


@dataclass(frozen=True, slots=True)
class Tiles:
    """One provider of tiles. `referrer` is what the browser tells it: as little as its rules ask for."""

    id: str
    title: str
    url: str
    attribution: str
    max_zoom: int
    referrer: str


def list_tiles() -> tuple[Tiles, ...]:
    """Return the providers that can be chosen. CARTO asks for a key, which ``GEO_ALLIANCE_CARTO_KEY`` holds.

    Source: OpenStreetMap Foundation, Tile Usage Policy (asks for a valid HTTP referrer); Geospatial Information
    Authority of Japan, list of tiles (asks for the words "GSI Tiles").
    """
    found = [
        _build("osm", "OpenStreetMap", providers.OpenStreetMap.Mapnik, referrer="strict-origin-when-cross-origin"),
        _build("gsi", "GSI (Japan)", _GSI, referrer="no-referrer"),
    ]
    key = os.environ.get(CARTO_KEY_VARIABLE)
    if key:
        found.append(_build("carto", "CARTO", providers.CartoDB.Positron(apikey=key), referrer="no-referrer"))
    return tuple(found)


def _build(tiles_id: str, title: str, provider: TileProvider, *, referrer: str) -> Tiles:
    url = provider.build_url(scale_factor="", fill_subdomain=False)
    max_zoom = int(provider.get("max_zoom", 18))
    return Tiles(tiles_id, title, url, str(provider.attribution).replace("(C)", "©"), max_zoom, referrer)


_GSI = TileProvider(
    name="GSI.Pale",
    url="https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png",
    attribution="GSI Tiles, Geospatial Information Authority of Japan",
    max_zoom=18,
)
