"""The roll of the Committee is changed: asked by one person, confirmed by another; page, form and list come here.

Before the coalition's first ballot one person sets the roll. What is locked, in this order: the organisation, the roll,
the persons; a ballot that opens locks its statement and then the roll, so that it sees a change whole or not at all.
`person` None is the operator at the terminal.
"""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot, Elector
from workflow.models.event import Event
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.seat import Seat, SeatChange
from workflow.queries.people.seconds import request_of, roll_people
from workflow.queries.shared.roles import holds_seat
from workflow.rules.decision.decision import BallotOutcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.organisation_facts import stand
from workflow.rules.people.refusals import (
    AskerGone,
    SeatChangeLapsed,
    SeatChangeOver,
    SeatChangeWaits,
    SeatStands,
    SecondRefused,
)
from workflow.rules.people.roll import (
    DECIDED_BY_LIMIT,
    LAPSES_AFTER,
    NEEDS_REASON,
    STATE_AFTER,
    TAKES_SEAT,
    RollPerson,
    SeatAct,
    SeatAnswer,
    SeatChangeState,
    may_suit,
    why_not,
)
from workflow.rules.shared.refusals import NotFound, ReasonNeeded
from workflow.services.people.organisation_record import lock_organisation, record_facts, require_management
from workflow.services.people.signins import end_all
from workflow.services.shared.checking import check_line, check_words
from workflow.services.shared.record import lock_roll, new_key, record_event

_AT_ONCE = 2  # changes asked for with one list, from which on one mail tells of all of them


def request_change(
    session: Session, person: Person | None, key: str, *, act: SeatAct, reason: str = "", decided_by: str = ""
) -> SeatChange:
    """The change of the seat of the organisation with `key`: asked for, or made where there was no ballot yet.

    A second press is answered like the first. Raises NotFound, SeatStands, SeatChangeWaits, ReasonNeeded, TextRefused,
    OverLength. The caller commits.
    """
    require_management(person)
    return ask_change(session, person, lock_organisation(session, key), act, reason=reason, decided_by=decided_by)


def ask_change(
    session: Session,
    person: Person | None,
    organisation: Organisation,
    act: SeatAct,
    *,
    reason: str = "",
    decided_by: str = "",
) -> SeatChange:
    """The same of an organisation that the caller has locked, or has just made; it has asked who `person` is."""
    lock_roll(session)
    _end_lapsed(session, organisation)
    _require_fit(session, organisation, act)
    said = {"reason": check_words(reason, field="reason")}
    said["decided_by"] = check_line(decided_by, field="decided_by", limit=DECIDED_BY_LIMIT)
    if act in NEEDS_REASON and not said["reason"]:
        raise ReasonNeeded
    if (waiting := _waiting(session, organisation, act)) is not None:
        if (waiting.asked_by, waiting.reason) != (person.id if person else None, said["reason"]):
            raise SeatChangeWaits
        return waiting
    change = _insert(session, person, organisation, act, said)
    if change.state is SeatChangeState.CONFIRMED:
        _carry_out(session, person, organisation, change)
    else:
        data = {"change": change.id}
        record_event(session, EventKind.SEAT_CHANGE_ASKED, person=person, organisation=organisation, data=data)
    return change


def answer_change(session: Session, person: Person, key: str, answer: SeatAnswer) -> SeatChange:
    """The change with `key`, confirmed, refused or taken back by `person`; confirmed, it is made at once.

    A second press is answered like the first. Raises NotFound, SeatChangeOver, SeatChangeLapsed, SecondRefused,
    AskerGone, SeatStands. The caller commits.
    """
    change = _lock_change(session, key)
    people = _lock_people(session, change.asked_by, person.id)
    if person.id not in people:  # removed since this transaction began
        raise NotFound
    if change.state is not SeatChangeState.ASKED:
        if (change.state, change.ended_by) == (STATE_AFTER[answer], person.id):
            return change
        raise SeatChangeOver
    if change.lapses_at <= now(session):
        raise SeatChangeLapsed
    _require_second(session, person, change, answer)
    organisation = session.get_one(Organisation, change.organisation_id)
    if answer is SeatAnswer.CONFIRM:
        if change.asked_by is not None and change.asked_by not in people:
            raise AskerGone
        _require_fit(session, organisation, change.act)
    change.state, change.ended_by, change.ended_at = STATE_AFTER[answer], person.id, now(session)
    if answer is SeatAnswer.CONFIRM:
        _carry_out(session, person, organisation, change)
    else:
        kind = {
            SeatAnswer.REFUSE: EventKind.SEAT_CHANGE_REFUSED,
            SeatAnswer.TAKE_BACK: EventKind.SEAT_CHANGE_TAKEN_BACK,
        }[answer]
        record_event(session, kind, person=person, organisation=organisation, data={"change": change.id})
    return change


def tell_at_once(session: Session, person: Person | None, changes: Sequence[SeatChange]) -> None:
    """Have these changes, where they are several and nobody was told yet, told with one mail for each reader."""
    if len(changes) < _AT_ONCE:
        return
    kinds = (EventKind.SEAT_CHANGED, EventKind.SEAT_CHANGE_ASKED)
    about = {change.organisation_id for change in changes}
    of_each = (Event.kind.in_(kinds), Event.organisation_id.in_(about), Event.fanned_at.is_(None))
    events = session.scalars(select(Event).where(*of_each).order_by(Event.id)).all()
    for each in events:
        each.fanned_at = now(session)
    record_event(session, events[0].kind, person=person, data={"changes": [each.data["change"] for each in events]})


