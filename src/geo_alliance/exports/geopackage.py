"""GeoPackage: what is visible as one table a layer, for QGIS and other desktop software."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyogrio

from geo_alliance.exports.frames import build_table
from geo_alliance.exports.geojson import describe_contents, select_features
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection

MEDIA_TYPE = "application/geopackage+sqlite3"
METADATA = "geo_alliance"
SOURCES_TABLE = "geo_alliance_sources"  # no layer can have this name: it has underscores


def export_geopackage(atlas: Atlas, selection: Selection) -> bytes:
    """Write what is visible as a GeoPackage: each chosen layer as a feature table of its name, EPSG:4326.

    The table `geo_alliance_sources` holds the cited sources as `id` and CSL-JSON; the data set's metadata item
    `geo_alliance` holds title, version, filter, count, licences and credits as JSON. All times in the file are the
    catalogue's day of creation, so that the same view gives the same bytes.

    Source: OGC 12-128r18 (GeoPackage 1.3), `gpkg_metadata` and Requirement 13; GDAL, GPKG driver, option
    OGR_CURRENT_DATE.
    """
    head = describe_contents(atlas, selection, select_features(atlas, selection))
    sources = head.pop("sources")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{atlas.catalogue.package.created}T00:00:00.000Z"})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "atlas.gpkg"
        for name in atlas.layers:
            if name in selection.layers:
                _write_layer(path, atlas, selection.with_layers([name]))
        _write_sources(path, sources, json.dumps(head))
        return path.read_bytes()


def _write_layer(path: Path, atlas: Atlas, selection: Selection) -> None:
    (name,) = selection.layers
    resource = atlas.layers[name].resource
    pyogrio.write_dataframe(
        build_table(atlas, selection),
        path,
        layer=name,
        driver="GPKG",
        geometry_type="Unknown",  # a layer may mix points, lines and areas
        promote_to_multi=False,
        append=path.exists(),
        DESCRIPTION=f"{resource.title}. {resource.description}",
    )


def _write_sources(path: Path, sources: list[dict[str, object]], head: str) -> None:
    texts = [json.dumps(source, ensure_ascii=False) for source in sources]
    table = pd.DataFrame({"id": [source["id"] for source in sources], "csl": texts}, dtype="str")
    pyogrio.write_dataframe(
        table, path, layer=SOURCES_TABLE, driver="GPKG", append=path.exists(), dataset_metadata={METADATA: head}
    )
