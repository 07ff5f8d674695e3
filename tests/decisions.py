"""The furnished room taken further: to the table, to adoption, to a mailbox."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import delete, insert, inspect, literal, select, update
from sqlalchemy.orm import Session

from tests import calls
from tests.deadlines import fan_out_next_event
from tests.rooms import TEXT, Room, begun, furnished_open
from workflow import database
from workflow.models.ballot import Ballot, Elector
from workflow.models.consent import Consent, ConsentRequest
from workflow.models.event import Delivery, Event
from workflow.models.objection import Objection
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.publication import Publication
from workflow.models.statement import NamedMember, Statement
from workflow.rules.decision.decision import BallotOutcome, Stance
from workflow.rules.decision.mandate import mandate_from_dict
from workflow.rules.decision.objections import ObjectionAnswer
from workflow.rules.notifications.delivery import Outcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.statements.voice import Voice
from workflow.services.consolidation import objection_answers as answering
from workflow.services.consolidation.objection_answers import AnsweredObjection
from workflow.services.consultation import consulting
from workflow.services.decision import deciding
from workflow.services.notifications import claiming, rechecking
from workflow.services.notifications.changes import DeliveryClaim
from workflow.services.publication import publishing
from workflow.text.document import parse

RowT = TypeVar("RowT")
NOT_MET = ObjectionAnswer.NOT_MET
SEATS = ("dana", "lucie", "elena")


def before_committee(**terms: Any) -> AbstractContextManager[Room]:
    """The furnished room with version 1 before the Committee: the seats of dana, lucie and elena (protected)."""
    return begun(_before_committee, terms)


def _before_committee(terms: dict[str, Any]) -> Room:
    with furnished_open() as room:
        on_the_table(room, **terms)
        return room


def on_the_table(room: Room, languages: Sequence[str] = ("en",), **terms: Any) -> None:
    """Close the open consultation and put version 1 before the Committee for three days."""
    room.do("sara", consulting.close_consultation)
    closes_at = room.clock.at + timedelta(days=3)
    room.do("sara", calls.open_ballot, version=1, languages=languages, closes_at=closes_at, **terms)


def begin_another(room: Room) -> None:
    """Begin another statement in the room, which is the one that it works on from now on, and open its consultation."""
    with room.acting("sara") as (session, sara):
        facts = {"title": "On open rivers", "occasion": "", "blocks": parse(TEXT), "language": "en"}
        room.key = calls.create_statement(session, sara, **facts).key
    room.do("sara", calls.open_consultation, closes_at=room.clock.at + timedelta(days=2), guidance="")


def put_another(room: Room, **terms: Any) -> None:
    """Begin another statement in the room and put it before the Committee; what happened before is told to nobody."""
    begin_another(room)
    on_the_table(room, **terms)
    tell_nothing_so_far(room)


def put_again(room: Room) -> None:
    """Put before the Committee anew, a minute later, what the newest ballot decided on, as if it had come to nothing.

    Rows alone: for a race that is run two hundred times its ballot need not be opened two hundred times.
    """
    room.clock.pass_by(minutes=1)
    before, at = newest(Ballot), room.clock.at
    facts = {each.key: getattr(before, each.key) for each in inspect(Ballot).column_attrs}
    facts |= {"id": None, "number": before.number + 1, "outcome": BallotOutcome.PENDING, "tally": {}}
    facts |= {"opened_at": at, "closes_at": at + timedelta(days=3), "settled_at": None, "reminded_at": None}
    with database.transaction() as session:
        waits = (Ballot.id == before.id, Ballot.outcome == BallotOutcome.PENDING)
        session.execute(update(Ballot).where(*waits).values(outcome=BallotOutcome.STOPPED))
        session.add(ballot := Ballot(**facts))
        session.flush()
        seats = select(literal(ballot.id), Elector.organisation_id).where(Elector.ballot_id == before.id)
        session.execute(insert(Elector).from_select(["ballot_id", "organisation_id"], seats))
        session.execute(delete(Publication).where(Publication.ballot_id == before.id))
        session.get_one(Statement, ballot.statement_id).stage = Stage.DECISION
    tell_nothing_so_far(room)


def tell_nothing_so_far(room: Room) -> None:
    """Take what happened for told, so that the mails of a further statement are of what comes now."""
    with database.transaction() as session:
        session.execute(update(Event).where(Event.fanned_at.is_(None)).values(fanned_at=room.clock.at))


def adopt(room: Room) -> None:
    """Have the Committee's positions settle the ballot."""
    for name in SEATS:
        if newest(Statement).stage == "decision":
            position(room, name, Stance.APPROVE)


