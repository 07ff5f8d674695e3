"""Organisations that say nothing: those that have nothing more to add, and those that are reminded."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.round import NothingMore, Round
from workflow.models.statement import Statement, TakingPart
from workflow.queries.consultation.silent import holds_pen, is_silent
from workflow.rules.consultation.consultation_errors import NobodySilent, RemindedBefore
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.errors import NotAllowed
from workflow.rules.shared.permissions import Action
from workflow.services.items.sending import ensure_label, enter_statement, open_round_of
from workflow.services.shared.record import lock_statement, record_event, require

PAUSE = timedelta(hours=12)
"""Between two reminders of one round."""


def say_nothing_more(session: Session, person: Person, key: str) -> NothingMore:
    """Say for the person's organisation that it has nothing more to add in the open round; twice is once.

    Raises NotAllowed, RoundClosed. The caller commits.
    """
    statement, round_, organisation = _enter_round(session, person, key)
    said = session.get(NothingMore, (round_.id, organisation))
    if said is None:
        said = NothingMore(round_id=round_.id, organisation_id=organisation, person_id=person.id, at=now(session))
        session.add(said)
        ensure_label(session, person, statement)
        _record_silence(session, EventKind.NOTHING_MORE_SAID, person, statement, round_)
    return said


def take_nothing_more_back(session: Session, person: Person, key: str) -> None:
    """Take that back; where it was not said nothing happens. Raises NotAllowed, RoundClosed."""
    statement, round_, organisation = _enter_round(session, person, key)
    said = session.get(NothingMore, (round_.id, organisation))
    if said is not None:
        session.delete(said)
        _record_silence(session, EventKind.NOTHING_MORE_TAKEN_BACK, person, statement, round_)


def remind_silent(session: Session, person: Person, key: str) -> int:
    """Have those reminded who are silent in the open round, see `queries.silent`; how many organisations.

    Protected ones are reminded too and never counted, nor told by a refusal: where one takes part the use case ends
    well, whether it is silent or not. Raises NotAllowed, RoundClosed, RemindedBefore (within PAUSE), NobodySilent.
    The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.REMIND, statement)
    round_ = open_round_of(session, statement)
    if round_.reminded_at is not None and now(session) < round_.reminded_at + PAUSE:
        raise RemindedBefore(again_at=round_.reminded_at + PAUSE)
    count = _silent(session, round_)
    if not count and not _has_protected(session, round_):
        raise NobodySilent
    round_.reminded_at = now(session)
    _record_silence(session, EventKind.ROUND_REMINDED, person, statement, round_)
    return count


def _silent(session: Session, round_: Round) -> int:
    """How many organisations without protection are silent."""
    of_it = select(func.count()).select_from(TakingPart).join(Organisation)
    of_it = of_it.where(TakingPart.statement_id == round_.statement_id, Organisation.protected.is_(False))
    silent = is_silent(TakingPart.organisation_id, round_.statement_id, round_.id)
    return session.scalar(of_it.where(silent)) or 0


def _has_protected(session: Session, round_: Round) -> bool:
    """Whether a protected organisation takes part of which nobody holds the pen."""
    mine = TakingPart.organisation_id
    there = (TakingPart.statement_id == round_.statement_id, Organisation.suspended_at.is_(None))
    waited_for = (Organisation.protected.is_(True), ~holds_pen(mine, round_.statement_id))
    return session.scalar(select(mine).join(Organisation).where(*there, *waited_for).limit(1)) is not None


def _enter_round(session: Session, person: Person, key: str) -> tuple[Statement, Round, int]:
    """The statement, its open round, and the organisation of which somebody speaks."""
    statement = enter_statement(session, person, key, Action.SAY_NOTHING_MORE)
    round_ = open_round_of(session, statement)
    if person.organisation_id is None:
        raise NotAllowed(action=Action.SAY_NOTHING_MORE.value)
    return statement, round_, person.organisation_id


def _record_silence(session: Session, kind: EventKind, person: Person, statement: Statement, round_: Round) -> None:
    data = {"round": round_.id, "number": round_.number}
    record_event(session, kind, person=person, statement=statement, data=data)
