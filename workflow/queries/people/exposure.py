"""What becomes public when an organisation is protected no longer: its name, and where its label stood until then."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.organisation import Label, Organisation
from workflow.models.statement import Statement
from workflow.rules.shared.lifecycle import Stage


@dataclass(frozen=True)
class Labelled:
    """A statement in which it stands under a label."""

    key: str
    reference: str
    title: str
    language: str
    stage: Stage
    code: str


@dataclass(frozen=True)
class Exposure:
    """A protected organisation, and the statements that will tell its name, the newest first."""

    key: str
    name: str
    language: str
    protected: bool
    statements: tuple[Labelled, ...]

    @property
    def stands(self) -> dict[str, Any]:
        """What its form shows."""
        return {
            "name": self.name,
            "protected": self.protected,
            "statements": [each.key for each in self.statements],
        }


def exposure(session: Session, key: str) -> Exposure | None:
    """What the secretariat is shown before it takes the protection away; None where there is no such organisation."""
    one = session.execute(
        select(
            Organisation.id, Organisation.key, Organisation.name, Organisation.language, Organisation.protected
        ).where(Organisation.key == key)
    ).one_or_none()
    if one is None:
        return None
    of_it = select(Statement, Label.code).join(Label, Label.statement_id == Statement.id)
    rows = session.execute(of_it.where(Label.organisation_id == one.id).order_by(Statement.id.desc())).all()
    return Exposure(one.key, one.name, one.language, one.protected, tuple(_statement_with_label(*row) for row in rows))


def _statement_with_label(statement: Statement, code: str) -> Labelled:
    return Labelled(statement.key, statement.reference, statement.title, statement.language, statement.stage, code)
