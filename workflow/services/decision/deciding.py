"""Positions and what they come to: the one that settles a ballot adopts the statement, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot, Elector, PastPosition, Position, ProposedPosition
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.queries.shared.newest import newest_ballot_id
from workflow.rules.decision.decision import (
    FEWEST_SEATS,
    NEEDS_REASON,
    BallotOutcome,
    Stance,
    Tally,
    leaves_too_few,
    rule_from_dict,
    tally,
)
from workflow.rules.decision.mandate import mandate_from_dict
from workflow.rules.decision.objections import AskedObjection
from workflow.rules.decision.proposals import ProposalEnd
from workflow.rules.decision.refusals import (
    BallotClosed,
    InvitedSince,
    ProposalGone,
    SeatVacated,
    StalePosition,
    TooFewSeats,
)
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.refusals import DigestMismatch
from workflow.rules.shared.lifecycle import Move
from workflow.rules.shared.permissions import Action, Role
from workflow.rules.shared.refusals import NotAllowed, ReasonNeeded, StaleVersion
from workflow.rules.statements.voice import Voice, is_offered
from workflow.services.decision.objections import (
    are_held,
    keep_objections,
    number_objections,
    place_objections,
    reasons_of,
)
from workflow.services.decision.proposals import (
    end_proposal,
    hold_people,
    is_still_there,
    overtake_proposal,
    waiting_proposal,
)
from workflow.services.decision.tabling import BallotTerms, mandate_of, open_ballot
from workflow.services.publication import publishing
from workflow.services.shared.checking import check_words
from workflow.services.shared.choosing import change_voice
from workflow.services.shared.record import lock_statement, move, record_event, require
from workflow.text.document import digest

__all__ = [
    "POSITION_REASON_LIMIT",
    "BallotTerms",
    "confirm_position",
    "due_ballots",
    "due_reminders",
    "end_ballot",
    "mandate_before",
    "open_ballot",
    "pending_ballot",
    "remind",
    "require_enough_seats",
    "require_mandate",
    "settle",
    "standing_of",
    "take_position",
]

_REMINDER = timedelta(hours=24)
POSITION_REASON_LIMIT = 4_000  # characters


def take_position(
    session: Session,
    person: Person,
    key: str,
    *,
    mandate: str,
    stance: Stance,
    reason: str = "",
    seen: str | None = None,
    objections: Sequence[AskedObjection] = (),
) -> Position:
    """Record the position of `person`'s organisation on the mandate with that digest; the one that settles it adopts.

    seen: when the position that the form showed was taken, "" where there was none; None asks nothing. objections:
    what it objects to, each with its own reason; another stance withdraws them.
    Raises NotAllowed, InvitedSince (the ballot is older than the invitation), SeatVacated, BallotClosed, StalePosition,
    StaleVersion (another mandate is decided on), ReasonNeeded, TooFewSeats, TextRefused, OverLength, DigestMismatch,
    what `objections.place_objections` raises.
    """
    # The row lock makes "last" mean last: without it two final approvers each miss the other's position.
    statement = lock_statement(session, key)
    hold_people(session, [person.id])
    _require_there_before(session, person, statement)
    held = _same_position(session, person, statement, mandate, stance, reason, objections)
    if held is not None:
        return held  # a second press: answered like the first, also where the first one settled the ballot
    ballot = _ballot_for(session, person, statement)
    require_mandate(session, statement, ballot, mandate)
    if seen is not None and seen != _sign_of_position(session, person, ballot):
        raise StalePosition
    placed = place_objections(session, statement, ballot, objections)
    why = reasons_of(placed) or check_words(reason, field="reason", limit=POSITION_REASON_LIMIT)
    if stance in NEEDS_REASON and not why:
        raise ReasonNeeded
    require_enough_seats(session, person.organisation_id, ballot, stance)
    position = _put_position(session, person, ballot, stance, why)
    keep_objections(session, ballot, position, placed)
    overtake_proposal(session, person, position)
    _record_position(session, person, statement, ballot, position)
    return position


def confirm_position(session: Session, person: Person, key: str, *, mandate: str, proposal: str) -> Position:
    """Take the position that was entered for `person`'s organisation; the one that settles the ballot adopts.

    mandate: digest of what the form showed. proposal: key of the ProposedPosition that it showed; once more is
    answered like the first. Raises NotAllowed, InvitedSince, BallotClosed, StaleVersion, ProposalGone (another one
    waits, or none, or who entered it was removed), TooFewSeats, DigestMismatch. The caller commits.
    """
    statement = lock_statement(session, key)
    shown = session.scalar(select(ProposedPosition).where(ProposedPosition.key == proposal))
    hold_people(session, [person.id, *([shown.person_id] if shown else [])])
    _require_there_before(session, person, statement)
    if (held := _confirmed_before(session, person, statement, mandate, shown)) is not None:
        return held
    ballot = _ballot_for(session, person, statement)
    require_mandate(session, statement, ballot, mandate)
    waiting = waiting_proposal(session, ballot.id, person.organisation_id)
    if waiting is None or waiting is not shown or not is_still_there(session, waiting.person_id):
        raise ProposalGone
    require_enough_seats(session, person.organisation_id, ballot, waiting.stance)
    position = _put_position(session, person, ballot, waiting.stance, waiting.reason)
    keep_objections(session, ballot, position)
    position.proposed_id = waiting.id
    end_proposal(session, waiting, person, ProposalEnd.CONFIRMED)
    _record_position(session, person, statement, ballot, position)
    return position


def _record_position(
    session: Session, person: Person, statement: Statement, ballot: Ballot, position: Position
) -> None:
    """Record what was taken or confirmed, and settle the ballot where that settles it."""
    data: dict[str, int | str] = {"ballot": ballot.id, "stance": position.stance.value}
    if position.proposed_id is not None:
        data["proposed"] = position.proposed_id
    record_event(session, EventKind.POSITION_TAKEN, person=person, statement=statement, data=data)
    count = standing_of(session, ballot, closed=False)
    if count.outcome is BallotOutcome.ADOPTED and not _text_holds(session, ballot):
        raise DigestMismatch
    _settle(session, statement, ballot, count)


def require_mandate(session: Session, statement: Statement, ballot: Ballot, mandate: str) -> None:
    """Nothing, where `mandate` is the digest of what is decided on; raises StaleVersion."""
    if mandate != ballot.mandate_digest:
        raise StaleVersion(seen=mandate, current=_version_number(session, ballot), labelling=statement.labelling)


def mandate_before(session: Session, statement: Statement) -> str:
    """The digest of the mandate that is before the Committee, as its form carries it; empty where no ballot is open."""
    ballot = pending_ballot(session, statement)
    return ballot.mandate_digest if ballot else ""


def standing_of(session: Session, ballot: Ballot, *, closed: bool) -> Tally:
    """The arithmetic of a ballot at this moment, by the rule that it was opened under."""
    return tally(_stances(session, ballot), _electorate(session, ballot), rule_from_dict(ballot.rule), closed=closed)


def _electorate(session: Session, ballot: Ballot) -> set[int]:
    return set(session.scalars(select(Elector.organisation_id).where(Elector.ballot_id == ballot.id)))


def _stances(session: Session, ballot: Ballot) -> dict[int, Stance]:
    held = session.execute(select(Position.organisation_id, Position.stance).where(Position.ballot_id == ballot.id))
    return {row.organisation_id: row.stance for row in held}


def require_enough_seats(session: Session, organisation_id: int | None, ballot: Ballot, stance: Stance) -> None:
    """Nothing, where enough seats remain after that organisation has taken this position; raises TooFewSeats."""
    if stance is not Stance.RECUSED or organisation_id is None:
        return
    after: Mapping[int, Stance] = {**_stances(session, ballot), organisation_id: stance}
    if leaves_too_few(after, _electorate(session, ballot), rule_from_dict(ballot.rule)):
        raise TooFewSeats(fewest=FEWEST_SEATS)


def due_ballots(session: Session) -> list[str]:
    """The keys of the statements whose ballot has reached its deadline, the longest overdue first."""
    waiting = _waiting().where(Ballot.closes_at <= now(session)).order_by(Ballot.closes_at, Ballot.id)
    return [row.key for row in session.execute(waiting)]


def settle(session: Session, key: str) -> bool:
    """Settle the ballot that has reached its deadline; False where the last position was quicker than our lock."""
    statement = lock_statement(session, key)
    ballot = pending_ballot(session, statement)
    if ballot is None or ballot.closes_at > now(session):
        return False
    _settle(session, statement, ballot, standing_of(session, ballot, closed=True))
    return True


def due_reminders(session: Session) -> list[str]:
    """The keys of the statements whose ballot closes soon and whose Committee was not reminded yet, soonest first."""
    moment = now(session)
    waiting = _waiting().where(Ballot.reminded_at.is_(None), Ballot.closes_at > moment).order_by(Ballot.closes_at)
    return [row.key for row in session.execute(waiting) if _closes_soon(row.opened_at, row.closes_at, moment)]


def remind(session: Session, key: str) -> bool:
    """Have the Committee reminded of the ballot; False where it was, or where the ballot is settled meanwhile.

    False also where it was extended meanwhile: the reminder comes before the later deadline.
    """
    statement = lock_statement(session, key)
    ballot = pending_ballot(session, statement)
    if ballot is None or ballot.reminded_at is not None:
        return False
    if not _closes_soon(ballot.opened_at, ballot.closes_at, now(session)):
        return False
    ballot.reminded_at = now(session)
    record_event(session, EventKind.BALLOT_CLOSING, statement=statement, data={"ballot": ballot.id})
    return True


def _closes_soon(opened_at: datetime, closes_at: datetime, moment: datetime) -> bool:
    return closes_at - min(_REMINDER, (closes_at - opened_at) / 2) <= moment < closes_at


def pending_ballot(session: Session, statement: Statement) -> Ballot | None:
    """The ballot that is open, read anew; None where none is."""
    waiting = select(Ballot).where(Ballot.statement_id == statement.id, Ballot.outcome == BallotOutcome.PENDING)
    return session.scalar(waiting.execution_options(populate_existing=True))


def _waiting() -> Select[int, datetime, datetime, str]:
    return (
        select(Ballot.id, Ballot.opened_at, Ballot.closes_at, Statement.key)
        .join(Statement, Statement.id == Ballot.statement_id)
        .where(Ballot.outcome == BallotOutcome.PENDING)
    )


def _newest(session: Session, statement: Statement) -> Ballot | None:
    return session.scalar(select(Ballot).where(Ballot.id == newest_ballot_id(statement.id)))


def _same_position(
    session: Session,
    person: Person,
    statement: Statement,
    mandate: str,
    stance: Stance,
    reason: str,
    objections: Sequence[AskedObjection],
) -> Position | None:
    """The very position, where it is the one that the organisation holds on the newest ballot."""
    newest = _newest(session, statement)
    position = session.get(Position, (newest.id, person.organisation_id)) if newest else None
    if newest is None or position is None or position.stance is not stance:
        return None
    if not objections and position.reason != reason:
        return None
    require(session, person, Action.SEE_POSITIONS, statement)
    is_same = mandate == newest.mandate_digest and are_held(session, statement, position, objections)
    return position if is_same else None


def _confirmed_before(
    session: Session, person: Person, statement: Statement, mandate: str, shown: ProposedPosition | None
) -> Position | None:
    """The organisation's position on the newest ballot, where it is the very one that was to be confirmed."""
    newest = _newest(session, statement)
    if newest is None or shown is None or person.organisation_id is None:
        return None
    position = session.get(Position, (newest.id, person.organisation_id))
    if position is None or position.proposed_id != shown.id or mandate != newest.mandate_digest:
        return None
    require(session, person, Action.SEE_POSITIONS, statement)
    return position


