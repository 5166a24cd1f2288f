"""The data package as one archive: the files as they are, a README, the same bytes every time."""

import io
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from geo_alliance.errors import CatalogueError
from geo_alliance.exports.package import README, export_package
from geo_alliance.loading import Atlas, load_atlas


def open_package(atlas: Atlas) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(export_package(atlas)))


def test_the_archive_holds_every_file_as_it_is(atlas: Atlas) -> None:
    root = atlas.catalogue.root
    with open_package(atlas) as archive:
        names = archive.namelist()
        contents = {name: archive.read(name) for name in names if name != README}

    assert contents == {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }
    assert names == sorted(names)


def test_a_file_that_the_catalogue_does_not_name_stays_behind(folder: Path) -> None:
    (folder / ".env").write_text("secret", encoding="utf-8")

    with open_package(load_atlas(folder)) as archive:
        assert ".env" not in archive.namelist()


def test_the_readme_says_version_licences_and_credits(atlas: Atlas) -> None:
    package = atlas.catalogue.package
    with open_package(atlas) as archive:
        text = archive.read(README).decode()

    assert text.startswith(f"{package.title}\n")
    assert f"Version {atlas.catalogue.version}," in text
    for resource in package.resources:
        assert f"- {resource.path}: {', '.join(licence.name for licence in resource.licenses)}\n" in text
        assert all(f"- {credit.title}\n" in text for credit in resource.sources)


def test_the_same_data_give_the_same_bytes(atlas: Atlas, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(atlas.catalogue.root, copy)
    os.utime(copy / "eras.json", (0, 0))

    assert export_package(load_atlas(copy)) == export_package(atlas)


def test_a_missing_file_is_said(folder: Path) -> None:
    loaded = load_atlas(folder)
    (folder / "eras.json").unlink()

    with pytest.raises(CatalogueError, match=r"eras\.json: found no readable file"):
        export_package(loaded)