def position(room: Room, name: str, stance: Stance, reason: str = "") -> None:
    """One position on what is on the table."""
    digests = newest(Ballot).mandate_digest
    room.do(name, deciding.take_position, mandate=digests, stance=stance, reason=reason)


def put_as(room: Room, voice: Voice, *names: str, agreed: bool = False) -> None:
    """Have the newest ballot decide in that voice, whoever put it so; agreed: the members said yes."""
    with database.transaction() as session:
        ballot = session.scalars(select(Ballot).order_by(Ballot.id.desc())).first()
        assert ballot is not None
        session.get_one(Statement, ballot.statement_id).voice = voice
        members = [session.get_one(Organisation, room.organisations[name]) for name in names]
        named = tuple(sorted(((each.key, each.name) for each in members), key=lambda each: each[1]))
        put = replace(mandate_from_dict(ballot.mandate), voice=voice, named=named)
        ballot.mandate, ballot.mandate_digest = put.as_dict(), put.digest
        of_it = {"statement_id": ballot.statement_id}
        session.add_all(NamedMember(organisation_id=each.id, **of_it) for each in members)
        if not members:
            return
        asked = {"asked_by": ballot.opened_by, "asked_at": ballot.opened_at, "version_id": ballot.version_id}
        request = ConsentRequest(mandate=put.as_dict(), mandate_digest=put.digest, **of_it, **asked)
        session.add(request)
        session.flush()
        facts = {"is_given": agreed or None, "person_id": None, "answered_at": None}
        session.add_all(Consent(request_id=request.id, organisation_id=each.id, **facts) for each in members)


def refuse(room: Room) -> None:
    """Have the Committee's positions settle the ballot against the text."""
    for name in SEATS[:2]:
        position(room, name, Stance.OBJECT, "Not these words.")
    if newest(Statement).stage == "decision":
        position(room, SEATS[2], Stance.OBJECT, "Nor these.")


def answer_objections(room: Room, by: str = "sara") -> None:
    """Have the penholder answer every objection that waits: none is met."""
    with database.reading() as session:
        waiting = session.scalars(select(Objection).where(Objection.number.is_not(None), Objection.answer.is_(None)))
        answers = [AnsweredObjection(each.reference, NOT_MET, "It says what is so.", each.serial) for each in waiting]
    room.do(by, answering.answer_objections, answers=answers)


def newest(kind: type[RowT]) -> RowT:
    """The row of that kind with the highest id, read anew."""
    with database.reading() as session:
        return session.scalars(select(kind).order_by(kind.id.desc())).first()  # type: ignore[attr-defined,return-value]


def every(kind: type[RowT]) -> Sequence[RowT]:
    """All rows of that kind, read anew, in the order in which they were made."""
    with database.reading() as session:
        return session.scalars(select(kind).order_by(*inspect(kind).primary_key)).all()


def event(kind: EventKind) -> Event:
    """The newest event of that kind."""
    with database.reading() as session:
        return session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id.desc())).first()  # type: ignore[return-value]


def fan_out_all() -> None:
    """Make every delivery that is owed."""
    while True:
        with database.transaction() as session:
            if not fan_out_next_event(session):
                return


def told(kind: EventKind) -> set[str]:
    """The first names of those to whom the newest event of that kind has a delivery."""
    with database.reading() as session:
        of_event = select(Person.email).join(Delivery, Delivery.person_id == Person.id)
        emails = session.scalars(of_event.where(Delivery.event_id == event(kind).id))
        return {email.partition("@")[0] for email in emails}


def delivery(name: str, kind: EventKind) -> Delivery:
    """The delivery of the newest event of that kind to that person, read anew."""
    with database.reading() as session:
        found = select(Delivery).join(Person, Person.id == Delivery.person_id)
        return session.scalars(
            found.where(Person.email.startswith(f"{name}@"), Delivery.event_id == event(kind).id)
        ).one()


def claim() -> DeliveryClaim | None:
    """A claim on the next due delivery alone, committed."""
    with database.transaction() as session:
        return next(iter(claiming.claim_batch(session, 1).claims), None)


def reason_not_to_send(session: Session, claim: DeliveryClaim) -> Outcome | None:
    """Why that mail must not go out after all; None where it may."""
    return rechecking.reasons_not_to_send(session, [claim]).get(claim.delivery_id)


def publication_claim() -> publishing.PublicationClaim | None:
    """A claim on the next due publication, committed."""
    with database.transaction() as session:
        due = publishing.due_publications(session)
        return publishing.claim(session, due[0]) if due else None


def publication() -> Publication:
    """The one publication, read anew."""
    return newest(Publication)
