"""Whom the service reaches: what became of today's emails, and which invitations were not accepted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from workflow.models.event import Delivery
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.publication import Progress
from workflow.queries.shared.values import value_of


@dataclass(frozen=True)
class Reach:
    """sent, refused, set_aside: emails whose end came since `since`. invited: people who have not accepted yet; the
    oldest was invited at `invited_at`, None where all have.
    """

    sent: int
    refused: int
    set_aside: int
    invited: int
    invited_at: datetime | None

    @property
    def lost(self) -> int:
        """How many emails did not arrive."""
        return self.refused + self.set_aside

    @property
    def emails(self) -> int:
        """How many emails came to an end."""
        return self.sent + self.lost


def reach(session: Session, since: datetime) -> Reach:
    """The numbers since a moment; one SQL statement. Only for those who may see deliveries and members."""

    def ended(progress: Progress) -> ColumnElement[int]:
        return select(func.count()).where(Delivery.ended_at >= since, Delivery.progress == progress).scalar_subquery()

    waiting = select(func.count().label("invited"), func.min(Person.invited_at).label("invited_at"))
    waiting = waiting.select_from(Person).outerjoin(Organisation, Organisation.id == Person.organisation_id)
    not_accepted = (Person.joined_at.is_(None), Person.removed_at.is_(None))
    is_welcome = or_(Person.organisation_id.is_(None), Organisation.suspended_at.is_(None))
    row = session.execute(
        waiting.where(*not_accepted, is_welcome).add_columns(
            ended(Progress.DONE).label("sent"),
            ended(Progress.REFUSED).label("refused"),
            ended(Progress.SET_ASIDE).label("set_aside"),
        )
    ).one()
    return value_of(Reach, row)
