"""What penholder and secretariat do to an open ballot: remind those who have not acted, extend it, stop it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot, SteeringAct
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.decision.electorate import seats_to_remind
from workflow.queries.shared.standing import roles_of
from workflow.rules.decision import procedure
from workflow.rules.decision.decision import BallotOutcome
from workflow.rules.decision.refusals import BallotEnded, NobodyMissing, NotLater, StaleBallot
from workflow.rules.decision.steering import Steering, may_remind_at
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.embargo import require_near
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotAllowed, ReasonNeeded, RemindedBefore
from workflow.services.decision.deciding import end_ballot, pending_ballot, standing_of
from workflow.services.shared.checking import check_words
from workflow.services.shared.record import lock_statement, record_event, require


def sign_of_ballot(closes_at: datetime) -> str:
    """The deadline of a ballot as a form carries it."""
    return closes_at.isoformat()


def remind_missing(session: Session, person: Person, key: str) -> int:
    """Have the seats reminded that have taken no position and can take one, and nobody else; how many they are.

    Raises NotAllowed, BallotEnded, RemindedBefore (within AGAIN_AFTER), NobodyMissing. The caller commits.
    """
    statement, ballot = _lock_open(session, person, key)
    asked = seats_to_remind(session, ballot.id)
    if not asked:
        raise NobodyMissing
    of_it = (SteeringAct.ballot_id == ballot.id, SteeringAct.kind == Steering.REMINDED)
    again_at = may_remind_at(session.scalar(select(func.max(SteeringAct.at)).where(*of_it)))
    if again_at is not None and now(session) < again_at:
        raise RemindedBefore(again_at=again_at)
    _keep(session, person, ballot, Steering.REMINDED)
    data = {"ballot": ballot.id, "missing": asked}
    record_event(session, EventKind.BALLOT_REMINDED, person=person, statement=statement, data=data)
    return asked


def extend_ballot(
    session: Session, person: Person, key: str, *, closes_at: datetime, reason: str, seen: str | None = None
) -> Ballot:
    """Let the ballot close later, for a reason that everybody in it is told.

    seen: sign_of_ballot as the form showed it; None asks nothing. Raises NotAllowed, BallotEnded (also where the
    deadline has passed), StaleBallot, NotLater, TooFarAhead, ReasonNeeded, TextRefused, OverLength. The caller commits.
    """
    statement, ballot = _lock_open(session, person, key)
    _require_seen(ballot, seen)
    was = ballot.closes_at
    if closes_at <= was:
        raise NotLater(closes_at=was)
    require_near(closes_at, now(session), field="closes_at")
    why = _reason(reason, "extension_reason")
    ballot.closes_at, ballot.reminded_at = closes_at, None
    _keep(session, person, ballot, Steering.EXTENDED, why, was)
    data = {"ballot": ballot.id, "from": was.isoformat(), "until": closes_at.isoformat(), "reason": why}
    record_event(session, EventKind.BALLOT_EXTENDED, person=person, statement=statement, data=data)
    return ballot


def stop_ballot(session: Session, person: Person, key: str, *, reason: str, seen: str | None = None) -> Ballot:
    """End the ballot without a result, for a reason; the text goes back to the penholder.

    seen: sign_of_ballot as the form showed it; None asks nothing. Raises NotAllowed, BallotEnded, StaleBallot,
    ReasonNeeded, TextRefused, OverLength. The caller commits.
    """
    statement, ballot = _lock_open(session, person, key)
    _require_seen(ballot, seen)
    return end_without_result(session, person, statement, ballot, _reason(reason, "stop_reason"))


def end_without_result(session: Session, person: Person, statement: Statement, ballot: Ballot, why: str) -> Ballot:
    """Stop an open ballot of a locked statement for a reason that everybody in it is told; the caller asks who may."""
    _keep(session, person, ballot, Steering.STOPPED, why)
    end_ballot(session, statement, ballot, standing_of(session, ballot, closed=True), BallotOutcome.STOPPED)
    data = {"ballot": ballot.id, "reason": why}
    record_event(session, EventKind.BALLOT_STOPPED, person=person, statement=statement, data=data)
    return ballot


def _lock_open(session: Session, person: Person, key: str) -> tuple[Statement, Ballot]:
    """The statement under its lock and its open ballot, which the person steers; raises NotAllowed, BallotEnded."""
    statement = lock_statement(session, key)
    ballot = pending_ballot(session, statement)
    roles = roles_of(session, person.id, statement.id)
    steers = roles & procedure.from_dict(statement.procedure).steers
    if ballot is None or ballot.closes_at <= now(session):
        require(session, person, Action.SEE_POSITIONS, statement)
        # Only who could steer an open one hears that it has ended.
        raise BallotEnded if may(Action.STEER_BALLOT, steers, Stage.DECISION) else NotAllowed
    require(session, person, Action.STEER_BALLOT, statement)
    if not may(Action.STEER_BALLOT, steers, statement.stage):
        raise NotAllowed
    return statement, ballot


def _require_seen(ballot: Ballot, seen: str | None) -> None:
    if seen is not None and seen != sign_of_ballot(ballot.closes_at):
        raise StaleBallot(closes_at=ballot.closes_at)


def _reason(reason: str, field: str) -> str:
    why = check_words(reason, field=field)
    if not why:
        raise ReasonNeeded(field=field)
    return why


def _keep(
    session: Session, person: Person, ballot: Ballot, kind: Steering, reason: str = "", was: datetime | None = None
) -> None:
    until = ballot.closes_at if kind is Steering.EXTENDED else None
    session.add(
        SteeringAct(
            ballot_id=ballot.id, kind=kind, reason=reason, was=was, until=until, person_id=person.id, at=now(session)
        )
    )
    session.flush()
