"""Disputed places, each with the name that every party gives it, and the words for them in the data's own texts.

The data name a disputed place by all its names, in the order of the parties: ``Sea of Japan / East Sea``. Such a phrase
is what a reader who asked for one party's names gets that name for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field, model_validator

from geo_alliance.errors import SelectionError
from geo_alliance.records import Id, Record, Text, WorldBox

ALL_NAMES = "all"
"""What is asked for where every party's name shall stand."""

BETWEEN = " / "
"""What stands between the names of a phrase."""


class Party(Record):
    """A party to a dispute."""

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    name: Text


class PartyName(Record):
    """What a party calls a place: in English text, and in its own script with the language's tag (BCP 47)."""

    name: Text
    script: Text
    lang: Text
    source: Id


class DisputedPlace(Record):
    """A disputed place: its names by party id, and further forms in which texts speak of it, such as without "Islands".

    `id` is that of its record where it has one. `also` are names that others give it: only the search knows them. `box`
    is what the map shows of a place that has neither record nor label (west, south, east, north in degrees, WGS 84).
    """

    id: Id
    names: Annotated[dict[str, PartyName], Field(min_length=2)]
    forms: tuple[dict[str, Text], ...] = Field(default=(), strict=False)
    also: tuple[Text, ...] = Field(default=(), strict=False)
    box: WorldBox | None = None

    @property
    def all_forms(self) -> tuple[dict[str, str], ...]:
        """The names and the further forms, each by party id."""
        return ({party: item.name for party, item in self.names.items()}, *self.forms)

    @property
    def called(self) -> tuple[str, ...]:
        """Each name by which somebody may look for the place, in every script, once."""
        said = [text for item in self.names.values() for text in (item.name, item.script)]
        forms = [text for form in self.forms for text in form.values()]
        return tuple(dict.fromkeys([*said, *forms, *self.also]))

    @model_validator(mode="after")
    def _check_forms(self) -> "DisputedPlace":
        for form in self.forms:
            if form.keys() != self.names.keys():
                raise ValueError(f"found a form of {', '.join(form)}: expected one of {', '.join(self.names)}")
        return self


class Toponyms(Record):
    """The parties in alphabetical order, and the disputed places. Without any, nothing is disputed."""

    parties: tuple[Party, ...] = Field(default=(), strict=False)
    places: tuple[DisputedPlace, ...] = Field(default=(), strict=False)

    def find_party(self, party_id: str) -> Party:
        """Return the party of that id.

        Raises:
            SelectionError: there is none.
        """
        for party in self.parties:
            if party.id == party_id:
                return party
        known = ", ".join([ALL_NAMES, *(party.id for party in self.parties)])
        raise SelectionError(f"found the names {party_id!r}: expected one of {known}")

    def join(self, form: Mapping[str, str]) -> str:
        """Return a phrase: the names of a form in the order of the parties, one that several parties use once.

        >>> parties = (Party(id="japan", name="Japan"), Party(id="korea", name="Korea"))
        >>> Toponyms(parties=parties).join({"korea": "East Sea", "japan": "Sea of Japan"})
        'Sea of Japan / East Sea'
        """
        return BETWEEN.join(dict.fromkeys(form[party.id] for party in self.parties if party.id in form))

    @model_validator(mode="after")
    def _check_parties(self) -> "Toponyms":
        names = [party.name for party in self.parties]
        if names != sorted(set(names)):
            raise ValueError(f"found the parties {', '.join(names)}: expected each once, in alphabetical order")
        known = {party.id for party in self.parties} - {ALL_NAMES}
        for place in self.places:
            if place.names.keys() - known:
                found = ", ".join(sorted(place.names.keys() - known))
                raise ValueError(f"found the party {found} at {place.id}: expected one of {', '.join(sorted(known))}")
        return self


@dataclass(frozen=True, slots=True)
class Wording:
    """How one party's names come into a text.

    `whole` has the phrases that may be a whole text, as a record's name or a label is: there the name in the party's
    own script follows. `parts` are pairs of phrase and name, the longest phrase first, for phrases within a text. The
    browser holds the same rule.
    """

    whole: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[tuple[str, str], ...] = ()

    def say(self, text: str) -> str:
        """Return a text with the party's names; a place that the party has no name for keeps all names."""
        if text in self.whole:
            return self.whole[text]
        for phrase, name in self.parts:
            text = text.replace(phrase, name)
        return text


def build_wording(toponyms: Toponyms, names: str) -> Wording:
    """Build the wording of a party's names, or of all names, which changes nothing.

    Raises:
        SelectionError: `names` is neither a party's id nor `ALL_NAMES`.
    """
    if names == ALL_NAMES:
        return Wording()
    party = toponyms.find_party(names).id
    places = [place for place in toponyms.places if party in place.names]
    parts = {toponyms.join(form): form[party] for place in places for form in place.all_forms}
    whole = {
        toponyms.join(place.all_forms[0]): f"{place.names[party].name} {place.names[party].script}" for place in places
    }
    return Wording(whole, tuple(sorted(parts.items(), key=lambda part: (-len(part[0]), part[0]))))
