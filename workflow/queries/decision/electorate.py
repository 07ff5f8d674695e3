"""What became of the seats of a ballot's electorate while it ran, and which changes of the roll stand on its page.

The electorate itself is frozen: a seat that was vacated or suspended stays in it, and takes no position any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workflow.models.ballot import Ballot, Elector, Position
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.seat import Seat
from workflow.queries.people.roll import SeatChangeLine, changes_since
from workflow.queries.shared.roles import holds_seat, was_there
from workflow.rules.people.roll import SHOWN_BEFORE_BALLOT
from workflow.rules.shared.names import Viewer

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def vacated_at() -> Any:
    """When the seat of an Elector ended in its Ballot; null where it held one until the ballot was settled, or now."""
    end = func.coalesce(Ballot.settled_at, _NEVER)
    gone, held = aliased(Seat), aliased(Seat)
    own = Elector.organisation_id
    until_the_end = and_(held.since <= end, or_(held.until.is_(None), held.until > end))
    has_one = exists().where(held.organisation_id == own, until_the_end).correlate_except(held)
    last = select(func.max(gone.until)).where(gone.organisation_id == own, gone.until <= end, ~has_one)
    return last.correlate(Elector, Ballot).scalar_subquery()


def suspended_at() -> Any:
    """Since when the Organisation of an Elector is suspended, where that was before its Ballot was settled."""
    before_the_end = Organisation.suspended_at <= func.coalesce(Ballot.settled_at, _NEVER)
    return case((before_the_end, Organisation.suspended_at))


def can_answer() -> ColumnElement[bool]:
    """Whether an Elector can still take a position in its Ballot: it may use its seat, and somebody who was there when
    the ballot opened has joined.
    """
    own = (Person.organisation_id == Elector.organisation_id, was_there(Ballot.opened_at))
    somebody = exists().where(*own, Person.joined_at.is_not(None), Person.removed_at.is_(None))
    return and_(
        holds_seat(Elector.organisation_id), Organisation.suspended_at.is_(None), somebody.correlate_except(Person)
    )


def seats_to_remind(session: Session, ballot_id: int) -> int:
    """How many seats of the ballot have taken no position and can still take one."""
    own = (Position.ballot_id == Elector.ballot_id) & (Position.organisation_id == Elector.organisation_id)
    asked = select(func.count()).select_from(Elector).join(Ballot, Ballot.id == Elector.ballot_id)
    asked = asked.join(Organisation, Organisation.id == Elector.organisation_id).outerjoin(Position, own)
    return session.scalar(asked.where(Ballot.id == ballot_id, Position.stance.is_(None), can_answer())) or 0


def roll_changes(session: Session, viewer: Viewer, ballots: Iterable[Ballot]) -> Mapping[int, Sequence[SeatChangeLine]]:
    """A ballot's id -> the changes of the roll within seven days before it or while it ran; one SQL statement."""
    spans = {each.id: (each.opened_at - SHOWN_BEFORE_BALLOT, each.settled_at or _NEVER) for each in ballots}
    if not spans:
        return {}
    made = changes_since(session, viewer, min(since for since, _ in spans.values()))
    return {
        ballot: tuple(line for line in made if since <= line.at <= until) for ballot, (since, until) in spans.items()
    }
