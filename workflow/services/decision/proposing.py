"""A position is entered for a seat: by who was invited after the ballot opened, or by the secretariat as it was told.

It counts for nothing before somebody of the seat confirms it (`deciding.confirm_position`); what the seat holds stays.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot, Elector, ProposedPosition
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.shared.roles import is_seated
from workflow.rules.decision.decision import NEEDS_REASON, Stance
from workflow.rules.decision.proposals import Means, ProposalEnd, ProposalSource
from workflow.rules.decision.refusals import (
    BallotEnded,
    GivenInFuture,
    GivenTooEarly,
    GiverNeeded,
    ProposalGone,
    ProposedMeanwhile,
)
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action, Role
from workflow.rules.shared.refusals import NotAllowed, ReasonNeeded, UnknownChoice
from workflow.services.decision.deciding import (
    POSITION_REASON_LIMIT,
    pending_ballot,
    require_enough_seats,
    require_mandate,
)
from workflow.services.decision.proposals import end_proposal, hold_people, is_still_there, waiting_proposal
from workflow.services.shared.checking import check_line, check_words
from workflow.services.shared.record import lock_statement, record_event, require

GIVER_LIMIT = 120  # characters
_GRACE = timedelta(minutes=1)  # a form holds minutes, and its writer's clock may be a little ahead of ours


@dataclass(frozen=True)
class GivenPosition:
    """What a member said to the secretariat. seat: the organisation's key. given_by: the person who said it."""

    seat: str
    stance: Stance
    reason: str
    means: Means
    given_at: datetime
    given_by: str


def propose_position(
    session: Session,
    person: Person,
    key: str,
    *,
    mandate: str,
    stance: Stance,
    reason: str = "",
    seen: str | None = None,
) -> ProposedPosition:
    """Enter a position of `person`'s organisation for a colleague to confirm who was there when the ballot opened.

    mandate: digest of what the form showed. seen: key of the one that waited when the form was shown, "" for none; None
    asks nothing. The same once more is answered like the first. Raises NotAllowed, BallotEnded, StaleVersion,
    ReasonNeeded, TooFewSeats, ProposedMeanwhile, TextRefused, OverLength. The caller commits.
    """
    statement, ballot = _lock_open(session, person, key, Action.PROPOSE_POSITION)
    require_mandate(session, statement, ballot, mandate)
    why = _reason(stance, reason)
    waiting = waiting_proposal(session, ballot.id, person.organisation_id)
    if waiting is not None and (waiting.person_id, waiting.stance, waiting.reason) == (person.id, stance, why):
        return waiting
    if seen is not None and not _is_as_shown(session, waiting, seen):
        raise ProposedMeanwhile
    require_enough_seats(session, person.organisation_id, ballot, stance)
    facts = {"organisation_id": person.organisation_id, "stance": stance, "reason": why}
    made = _insert(session, person, ballot, source=ProposalSource.NEWCOMER, **facts)
    data = {"ballot": ballot.id, "proposed": made.id, "stance": stance.value}
    record_event(session, EventKind.POSITION_PROPOSED, person=person, statement=statement, data=data)
    return made


def enter_position(
    session: Session, person: Person, key: str, given: GivenPosition, *, mandate: str, seen: str | None = None
) -> ProposedPosition:
    """Enter the position that a member gave, for the member to confirm.

    mandate: digest of what the form showed. seen: key of the newest of the ballot when the form was shown, "" for
    none; None asks nothing. Raises NotAllowed, BallotEnded, StaleVersion, UnknownChoice (no seat in this ballot),
    ReasonNeeded, GiverNeeded, GivenTooEarly, GivenInFuture, TooFewSeats, ProposedMeanwhile, TextRefused, OverLength.
    The caller commits.
    """
    statement, ballot = _lock_open(session, person, key, Action.ENTER_POSITION)
    require_mandate(session, statement, ballot, mandate)
    organisation = _seat(session, ballot, given.seat)
    why, giver = _reason(given.stance, given.reason), _giver(given.given_by)
    _require_possible(session, ballot, given.given_at)
    waiting = waiting_proposal(session, ballot.id, organisation.id)
    if seen is not None and waiting is not None and not _is_known(session, waiting, seen):
        raise ProposedMeanwhile(field="seat")
    require_enough_seats(session, organisation.id, ballot, given.stance)
    facts = {"organisation_id": organisation.id, "stance": given.stance, "reason": why, "given_by": giver}
    facts |= {"means": given.means, "given_at": given.given_at}
    made = _insert(session, person, ballot, source=ProposalSource.SECRETARIAT, **facts)
    data = {"ballot": ballot.id, "proposed": made.id, "stance": given.stance.value, "means": given.means.value}
    record_event(
        session,
        EventKind.POSITION_ENTERED,
        person=person,
        statement=statement,
        organisation=organisation,
        data=data,
    )
    return made


