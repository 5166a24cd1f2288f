"""GeoParquet: what is visible as one table, for notebooks and databases."""

import io
import json

import pyarrow.parquet as pq

from geo_alliance.exports.frames import build_table
from geo_alliance.exports.geojson import describe_contents, select_features
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection

MEDIA_TYPE = "application/vnd.apache.parquet"
METADATA = b"geo_alliance"


def export_geoparquet(atlas: Atlas, selection: Selection) -> bytes:
    """Write what is visible as GeoParquet: all chosen layers in one table, geometry as WKB, EPSG:4326.

    The file's metadata item `geo_alliance` is what `describe_contents` returns, as JSON.

    Source: GeoParquet 1.0.0, section "Metadata" (item `geo`); other items are the writer's own.
    """
    about = json.dumps(describe_contents(atlas, selection, select_features(atlas, selection)))
    plain, written = io.BytesIO(), io.BytesIO()
    build_table(atlas, selection).to_parquet(plain, index=False, schema_version="1.0.0")
    table = pq.read_table(plain)
    pq.write_table(table.replace_schema_metadata({**table.schema.metadata, METADATA: about.encode()}), written)
    return written.getvalue()
