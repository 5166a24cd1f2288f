"""Names for the base map, chosen by hand: few, and none that settles a dispute."""

from __future__ import annotations

from pathlib import Path

from shapely.geometry import Point

from outline_sources import feature, write_layer

# name, rank (1: from the widest view, 3: only close up), type, longitude, latitude. A label is placed by hand where it
# reads well; a city's is at its centre. "Country" names stand for the land, without a view on its limits.
PLACES: tuple[tuple[str, int, str, float, float], ...] = (
    ("China", 1, "country", 113.0, 33.5),
    ("Japan", 1, "country", 140.6, 38.6),
    ("North Korea", 1, "country", 126.9, 40.2),
    ("Philippines", 1, "country", 121.6, 16.6),
    ("Russia", 1, "country", 134.5, 49.5),
    ("South Korea", 1, "country", 127.9, 36.4),
    ("Djibouti", 1, "country", 42.5, 11.8),
    ("Yemen", 2, "country", 47.0, 15.8),
    ("Australia", 1, "country", 134.0, -25.0),
    ("India", 1, "country", 79.0, 22.5),
    ("United States", 1, "country", -99.0, 39.5),
    ("Beijing", 2, "city", 116.4, 39.907),
    ("Busan", 3, "city", 129.04, 35.115),
    ("Djibouti City", 3, "city", 43.145, 11.589),
    ("Fukuoka", 3, "city", 130.402, 33.59),
    ("Hiroshima", 3, "city", 132.455, 34.385),
    ("Honolulu", 3, "city", -157.858, 21.307),
    ("Manila", 2, "city", 120.984, 14.6),
    ("Nagasaki", 3, "city", 129.874, 32.75),
    ("Nago", 3, "city", 127.978, 26.592),
    ("Naha", 3, "city", 127.681, 26.212),
    ("Okinawa City", 3, "city", 127.806, 26.334),
    ("Osaka", 2, "city", 135.502, 34.694),
    ("Pyongyang", 2, "city", 125.754, 39.03),
    ("Sapporo", 2, "city", 141.354, 43.062),
    ("Seoul", 2, "city", 126.978, 37.566),
    ("Shanghai", 2, "city", 121.474, 31.23),
    ("Taipei", 2, "city", 121.565, 25.037),
    ("Tokyo", 2, "city", 139.692, 35.689),
    ("Vladivostok", 2, "city", 131.886, 43.116),
    ("Washington, D.C.", 2, "city", -77.037, 38.907),
    ("East China Sea", 1, "sea", 125.3, 29.2),
    ("Gulf of Aden", 2, "sea", 47.8, 12.2),
    ("Indian Ocean", 1, "sea", 78.0, -12.0),
    ("Pacific Ocean", 1, "sea", 165.0, 25.0),
    ("Philippine Sea", 1, "sea", 133.0, 21.5),
    ("Sea of Japan / East Sea", 1, "sea", 134.5, 40.2),
    ("South China Sea", 1, "sea", 114.5, 15.5),
    ("Yellow Sea", 2, "sea", 123.3, 36.2),
    ("Guam", 1, "island", 144.79, 13.46),
    ("Hokkaido", 2, "island", 142.9, 43.5),
    ("Honshu", 2, "island", 138.3, 36.2),
    ("Ie", 3, "island", 127.79, 26.72),
    ("Iwo Jima (Iwo To)", 3, "island", 141.32, 24.78),
    ("Kyushu", 2, "island", 131.0, 32.6),
    ("Okinawa", 2, "island", 128.75, 26.45),
    ("Diaoyu / Senkaku / Diaoyutai Islands", 2, "island", 123.62, 25.83),
    ("Shikoku", 3, "island", 133.5, 33.75),
    ("Taiwan", 1, "island", 120.9, 23.75),
    ("Tsushima", 3, "island", 129.33, 34.4),
    ("Miyako", 3, "island", 125.3, 24.8),
    ("Ishigaki", 3, "island", 124.2, 24.43),
    ("Yonaguni", 3, "island", 122.99, 24.455),
)

# The zoom from which a name that stands beside its island gives way to the names of the towns on it.
UNTIL = {"Okinawa": 8}


def build_places(folder: Path) -> None:
    """Write the names, the widest views first.

    Args:
        folder: `geodata/basemap`.
    """
    ordered = sorted(PLACES, key=lambda place: (place[1], place[2], place[0]))
    features = [
        feature(Point(lon, lat), {"name": name, "rank": rank, "type": kind} | _limit(name), 3)
        for name, rank, kind, lon, lat in ordered
    ]
    write_layer(folder / "places.geojson", features)


def _limit(name: str) -> dict[str, int]:
    return {"until": UNTIL[name]} if name in UNTIL else {}
