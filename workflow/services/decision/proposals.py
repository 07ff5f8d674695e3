"""The rows of positions that wait for confirmation: found, and ended, under the lock of their statement."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Position, ProposedPosition
from workflow.models.person import Person
from workflow.rules.decision.proposals import ProposalEnd


def waiting_proposal(session: Session, ballot_id: int, organisation_id: int | None) -> ProposedPosition | None:
    """The position that waits for confirmation by that seat, read anew; None where none does."""
    of_seat = (ProposedPosition.ballot_id == ballot_id, ProposedPosition.organisation_id == organisation_id)
    asked = select(ProposedPosition).where(*of_seat, ProposedPosition.ended_at.is_(None))
    return session.scalar(asked.execution_options(populate_existing=True))


def end_proposal(session: Session, proposed: ProposedPosition, person: Person, end: ProposalEnd) -> None:
    """Let it wait no more; `person` ended it."""
    proposed.end, proposed.ended_at, proposed.ended_by = end, now(session), person.id
    session.flush()


def overtake_proposal(session: Session, person: Person, position: Position) -> None:
    """End what waits for confirmation by a seat whose position `person` has just taken."""
    waiting = waiting_proposal(session, position.ballot_id, position.organisation_id)
    if waiting is not None:
        end_proposal(session, waiting, person, ProposalEnd.OVERTAKEN)


def hold_people(session: Session, ids: Collection[int]) -> None:
    """Keep these persons from being removed until the transaction ends; what they may is to be asked after this.

    Their roles read before could be those of somebody who is removed while we write.
    """
    # By their ids, as whoever removes them does: else each of the two would wait for the other.
    held = select(Person.id).where(Person.id.in_(set(ids))).order_by(Person.id)
    session.execute(held.with_for_update(read=True))


def is_still_there(session: Session, person_id: int) -> bool:
    """Whether that person was not removed."""
    return session.scalar(select(Person.id).where(Person.id == person_id, Person.removed_at.is_(None))) is not None