def is_concerned(session: Session, organisation: Organisation) -> bool:
    """Whether to suspend the organisation changes the roll or an electorate: it holds a seat, or votes just now."""
    votes = (Elector.organisation_id == organisation.id, Ballot.outcome == BallotOutcome.PENDING)
    open_now = select(Elector.ballot_id).join(Ballot, Ballot.id == Elector.ballot_id).where(*votes)
    return has_seat(session, organisation) or session.scalar(open_now.limit(1)) is not None


def has_seat(session: Session, organisation: Organisation) -> bool:
    """Whether the organisation stands on the roll, suspended or not."""
    return bool(session.scalar(select(holds_seat(organisation.id))))


def set_suspended(session: Session, person: Person | None, organisation: Organisation, *, suspended: bool) -> None:
    """Suspend an organisation, all of whose people are signed out, or let it in again."""
    before, since = stand(organisation, has_seat=False), organisation.suspended_at  # of its seat the roll tells
    organisation.suspended_at = (since or now(session)) if suspended else None
    record_facts(session, person, organisation, before, since=since)
    if suspended:
        for member in session.scalars(select(Person.id).where(Person.organisation_id == organisation.id)).all():
            end_all(session, member)


def _insert(
    session: Session, person: Person | None, organisation: Organisation, act: SeatAct, said: dict[str, str]
) -> SeatChange:
    at = now(session)
    is_first = session.scalar(select(Ballot.id).limit(1)) is None
    change = SeatChange(
        key=new_key(),
        organisation_id=organisation.id,
        act=act,
        **said,
        asked_by=person.id if person else None,
        asked_at=at,
        lapses_at=at + LAPSES_AFTER,
        state=SeatChangeState.CONFIRMED if is_first else SeatChangeState.ASKED,
        ended_at=at if is_first else None,
    )
    session.add(change)
    session.flush()
    return change


def _carry_out(session: Session, person: Person | None, organisation: Organisation, change: SeatChange) -> None:
    """Make the change and have the Committee told. person: whose act it is, the second one where there are two."""
    if change.act is SeatAct.GIVE:
        words = {"reason": change.reason, "decided_by": change.decided_by, "given_by": change.id}
        session.add(Seat(organisation_id=organisation.id, since=change.ended_at, **words))
    elif change.act is SeatAct.END:
        held = update(Seat).where(Seat.organisation_id == organisation.id, Seat.until.is_(None))
        session.execute(held.values(until=change.ended_at, ended_by=change.id))
    else:
        set_suspended(session, person, organisation, suspended=change.act is SeatAct.SUSPEND)
    session.flush()
    takes = change.act in TAKES_SEAT
    data = {"change": change.id, "act": change.act.value, "from": takes, "to": not takes}
    record_event(session, EventKind.SEAT_CHANGED, person=person, organisation=organisation, data=data)


def _require_fit(session: Session, organisation: Organisation, act: SeatAct) -> None:
    suspended = organisation.suspended_at is not None
    if not may_suit(act, has_seat=has_seat(session, organisation), suspended=suspended):
        raise SeatStands


def _end_lapsed(session: Session, organisation: Organisation) -> None:
    """Write down of requests that nobody confirmed in their time that they lapsed: they stand in the way of others."""
    over = update(SeatChange).where(
        SeatChange.organisation_id == organisation.id,
        SeatChange.state == SeatChangeState.ASKED,
        SeatChange.lapses_at <= now(session),
    )
    session.execute(over.values(state=SeatChangeState.LAPSED, ended_at=SeatChange.lapses_at))


def _waiting(session: Session, organisation: Organisation, act: SeatAct) -> SeatChange | None:
    there = (SeatChange.organisation_id == organisation.id, SeatChange.act == act)
    return session.scalar(select(SeatChange).where(*there, SeatChange.state == SeatChangeState.ASKED))


def _lock_change(session: Session, key: str) -> SeatChange:
    """The change, read under the locks of its organisation and of the roll; raises NotFound."""
    asked = select(Organisation.key).join(SeatChange, SeatChange.organisation_id == Organisation.id)
    organisation = session.scalar(asked.where(SeatChange.key == key))
    if organisation is None:
        raise NotFound
    lock_organisation(session, organisation)
    lock_roll(session)
    found = select(SeatChange).where(SeatChange.key == key).execution_options(populate_existing=True)
    return session.scalars(found).one()


def _lock_people(session: Session, *ids: int | None) -> frozenset[int]:
    """Those of these persons who are not removed, kept from being removed until the end."""
    # In the order in which a removal locks them. key_share: who writes rows that name them need not wait.
    there = select(Person.id).where(Person.id.in_([each for each in ids if each is not None]))
    rows = session.scalars(there.where(Person.removed_at.is_(None)).order_by(Person.id).with_for_update(key_share=True))
    return frozenset(rows)


def _require_second(session: Session, person: Person, change: SeatChange, answer: SeatAnswer) -> None:
    people = roll_people(session)
    # Of neither the secretariat nor a seat: nobody whom the rules know.
    stranger = RollPerson(person.id, person.organisation_id, None)
    mine = next((each for each in people if each.id == person.id), stranger)
    if fault := why_not(answer, request_of(change), mine, people, now(session)):
        raise SecondRefused(reason=fault)
