"""Emails that did not arrive, for the secretariat: what was refused or set aside, to whom, and in what words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.event import Delivery, Event
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.publication import Progress
from workflow.models.statement import Statement
from workflow.queries.notifications.deliveries import is_unmade, pause
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.roles import is_penholder
from workflow.queries.shared.titles import with_title
from workflow.queries.shared.values import value_of
from workflow.rules.notifications.audiences import AUDIENCES, TELLS_OF_ITEMS
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.membership import SECRETARIAT
from workflow.rules.shared.names import Named, Viewer

PAGE = 50
# A link to choose a password is asked for anew by whom it is for: none is to come when nobody waits for it.
NOT_AGAIN = frozenset({EventKind.PASSWORD_FORGOTTEN})


@dataclass(frozen=True)
class Occasion:
    """What an email tells of. kind: None where the viewer may not know which. key: empty where it is of no statement.

    title, language: of the statement, as the viewer reads it.
    """

    event_id: int
    kind: EventKind | None
    at: datetime
    key: str
    reference: str
    title: str
    language: str
    may_be_sent: bool


@dataclass(frozen=True)
class Unreached:
    """One person whom an email did not reach. name: or the address, where none is known. words: the server's, or ours.

    progress: WAITING where it is to be tried again by itself, at `again_at`. tries: how often it was tried.
    """

    id: int
    name: str
    organisation: Named
    organisation_key: str
    progress: Progress
    words: str
    at: datetime
    again_at: datetime | None
    tries: int


@dataclass(frozen=True)
class Email:
    """An email, and those whom it did not reach, as far as they are on the page; ended: how many there are in all."""

    occasion: Occasion
    people: tuple[Unreached, ...]
    ended: int


@dataclass(frozen=True)
class UnreachedPage:
    """emails: the newest first. unmade: of what none could be made. total: people, of all pages.

    at: as of when. paused_until: all emails wait so long, as the server refuses one after the other; None: they don't.
    """

    emails: tuple[Email, ...]
    unmade: tuple[Occasion, ...]
    total: int
    page: int
    pages: int
    at: datetime
    paused_until: datetime | None


def count(session: Session) -> int:
    """How many emails need somebody: refused or set aside, or not made at all; one SQL statement."""
    ended = select(func.count()).where(Delivery.did_not_arrive()).scalar_subquery()
    unmade = select(func.count()).where(is_unmade()).scalar_subquery()
    return int(session.execute(select(ended + unmade)).scalar_one())


def list_unreached(session: Session, viewer: Viewer, page: int = 1) -> UnreachedPage:
    """One page; five SQL statements. Only for those who may see deliveries."""
    at = now(session)
    total = session.scalar(select(func.count()).where(_did_not_arrive())) or 0
    pages = max(1, -(-total // PAGE))
    here = min(max(page, 1), pages)
    wanted = _rows(viewer).order_by(Event.id.desc(), Person.email).limit(PAGE).offset((here - 1) * PAGE)
    rows = session.execute(wanted).all()
    ended = _failed_events(session, {row.Event.id for row in rows})
    emails = []
    for event_id, each in groupby(rows, key=lambda row: row.Event.id):
        group = list(each)
        people = tuple(_line_from_row(row, viewer) for row in group)
        emails.append(Email(_occasion(group[0], viewer), people, ended.get(event_id, 0)))
    unmade = session.execute(_events(viewer).where(is_unmade()).order_by(Event.id.desc()).limit(PAGE)).all()
    until = pause(session)
    waits_until = until if until is not None and at < until else None
    return UnreachedPage(
        tuple(emails), tuple(_occasion(row, viewer) for row in unmade), total, here, pages, at, waits_until
    )


def _did_not_arrive() -> ColumnElement[bool]:
    return or_(Delivery.did_not_arrive(), and_(Delivery.waits(), Delivery.refused_since.is_not(None)))


def _of_event(viewer: Viewer) -> tuple[Any, ...]:
    pen = is_penholder(viewer.person_id, Event.statement_id)
    return Event, Statement, case((pen, True), else_=False).label("holds_pen")


def _events(viewer: Viewer) -> Any:
    joined = select(*_of_event(viewer)).select_from(Event).outerjoin(Statement, Statement.id == Event.statement_id)
    return with_title(joined, viewer.person_id, called="language")


def _rows(viewer: Viewer) -> Any:
    asked = (
        select(*_of_event(viewer), Delivery, Person, Organisation.key)
        .select_from(Delivery)
        .join(Event, Event.id == Delivery.event_id)
        .join(Person, Person.id == Delivery.person_id)
        .outerjoin(Statement, Statement.id == Event.statement_id)
        .where(_did_not_arrive())
    )
    return with_title(with_organisation(asked, Person.organisation_id, None), viewer.person_id, called="language")


def _failed_events(session: Session, events: set[int]) -> Mapping[int, int]:
    ended = (Delivery.event_id.in_(events), Delivery.did_not_arrive())
    counted = select(Delivery.event_id, func.count()).where(*ended).group_by(Delivery.event_id)
    return {row[0]: row[1] for row in session.execute(counted)}


def _occasion(row: Any, viewer: Viewer) -> Occasion:
    event, statement = row.Event, row.Statement
    is_told = row.holds_pen or AUDIENCES[event.kind] not in TELLS_OF_ITEMS
    return Occasion(
        event_id=event.id,
        kind=event.kind if is_told else None,
        at=event.at,
        key=statement.key if statement else "",
        reference=statement.reference if statement else "",
        title=row.title or "",
        language=row.language or "",
        may_be_sent=event.kind not in NOT_AGAIN,
    )


def _line_from_row(row: Any, viewer: Viewer) -> Unreached:
    delivery, person = row.Delivery, row.Person
    is_waiting = delivery.progress is Progress.WAITING
    return value_of(
        Unreached,
        delivery,
        name=person.name or person.email,
        organisation=named(row, viewer),
        organisation_key=row.key or SECRETARIAT,
        words=delivery.trouble,
        at=delivery.ended_at or delivery.refused_at,
        again_at=delivery.due_at if is_waiting else None,
        tries=delivery.lease,
    )
