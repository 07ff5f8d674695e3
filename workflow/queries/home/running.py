"""What is running, for a secretariat that holds no pen: each statement with the number that decides its stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot, Elector, Position
from workflow.models.consultation import Consultation
from workflow.models.item import Disposition, Item, ItemState
from workflow.models.organisation import Organisation
from workflow.models.publication import Publication
from workflow.models.statement import Statement, TakingPart
from workflow.queries.consultation.silent import has_no_comment, has_written, supports
from workflow.queries.publication.publication import due_by_itself
from workflow.queries.shared.disclosure import is_disclosed_when, of_organisation
from workflow.queries.shared.roles import is_penholder
from workflow.queries.shared.titles import with_title
from workflow.rules.decision import procedure
from workflow.rules.decision.decision import PRESENT, BallotOutcome
from workflow.rules.shared.lifecycle import ENDS, Stage
from workflow.rules.shared.names import Viewer


@dataclass(frozen=True)
class RunningStatement:
    """One statement. count of whole: organisations that have answered, items dealt with, or positions towards the
    quorum, of which `needed` make it; nothing to count in a draft and after the adoption. at: when its stage ends.
    """

    key: str
    title: str
    language: str
    stage: Stage
    at: datetime | None
    count: int = 0
    whole: int = 0
    needed: int = 0


def running(session: Session, viewer: Viewer) -> Sequence[RunningStatement]:
    """Every statement that has not ended and whose pen the viewer does not hold, by its deadline; for the secretariat
    alone, else nothing. One SQL statement.
    """
    if not viewer.secretariat:
        return ()
    found = [_running(row) for row in session.execute(_rows(viewer))]
    return sorted(found, key=lambda each: (each.at is None, each.at.timestamp() if each.at else 0.0, each.key))


def _running(row: Any) -> RunningStatement:
    if row.stage is Stage.CONSULTATION:
        counts = (row.answered, row.parts, 0)
    elif row.stage is Stage.CONSOLIDATION:
        counts = (row.dealt, row.items, 0)
    elif row.stage is Stage.DECISION:
        counts = (row.present, row.seats, procedure.from_dict(row.procedure).rule.quorum_needed(row.seats))
    else:
        counts = (0, 0, 0)
    return RunningStatement(row.key, row.title, row.language, row.stage, row.at, *counts)


def _rows(viewer: Viewer) -> Any:
    def total(of: Any, *where: Any, around: Any = Statement) -> Any:
        return select(func.count()).select_from(of).where(*where).correlate(Statement, around).scalar_subquery()

    pen = is_penholder(viewer.person_id)
    parts = TakingPart.__table__.join(Organisation.__table__, Organisation.id == TakingPart.organisation_id)
    part = (TakingPart.statement_id == Statement.id, Organisation.suspended_at.is_(None))
    items = Item.__table__.outerjoin(Disposition.__table__, Disposition.item_id == Item.id)
    known = is_disclosed_when(of_organisation(None), sees_unseen=pen, sees_private=pen)
    # Of an answer for the penholder only nobody here knows: the page of the coverage does not count it either.
    said = has_written(TakingPart.organisation_id, Consultation.id).where(Item.private.is_(False))
    rest = (
        supports(TakingPart.organisation_id, Consultation.id),
        has_no_comment(TakingPart.organisation_id, Consultation.id),
    )
    sent = (Item.statement_id == Statement.id, Item.state == ItemState.SENT, known)
    cast = (Position.ballot_id == Ballot.id, Position.stance.in_(PRESENT))
    at = func.coalesce(Consultation.closes_at, Ballot.closes_at, due_by_itself())
    asked = (
        select(
            Statement.key, Statement.stage, Statement.procedure, at.label("at"),
            total(parts, *part).label("parts"),
            total(parts, *part, or_(said, *rest), around=Consultation).label("answered"),
            total(items, *sent).label("items"),
            total(items, *sent, Disposition.item_id.is_not(None)).label("dealt"),
            total(Elector, Elector.ballot_id == Ballot.id, around=Ballot).label("seats"),
            total(Position, *cast, around=Ballot).label("present"),
        )
        .outerjoin(Consultation, and_(Consultation.statement_id == Statement.id, Consultation.closed_at.is_(None)))
        .outerjoin(Ballot, and_(Ballot.statement_id == Statement.id, Ballot.outcome == BallotOutcome.PENDING))
        .outerjoin(Publication, Publication.statement_id == Statement.id)
        .where(Statement.stage.not_in(ENDS), ~pen)
    )  # fmt: skip
    return with_title(asked, viewer.person_id, called="language")
