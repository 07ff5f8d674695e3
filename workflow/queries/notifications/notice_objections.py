"""The part of a mail that is about the objections of the recipient's organisation, and their answers."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot
from workflow.models.event import Event
from workflow.models.objection import Objection
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.queries.shared.values import value_of
from workflow.rules.decision.objections import ObjectionAnswer
from workflow.rules.shared.names import Viewer
from workflow.text.document import numbers, plain


@dataclass(frozen=True)
class ObjectionEnd:
    """One objection and its answer. version, number: of the version that it was on, and of the paragraph there."""

    reference: str
    version: int
    number: int | None
    quote: str
    instead: str
    why: str
    answer: ObjectionAnswer | None
    answer_reason: str


def objections_of(session: Session, event: Event, viewer: Viewer) -> tuple[ObjectionEnd, ...]:
    """Those of the viewer's own organisation that the event names, by number, and nobody else's; one SQL statement."""
    if "objections" not in event.data:
        return ()
    rows = session.execute(
        select(Objection, Version.number.label("version"), Edition.blocks)
        .join(Ballot, Ballot.id == Objection.ballot_id)
        .join(Version, Version.id == Ballot.version_id)
        .join(Statement, Statement.id == Objection.statement_id)
        .join(Edition, (Edition.version_id == Version.id) & (Edition.language == Statement.language))
        .where(Objection.id.in_(event.data["objections"]), Objection.organisation_id == viewer.organisation_id)
        .order_by(Objection.number)
    )
    return tuple(
        value_of(
            ObjectionEnd,
            row.Objection,
            version=row.version,
            number=numbers(row.blocks).get(row.Objection.block or ""),
            quote=plain(row.Objection.quote) if row.Objection.start < row.Objection.end else "",
            instead=plain(row.Objection.instead),
        )
        for row in rows
    )
