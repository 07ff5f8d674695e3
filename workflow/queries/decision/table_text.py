"""The words that are decided on, in the language of the original."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot
from workflow.models.version import Edition
from workflow.queries.shared.standing import Standing
from workflow.text.values import Block


def text_on_the_table(session: Session, standing: Standing, ballot: int) -> tuple[Block, ...]:
    """The paragraphs of the version that the ballot with that number is on; one SQL statement."""
    asked = select(Edition.blocks).join(Ballot, Ballot.version_id == Edition.version_id)
    of_it = (Ballot.statement_id == standing.id, Ballot.number == ballot, Edition.language == standing.language)
    return session.scalars(asked.where(*of_it)).one()
