"""What is running, for the secretariat: each statement with its dates, the number that decides and what moves it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot, Elector, Position, SteeringAct
from workflow.models.consultation import Consultation
from workflow.models.item import Disposition, Item, ItemState
from workflow.models.objection import Objection
from workflow.models.organisation import Organisation
from workflow.models.publication import VOICE, Progress, Publication
from workflow.models.statement import Statement, TakingPart
from workflow.models.version import Version
from workflow.queries.consultation.silent import can_answer, has_answered
from workflow.queries.shared.disclosure import is_disclosed_when, of_organisation
from workflow.queries.shared.newest import newest_ballot_id, newest_version_id
from workflow.queries.shared.roles import holds_pen, is_penholder
from workflow.queries.shared.titles import occasion_columns, with_title
from workflow.queries.shared.values import value_of
from workflow.rules.decision import procedure
from workflow.rules.decision.decision import BallotOutcome, Stance, rule_from_dict, tally
from workflow.rules.decision.steering import Steering
from workflow.rules.home.plan import Course
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.lifecycle import ENDS, Stage
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.permissions import Action, Role, may
from workflow.rules.statements.voice import is_offered


@dataclass(frozen=True)
class BallotCount:
    """What the positions of a ballot come to: those held at its end, or for an open one those held now."""

    number: int
    outcome: BallotOutcome
    present: int
    quorum_needed: int
    in_favour: int
    counting: int
    missing: int = 0  # seats that have taken none yet
    reminded_at: datetime | None = None


@dataclass(frozen=True)
class RunningStatement:
    """One statement. title, occasion and their languages: as the viewer reads them.

    closes_at: of its open consultation or ballot. release_at: the end of its embargo, or when it goes out once it is
    adopted. asked, answered: organisations that take part, and those of them that have answered in the consultation;
    silent: those whom a reminder would go to, protected ones not counted. items, dealt, untold: points that the viewer
    may know of, those with an answer, and those without one in a version. pen: the viewer drafts it. ballot: the
    newest, of the version at hand.
    """

    key: str
    reference: str
    title: str
    language: str
    stage: Stage
    labelling: Labelling
    version: int | None
    issued_at: datetime | None
    pen: bool
    closes_at: datetime | None
    release_at: datetime | None
    occasion: str
    occasion_language: str
    occasion_at: datetime | None
    occasion_zone: str
    notice: timedelta
    asked: int = 0
    answered: int = 0
    silent: int = 0
    reminded_at: datetime | None = None
    items: int = 0
    dealt: int = 0
    untold: int = 0
    objections: int = 0  # to ballots that did not adopt it
    unanswered: int = 0  # of them
    ballot: BallotCount | None = None
    may_steer: bool = False  # the viewer reminds in its ballot
    is_held: bool = False  # adopted, until a person releases it
    is_stuck: bool = False  # adopted, and its publication was set aside
    waits_for_voice: bool = False  # until a person chooses in whose name it speaks; with an open ballot, would wait
    release: ReleaseKind = ReleaseKind.ON_ADOPTION
    embargo_at: datetime | None = None

    @property
    def course(self) -> Course:
        """Its dates, for the plan."""
        return Course(self.stage, self.closes_at, self.release_at, self.occasion_at, self.notice)


def running(session: Session, viewer: Viewer) -> Sequence[RunningStatement]:
    """Every statement that has not ended, by number; for the secretariat alone, else nothing.

    One SQL statement, and a second where a ballot is open.
    """
    if not viewer.secretariat:
        return ()
    rows = session.execute(_rows(viewer)).all()
    open_ballots = [row.Ballot.id for row in rows if row.Ballot and row.stage is Stage.DECISION]
    held = _positions(session, open_ballots) if open_ballots else {}
    return [_running(row, held) for row in rows]


def _running(row: Any, held: Mapping[int, Mapping[int, Stance | None]]) -> RunningStatement:
    is_adopted, pinned = row.stage is Stage.ADOPTED, procedure.from_dict(row.procedure)
    closes_at = {Stage.CONSULTATION: row.consultation_closes_at, Stage.DECISION: row.Ballot and row.Ballot.closes_at}
    return value_of(
        RunningStatement,
        row,
        closes_at=closes_at.get(row.stage),
        release_at=_release_at(row),
        notice=pinned.minimum_ballot,
        ballot=_count(row, held.get(row.Ballot.id, {})) if row.Ballot else None,
        may_steer=may(Action.STEER_BALLOT, _roles(row) & pinned.steers, row.stage),
        is_held=is_adopted and row.release is ReleaseKind.BY_HAND,
        is_stuck=is_adopted and row.progress is Progress.SET_ASIDE,
        waits_for_voice=_waits_for_voice(row),
    )


def _waits_for_voice(row: Any) -> bool:
    if row.stage is Stage.DECISION:
        return not is_offered(row.voice)
    return row.stage is Stage.ADOPTED and row.progress is Progress.SET_ASIDE and row.trouble == VOICE


def _roles(row: Any) -> frozenset[Role]:
    return frozenset({Role.SECRETARIAT, *((Role.PENHOLDER,) if row.pen else ())})


def _release_at(row: Any) -> datetime | None:
    """When it goes out by itself; None where a person releases it, and where nothing says when."""
    if row.release is ReleaseKind.BY_HAND:
        return None
    at: datetime | None = row.due_at if row.stage is Stage.ADOPTED else row.embargo_at
    return at


def _count(row: Any, held: Mapping[int, Stance | None]) -> BallotCount | None:
    """The count of the newest ballot; None of one on an earlier version, or that ended without a count."""
    ballot: Ballot = row.Ballot
    if ballot.outcome is BallotOutcome.PENDING:
        taken = {organisation: stance for organisation, stance in held.items() if stance is not None}
        found = tally(taken, held.keys(), rule_from_dict(ballot.rule), closed=True)
        missing = len(found.missing)
        return value_of(BallotCount, found, number=ballot.number, missing=missing, reminded_at=row.ballot_reminded_at)
    if ballot.version_id != row.version_id or not (ballot.tally or ballot.outcome is BallotOutcome.STOPPED):
        return None
    numbers = {name: ballot.tally.get(name, 0) for name in ("present", "quorum_needed", "in_favour", "counting")}
    return BallotCount(number=ballot.number, outcome=ballot.outcome, **numbers)


def _positions(session: Session, ballots: Sequence[int]) -> Mapping[int, Mapping[int, Stance | None]]:
    """Ballot -> organisation with a seat in it -> its stance; None where it has taken none."""
    own = and_(Position.ballot_id == Elector.ballot_id, Position.organisation_id == Elector.organisation_id)
    asked = select(Elector.ballot_id, Elector.organisation_id, Position.stance).outerjoin(Position, own)
    found: dict[int, dict[int, Stance | None]] = defaultdict(dict)
    for row in session.execute(asked.where(Elector.ballot_id.in_(ballots))):
        found[row.ballot_id][row.organisation_id] = row.stance
    return found


def _rows(viewer: Viewer) -> Any:
    def total(of: Any, *where: Any, around: Any = Statement) -> Any:
        return select(func.count()).select_from(of).where(*where).correlate(Statement, around).scalar_subquery()

    pen = is_penholder(viewer.person_id)
    parts = TakingPart.__table__.join(Organisation.__table__, Organisation.id == TakingPart.organisation_id)
    part = (TakingPart.statement_id == Statement.id, Organisation.suspended_at.is_(None))
    items = Item.__table__.outerjoin(Disposition.__table__, Disposition.item_id == Item.id)
    known = is_disclosed_when(of_organisation(None), sees_unseen=pen, sees_private=pen)
    sent = (Item.statement_id == Statement.id, Item.state == ItemState.SENT, known)
    mine = TakingPart.organisation_id
    # Of an answer for the penholder only nobody else knows: the page of the coverage does not count it either.
    answered = has_answered(mine, Consultation.id, sees_private=pen)
    silent = (~answered, can_answer(mine), ~holds_pen(mine, Statement.id), Organisation.protected.is_(False))
    objections = (Objection.statement_id == Statement.id, Objection.number.is_not(None))
    reminders = (SteeringAct.ballot_id == Ballot.id, SteeringAct.kind == Steering.REMINDED)
    reminded_at = select(func.max(SteeringAct.at)).where(*reminders).correlate(Ballot).scalar_subquery()
    asked = (
        select(
            Statement.key, Statement.reference, Statement.stage, Statement.labelling, Statement.procedure,
            Statement.embargo_at, Statement.voice, Statement.occasion_at, Statement.occasion_zone, *occasion_columns(),
            Version.id.label("version_id"), Version.number.label("version"), Version.issued_at,
            case((pen, True), else_=False).label("pen"),
            Consultation.closes_at.label("consultation_closes_at"), Consultation.reminded_at,
            Ballot, reminded_at.label("ballot_reminded_at"),
            Statement.release, Publication.due_at, Publication.progress, Publication.trouble,
            total(parts, *part).label("asked"),
            total(parts, *part, answered, around=Consultation).label("answered"),
            total(parts, *part, *silent, around=Consultation).label("silent"),
            total(items, *sent).label("items"),
            total(items, *sent, Disposition.item_id.is_not(None)).label("dealt"),
            total(items, *sent, Disposition.version_id.is_(None)).label("untold"),
            total(Objection, *objections).label("objections"),
            total(Objection, *objections, Objection.answer.is_(None)).label("unanswered"),
        )
        .outerjoin(Version, Version.id == newest_version_id())
        .outerjoin(Consultation, and_(Consultation.statement_id == Statement.id, Consultation.closed_at.is_(None)))
        .outerjoin(Ballot, Ballot.id == newest_ballot_id())
        .outerjoin(Publication, Publication.statement_id == Statement.id)
        .where(Statement.stage.not_in(ENDS))
        .order_by(Statement.id)
    )  # fmt: skip
    return with_title(asked, viewer.person_id, called="language")
