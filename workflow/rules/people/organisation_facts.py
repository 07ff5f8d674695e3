"""What is stated about an organisation: one table that form, list, use cases, pages and history have in common.

A further column of organisations is a field here, with the rule by which its words are kept; only then its places on
the pages follow.
"""

import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

from workflow.rules.people.membership import LANGUAGES, language_code, organisation_name
from workflow.rules.people.refusals import NameFault, NameRefused

REGIONS = ("africa", "americas", "asia-pacific", "europe", "mena")


def country_code(raw: str) -> str:
    """A country's two letters (ISO 3166), or nothing; raises NameRefused."""
    code = raw.strip().upper()
    if code and not re.fullmatch("[A-Z]{2}", code):
        raise NameRefused(field="country", reason="country")
    return code


def region_code(raw: str) -> str:
    """One of REGIONS, or nothing; raises NameRefused."""
    word = raw.strip().lower()
    if word and word not in REGIONS:
        raise NameRefused(field="region", reason="region")
    return word


@dataclass(frozen=True)
class OrganisationFacts:
    """What the secretariat states about an organisation, as it was typed or as it is kept.

    rule: by which words are kept; a yes or no has none. fault: why other words are refused, where only some will do.
    column: of a list, where it is called otherwise than the fact. has_seat is no column of the record: whoever states
    it asks for a change of the roll.
    """

    name: str = field(metadata={"rule": organisation_name})
    language: str = field(default=LANGUAGES[0], metadata={"rule": language_code, "fault": "language"})
    country: str = field(default="", metadata={"rule": country_code, "fault": "country"})
    region: str = field(default="", metadata={"rule": region_code, "fault": "region"})
    has_seat: bool = field(default=False, metadata={"column": "seat"})
    protected: bool = False


def _column(fact: Field[Any]) -> str:
    column: str = fact.metadata.get("column", fact.name)
    return column


def _fault(fact: Field[Any]) -> NameFault | None:
    return "yes_or_no" if fact.type is bool else fact.metadata.get("fault")


_FIELDS = fields(OrganisationFacts)
FACTS = tuple(each.name for each in _FIELDS)
ON_ROLL = "has_seat"
"""The fact that is kept as a seat of the roll, not as a column of the organisation."""
YES_OR_NO = frozenset(each.name for each in _FIELDS if each.type is bool)
TOLD = ("name", "protected", "suspended")
"""What history tells of an organisation with what it was before; of its seat the roll tells."""
LISTED: Mapping[str, str] = {_column(each): each.name for each in _FIELDS}
"""Column of a list -> the fact that its words state."""
FAULTS: Mapping[str, NameFault] = {_column(each): fault for each in _FIELDS if (fault := _fault(each))}
"""Column of a list -> why other words than those asked for are refused there; absent where any words will do."""
# A fact in words without a rule stops the start: anything, of any length, could be kept.
_RULES = {each.name: bool if each.name in YES_OR_NO else each.metadata["rule"] for each in _FIELDS}


def facts_to_keep(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the facts that `stated` says, in the form in which each is kept; raises NameRefused or OverLength."""
    return {fact: rule(stated[fact]) for fact, rule in _RULES.items() if fact in stated}


def facts_of_line(words: Mapping[str, str]) -> OrganisationFacts:
    """What a line of a list states, from column -> word; raises NameRefused where neither yes nor no is said."""
    said: dict[str, Any] = {
        fact: yes(words[column], column) if fact in YES_OR_NO else words[column] for column, fact in LISTED.items()
    }
    return OrganisationFacts(**said)


_ANSWERS = {
    **dict.fromkeys(("", "0", "n", "no", "non", "false", "لا"), False),
    **dict.fromkeys(("1", "y", "yes", "x", "oui", "si", "sí", "true", "نعم"), True),
}


def yes(raw: str, column: str) -> bool:
    """A yes or no of a list, in any of our languages; empty is no. Raises NameRefused on `column`."""
    answer = _ANSWERS.get(raw.strip().lower())
    if answer is None:
        raise NameRefused(field=column, reason="yes_or_no")
    return answer


def stand(organisation: Any, **beside: Any) -> dict[str, Any]:
    """What the form of an organisation shows of it; from its row, or from its line in a list.

    beside: facts that the row itself has not, as whether it holds a seat.
    """
    facts = {fact: beside[fact] if fact in beside else getattr(organisation, fact) for fact in FACTS}
    return {**facts, "suspended": bool(organisation.suspended_at)}
