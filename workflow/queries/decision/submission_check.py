"""What the page shows that submits a version to the Committee, besides the editions and the rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.shared.newest import newest_ballot_id
from workflow.queries.shared.roles import is_active, is_seated
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.editions import EditionRow
from workflow.rules.decision import procedure
from workflow.rules.decision.mandate import are_same_words


@dataclass(frozen=True)
class SubmissionCheck:
    """people: of the seats who get the email. unreached: seats of which nobody has joined yet.

    addressees: to whom it is said. before: the number of the ballot before, None at the first; is_same: its very words
    would be put again.
    """

    people: int
    unreached: int
    addressees: str
    minimum_ballot: timedelta
    before: int | None
    is_same: bool

    @property
    def minimum_hours(self) -> int:
        """How many hours the procedure gives a ballot at least, whole ones."""
        return ceil(self.minimum_ballot / timedelta(hours=1))


def submission_check(
    session: Session, standing: Standing, editions: Sequence[EditionRow], *, seats: int
) -> SubmissionCheck:
    """The check of a ballot that would open now with so many seats; two SQL statements, however many they are."""
    seated = select(Organisation.id).where(is_seated())
    joined = (Person.organisation_id.in_(seated), Person.joined_at.is_not(None), is_active())
    reached = (
        select(func.count(), func.count(Person.organisation_id.distinct()))
        .select_from(Person)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(*joined)
    )
    people, organisations = session.execute(reached).one()
    last = select(Statement.addressees, Ballot.number, Ballot.digests).outerjoin(
        Ballot, Ballot.id == newest_ballot_id(standing.id)
    )
    row = session.execute(last.where(Statement.id == standing.id)).one()
    return SubmissionCheck(
        people=people,
        unreached=seats - organisations,
        addressees=row.addressees,
        minimum_ballot=procedure.from_dict(standing.procedure).minimum_ballot,
        before=row.number,
        is_same=row.digests is not None
        and are_same_words(row.digests, {each.language: each.digest for each in editions if each.is_ready}),
    )
