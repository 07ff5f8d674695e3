"""The members of the coalition as their list and their pages show them.

A protected organisation is absent from list, counts and search for all but the secretariat; so is a suspended one.
"""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.queries.people.people import Colleague, colleagues
from workflow.queries.shared.organisation_names import columns_beside_name, named, with_organisation
from workflow.queries.shared.roles import holds_seat
from workflow.queries.shared.values import value_of
from workflow.rules.people.organisation_facts import ON_ROLL, OrganisationFacts
from workflow.rules.shared.names import Viewer
from workflow.text.unicode import skeleton

PAGE = 50
SORTS = ("name", "country", "region")


@dataclass(frozen=True, kw_only=True)
class Member(OrganisationFacts):
    """One organisation in the list, with what is stated about it.

    people: its focal points who joined; invited: those who have not yet. Both are 0 before all but the secretariat,
    whom alone they concern.
    """

    id: int
    key: str
    suspended_at: datetime | None
    people: int = 0
    invited: int = 0


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to. countries: codes whose names hold the words; None of the others: all."""

    words: str = ""
    countries: Collection[str] = ()
    region: str = ""
    seat: bool | None = None
    protected: bool | None = None
    sort: str = "name"


@dataclass(frozen=True)
class Listing:
    """One page of the list, and the coalition's size as the viewer may know it."""

    rows: tuple[Member, ...]
    found: int
    page: int
    pages: int
    total: int
    countries: int
    seats: int
    empty: int  # members with no focal point who joined; 0 before all but the secretariat

    @property
    def first(self) -> int:
        """The number of the first row shown, 0 where there is none."""
        return (self.page - 1) * PAGE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True)
class Profile:
    """One organisation on its page. people: None before those who are shown name, region and seat alone."""

    member: Member
    people: tuple[Colleague, ...] | None
    ours: bool


def list_organisations(session: Session, viewer: Viewer, chosen: Filter, page: int) -> Listing:
    """The page numbered `page` (the nearest there is) of the members that `chosen` lets through; two SQL statements."""
    asked = _organisations()
    if not viewer.secretariat:
        asked = asked.where(Organisation.protected.is_(False), Organisation.suspended_at.is_(None))
    known = [_member(row, viewer) for row in session.execute(asked)]
    if viewer.secretariat:
        known = _with_people(session, known)
    passed = sorted((each for each in known if _passes(each, chosen)), key=lambda each: _order(each, chosen.sort))
    pages = max(1, -(-len(passed) // PAGE))
    page = min(max(page, 1), pages)
    return Listing(
        rows=tuple(passed[(page - 1) * PAGE : page * PAGE]),
        found=len(passed),
        page=page,
        pages=pages,
        total=len(known),
        countries=len({each.country for each in known if each.country}),
        seats=sum(each.has_seat for each in known),
        empty=sum(not each.people for each in known) if viewer.secretariat else 0,
    )


def every_name(session: Session, viewer: Viewer) -> list[tuple[str, str]]:
    """The key and the name of every organisation, by name; for the secretariat, who may know them all."""
    rows = session.execute(with_organisation(select(Organisation.key), Organisation.id, None))
    found = sorted((named(row, viewer).name.casefold(), row.key, named(row, viewer).name) for row in rows)
    return [(key, name) for _, key, name in found]


def profile(session: Session, viewer: Viewer, key: str) -> Profile | None:
    """The organisation with `key` as `viewer` may see it; None where there is none or it is protected before others."""
    row = session.execute(_organisations().where(Organisation.key == key)).one_or_none()
    if row is None:
        return None
    member = _member(row, viewer)
    ours = member.id == viewer.organisation_id
    if (member.protected or member.suspended_at) and not (ours or viewer.secretariat):
        return None
    people = tuple(colleagues(session, member.id)) if ours or viewer.secretariat else None
    return Profile(member, people, ours)


def _organisations() -> Select[*tuple[Any, ...]]:
    return with_organisation(
        select(*columns_beside_name(Member), holds_seat(Organisation.id).label(ON_ROLL)), Organisation.id, None
    )


def _member(row: Any, viewer: Viewer) -> Member:
    who = named(row, viewer)
    return value_of(Member, row, name=who.name, language=who.language, people=0, invited=0)


def _with_people(session: Session, members: Sequence[Member]) -> list[Member]:
    counted = session.execute(
        select(Person.organisation_id, func.count(Person.joined_at), func.count())
        .where(Person.organisation_id.is_not(None), Person.removed_at.is_(None))
        .group_by(Person.organisation_id)
    ).all()
    numbers = {organisation: (joined, every - joined) for organisation, joined, every in counted}
    found = ((each, numbers.get(each.id, (0, 0))) for each in members)
    return [replace(each, people=joined, invited=invited) for each, (joined, invited) in found]


def _passes(member: Member, chosen: Filter) -> bool:
    return (
        _holds(member, chosen)
        and chosen.region in ("", member.region)
        and chosen.seat in (None, member.has_seat)
        and chosen.protected in (None, member.protected)
    )


def _holds(member: Member, chosen: Filter) -> bool:
    """Whether name or country hold the words; compared by shape, so that accents and case do not matter."""
    shapes = [skeleton(word) for word in chosen.words.split()]
    if not chosen.words.strip() or member.country in chosen.countries:
        return True
    name = skeleton(member.name)
    return any(shapes) and all(shape in name for shape in shapes)


def _order(member: Member, sort: str) -> tuple[str, str, str]:
    """What the list is sorted by: one of SORTS, and the name after it."""
    folded = unicodedata.normalize("NFKD", member.name.casefold())
    name = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return "" if sort == "name" else getattr(member, sort), name, member.key