def _ballot_for(session: Session, person: Person, statement: Statement) -> Ballot:
    newest = _newest(session, statement)
    if newest is not None and newest.outcome is not BallotOutcome.PENDING:
        require(session, person, Action.SEE_POSITIONS, statement)
        raise BallotClosed
    require(session, person, Action.TAKE_POSITION, statement)
    if newest is None or session.get(Elector, (newest.id, person.organisation_id)) is None:
        raise NotAllowed
    if now(session) >= newest.closes_at:
        raise BallotClosed
    return newest


def _require_there_before(session: Session, person: Person, statement: Statement) -> None:
    """Nothing, where the person was invited before the open ballot, and its organisation still has its seat.

    Else whoever invites could add a vote to it, and who has left the Committee would decide in it.
    """
    ballot = _newest(session, statement)
    if ballot is None or ballot.outcome is not BallotOutcome.PENDING:
        return
    roles = require(session, person, Action.SEE_STATEMENT, statement)
    if Role.NEWCOMER in roles:
        raise InvitedSince(opened_at=ballot.opened_at)
    if Role.FORMER in roles:
        raise SeatVacated


def _sign_of_position(session: Session, person: Person, ballot: Ballot) -> str:
    held = session.get(Position, (ballot.id, person.organisation_id))
    return held.taken_at.isoformat() if held else ""


