"""Leaflet's own files, which come with a package and from no other host."""

import re
from importlib import resources
from pathlib import Path

FOLDER = Path(str(resources.files("js_lib_leaflet") / "static" / "js_lib_leaflet"))


def read_leaflet(name: str) -> str:
    """Read a file of Leaflet's without the address of its source map, which would be asked for."""
    return re.sub(r"(?m)^//# sourceMappingURL=.*$", "", (FOLDER / name).read_text(encoding="utf-8"))
