"""Draw the tracks of geodata/overflights.geojson from launch site, azimuth and range.

Everything but the geometry is read from the file itself and kept. A flight whose azimuth or range nobody knows stays a
point at its launch site. Usage: ``python tools/build_tracks.py [--check]``.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo_alliance.errors import DataError
from geo_alliance.space.geodesy import Position, geodesic_line, split_at_antimeridian
from layer_files import Feature, read_features, run_builder, with_geometry

FILE_NAME = "overflights.geojson"
SITES_NAME = "launch-sites.geojson"


def build_tracks(folder: Path) -> list[Feature]:
    """Draw all tracks anew.

    Args:
        folder: the data folder, with `overflights.geojson` and `launch-sites.geojson`.

    Returns:
        The overflights as GeoJSON features; tracks are geodesics of WGS 84, cut at the 180th meridian.

    Raises:
        DataError: a file cannot be read, or a flight names an unknown launch site.
    """
    sites = {site["id"]: _position(site["geometry"]["coordinates"]) for site in read_features(folder / SITES_NAME)}
    flights = read_features(folder / FILE_NAME)
    return [with_geometry(flight, draw_track(flight, sites)) for flight in flights]


def draw_track(flight: Feature, sites: Mapping[str, Position]) -> BaseGeometry:
    """Draw the line of one flight, or the point it started from.

    Args:
        flight: a feature of the overflights layer.
        sites: position (lon, lat in degrees, WGS 84) of each launch site by id.

    Returns:
        A geodesic drawn to within 1 km, cut at the 180th meridian, or a point.

    Raises:
        DataError: the launch site is unknown.
    """
    own = flight["properties"]
    start = _start(flight["id"], own, sites)
    if "azimuth_deg" not in own or "range_km" not in own:
        return Point(start)
    line = geodesic_line(start, azimuth_deg=own["azimuth_deg"], length_m=own["range_km"] * 1000)
    return split_at_antimeridian(line)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the builder and return its exit code."""
    return run_builder(build_tracks, FILE_NAME, arguments=arguments)


def _start(flight_id: str, own: Feature, sites: Mapping[str, Position]) -> Position:
    if "launch_position" in own:
        return _position(own["launch_position"])
    site = own["launch_site"]
    if site not in sites:
        raise DataError(f"{FILE_NAME}: {flight_id}: found launch site {site!r}: expected an id of launch-sites")
    return sites[site]


def _position(coordinates: Sequence[float]) -> Position:
    lon, lat = coordinates
    return (lon, lat)


if __name__ == "__main__":
    sys.exit(main())