def _version_number(session: Session, ballot: Ballot) -> int:
    return session.get_one(Version, ballot.version_id).number


def _put_position(session: Session, person: Person, ballot: Ballot, stance: Stance, reason: str) -> Position:
    position = session.get(Position, (ballot.id, person.organisation_id))
    if position is None:
        position = Position(ballot_id=ballot.id, organisation_id=person.organisation_id)
        session.add(position)
    else:
        _keep(session, position)
    position.stance, position.reason, position.digests = stance, reason, dict(ballot.digests)
    position.person_id, position.taken_at, position.proposed_id = person.id, now(session), None
    session.flush()
    return position


def _keep(session: Session, position: Position) -> None:
    session.add(
        PastPosition(
            ballot_id=position.ballot_id,
            organisation_id=position.organisation_id,
            stance=position.stance,
            reason=position.reason,
            person_id=position.person_id,
            taken_at=position.taken_at,
            proposed_id=position.proposed_id,
        )
    )


def _text_holds(session: Session, ballot: Ballot) -> bool:
    """Whether the stored editions still give the digests that were decided on."""
    editions = session.scalars(select(Edition).where(Edition.version_id == ballot.version_id))
    now_given = {edition.language: digest(edition.title, edition.blocks) for edition in editions}
    return all(now_given.get(language) == given for language, given in ballot.digests.items())


