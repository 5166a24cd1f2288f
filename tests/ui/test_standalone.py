"""A view as one HTML file."""

import gzip
import hashlib
import json
import re
from base64 import b64decode, b64encode
from html import unescape
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from geo_alliance.dates import Period
from geo_alliance.errors import DataError, SelectionError
from geo_alliance.loading import Atlas
from geo_alliance.maps import standalone as page_builder
from geo_alliance.maps.standalone import Contents, build_page, read_leaflet_licence
from geo_alliance.naming import rename_atlas
from geo_alliance.ui.standalone import export_view, name_view_file, read_view

LARGEST_BYTES = 3_000_000
EVIL = '</script><script>alert(1)</script><img src=x onerror="alert(1)">'


def read_block(page: str, name: str) -> Any:
    (packed,) = re.findall(rf'id="data-{name}">([^<]*)<', page)
    return json.loads(gzip.decompress(b64decode(packed)))


def build_evil(**texts: Any) -> str:
    page = {"title": EVIL, "subtitle": EVIL, "eras": [], "layers": [{"name": EVIL, "title": EVIL}], "about": [EVIL]}
    return build_page(Contents(page | texts, {"view": {"name": EVIL}})).decode()


def test_the_file_holds_every_record_and_every_source_below_three_megabytes(atlas: Atlas) -> None:
    page = export_view(atlas, read_view("era=all", atlas))

    view = read_block(page.decode(), "view")
    assert len(page) < LARGEST_BYTES
    assert set(view["records"]) == {name for layer in atlas.layers.values() for name in layer.features}
    cited = {source for record in view["records"].values() for source in record["sources"]}
    assert set(view["sources"]) == cited


def test_the_same_view_gives_the_same_bytes(atlas: Atlas) -> None:
    state = read_view("era=occupation", atlas)

    assert export_view(atlas, state) == export_view(atlas, state)


def test_the_policy_allows_what_the_file_holds_and_nothing_else(atlas: Atlas) -> None:
    page = export_view(atlas, read_view("", atlas)).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    inside = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, flags=re.DOTALL)
    hashes = [f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inside]

    assert re.findall(r"'sha256-[^']*'", policy.replace("&#39;", "'")) == [*hashes[2 + 1 :], *hashes[: 2 + 1]]
    assert policy.startswith("default-src &#39;none&#39;; script-src")
    assert "connect-src" not in policy


def test_the_file_holds_the_licences_of_what_is_packed_into_it(atlas: Atlas) -> None:
    page = unescape(export_view(atlas, read_view("", atlas)).decode())

    assert all(f"<p>{part}</p>" in page for part in read_leaflet_licence().split("\n\n"))
    assert "(c) 2010-2011 CloudMade" in page, "Leaflet's own line at its head"
    assert "Apache License 2.0" in page
    assert all(licence.path in page for licence in atlas.catalogue.package.licenses)


def test_leaflet_s_licence_is_the_one_that_it_is_installed_with() -> None:
    assert read_leaflet_licence() == metadata.distribution("django-js-lib-leaflet").read_text("LICENSE")


def test_text_of_the_data_stays_text() -> None:
    page = build_evil()

    assert "<img" not in page
    assert page.count("alert(1)") == page.count("&lt;script&gt;alert(1)") + page.count("&#34;alert(1)&#34;")


@pytest.mark.parametrize("end", ["</script>", "<!--"])
def test_a_script_that_would_end_its_element_is_refused(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in page_builder.STATIC.iterdir():
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "atlas.js").write_text(f'"{end}"', encoding="utf-8")
    monkeypatch.setattr(page_builder, "STATIC", tmp_path)

    with pytest.raises(DataError, match="since it would end the element"):
        build_evil()


def test_the_file_opens_with_the_view_and_its_names(atlas: Atlas) -> None:
    query = "?from=1972-05-15&to=1972-05-15&layers=facilities&facilities.service=Navy&names=china&record=FAC6051"

    page = export_view(atlas, read_view(query, atlas)).decode()

    view = read_block(page, "view")
    assert (view["state"]["start"], view["state"]["layers"], view["state"]["selected"]) == (
        "1972-05-15",
        ["facilities"],
        "FAC6051",
    )
    assert view["state"]["words"] == ["U.S. facilities in Japan: Service Navy", "disputed places: China’s names"]
    features = rename_atlas(atlas, "china").layers["senkaku"].features.values()
    assert {item.id: item.core.name for item in features}.items() <= {
        name: record["name"] for name, record in view["records"].items()
    }.items()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("era=stone-age", "found the era 'stone-age'"),
        ("colour=red", "not known"),
        ("page=figures", "found the page 'figures'"),
        ("era=all&era=occupation", "found 'era' twice"),
        ("occupation", "found 'occupation' in the view"),
        ("record=nobody", "no record 'nobody'"),
    ],
    ids=["era", "unknown", "page", "twice", "no pair", "record"],
)
def test_a_view_that_is_not_understood_is_an_error(atlas: Atlas, query: str, found: str) -> None:
    with pytest.raises(SelectionError, match=found):
        read_view(query, atlas)


def test_a_whole_address_is_a_view(atlas: Atlas) -> None:
    state = read_view("http://localhost:8501/?from=1972-05-15&to=1972-05-15&embed=true", atlas)

    assert state.selection.period == Period("1972-05-15", "1972-05-15")
    assert name_view_file(atlas, state).startswith("geo-alliance_view_1972-05-15_")


def test_the_file_links_to_the_live_view_only_if_told(atlas: Atlas) -> None:
    state = read_view("era=occupation", atlas)

    assert (
        'href="https://atlas.test/map/?era=occupation"'
        in export_view(atlas, state, base_url="https://atlas.test/map").decode()
    )
    assert "Open this view" not in export_view(atlas, state).decode()
    with pytest.raises(SelectionError, match="found the base address 'javascript:x'"):
        export_view(atlas, state, base_url="javascript:x")
