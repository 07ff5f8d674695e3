"""Seats of the Committee as tests want them: given and ended without anybody who asks or confirms."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.organisation import Organisation
from workflow.models.seat import Seat
from workflow.queries.shared.roles import holds_seat


def give_seat(session: Session, organisation_id: int) -> None:
    """Give a seat, as if it were older than the roll."""
    session.add(Seat(organisation_id=organisation_id, since=now(session)))
    session.flush()


def end_seats(session: Session, *where: Any) -> None:
    """End the seats of which `where` is true, or all."""
    session.execute(update(Seat).where(Seat.until.is_(None), *where).values(until=now(session)))


def is_on_roll(session: Session, organisation: Organisation) -> bool:
    """Whether the organisation holds a seat."""
    return bool(session.scalar(select(holds_seat(organisation.id))))