def _mandate_holds(session: Session, statement: Statement, ballot: Ballot) -> bool:
    """Whether the record still gives the mandate that was decided on, with its words."""
    put = mandate_from_dict(ballot.mandate)
    version = session.get_one(Version, ballot.version_id)
    given = mandate_of(session, statement, version, ballot.digests, authentic=put.authentic)
    # A member that was renamed meanwhile is named as it was.
    if sorted(key for key, _ in given.named) == sorted(key for key, _ in put.named):
        given = replace(given, named=put.named)
    return given.digest == ballot.mandate_digest and _text_holds(session, ballot)


def _settle(session: Session, statement: Statement, ballot: Ballot, count: Tally) -> None:
    if count.outcome is BallotOutcome.PENDING:
        return
    outcome = count.outcome
    if outcome is BallotOutcome.ADOPTED and not _mandate_holds(session, statement, ballot):
        outcome = BallotOutcome.TEXT_CHANGED
    if outcome is BallotOutcome.ADOPTED:
        _end(session, ballot, count, outcome)
        move(session, statement, Move.ADOPT)
        publishing.plan(session, statement, ballot)
        data = {"ballot": ballot.id, "outcome": outcome.value}
        record_event(session, EventKind.STATEMENT_ADOPTED, statement=statement, data=data)
    else:
        end_ballot(session, statement, ballot, count, outcome)
        data = {"ballot": ballot.id, "outcome": outcome.value}
        record_event(session, EventKind.STATEMENT_NOT_ADOPTED, statement=statement, data=data)


def end_ballot(session: Session, statement: Statement, ballot: Ballot, count: Tally, outcome: BallotOutcome) -> None:
    """End a ballot without adoption: the text goes back to the penholder, with what was objected to.

    The caller records why.
    """
    _end(session, ballot, count, outcome)
    number_objections(session, statement, ballot)
    move(session, statement, Move.NOT_ADOPT)
    _fall_back(session, statement)


def _end(session: Session, ballot: Ballot, count: Tally, outcome: BallotOutcome) -> None:
    ballot.outcome, ballot.settled_at = outcome, now(session)
    ballot.tally = {**count.as_dict(), "outcome": outcome.value}


def _fall_back(session: Session, statement: Statement) -> None:
    """A draft again: it can no longer be put to a decision in a name that is offered no longer."""
    if not is_offered(statement.voice):
        statement.voice_before = statement.voice
        data = change_voice(session, statement, Voice.COALITION)
        record_event(session, EventKind.VOICE_FELL_BACK, statement=statement, data=data)
