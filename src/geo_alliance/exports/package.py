"""The whole data package as one zip archive."""

import io
import zipfile
from textwrap import fill

from geo_alliance.catalogue import CATALOGUE_FILE, ERAS_FILE, SOURCES_FILE, Catalogue, list_own_files
from geo_alliance.descriptor import Licence
from geo_alliance.errors import CatalogueError
from geo_alliance.loading import Atlas

MEDIA_TYPE = "application/zip"
README = "README.txt"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest time that the format knows


def export_package(atlas: Atlas) -> bytes:
    """Write the files of the data folder that the catalogue names, as they are, and a README.txt, as a zip archive.

    No selection changes it. Names are sorted and times fixed, so that the same data give the same bytes.

    Raises:
        CatalogueError: a file that the catalogue names cannot be read.
    """
    catalogue = atlas.catalogue
    contents = {README: build_readme(catalogue).encode()}
    contents |= {path: read_member(catalogue, path) for path in list_files(catalogue)}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for path in sorted(contents):
            entry = zipfile.ZipInfo(path, _EARLIEST)
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = 0o644 << 16
            target.writestr(entry, contents[path], zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def list_files(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the paths of the data folder's files, as the catalogue names them, in order."""
    resources = catalogue.package.resources
    schemas = {resource.feature_schema for resource in resources if resource.feature_schema is not None}
    named = {CATALOGUE_FILE, ERAS_FILE, SOURCES_FILE, *schemas, *(item.path for item in resources)}
    return tuple(sorted(named.union(list_own_files(catalogue.root))))


def read_member(catalogue: Catalogue, path: str) -> bytes:
    """Read one of the files that `list_files` returns.

    Raises:
        CatalogueError: it cannot be read.
    """
    try:
        return (catalogue.root / path).read_bytes()
    except OSError as error:
        raise CatalogueError(f"{path}: found no readable file ({error.strerror}): expected one") from error


def build_readme(catalogue: Catalogue) -> str:
    """Write what the archive is: title, version, licence of each file, credits."""
    package = catalogue.package
    licences = {licence.title: licence.path for item in package.resources for licence in item.licenses}
    credits_ = sorted({credit.title for item in package.resources for credit in item.sources})
    parts = [
        package.title,
        fill(package.description, 100),
        f"Version {catalogue.version}, made by {', '.join(person.title for person in package.contributors)}.",
        f"{CATALOGUE_FILE} describes every file (Data Package 2.0).",
        "\n".join(
            ["Licence of each file", *(f"- {item.path}: {_name_licences(item.licenses)}" for item in package.resources)]
        ),
        "\n".join(["Licences", *(f"- {title}: {path}" for title, path in sorted(licences.items()))]),
        "\n".join(["Credits", *(f"- {credit}" for credit in credits_)]),
    ]
    return "\n\n".join(parts) + "\n"


def _name_licences(licences: tuple[Licence, ...]) -> str:
    return ", ".join(licence.name for licence in licences)
