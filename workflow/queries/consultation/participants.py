"""Which members a penholder may ask to take part; protected ones are absent, unless the secretariat looks."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.organisation import Organisation
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.roles import takes_part
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.names import Named


@dataclass(frozen=True)
class Invitable:
    """A member that is not suspended. already: it takes part."""

    id: int
    key: str
    who: Named
    already: bool


def invitable(session: Session, standing: Standing) -> list[Invitable]:
    """The members by name, as `standing`'s viewer may see them."""
    asked = select(Organisation.id, Organisation.key, takes_part(Organisation.id, standing.id).label("already"))
    rows = session.execute(
        with_organisation(asked.where(Organisation.suspended_at.is_(None)), Organisation.id, standing.id)
    )
    found = (Invitable(row.id, row.key, named(row, standing.viewer), row.already) for row in rows)
    return sorted((each for each in found if each.who.name), key=lambda each: each.who.sorting)
