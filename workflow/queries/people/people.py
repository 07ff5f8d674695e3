"""Persons as the pages about them show them: who is signed in, the demo's cast, the people of one member."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, false, func, select
from sqlalchemy.orm import Session

from workflow.database import about_now
from workflow.models.organisation import Organisation
from workflow.models.person import Person, SignIn
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.roles import holds_seat, is_active
from workflow.queries.shared.values import columns_of, value_of, values_of
from workflow.rules.people.membership import SECRETARIAT
from workflow.rules.people.sign_in_life import IDLE, LIFE, digest
from workflow.rules.shared.names import Viewer


@dataclass(frozen=True)
class SignedIn:
    """Who holds a sign-in, and when it was last seen to be in use. organisation_id None: the secretariat."""

    id: int
    key: str
    name: str
    email: str
    language: str
    time_zone: str
    organisation_id: int | None
    organisation_key: str | None
    organisation_name: str
    has_seat: bool
    protected: bool
    seen_at: datetime


@dataclass(frozen=True)
class Actor:
    """One of the demo's cast, by whose place a visitor looks at the service."""

    id: int
    email: str
    name: str
    organisation: str | None  # None: the secretariat
    language: str  # of the organisation's name
    task: str  # what to try in this place


@dataclass(frozen=True)
class Colleague:
    """A person of a member or of the secretariat. joined_at None: invited, and not here yet."""

    key: str
    name: str
    email: str
    invited_at: datetime
    joined_at: datetime | None


def sign_in_of(session: Session, token: str) -> SignedIn | None:
    """Whose sign-in `token` is; None where it ended, or its person was removed or its organisation suspended.

    One SQL statement: lives of hours and days are measured well enough by this machine's own clock.
    """
    at = about_now()
    asked = {"token": digest(token), "seen_after": at - IDLE, "started_after": at - LIFE}
    row = session.execute(_sign_ins(), asked).one_or_none()
    if row is None:
        return None
    own = named(row, Viewer(row.id, row.who_id))
    return value_of(SignedIn, row, organisation_name=own.name)


@cache  # every page asks it: to put it together takes longer than to answer it
def _sign_ins() -> Any:
    asked = (
        select(
            *columns_of(SignedIn, Person),
            Organisation.key.label("organisation_key"),
            holds_seat(Person.organisation_id).label("has_seat"),
            func.coalesce(Organisation.protected, false()).label("protected"),
            SignIn.seen_at,
        )
        .select_from(SignIn)
        .join(Person, Person.id == SignIn.person_id)
        .where(SignIn.token_hash == bindparam("token"))
        .where(SignIn.seen_at > bindparam("seen_after"), SignIn.started_at > bindparam("started_after"))
        .where(is_active())
    )
    return with_organisation(asked, Person.organisation_id, None)


def cast(session: Session, tasks: Mapping[str, str]) -> list[Actor]:
    """Those persons who are here of `tasks` (address -> what to try in that place), in that order."""
    asked = select(Person.id, Person.email, Person.name).where(Person.email.in_(tasks), is_active())
    found = {}
    for row in session.execute(with_organisation(asked, Person.organisation_id, None)):
        own = named(row, Viewer(row.id, row.who_id))
        found[row.email] = value_of(
            Actor, row, organisation=own.name or None, language=own.language, task=tasks[row.email]
        )
    return [found[email] for email in tasks if email in found]


def colleagues(session: Session, organisation_id: int | None) -> list[Colleague]:
    """The people of an organisation (None: of the secretariat) by name; the removed ones are left out."""
    rows = session.execute(
        select(*columns_of(Colleague, Person)).where(
            Person.organisation_id == organisation_id, Person.removed_at.is_(None)
        )
    ).all()
    return sorted(values_of(Colleague, rows), key=lambda each: (each.name or each.email).casefold())


def was_removed(session: Session, key: str, person_key: str) -> bool:
    """Whether that person acted for the organisation with `key`, or for the secretariat, and was removed."""
    of_it = Organisation.key.is_not_distinct_from(None if key == SECRETARIAT else key)
    asked = select(Person.id).outerjoin(Organisation, Organisation.id == Person.organisation_id)
    found = session.scalar(asked.where(Person.key == person_key, Person.removed_at.is_not(None), of_it))
    return found is not None
