"""Which members a penholder may ask to take part; protected ones are absent, unless the secretariat looks."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from workflow.models.organisation import Label, Organisation
from workflow.models.statement import TakingPart
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.names import Named, name_before


@dataclass(frozen=True)
class Invitable:
    """A member that is not suspended. already: it takes part."""

    id: int
    key: str
    who: Named
    already: bool


def invitable(session: Session, standing: Standing) -> list[Invitable]:
    """The members by name, as `standing`'s viewer may see them."""
    part = exists().where(TakingPart.statement_id == standing.id, TakingPart.organisation_id == Organisation.id)
    rows = session.execute(
        select(
            Organisation.id, Organisation.key, Organisation.name, Organisation.language, Organisation.protected,
            Label.code, part.label("already"),
        )
        .outerjoin(Label, (Label.organisation_id == Organisation.id) & (Label.statement_id == standing.id))
        .where(Organisation.suspended_at.is_(None))
    )  # fmt: skip
    found = [
        Invitable(row.id, row.key, who, row.already)
        for row in rows
        if (who := name_before(row.id, row.name, row.language, row.protected, row.code, standing.viewer)).name
    ]
    return sorted(found, key=lambda each: each.who.sorting)
