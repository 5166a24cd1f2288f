"""The route that the search field asks while the reader types."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from geo_alliance.errors import DataError, SelectionError
from geo_alliance.keeping import keep
from geo_alliance.loading import Atlas
from geo_alliance.naming import rename_atlas, rename_text, rename_value
from geo_alliance.places import list_places
from geo_alliance.search import Hit, Index, build_index, normalise
from geo_alliance.texts.claims import read_claims
from geo_alliance.toponyms import ALL_NAMES
from geo_alliance.web.answers import answer, read_atlas
from geo_alliance.web.data import read_query

Item = TypeVar("Item")


def serve_search(request: Request) -> Response:
    """Answer with the best hits of the query ``q`` and how many there are in all, with the disputed ``names`` chosen.

    Not a coroutine: Starlette runs it in a thread, so that the page's sessions need not wait for it.
    """
    fields = dict(read_query(request))
    try:
        atlas = rename_atlas(read_atlas(), fields.get("names", ALL_NAMES))
    except SelectionError as error:
        raise HTTPException(422, str(error)) from error
    findings = open_index(atlas).find(fields.get("q", ""))
    found = {"total": findings.total, "hits": list(map(_dump_hit, findings.hits))}
    return answer(request, json.dumps(found, ensure_ascii=False).encode(), "application/json")


@keep(8)
def open_index(atlas: Atlas) -> Index:
    """Return the index of an atlas. Places or claims that cannot be read are left out; their own pages say so."""
    places = _read_or_nothing(lambda: list_places(atlas))
    claims = _read_or_nothing(lambda: read_claims(atlas.catalogue.root))
    renamed = [
        replace(place, name=rename_text(atlas, place.name), aliases=(place.name, *place.aliases)) for place in places
    ]
    return build_index(atlas, places=renamed, claims=rename_value(atlas, claims))


def _read_or_nothing(read: Callable[[], Iterable[Item]]) -> tuple[Item, ...]:
    try:
        return tuple(read())
    except DataError:
        return ()


def _dump_hit(hit: Hit) -> dict[str, Any]:
    entry = hit.entry
    another = hit.called if normalise(hit.called) != normalise(entry.name) else ""
    parts = {"label": entry.label, "dates": entry.dates, "part_of": entry.part_of, "called": another}
    return {"sort": entry.sort, "id": entry.id, "name": entry.name, **parts}
