"""The steps of a new coalition up to its first statement, and how far it has come with them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.shared.roles import is_seated
from workflow.rules.decision.decision import FEWEST_SEATS
from workflow.rules.shared.names import Viewer


@dataclass(frozen=True)
class FirstSteps:
    """What the record holds. colleagues: the names or addresses of the others of the secretariat who have joined.

    invited: how many of the secretariat have not accepted yet. members, seats: organisations, and those with a seat.
    """

    colleagues: tuple[str, ...]
    invited: int
    members: int
    seats: int

    @property
    def done(self) -> tuple[bool, bool, bool, bool]:
        """Whether each of the four is done: people, members, the Committee, the first statement."""
        return (bool(self.colleagues), bool(self.members), self.seats >= FEWEST_SEATS, False)


def first_steps(session: Session, viewer: Viewer) -> FirstSteps | None:
    """The steps of a coalition without any statement; None once there is one, and for all but the secretariat.

    Two SQL statements, one where there is a statement.
    """
    if not viewer.secretariat:
        return None
    numbers = session.execute(
        select(
            select(func.count()).select_from(Statement).scalar_subquery().label("statements"),
            select(func.count()).select_from(Organisation).scalar_subquery().label("members"),
            select(func.count()).select_from(Organisation).where(is_seated()).scalar_subquery().label("seats"),
        )
    ).one()
    if numbers.statements:
        return None
    ours = (Person.organisation_id.is_(None), Person.removed_at.is_(None), Person.id != viewer.person_id)
    people = session.execute(select(Person.name, Person.email, Person.joined_at).where(*ours).order_by(Person.id)).all()
    joined = tuple(row.name or row.email for row in people if row.joined_at is not None)
    return FirstSteps(joined, len(people) - len(joined), numbers.members, numbers.seats)
