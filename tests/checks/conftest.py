"""What the tests of the checks share: a small data folder of real records, and copies of it to break."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from geo_alliance.records import EDITORS

sys.path.insert(0, str(Path(__file__).parent))
from breaking import KEPT, SERIES, Feature, read, write

DATA = Path(__file__).parents[2] / "geodata"


def build_feature(feature: Feature, ids: set[str]) -> Feature:
    properties = feature["properties"]
    return feature | {"properties": properties | {"related": [item for item in properties["related"] if item in ids]}}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small data folder of real records, cut from the one that is shipped."""
    root = tmp_path_factory.mktemp("template") / "geodata"
    ids = {feature_id for kept in KEPT.values() for feature_id in kept}
    texts = (DATA / "eras.json").read_text(encoding="utf-8") + (DATA / SERIES).read_text(encoding="utf-8")
    for layer in KEPT:
        items = [item for item in read(DATA / f"{layer}.geojson")["features"] if item["id"] in ids]
        content = {"type": "FeatureCollection", "features": [build_feature(item, ids) for item in items]}
        write(root / f"{layer}.geojson", content)
        texts += json.dumps(content)
    plain = {"summary": f"{'It was so. ' * 60}[@{EDITORS}]", "computed": {}, "dates": [], "disputes": []}
    write(root / "eras.json", [era | plain for era in read(DATA / "eras.json")])
    package = read(DATA / "datapackage.json")
    resources = [item for item in package["resources"] if item["name"] in KEPT or item["path"] == SERIES]
    for path in (SERIES, *(item["featureSchema"] for item in resources if "featureSchema" in item)):
        (root / path).parent.mkdir(exist_ok=True)
        shutil.copy(DATA / path, root / path)
    write(root / "datapackage.json", package | {"resources": resources})
    sources = [item for item in read(DATA / "sources.json") if item["id"] in texts or item["id"] == EDITORS]
    write(root / "sources.json", sources)
    return root


@pytest.fixture
def small(template: Path, tmp_path: Path) -> Path:
    """A copy of the small data folder that a test may change."""
    return Path(shutil.copytree(template, tmp_path / "small"))
