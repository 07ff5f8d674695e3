"""A mail of every kind, made through the real fan-out for people of the town and of the demo."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests import posting
from tests.deadlines import fan_out_next_event, remind_next_committee, settle_next_ballot
from tests.machines.conflict import settle
from tests.machines.town import Town
from workflow import database, emails
from workflow.config import Settings
from workflow.models.ballot import Ballot, Elector
from workflow.models.consent import Consent, ConsentRequest
from workflow.models.consultation import Consultation
from workflow.models.event import Delivery, Event
from workflow.models.item import Item, ItemState, Support
from workflow.models.objection import Objection
from workflow.models.organisation import Organisation
from workflow.models.person import LinkPurpose, Person
from workflow.models.publication import EmbargoEnd
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.rules.decision.decision import BallotOutcome, Stance
from workflow.rules.decision.objections import ObjectionAnswer
from workflow.rules.decision.proposals import Means
from workflow.rules.notifications.audiences import AUDIENCES, Audience
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.roll import SeatAct, SeatAnswer
from workflow.rules.shared.lifecycle import Stage
from workflow.services.consultation import consulting, reminding
from workflow.services.decision import proposing, steering
from workflow.services.items import sending, submitting
from workflow.services.items.submitting import ShownDraft
from workflow.services.people import inviting, joining, membership, roll
from workflow.services.shared.choosing import SECRETARIAT
from workflow.services.shared.record import new_key, record_event
from workflow.services.statements import changing_settings

TOLD = frozenset(kind for kind, who in AUDIENCES.items() if who is not Audience.NOBODY)


@dataclass(frozen=True)
class Mail:
    """One mail and what it tells of. person_id: its reader."""

    kind: EventKind
    person_id: int
    letter: emails.Letter

    def part(self, kind: str) -> str:
        """Its text ("plain") or its page ("html")."""
        body = self.letter.message.get_body((kind,))
        assert body is not None
        return str(body.get_content())


def every_mail(app: Flask, settings: Settings, town: Town, most: int = 1000) -> list[Mail]:
    """Mails of every kind that anybody is told of, at most so many of each."""
    end = _let_everything_happen(town)
    with database.clock(lambda: end):
        while _fanned_out():
            pass
    made, count = [], Counter[EventKind]()
    with database.reading() as session:
        rows = session.execute(
            select(Delivery.id, Delivery.person_id, Event.kind).join(Event).order_by(Delivery.id)
        ).all()
    for row in rows:
        count[row.kind] += 1
        if count[row.kind] <= most:
            with app.app_context(), database.transaction() as session:
                made.append(Mail(row.kind, row.person_id, emails.message_for(session, row.id, settings)))
    assert {mail.kind for mail in made} == TOLD, TOLD - {mail.kind for mail in made}
    return made


def _fanned_out() -> bool:
    with database.transaction() as session:
        return fan_out_next_event(session)


def _let_everything_happen(town: Town) -> datetime:
    """The moment when all has happened: what the demo has not seen, now; all that it has seen is told once more."""
    place = town.places[Stage.CONSULTATION]
    with database.transaction() as session:
        sara, outsider, penholder = (_person(session, town, who) for who in ("secretariat", "outsider", "penholder"))
        later = (session.scalar(select(func.max(Consultation.closes_at))) or database.now(session)) + timedelta(days=1)
        consulting.extend_consultation(
            session, penholder, place.key, closes_at=later, reason="More time for translation."
        )
        reminding.remind_silent(session, penholder, place.key)
        _reword(session, place.key)
        _send_together(session, place.key, _person(session, town, "participant"))
        consulting.close_consultation(session, penholder, place.key, reason="All have written.")
        consulting.reopen_consultation(session, penholder, place.key, closes_at=later, reason="Two could not sign in.")
        changing_settings.hand_over_pen(session, sara, place.key, to=[penholder.key, SECRETARIAT])
        inviting.invite_person(session, sara, town.organisations["outsider"], email="ivy@machine.example")
        _come_and_go(session, town, sara)
        _go_public(session, town, sara)
        _object(session, town)
        outsider.password_hash = "x"
        joining.request_reset(session, outsider.email)
        record_event(session, EventKind.PASSWORD_CHANGED, person=outsider, data={"person": outsider.id})
        _steer(session, sara, _ballot(session))
        _ask_consent(session, sara, _person(session, town, "elector"), _ballot(session))
        closes_at = _ballot(session).closes_at
        _enter_positions(session, sara, _ballot(session))
    with database.transaction() as session:
        settle(session, town.places[Stage.CONSOLIDATION], _person(session, town, "participant"), penholder)
    _at(closes_at - timedelta(minutes=5), remind_next_committee)
    _at(closes_at + timedelta(minutes=5), settle_next_ballot)
    with database.transaction() as session:
        session.execute(update(Event).where(Event.kind.in_(TOLD)).values(fanned_at=None))
    return closes_at + timedelta(minutes=10)


def _steer(session: Session, sara: Person, ballot: Ballot) -> None:
    """The ballot is steered in each way; that it was stopped is told alone, for it has to be settled here."""
    statement = session.get_one(Statement, ballot.statement_id)
    steering.remind_missing(session, sara, statement.key)
    later = ballot.closes_at + timedelta(hours=1)
    steering.extend_ballot(session, sara, statement.key, closes_at=later, reason="More time for translation.")
    stopped = {"ballot": ballot.id, "reason": "More time for translation."}
    record_event(session, EventKind.BALLOT_STOPPED, person=sara, statement=statement, data=stopped)


def _ask_consent(session: Session, sara: Person, member: Person, ballot: Ballot) -> None:
    """A member is asked whether the statement may name it, and agrees."""
    statement, at = session.get_one(Statement, ballot.statement_id), database.now(session)
    put = {"version_id": ballot.version_id, "mandate": ballot.mandate, "mandate_digest": ballot.mandate_digest}
    request = ConsentRequest(statement_id=statement.id, asked_by=sara.id, asked_at=at, **put)
    session.add(request)
    session.flush()
    answer = {"is_given": True, "reason": "", "person_id": member.id, "answered_at": at}
    session.add(Consent(request_id=request.id, organisation_id=member.organisation_id, **answer))
    record_event(session, EventKind.CONSENT_ASKED, person=sara, statement=statement, data={"request": request.id})
    said = {"request": request.id, "is_given": True}
    record_event(session, EventKind.CONSENT_ANSWERED, person=member, statement=statement, data=said)


def _enter_positions(session: Session, sara: Person, ballot: Ballot) -> None:
    """The secretariat enters a position for one seat, and a newcomer of another one does."""
    key = session.get_one(Statement, ballot.statement_id).key
    of_ballot = select(Organisation).join(Elector, Elector.organisation_id == Organisation.id)
    seats = session.scalars(
        of_ballot.where(Elector.ballot_id == ballot.id, Organisation.suspended_at.is_(None)).order_by(Organisation.id)
    ).all()
    at = database.now(session)
    said = proposing.GivenPosition(seats[0].key, Stance.ABSTAIN, "", Means.TABLE, at, "Ada")
    proposing.enter_position(session, sara, key, said, mandate=ballot.mandate_digest)
    # Without an invitation by email: its link would be used, and every link of the mails is opened.
    nell = {"email": "nell@machine.example", "name": "Nell", "language": "en"}
    came = Person(key=new_key(), organisation_id=seats[1].id, invited_at=at, joined_at=at, **nell)
    session.add(came)
    session.flush()
    proposing.propose_position(session, came, key, mandate=ballot.mandate_digest, stance=Stance.ABSTAIN)


def _come_and_go(session: Session, town: Town, sara: Person) -> None:
    "Someone is invited, joins and is removed; a seat is given and taken away, and protection too."
    home = town.organisations["outsider"]
    came = inviting.invite_person(session, sara, home, email="ian@machine.example", name="Ian")
    token = joining.create_link(session, came, LinkPurpose.INVITATION)
    joining.accept_invitation(session, token, name="Ian", password="four tall herons")
    inviting.remove_person(session, sara, home, removed=came.key)
    others = select(Person).where(Person.organisation_id.is_(None), Person.id != sara.id, Person.joined_at.is_not(None))
    second = session.scalars(others.order_by(Person.id)).first()
    assert second is not None
    roll.answer_change(session, second, town.seat_change, SeatAnswer.REFUSE)
    for act in (SeatAct.GIVE, SeatAct.END):
        asked = roll.request_change(session, sara, home, act=act, reason="It was a mistake.", decided_by="All.")
        roll.answer_change(session, second, asked.key, SeatAnswer.CONFIRM)
    membership.change_organisation(session, sara, home, protected=True)
    membership.end_protection(session, sara, home, reason="It asked for that.")


def _go_public(session: Session, town: Town, sara: Person) -> None:
    """What the secretariat is told of publications: an embargo ended, another voice, pages taken off and put back."""
    adopted = session.scalars(select(Statement).where(Statement.stage == Stage.ADOPTED)).first()
    ballot = session.scalars(select(Ballot).where(Ballot.outcome == BallotOutcome.ADOPTED)).first()
    public = session.scalars(select(Statement).where(Statement.stage == Stage.PUBLISHED)).first()
    assert adopted is not None and ballot is not None and public is not None
    at = database.now(session)
    until = at + timedelta(days=3)
    end = EmbargoEnd(statement_id=adopted.id, was=until, reason="It is time.", person_id=sara.id, at=at)
    session.add(end)
    session.flush()
    ended = {"embargo_end": end.id, "from": until.isoformat(), "until": None}
    record_event(session, EventKind.EMBARGO_ENDED, person=sara, statement=adopted, data=ended)
    chosen = {"ballot": ballot.id, "from": "named", "to": "coalition"}
    record_event(session, EventKind.VOICE_CHOSEN, person=sara, statement=adopted, data=chosen)
    held = {"ballot": ballot.id, "reason": end.reason}
    record_event(session, EventKind.STATEMENT_HELD, person=sara, statement=adopted, data=held)
    out = {"ballot": ballot.id, "until": at.isoformat()}
    record_event(session, EventKind.STATEMENT_RELEASED, person=sara, statement=adopted, data=out)
    for kind in (EventKind.PAGES_SET_ASIDE, EventKind.PAGES_PUT_BACK):
        record_event(session, kind, data={"address": public.address})


def _object(session: Session, town: Town) -> None:
    """What an organisation objected to is answered, and it is told."""
    ballot = session.scalars(select(Ballot).order_by(Ballot.id)).first()
    assert ballot is not None
    statement = session.get_one(Statement, ballot.statement_id)
    person = _person(session, town, "elector")
    said = {"why": "Too long.", "made_at": ballot.opened_at, "number": 1, "answer": ObjectionAnswer.MET, "told": 1}
    of_it = {"statement_id": statement.id, "ballot_id": ballot.id, "person_id": person.id, "serial": 1}
    objection = Objection(organisation_id=person.organisation_id, answer_reason="It is shorter now.", **of_it, **said)
    session.add(objection)
    session.flush()
    data = {"objections": [objection.id]}
    record_event(session, EventKind.ANSWERS_TO_OBJECTIONS_TOLD, statement=statement, data=data)


def _reword(session: Session, key: str) -> None:
    """An amendment that somebody supports is changed by its organisation."""
    of_it = select(Item).join(Support, Support.item_id == Item.id).join(Statement, Statement.id == Item.statement_id)
    item = session.scalars(of_it.where(Statement.key == key, Item.state == ItemState.SENT).order_by(Item.id)).first()
    assert item is not None
    author = session.get_one(Person, item.person_id)
    version = session.get_one(Version, item.version_id).number
    facts = {"body": item.body, "language": item.language, "proposal": f"{item.proposal} together", "after": item.after}
    posting.edit_item(session, author, key, item=item.reference, seen=sending.sign(item), version=version, **facts)


def _send_together(session: Session, key: str, person: Person) -> None:
    """Two drafts of an organisation become one submission."""
    of_it = select(Version.number).join(Statement, Statement.id == Version.statement_id).where(Statement.key == key)
    version = session.scalars(of_it.order_by(Version.number.desc())).first() or 1
    facts = {"version": version, "language": "en", "keep": True}
    drafts = [posting.post_comment(session, person, key, body=said, **facts) for said in ("How wide?", "How old?")]
    session.flush()
    chosen = [ShownDraft(each.key, sending.sign(each)) for each in drafts]
    together = {"version": version, "note": "Both matter.", "language": "en", "form_token": ""}
    submitting.send_together(session, person, key, chosen, **together)


def _person(session: Session, town: Town, who: str) -> Person:
    return session.scalars(select(Person).where(Person.key == town.people[who])).one()


def _ballot(session: Session) -> Ballot:
    open_now = select(Ballot).join(Statement, Statement.id == Ballot.statement_id)
    return session.scalars(open_now.where(Ballot.outcome == BallotOutcome.PENDING)).one()


def _at(moment: datetime, use_case: Callable[[Session], object]) -> None:
    with database.clock(lambda: moment), database.transaction() as session:
        assert use_case(session) is not None