def withdraw_proposal(session: Session, person: Person, key: str, *, proposal: str) -> ProposedPosition:
    """Let a position wait no more: who entered it takes it back, or the seat does not confirm it.

    proposal: its key, as the form showed it. Raises NotAllowed, BallotEnded, ProposalGone. The caller commits.
    """
    statement, ballot = _lock_open(session, person, key, Action.SEE_POSITIONS)
    asked = select(ProposedPosition).where(ProposedPosition.ballot_id == ballot.id, ProposedPosition.key == proposal)
    waiting = session.scalar(asked.execution_options(populate_existing=True))
    if waiting is None or waiting.ended_at is not None:
        raise ProposalGone
    end = _end_by(person, waiting, require(session, person, Action.SEE_POSITIONS, statement))
    end_proposal(session, waiting, person, end)
    data = {"ballot": ballot.id, "proposed": waiting.id, "end": end.value, "source": waiting.source.value}
    record_event(
        session,
        EventKind.PROPOSED_POSITION_ENDED,
        person=person,
        statement=statement,
        organisation=session.get_one(Organisation, waiting.organisation_id),
        data=data,
    )
    return waiting


def _end_by(person: Person, waiting: ProposedPosition, roles: frozenset[Role]) -> ProposalEnd:
    """What it is when that person ends it; raises NotAllowed."""
    if Role.SECRETARIAT in roles and waiting.source is ProposalSource.SECRETARIAT:
        return ProposalEnd.WITHDRAWN
    if Role.ELECTOR in roles and waiting.organisation_id == person.organisation_id:
        return ProposalEnd.DECLINED
    if Role.NEWCOMER in roles and waiting.person_id == person.id:
        return ProposalEnd.WITHDRAWN
    raise NotAllowed


def _lock_open(session: Session, person: Person, key: str, action: Action) -> tuple[Statement, Ballot]:
    """The statement under its lock and its open ballot, where the person may act; raises NotAllowed, BallotEnded."""
    statement = lock_statement(session, key)
    hold_people(session, [person.id])
    ballot = pending_ballot(session, statement)
    if ballot is None or ballot.closes_at <= now(session):
        require(session, person, Action.SEE_POSITIONS, statement)
        raise BallotEnded
    require(session, person, action, statement)
    return statement, ballot


def _seat(session: Session, ballot: Ballot, key: str) -> Organisation:
    of_ballot = select(Organisation).join(Elector, Elector.organisation_id == Organisation.id)
    # A seat that was vacated or suspended since takes no position, by whomever it is entered.
    found = session.scalar(of_ballot.where(Elector.ballot_id == ballot.id, Organisation.key == key, is_seated()))
    if found is None:
        raise UnknownChoice(field="seat")
    return found


def _reason(stance: Stance, reason: str) -> str:
    why = check_words(reason, field="reason", limit=POSITION_REASON_LIMIT)
    if stance in NEEDS_REASON and not why:
        raise ReasonNeeded
    return why


def _giver(given_by: str) -> str:
    said = check_line(given_by, field="given_by", limit=GIVER_LIMIT)
    if not said:
        raise GiverNeeded
    return said


def _require_possible(session: Session, ballot: Ballot, given_at: datetime) -> None:
    if given_at < ballot.opened_at - _GRACE:
        raise GivenTooEarly(opened_at=ballot.opened_at)
    if given_at > now(session) + _GRACE:
        raise GivenInFuture


def _is_as_shown(session: Session, waiting: ProposedPosition | None, seen: str) -> bool:
    """Whether it is the one with the key `seen`; pages show none of somebody who was removed since."""
    if waiting is None:
        return not seen
    return seen == waiting.key or (not seen and not is_still_there(session, waiting.person_id))


def _is_known(session: Session, waiting: ProposedPosition, seen: str) -> bool:
    """Whether it was there when the newest one was the one with the key `seen`."""
    newest = session.scalar(select(ProposedPosition.id).where(ProposedPosition.key == seen))
    return newest is not None and waiting.id <= newest


def _insert(session: Session, person: Person, ballot: Ballot, **facts: Any) -> ProposedPosition:
    """The one that waits from now on; what waited before is replaced."""
    before = waiting_proposal(session, ballot.id, facts["organisation_id"])
    if before is not None:
        end_proposal(session, before, person, ProposalEnd.REPLACED)
    made = ProposedPosition(ballot_id=ballot.id, person_id=person.id, proposed_at=now(session), **facts)
    session.add(made)
    session.flush()
    return made
