"""Sign-ins: one row for each browser that somebody is signed in with; the row deleted is the sign-out.

The token is random and in the browser alone; the record keeps its SHA-256.
"""

import secrets
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Select, delete, select, update
from sqlalchemy.orm import Session, joinedload

from workflow.database import now
from workflow.models.organisation import Organisation
from workflow.models.person import Limit, Link, Person, SignIn
from workflow.queries.shared.roles import is_active
from workflow.rules.people.refusals import SignInRefused
from workflow.rules.people.sign_in_life import IDLE, LIFE, digest


def someone() -> Select[Person]:
    """Select persons, with their organisations, who are let in at all: not removed, and not of a suspended member."""
    joined = select(Person).outerjoin(Organisation, Organisation.id == Person.organisation_id)
    return joined.where(is_active()).options(joinedload(Person.organisation))


def start_sign_in(session: Session, person_id: int) -> str:
    """The token of a new sign-in of this person; raises SignInRefused where it was removed meanwhile."""
    if session.scalar(someone().where(Person.id == person_id)) is None:
        raise SignInRefused
    token, at = secrets.token_urlsafe(32), now(session)
    session.add(SignIn(token_hash=digest(token), person_id=person_id, started_at=at, seen_at=at))
    session.flush()
    return token


def end_sign_in(session: Session, token: str) -> None:
    """Sign out: the token is worth nothing from now on, whoever copied it."""
    session.execute(delete(SignIn).where(SignIn.token_hash == digest(token)))


def keep_alive(session: Session, token: str) -> None:
    """Note that a sign-in is in use."""
    session.execute(update(SignIn).where(SignIn.token_hash == digest(token)).values(seen_at=now(session)))


def end_all(session: Session, person_id: int) -> None:
    """End every sign-in of a person, and every link that was mailed to it."""
    session.execute(delete(SignIn).where(SignIn.person_id == person_id))
    session.execute(delete(Link).where(Link.person_id == person_id))


def clear_ended(session: Session) -> int:
    """How many rows of ended sign-ins, links and limits were removed; daily work."""
    at = now(session)
    ended: tuple[tuple[type[Any], ColumnElement[bool]], ...] = (
        (SignIn, (SignIn.seen_at < at - IDLE) | (SignIn.started_at < at - LIFE)),
        (Link, Link.ends_at < at),
        (Limit, Limit.ends_at < at),
    )
    return sum(rows_of(session.execute(delete(table).where(over))) for table, over in ended)


def rows_of(result: Any) -> int:
    """How many rows a statement changed."""
    return int(cast("CursorResult[Any]", result).rowcount)
