"""What the panel shows of one record, as plain values for its template."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from geo_alliance.dates import Period, describe_vague_end, describe_vague_start, format_date, format_interval
from geo_alliance.exports.geojson import dump_core
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas
from geo_alliance.records import EDITORS, Basis, Core, Fact, Feature, Source
from geo_alliance.selection import list_words
from geo_alliance.ui.words import format_accuracy, format_member, format_value

_NOT_LISTED = {
    "accounts",
    "basis",
    "claims",
    "declared_points",
    "geometry_basis",
    "launch_site",
    "middle_line_with",
    "part_of",
    "prefecture_code",
}
_NAMES = ("name_zh", "name_ja", "name_ko")  # Chinese, Japanese, Korean
_BASIS_NOTES = {"derived": "derived", "estimated": "estimated", "published": "published"}


def build_record_view(atlas: Atlas, feature: Feature) -> dict[str, Any]:
    """Build the values of the record template: titles, dates and numbers in words, sources numbered from 1."""
    core = feature.core
    layer = atlas.layers[feature.layer]
    numbers = {source: number for number, source in enumerate(feature.cited, start=1)}
    known = atlas.catalogue.sources
    plain = dump_core(feature)
    own = {key: plain[key] for key in _NAMES if key in plain}
    return {
        "layer": layer.resource.title,
        "kind": list_words(atlas.catalogue, feature.layer, "kind")[core.kind],
        "name": core.name,
        "names": list(own.items()),
        "aliases": core.aliases,
        "dates": format_interval(core.valid_from, core.valid_to, core.known_from),
        "verified": core.verified,
        "summary": core.summary,
        "claims": _list_claims(feature, numbers),
        "members": list(_list_members(feature, atlas.catalogue.schemas[feature.layer])),
        "facts": _list_facts(core.facts, numbers),
        "position": format_accuracy(core.position_accuracy_m, core.position_basis),
        "sources": [(number, describe_source(known[cited])) for cited, number in numbers.items() if cited in known],
        "id": feature.id,
    }


def describe_doubt(core: Core, period: Period) -> str | None:
    """Say why a record may not have been so in a period that its widened interval reaches, or None if it surely was."""
    if core.sure.overlaps(period) or not core.period.overlaps(period):
        return None
    start = describe_vague_start(core.valid_from, core.valid_to, core.known_from)
    rest = start if core.sure.start > period.end else describe_vague_end(core.valid_from, core.valid_to)
    return f"{'On this day' if period.is_day else 'In this period'} {rest}"


def list_related(atlas: Atlas, feature: Feature) -> list[Feature]:
    """Return the records that this one names, and those that name it, each once."""
    own = [str(feature.own[key]) for key in ("part_of", "launch_site") if key in feature.own]
    ids = dict.fromkeys([*own, *feature.core.related, *_list_naming(atlas).get(feature.id, ())])
    return [found for found in map(atlas.find, ids) if found is not None]


@keep(8)
def _list_naming(atlas: Atlas) -> dict[str, list[str]]:
    """Return for each record the ids of those that name it."""
    naming: dict[str, list[str]] = {}
    for layer in atlas.layers.values():
        for other in layer.features.values():
            for name in {*other.core.related, other.own.get("part_of"), other.own.get("launch_site")} - {None}:
                naming.setdefault(str(name), []).append(other.id)
    return naming


def describe_source(source: Source) -> dict[str, Any]:
    """Return a source in words, and its id: who, title, where, when, its address, and whether it was read itself."""
    names = [name.literal or " ".join(filter(None, (name.given, name.family))) for name in source.author or ()]
    issued = (source.issued.parts or [[]])[0] if source.issued else []
    where = source.container_title or (source.publisher if names else None)
    return {
        "id": source.id,
        "who": ", ".join(names) or source.publisher or source.original_publisher or "",
        "title": source.title,
        "where": where or "",
        "publisher": source.publisher if names and source.publisher not in {None, where, ", ".join(names)} else "",
        "when": format_date("-".join(f"{part:0{4 if place == 0 else 2}d}" for place, part in enumerate(issued)))
        if issued
        else "",
        "url": source.url,
        "original": source.original_publisher if not source.custom.consulted else None,
        "consulted": source.custom.consulted,
        "is_editors": source.id == EDITORS,
    }


def _list_claims(feature: Feature, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    said = [feature.own.get("claims"), feature.own.get("accounts")]
    claims = [claim for part in said if isinstance(part, list) for claim in part if isinstance(claim, dict)]
    return [
        {
            "party": claim["party"],
            "name": claim.get("name"),
            "position": claim.get("position") or claim.get("account"),
            "number": numbers.get(str(claim["source"])),
        }
        for claim in claims
    ]


def _list_members(feature: Feature, schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    described = schema.get("properties", {})
    basis = feature.own.get("basis")
    for name, value in feature.own.items():
        if name in _NOT_LISTED or value is None:
            continue
        part = described.get(name, {})
        note = _BASIS_NOTES.get(str(basis.get(name)), "") if isinstance(basis, dict) else ""
        yield str(part.get("title", name)), format_member(name, value, part), note


def _list_facts(facts: tuple[Fact, ...], numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    ordered = sorted(facts, key=lambda fact: [item.property for item in facts].index(fact.property))
    groups = [(name, list(group)) for name, group in groupby(ordered, key=lambda fact: fact.property)]
    return [
        {
            "property": name,
            "values": [_describe_fact(fact, numbers) for fact in group],
            "is_many": len(group) > 1,
        }
        for name, group in groups
    ]


def _describe_fact(fact: Fact, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "value": format_value(fact.value, fact.unit),
        "as_of": format_date(fact.as_of) if fact.as_of else "",
        "note": ", ".join(filter(None, (fact.basis, fact.note))),
        "definition": "; ".join(filter(None, (fact.note, fact.basis if fact.basis != Basis.PUBLISHED else None))),
        "number": numbers[fact.source],
        "is_editors": fact.source == EDITORS,
    }
