"""What a penholder does next with a statement in consolidation: so that the first button of a page is that step."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot
from workflow.models.consultation import Consultation
from workflow.models.item import Disposition, Item, ItemState
from workflow.models.objection import Objection
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.queries.shared.newest import newest_version_id
from workflow.queries.shared.values import value_of
from workflow.rules.decision import procedure
from workflow.rules.shared.lifecycle import Stage
from workflow.text.document import open_brackets, titled


class NextStep(StrEnum):
    """What is to be done next."""

    OBJECTIONS = "objections"  # to be answered, those to the last ballot
    ANSWER = "answer"  # what was sent, or what the Committee said
    ISSUE = "issue"  # the version that says what was answered
    SETTLE = "settle"  # words that the version leaves open
    CONSULT = "consult"
    DECIDE = "decide"  # have the Committee decide


@dataclass(frozen=True)
class StatementProgress:
    """What stands before a decision. left: items without an answer; arrived: those of them that came after the version.

    unissued: answers that no version has told. consultations: those that were held; wanted: that the procedure asks
    for. is_issued: the newest version came after the newest consultation. is_open: it leaves words open. is_refused:
    a ballot on it did not adopt it. objections: those without an answer.
    """

    is_issued: bool
    left: int
    arrived: int
    unissued: int
    consultations: int
    wanted: int
    is_open: bool
    is_refused: bool
    objections: int = 0


def next_step(found: StatementProgress) -> NextStep:
    """The step that lies before a penholder."""
    if found.objections:
        return NextStep.OBJECTIONS
    if found.arrived or (found.left and not found.is_issued) or found.is_refused:
        return NextStep.ANSWER
    if found.unissued:
        return NextStep.ISSUE
    if found.left or found.consultations < found.wanted:  # carried over on purpose: to be talked about again
        return NextStep.CONSULT
    return NextStep.SETTLE if found.is_open else NextStep.DECIDE


def next_steps(session: Session, keys: Collection[str]) -> Mapping[str, NextStep]:
    """The next step of each of these statements that is in consolidation and has a version; one SQL statement."""
    if not keys:
        return {}
    rows = session.execute(_progress().where(Statement.key.in_(keys), Statement.stage == Stage.CONSOLIDATION))
    return {row.key: next_step(_step_from_row(row)) for row in rows}


def _step_from_row(row: Any) -> StatementProgress:
    return value_of(
        StatementProgress,
        row,
        is_issued=row.id != row.consulted,
        wanted=procedure.from_dict(row.procedure).consultations,
        is_open=bool(open_brackets(titled(row.title, row.blocks))),
        is_refused=bool(row.refused),
    )


def _progress() -> Any:
    def total(of: Any, *where: Any) -> Any:
        return select(func.count()).select_from(of).where(*where).correlate(Statement, Version).scalar_subquery()

    consultations = (Consultation.statement_id == Statement.id, Consultation.closed_at.is_not(None))
    # Each consultation is on the version that was the newest then.
    consulted = select(func.max(Consultation.version_id)).where(*consultations).correlate(Statement).scalar_subquery()
    answered = Item.__table__.outerjoin(Disposition.__table__, Disposition.item_id == Item.id)
    left = (Item.statement_id == Statement.id, Item.state == ItemState.SENT, Disposition.item_id.is_(None))
    unissued = (Item.statement_id == Statement.id, Disposition.item_id.is_not(None), Disposition.version_id.is_(None))
    objections = (
        Objection.statement_id == Statement.id,
        Objection.number.is_not(None),
        Objection.answer.is_(None),
    )
    refused = (Ballot.version_id == Version.id, Ballot.settled_at.is_not(None))
    return (
        select(
            Statement.key, Statement.procedure, Version.id, consulted.label("consulted"), Edition.title, Edition.blocks,
            total(answered, *left).label("left"),
            total(answered, *left, Item.sent_at > Version.issued_at, Item.late.is_(True)).label("arrived"),
            total(answered, *unissued).label("unissued"),
            total(Consultation, *consultations).label("consultations"),
            total(Ballot, *refused).label("refused"),
            total(Objection, *objections).label("objections"),
        )
        .join(Version, and_(Version.statement_id == Statement.id, Version.id == newest_version_id()))
        .join(Edition, and_(Edition.version_id == Version.id, Edition.language == Statement.language))
    )  # fmt: skip
