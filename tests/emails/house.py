"""The application that writes mails, and a statement's life in which each kind of mail is owed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import calls, posting
from tests.conflicts import HOUR, agrees, handed, offers, says, shown
from tests.consolidations import CRITICAL, answer, issue, send
from tests.deadlines import remind_next_committee
from tests.decisions import (
    adopt,
    answer_objections,
    delivery,
    every,
    fan_out_all,
    publication_claim,
    put_as,
    refuse,
)
from tests.rooms import CLOSES, Room
from workflow import database as record
from workflow import emails
from workflow.config import Settings
from workflow.emails.links import carries_link
from workflow.models.event import Delivery, Event
from workflow.models.item import Item
from workflow.models.organisation import Organisation
from workflow.models.person import LinkPurpose, Person
from workflow.models.statement import Statement
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.proposals import Means
from workflow.rules.items.kinds import AMENDING
from workflow.rules.notifications.audiences import AUDIENCES, Audience
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.roll import SeatAct, SeatAnswer
from workflow.rules.statements.voice import Voice
from workflow.services.consolidation import issuing
from workflow.services.consolidation.issuing import Answer
from workflow.services.consultation import consulting, reminding
from workflow.services.decision import consenting, deciding, proposing, steering
from workflow.services.items import replying, sending, submitting, supporting
from workflow.services.items.submitting import ShownDraft
from workflow.services.people import inviting, joining, membership, roll
from workflow.services.publication import publishing
from workflow.services.shared.choosing import SECRETARIAT
from workflow.services.shared.record import new_key, record_event
from workflow.services.statements import changing_settings

TOLD = [kind for kind in EventKind if AUDIENCES[kind] is not Audience.NOBODY]


@dataclass
class House:
    """A room and the application that writes its mails."""

    room: Room
    app: Flask
    settings: Settings

    def letter(self, name: str, kind: EventKind) -> emails.Letter:
        """The mail of the newest event of that kind to that person."""
        return self.of(delivery(name, kind).id)

    def of(self, delivery_id: int) -> emails.Letter:
        """The mail of one delivery, made as the worker does: most may not write into the record."""
        with record.reading() as session:
            delivery_of = select(Event.kind).join(Delivery, Delivery.event_id == Event.id)
            kind = session.scalars(delivery_of.where(Delivery.id == delivery_id)).one()
        making = record.transaction if carries_link(kind) else record.reading
        with self.app.app_context(), making() as session:
            return emails.message_for(session, delivery_id, self.settings)

    def all(self) -> list[tuple[Delivery, emails.Letter]]:
        """Every mail that is owed."""
        fan_out_all()
        return [(row, self.of(row.id)) for row in every(Delivery)]


def whole_life(house: House) -> None:
    """A statement from its consultation to its publication and its end, with every kind of mail on the way."""
    for _ in steps(house):
        fan_out_all()


def steps(house: House) -> Iterator[None]:
    """The same, with a halt wherever what is told would be told otherwise later."""
    yield from _consultation(house.room)
    yield from _consolidation(house.room)
    yield from _decision(house.room)
    yield from _people(house.room)


def _points_of_one(room: Room) -> None:
    """Two drafts of one organisation, sent together."""
    facts: dict[str, Any] = {"version": 1, "language": "en", "block": room.blocks(1)[1].id, "keep": True}
    drafts = [room.do("fred", posting.post_comment, body=said, **facts) for said in ("How wide?", "How old?")]
    chosen = [ShownDraft(str(each.key), each.made_at.isoformat()) for each in drafts]
    together = {"version": 1, "note": "Both matter.\n\nThe second more.", "language": "en", "form_token": ""}
    room.do("fred", submitting.send_together, chosen=chosen, **together)


def _consultation(room: Room) -> Iterator[None]:
    yield
    room.do("sara", consulting.extend_consultation, closes_at=CLOSES + timedelta(days=1), reason="One day more.")
    send(room, by="dana", comment="How high?", paragraph=1)
    send(room, by="elena", comment="How deep?", paragraph=2)
    room.do("elena", replying.post_reply, item="C1", body="Two metres.\n\nIn all of them.", language="es")
    send(room, by="sara", comment="How long?", paragraph=2)
    room.do("elena", replying.post_reply, item="C3", body="Two weeks.", language="es")
    room.do("sara", reminding.remind_silent)
    yield
    room.do("sara", changing_settings.hand_over_pen, to=[SECRETARIAT])
    room.do("sara", consulting.close_consultation, reason="All have written.")
    yield
    later = CLOSES + timedelta(days=1)
    room.do("sara", consulting.reopen_consultation, closes_at=later, reason="Two could not sign in.")
    send(room, **CRITICAL)
    reword(room)
    send(room, **HOUR)
    _points_of_one(room)
    yield
    room.do("sara", consulting.close_consultation)


def _consolidation(room: Room) -> Iterator[None]:
    answer(room, "C1", "noted", reason="Said elsewhere.")
    answer(room, "C2", "noted", reason="Said elsewhere.")
    for reference in ("C3", "C4", "C5"):
        answer(room, reference, "noted", reason="Said elsewhere.")
    conflict = handed(room, note="One word will do.")
    yield
    offers(room, "dana", conflict)
    yield
    agrees(room, "elena", conflict)
    answer(room, "A3", "noted")
    shown(room)
    yield
    says(room, "dana", "A3", "maintains", "It is critical.")
    changed = [Answer("A3", DispositionKind.PART, "a decisive time", "As far as it goes.", 1)]
    room.do("sara", issuing.dispose_all, answers=changed)
    yield
    issue(room, carry_over=True)
    yield


def _consents(room: Room) -> Iterator[None]:
    """Members are asked whether they may be named; one agrees and the other does not."""
    with record.reading() as session:
        keys = [session.get_one(Organisation, room.organisations[name]).key for name in ("lacs", "fen")]
    room.do("sara", calls.change_settings, voice=Voice.NAMED, named=keys)
    closes_at = room.clock.at + timedelta(days=3)
    asked = room.do("sara", calls.ask_consent, version=2, languages=["en"], closes_at=closes_at)
    yield
    room.do("fred", consenting.answer_consent, mandate=asked.mandate_digest, is_given=True)
    yield
    said = "Our board has not met."
    room.do("lucie", consenting.answer_consent, mandate=asked.mandate_digest, is_given=False, reason=said)
    yield
    room.do("sara", calls.change_settings, voice=Voice.COALITION)


def _decision(room: Room) -> Iterator[None]:
    yield from _consents(room)
    _ballot(room)
    yield
    room.clock.pass_by(days=2, hours=12)
    with record.transaction() as session:
        remind_next_committee(session)
    yield
    entered_positions(room)
    yield
    refuse(room)
    yield
    answer_objections(room)
    end_embargo(room)
    yield
    yield from _steered_ballot(room)
    _ballot(room, same_text="The objections do not change the words.")
    put_as(room, Voice.UNDERSIGNED)  # as an earlier release let it be
    adopt(room)
    yield
    room.do("sara", publishing.set_embargo, until=room.clock.at + timedelta(days=5))
    room.do("sara", publishing.choose_voice, voice=Voice.COALITION)
    yield
    room.do("sara", publishing.hold, reason="The plenary was moved to Friday.")
    yield
    room.do("sara", publishing.release_now, seen=publishing.embargo_sign(room.statement().embargo_at))
    yield
    room.clock.pass_by(days=5, minutes=1)
    _publish()


def _steered_ballot(room: Room) -> Iterator[None]:
    """A ballot of which seats are reminded, which is extended and stopped."""
    _ballot(room, same_text="The objections do not change the words.")
    room.do("sara", steering.remind_missing)
    yield
    later = room.clock.at + timedelta(days=5)
    room.do("sara", steering.extend_ballot, closes_at=later, reason="Two seats have not read it.")
    yield
    room.do("sara", steering.stop_ballot, reason="A paragraph is missing.")
    yield


def entered_positions(room: Room) -> None:
    """A newcomer of one seat enters a position, and the secretariat one for another."""
    with room.acting("sara") as (session, sara):
        house, other = (session.get_one(Organisation, room.organisations[name]) for name in ("lacs", "estero"))
        came = inviting.invite_person(session, sara, house.key, email="nell@lacs.example", name="Nell")
        token = joining.create_link(session, came, LinkPurpose.INVITATION)
        joining.accept_invitation(session, token, name="Nell", password="four tall herons")
        statement = session.scalars(select(Statement)).one()
        mandate = deciding.mandate_before(session, statement)
        proposing.propose_position(session, came, room.key, mandate=mandate, stance=Stance.ABSTAIN)
        given = proposing.GivenPosition(other.key, Stance.ABSTAIN, "", Means.TELEPHONE, room.clock.at, "E. V.")
        proposing.enter_position(session, sara, room.key, given, mandate=mandate)


def _people(room: Room) -> Iterator[None]:
    with record.transaction() as session:
        joining.request_reset(session, "dana@delta.example")
        record_event(session, EventKind.PASSWORD_CHANGED, data={"person": room.people["fred"]})
        record_event(session, EventKind.PERSON_INVITED, data={"person": _invited(room, session).id})
        _people_come_and_go(room, session)
        ended = session.scalars(select(Statement)).one()
        record_event(session, EventKind.STATEMENT_ABANDONED, statement=ended)
        record_event(session, EventKind.PAGES_SET_ASIDE, data={"address": "XY-2019-4"})
        replaced = {"address": ended.address, "replaced": True}
        record_event(session, EventKind.PAGES_SET_ASIDE, statement=ended, data=replaced)
        record_event(session, EventKind.PAGES_PUT_BACK, statement=ended, data={"address": ended.address})
    yield


def _people_come_and_go(room: Room, session: Session) -> None:
    """Somebody comes to a protected organisation and is removed; it loses its seat, and another one its protection."""
    sara = session.get_one(Person, room.people["sara"])
    house, other = (session.get_one(Organisation, room.organisations[name]) for name in ("estero", "nahr"))
    came = inviting.invite_person(session, sara, house.key, email="eva@estero.example", name="Eva")
    token = joining.create_link(session, came, LinkPurpose.INVITATION)
    joining.accept_invitation(session, token, name="Eva", password="four tall herons")
    inviting.remove_person(session, sara, house.key, removed=came.key)
    sol = session.get_one(Person, room.people["sol"])
    sol.joined_at = room.clock.at - timedelta(days=8)
    facts = {"act": SeatAct.END, "reason": "Its term ended.", "decided_by": "General meeting"}
    asked = roll.request_change(session, sara, house.key, **facts)
    roll.answer_change(session, sol, asked.key, SeatAnswer.CONFIRM)
    roll.request_change(session, sara, other.key, act=SeatAct.GIVE, reason="It was elected.")
    membership.change_organisation(session, sara, other.key, protected=True)
    membership.end_protection(session, sara, other.key, reason="It asked for that.")


def reword(room: Room) -> None:
    """The first amendment is supported, and its words are changed."""
    room.do("lucie", supporting.support, item="A1")
    with record.reading() as session:
        first = session.scalars(select(Item).where(Item.kind.in_(AMENDING), Item.number == 1)).one()
    sign = {"seen": sending.sign(first), "version": 1, "language": "en"}
    room.do("dana", posting.edit_item, item="A1", body=first.body, proposal=f"very {first.proposal}", **sign)


def _invited(room: Room, session: Session) -> Person:
    house = room.organisations["fen"]
    person = Person(key=new_key(), email="iris@fen.example", organisation_id=house, invited_at=room.clock.at)
    session.add(person)
    session.flush()
    return person


def end_embargo(room: Room, until: datetime | None = None) -> None:
    """An embargo is set, and ended early or moved to a sooner end."""
    later = room.clock.at + timedelta(days=5)
    room.do("sara", publishing.set_embargo, until=later)
    sign = publishing.embargo_sign(later)
    room.do("sara", publishing.end_embargo, seen=sign, reason="The session ends on Tuesday.", until=until)


def _ballot(room: Room, same_text: str = "") -> None:
    closes_at = room.clock.at + timedelta(days=3)
    room.do("sara", calls.open_ballot, version=2, languages=["en"], closes_at=closes_at, same_text=same_text)


def _publish() -> None:
    made = publication_claim()
    assert made is not None
    with record.transaction() as session:
        publishing.record(session, made, Outcome(DeliveryVerdict.SENT))


def parts(message: EmailMessage) -> tuple[str, str]:
    """The mail's text and its page."""
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


def links(message: EmailMessage) -> set[str]:
    """Every address in either."""
    text, html = parts(message)
    return {*re.findall(r"https?://\S+", text), *re.findall(r'href="([^"]*)"', html)}


def kind_of(row: Delivery) -> EventKind:
    """What it tells of."""
    with record.reading() as session:
        return session.get_one(Event, row.event_id).kind
