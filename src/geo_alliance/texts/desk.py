"""What the functions behind the values in texts work on: the atlas, and its series read once."""

import pandas as pd

from geo_alliance.analysis import load_series
from geo_alliance.errors import DataError
from geo_alliance.loading import Atlas, Layer
from geo_alliance.records import Feature


class Desk:
    """The atlas, and each series read once."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._series: dict[str, pd.DataFrame] = {}

    def series(self, name: str) -> pd.DataFrame:
        """Return a series, as `load_series` reads it.

        Raises:
            DataError: there is no such series, or it cannot be read.
        """
        known = [item.name for item in self.atlas.catalogue.package.resources if item.role == "series"]
        if name not in known:
            raise DataError(f"found the series {name!r}: expected one of {', '.join(known)}")
        if name not in self._series:
            self._series[name] = load_series(self.atlas.catalogue, name)
        return self._series[name]

    def layer(self, name: str) -> Layer:
        """Return a layer.

        Raises:
            DataError: there is none of that name, or it could not be loaded.
        """
        if name not in self.atlas.layers:
            raise DataError(f"found the layer {name!r}: expected one of {', '.join(self.atlas.layers)}")
        return self.atlas.layers[name]

    def record(self, record: str) -> Feature:
        """Return a record.

        Raises:
            DataError: there is none of that id.
        """
        feature = self.atlas.find(record)
        if feature is None:
            raise DataError(f"found the record {record!r}: expected the id of a record")
        return feature
