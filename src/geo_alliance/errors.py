"""The errors of the package.

::

    GeoAllianceError
    ├── DataError            something in the data folder is wrong
    │   ├── CatalogueError   the folder or its catalogue cannot be read at all
    │   ├── LayerError       one layer cannot be read; the others still can
    │   └── DateError        a text is not a date of the forms in docs/data.md
    ├── SelectionError       a selection names what does not exist (layer, era, day)
    └── UsageError           a command cannot work with a folder, a file, an address or options

Every message says what was found, what was expected, and where. The classes know nothing of HTTP or Streamlit: the
edges (`cli`, `web`, `ui`) turn them into exit codes, status codes and notices.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in the data: where, what was found, what was expected."""

    file: str
    feature: str | None
    found: str
    expected: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.feature}" if self.feature else self.file
        return f"{where}: found {self.found}: expected {self.expected}"


class GeoAllianceError(Exception):
    """Base of all errors that this package raises on purpose."""


class DataError(GeoAllianceError):
    """Something in the data folder is wrong; `faults` says what, one by one, where that is known."""

    def __init__(self, message: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message)
        self.faults = faults


class CatalogueError(DataError):
    """The data folder, its catalogue, its eras or its sources cannot be read."""


class LayerError(DataError):
    """One layer's file is missing, broken, or not as its catalogue entry says."""


class DateError(DataError):
    """A text is not a date of one of the accepted forms."""


class UsageError(GeoAllianceError):
    """A command is given a folder, a file, an address or options that it cannot work with."""


class SelectionError(GeoAllianceError):
    """A selection names a layer, an era or a day that does not exist."""
