"""One claim as GeoJSON: its records, and with them what the article says and what the records show."""

from typing import Any

from geo_alliance.dates import ALL_TIME
from geo_alliance.exports.geojson import describe_contents, dump_features
from geo_alliance.loading import Atlas
from geo_alliance.selection import Selection
from geo_alliance.texts.claims import ARTICLE, Claim
from geo_alliance.texts.desk import Desk
from geo_alliance.texts.passages import strip_marks
from geo_alliance.texts.reckonings import compute, fill


def export_claim(atlas: Atlas, claim: Claim) -> bytes:
    """Write a claim's records as one GeoJSON FeatureCollection, UTF-8; it has no feature where the claim has none.

    The foreign member `geo_alliance` holds what every download does, and as `claim` the claim with its texts filled.

    Raises:
        DataError: a value of the reckoning cannot be computed.
    """
    features = [feature for feature in map(atlas.find, claim.records) if feature is not None]
    layers = tuple(name for name in atlas.layers if any(feature.layer == name for feature in features))
    head = describe_contents(atlas, Selection(ALL_TIME, layers), features)
    del head["filter"]
    sources = atlas.catalogue.sources
    cited = {item["id"]: item for item in head["sources"]}
    cited |= {name: sources[name].to_csl() for name in (ARTICLE, *claim.sources) if name in sources}
    head["sources"] = [cited[name] for name in sorted(cited)]
    return dump_features(features, head | {"claim": describe_claim(atlas, claim)})


def describe_claim(atlas: Atlas, claim: Claim) -> dict[str, Any]:
    """Return a claim as plain values, its texts filled with what is computed and without marks.

    Raises:
        DataError: a value of the reckoning cannot be computed.
    """
    values = compute(claim.computed, Desk(atlas))
    plain = claim.model_dump(mode="json")
    filled = {
        "reckoning": fill(strip_marks(claim.reckoning), values),
        "since_then": fill(strip_marks(claim.since_then), values) if claim.since_then else None,
    }
    return plain | filled
