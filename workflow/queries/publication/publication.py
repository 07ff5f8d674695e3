"""The tab Publication: what will go out, when, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, null, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot
from workflow.models.event import Event
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.publication import VOICE, Progress, Publication
from workflow.models.statement import Statement
from workflow.queries.publication.published import Published, on_its_way
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.roles import is_active
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import columns_of, value_of
from workflow.rules.decision.mandate import Mandate, mandate_from_dict
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.names import PUBLIC


@dataclass(frozen=True)
class Rename:
    """A member that was named as it was called then, and what it is called now. since: None where nobody knows."""

    name: str
    now: str
    since: datetime | None


@dataclass(frozen=True)
class Going:
    """A publication on its way. trouble: a code or the machine's words, of the last try that failed.

    under_way: a worker has begun, and pages may be out; it can no longer be held back or given up. mandate: what was
    adopted, with its digest. renames: of members that it names, since then.
    """

    due_at: datetime
    progress: Progress
    trouble: str
    under_way: bool
    statement: Published
    mandate: Mandate
    mandate_digest: str
    renames: tuple[Rename, ...]
    is_held: bool

    @property
    def waits_for_voice(self) -> bool:
        """Whether a person has to choose in whose name it goes out before it does."""
        return self.progress is Progress.SET_ASIDE and self.trouble == VOICE

    @property
    def waits_for_person(self) -> bool:
        """Whether it goes out at no moment by itself: a person chooses the name, or releases it."""
        return self.waits_for_voice or self.is_held

    @property
    def untrue(self) -> tuple[str, ...]:
        """The languages whose stored text is no longer the one that was adopted."""
        return self.statement.untrue


def due_by_itself() -> ColumnElement[Any]:
    """When the publication beside a Statement goes out with no further step; null while a person has to release it."""
    return case((Statement.release == ReleaseKind.BY_HAND, null()), else_=Publication.due_at)


def going(session: Session, standing: Standing) -> Going | None:
    """What an adopted statement puts out; None before its adoption. Five SQL statements, two more of named members."""
    row = session.execute(
        select(*columns_of(Going, Publication), Publication.lease, Ballot.mandate, Ballot.mandate_digest)
        .join(Ballot, Ballot.id == Publication.ballot_id)
        .where(Publication.statement_id == standing.id)
    ).one_or_none()
    statement = on_its_way(session, standing.id) if row is not None else None
    if row is None or statement is None:
        return None
    put = mandate_from_dict(row.mandate)
    since = _renames(session, statement)
    return value_of(
        Going, row, under_way=row.lease > 0, statement=statement, mandate=put, renames=since, is_held=standing.is_held
    )


def _renames(session: Session, statement: Published) -> tuple[Rename, ...]:
    if not statement.members:
        return ()
    asked = select(Organisation.key).where(Organisation.id.in_(statement.members))
    rows = session.execute(with_organisation(asked, Organisation.id, None))
    now = {row.who_id: named(row, PUBLIC).name for row in rows}
    then = zip(statement.members, statement.named, strict=True)
    changed = [(member, at.name, now[member]) for member, at in then if now.get(member) and now[member] != at.name]
    if not changed:
        return ()
    renamed = {member for member, _, _ in changed}
    acts = (Event.kind == EventKind.ORGANISATION_CHANGED, Event.organisation_id.in_(renamed))
    events = session.execute(select(Event.organisation_id, Event.at, Event.data).where(*acts).order_by(Event.id))
    last = {event.organisation_id: event.at for event in events if "name" in event.data.get("changed", ())}
    return tuple(Rename(name, new, last.get(member)) for member, name, new in changed)


@dataclass(frozen=True)
class ReleaseCheck:
    """What the page says before a held statement is released. people: who get an email once it is out.

    held_at, reason: since when and why it is held by a person; None and empty where it was adopted so.
    """

    people: int
    held_at: datetime | None
    reason: str


def release_check(session: Session, standing: Standing) -> ReleaseCheck:
    """The check of a release; two SQL statements, however many people there are."""
    told = (
        select(func.count())
        .select_from(Person)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(is_active(), Person.joined_at.is_not(None))
    )
    acts = (Event.statement_id == standing.id, Event.kind == EventKind.STATEMENT_HELD)
    held = session.execute(select(Event.at, Event.data).where(*acts).order_by(Event.id.desc()).limit(1)).one_or_none()
    return ReleaseCheck(
        people=session.scalar(told) or 0,
        held_at=held.at if held else None,
        reason=held.data["reason"] if held else "",
    )
