"""What becomes public when an organisation is protected no longer: its name, and where its label stood until then."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.label import Label
from workflow.models.organisation import Organisation
from workflow.models.statement import Statement
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.values import value_of
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Viewer

_SECRETARIAT = Viewer(person_id=0)  # the page is before it alone, and before the operator at the terminal


@dataclass(frozen=True)
class LabelledStatement:
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
    statements: tuple[LabelledStatement, ...]

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
    asked = select(Organisation.id, Organisation.key, Organisation.protected).where(Organisation.key == key)
    one = session.execute(with_organisation(asked, Organisation.id, None)).one_or_none()
    if one is None:
        return None
    of_it = select(Statement, Label.code).join(Label, Label.statement_id == Statement.id)
    rows = session.execute(of_it.where(Label.organisation_id == one.id).order_by(Statement.id.desc())).all()
    who = named(one, _SECRETARIAT)
    statements = tuple(value_of(LabelledStatement, statement, code=code) for statement, code in rows)
    return value_of(Exposure, one, name=who.name, language=who.language, statements=statements)
