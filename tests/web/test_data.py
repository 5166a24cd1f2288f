"""The routes under /data: exports by address, files as they are, and nothing else of the folder."""

import json
from pathlib import Path

import pytest
from asking import Ask, read_problem

from geo_alliance.dates import Period
from geo_alliance.exports.formats import FORMATS, Format
from geo_alliance.exports.package import export_package, list_files
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection

DAY = Period("1972-05-15", "1972-05-15")
each_format = pytest.mark.parametrize("chosen", FORMATS, ids=lambda item: item.id)


@each_format
def test_a_layer_comes_in_every_format(ask: Ask, atlas: Atlas, chosen: Format) -> None:
    answer = ask(f"/data/facilities.{chosen.suffix}?datetime=1972-05-15")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == chosen.media_type
    assert answer.content == chosen.export(atlas, Selection(DAY, ("facilities",)))
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="geo-alliance_facilities_1972-05-15_{atlas.catalogue.package.version}.{chosen.suffix}"'
    )


def test_all_is_every_layer(ask: Ask, atlas: Atlas) -> None:
    features = json.loads(ask("/data/all.geojson").content)["features"]

    assert len(features) == sum(len(layer.features) for layer in atlas.layers.values())


def test_every_file_of_the_data_folder_is_served_as_it_is(ask: Ask, atlas: Atlas) -> None:
    layers = {layer.resource.path for layer in atlas.layers.values()}
    for path in set(list_files(atlas.catalogue)) - layers:
        answer = ask(f"/data/{path}")
        assert (answer.status_code, answer.content) == (200, (atlas.catalogue.root / path).read_bytes()), path
        assert answer.headers["content-disposition"] == f'attachment; filename="{Path(path).name}"'


def test_a_file_may_have_a_name_beyond_ascii(ask: Ask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_ALLIANCE_DATA", str(folder))
    story = (folder / "stories" / "alliance.json").rename(folder / "stories" / "同盟.json")

    answer = ask("/data/stories/同盟.json")

    assert answer.content == story.read_bytes()
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%E5%90%8C%E7%9B%9F.json"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("datapackage.json", "application/json"),
        ("sources.json", "application/json"),
        ("eras.json", "application/json"),
        ("series/facilities-official.csv", "text/csv; charset=utf-8"),
        ("schemas/facilities.schema.json", "application/schema+json"),
    ],
)
def test_a_file_has_its_media_type(ask: Ask, path: str, media_type: str) -> None:
    assert ask(f"/data/{path}").headers["content-type"] == media_type


def test_all_sources_come_as_bibtex_too(ask: Ask, atlas: Atlas) -> None:
    answer = ask("/data/sources.bib")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-bibtex; charset=utf-8")
    assert answer.content.count(b"\n}\n") == len(atlas.catalogue.sources)
    assert ask("/data/sources.bib", if_none_match=answer.headers["etag"]).status_code == 304
    assert "expected none" in read_problem(ask("/data/sources.bib?era=all"), 422)


def test_the_comparisons_come_as_csv(ask: Ask) -> None:
    answer = ask("/data/comparisons.csv")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.content.decode("utf-8-sig").startswith("id,group,title,definition,date,unit,ours,theirs,difference")
    assert "expected none" in read_problem(ask("/data/comparisons.csv?era=all"), 422)


def test_the_whole_package_is_one_archive(ask: Ask, atlas: Atlas) -> None:
    answer = ask("/data/geo-alliance.zip")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.content == export_package(atlas)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "x",
        "bases.geojson",
        "facilities",
        "facilities.xlsx",
        "facilities.geojson/",
        "Facilities.geojson",
        "facilities-official.geojson",
        "series/atlantis.csv",
        "series/",
        "..%2fpyproject.toml",
        "series/..%2fsources.json",
        "series/%2e%2e/sources.json",
        "%2e%2e/%2e%2e/pyproject.toml",
        "..%5c..%5cpyproject.toml",
        "%2fetc%2fpasswd",
        "//etc/passwd",
        "sources.json%00.csv",
        "%2fvsicurl%2fhttp:%2f%2fexample.org%2fx.geojson",
        "x" * 5000,
    ],
    ids=lambda path: path[:40] or "nothing",
)
def test_nothing_else_is_served(ask: Ask, path: str) -> None:
    assert "found no data at" in read_problem(ask(f"/data/{path}"), 404)


def test_not_even_the_folder_itself_is_the_page(ask: Ask) -> None:
    answer = ask("/data")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
