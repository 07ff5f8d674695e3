"""The town that the machines go through: the demo, a statement given up, and one person for each way to stand to them.

| who         | what it is                                                                        |
| ----------- | --------------------------------------------------------------------------------- |
| outsider    | focal point of an organisation that takes no part in anything                     |
| participant | focal point of one that takes part in all but the draft, with items sent and kept |
| penholder   | focal point of an organisation that takes no part, who holds every pen            |
| committee   | focal point of an organisation with a seat that it got after the ballots opened   |
| elector     | focal point of one that had its seat already                                      |
| former      | focal point of one that lost its seat after they opened                           |
| secretariat | a colleague in the secretariat who holds no pen                                   |
| removed     | once a colleague of the participant, whose browser still has its sign-in          |
| suspended   | focal point of a suspended and protected organisation with a seat, its browser the same |
"""

import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests import calls
from tests.machines.conflict import conflict, propose
from workflow import database
from workflow.demo.play import fill_when_empty
from workflow.models.ballot import Ballot, Elector
from workflow.models.consultation import Consultation
from workflow.models.import_notice import ImportNotice
from workflow.models.item import Item, ItemState, Submission
from workflow.models.organisation import Organisation
from workflow.models.person import LinkPurpose, Person, SignIn
from workflow.models.point_file import PointFile, PointFileLine
from workflow.models.seat import Seat
from workflow.models.statement import Penholder, Statement, TakingPart
from workflow.rules.drafts.import_notices import NoticeKind
from workflow.rules.items.file_points import FileUnit, PointFate, asked_as_dict
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.proposals import Proposal
from workflow.rules.people.roll import SeatAct
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Role
from workflow.services.people import joining, roll
from workflow.services.people.signins import digest
from workflow.services.shared.record import new_key
from workflow.services.statements import changing_settings, versions
from workflow.text.document import parse
from workflow.text.values import Block

STRANGER = "stranger"
HELD: dict[str, set[Role]] = {
    "outsider": {Role.MEMBER},
    "participant": {Role.MEMBER, Role.PARTICIPANT},
    "penholder": {Role.MEMBER, Role.PENHOLDER},
    "committee": {Role.MEMBER, Role.COMMITTEE},
    "elector": {Role.MEMBER, Role.COMMITTEE, Role.ELECTOR},
    "former": {Role.MEMBER, Role.FORMER},
    "secretariat": {Role.SECRETARIAT},
}
SHUT_OUT = ("removed", "suspended")
EVERYBODY = (STRANGER, *HELD, *SHUT_OUT)


@dataclass
class Place:
    """One statement: its key, and the parts of it that addresses name."""

    key: str
    stage: Stage
    address: str
    block: str
    mine: str  # an item of the participant
    kept: str  # one that it has not sent
    theirs: str  # an item of another organisation
    is_voted: bool  # there is a ballot, with the elector in it
    amended: str = "0"  # an amendment of words that the participant has not sent
    submission: str = "0"  # points that the participant sent together
    line: str = "0"  # a row of a comment sheet of the participant that could not be kept
    joint_wording: str = "0"  # one that is with the participant and another organisation
    notice: str = "0"  # what was noticed when the text came in


@dataclass
class Town:
    """Keys alone, so that the record can be put back at any time. tokens: who -> the sign-in of its browser."""

    places: dict[Stage, Place] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    links: dict[LinkPurpose, str] = field(default_factory=dict)
    seat_change: str = ""  # one that waits for a second person: the outsider is to get a seat

    def roles(self, who: str, place: Place) -> set[Role]:
        """What `who` is to one statement."""
        held = set(HELD.get(who, ()))
        if place.stage is Stage.DRAFT:
            held.discard(Role.PARTICIPANT)
        if not place.is_voted:
            held -= {Role.ELECTOR, Role.FORMER}
        return held


def build() -> Town:
    """The town, put into this process's empty database."""
    fill_when_empty()
    town = Town()
    with database.transaction() as session:
        _abandon_one(session)
        # The demo's consultation closes on the day of the first start: too soon for a walk that begins before midnight.
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        session.execute(update(Consultation).where(Consultation.closed_at.is_(None)).values(closes_at=tomorrow))
        people = _people(session, town)
        for statement in session.scalars(select(Statement)).all():
            town.places[statement.stage] = _place(session, statement, people)
        house = people["outsider"].organisation
        assert house is not None
        town.seat_change = roll.request_change(session, None, house.key, act=SeatAct.GIVE).key
        for purpose, who in ((LinkPurpose.INVITATION, "invited"), (LinkPurpose.RESET, "outsider")):
            town.links[purpose] = joining.create_link(session, people[who], purpose)
    return town


def _abandon_one(session: Session) -> None:
    sara = session.scalars(select(Person).where(Person.organisation_id.is_(None))).first()
    assert sara is not None
    text = parse("A paragraph that nobody will ever read aloud.")
    made = calls.create_statement(session, sara, title="Abandoned", occasion="", blocks=text, language="en")
    closes = datetime.now(UTC) + timedelta(days=1)
    calls.open_consultation(session, sara, made.key, closes_at=closes)
    changing_settings.abandon(session, sara, made.key, reason="Too late.")


def _people(session: Session, town: Town) -> dict[str, Person]:
    at = datetime.now(UTC) - timedelta(days=9)
    made: dict[str, Person] = {}
    for who in (*HELD, *SHUT_OUT, "invited"):
        shared = {"removed": "participant", "invited": "outsider"}.get(who)
        home = made[shared].organisation if shared else _home(session, who, at)
        removed_at = at if who == "removed" else None
        joined_at = None if who == "invited" else at
        email = f"{who}@machine.example"
        person = Person(
            key=new_key(), email=email, name=who, organisation=home, invited_at=at, joined_at=joined_at, language="en"
        )
        person.removed_at = removed_at
        session.add(person)
        session.flush()
        made[who], town.people[who] = person, person.key
        town.organisations[who] = home.key if home else "secretariat"
        town.tokens[who] = _signed_in(session, person)
    return made


def _home(session: Session, who: str, at: datetime) -> Organisation | None:
    if who == "secretariat":
        return None
    made = Organisation(key=new_key(), name=f"House of {who}", name_folded=f"house {who}", region="europe")
    made.joined_at = at
    made.protected = who == "suspended"
    made.suspended_at = at if who == "suspended" else None
    session.add(made)
    session.flush()
    if who in ("committee", "elector", "suspended"):
        session.add(Seat(organisation_id=made.id, since=at))
    return made


def _signed_in(session: Session, person: Person) -> str:
    # Not start_sign_in: it would refuse those whose old sign-in must be worth nothing.
    token, at = secrets.token_urlsafe(32), datetime.now(UTC)
    session.add(SignIn(token_hash=digest(token), person_id=person.id, started_at=at, seen_at=at))
    return token


def _place(session: Session, statement: Statement, people: dict[str, Person]) -> Place:
    session.add(Penholder(statement_id=statement.id, person_id=people["penholder"].id, since=statement.created_at))
    blocks = _saved_again(session, statement, people["penholder"])
    made = Place(statement.key, statement.stage, statement.address, blocks[1 % len(blocks)].id, "C90", "0", "C1", False)
    made.notice = _noticed(session, statement, made.block)
    if (
        consultation := session.scalars(select(Consultation).where(Consultation.statement_id == statement.id)).first()
    ) is None:
        return made
    for who in ("participant", "suspended"):
        where = {"statement_id": statement.id, "organisation_id": people[who].organisation_id}
        session.add(TakingPart(**where, since=statement.created_at))
    ballot = session.scalar(select(func.max(Ballot.id)).where(Ballot.statement_id == statement.id))
    if ballot is not None:
        electorate = (people[who].organisation_id for who in ("elector", "former", "suspended"))
        session.add_all(Elector(ballot_id=ballot, organisation_id=each) for each in electorate)
    made.is_voted = ballot is not None
    made.mine, made.kept = _items(session, statement, consultation, people["participant"], made.block)
    made.amended = _amended(session, statement, consultation, people["participant"], blocks[1 % len(blocks)])
    made.submission = _submission(session, statement, consultation, people["participant"])
    made.line = _line(session, statement, consultation, people["participant"])
    made.joint_wording = conflict(session, statement, consultation, people["participant"], blocks[1 % len(blocks)])
    if statement.stage is Stage.CONSOLIDATION:
        propose(session, statement, made.mine, people["penholder"])
    return made


def _noticed(session: Session, statement: Statement, block: str) -> str:
    """Something that was noticed when the text came in, and waits for an answer."""
    noticed = ImportNotice(
        statement_id=statement.id,
        kind=NoticeKind.COMMENT,
        words="Is that the final figure?",
        block=block,
        author="A. Reader",
        noticed_at=statement.created_at,
    )
    session.add(noticed)
    session.flush()
    return noticed.key


def _saved_again(session: Session, statement: Statement, person: Person) -> tuple[Block, ...]:
    """The blocks of the newest draft, saved once more, so that there is a save to restore."""
    draft = versions.original(session, statement)
    text = versions.DraftText(draft.title, draft.occasion, draft.blocks)
    versions.keep(session, person, statement, text, language=statement.language)
    return tuple(draft.blocks)


def _items(
    session: Session, statement: Statement, consultation: Consultation, person: Person, block: str
) -> tuple[str, str]:
    facts: dict[str, Any] = {
        "statement_id": statement.id,
        "version_id": consultation.version_id,
        "consultation_id": consultation.id,
        "kind": ItemKind.COMMENT,
        "organisation_id": person.organisation_id,
        "person_id": person.id,
        "language": "en",
        "block": block,
        "made_at": consultation.opened_at,
    }
    sent = Item(
        **facts, number=90, state=ItemState.SENT, body="We have seen this before.", sent_at=consultation.opened_at
    )
    kept = Item(**facts, number=None, state=ItemState.KEPT, body="Nobody has read this yet.")
    session.add_all([sent, kept])
    if statement.stage is Stage.ABANDONED:
        session.add(Item(**{**facts, "organisation_id": None}, number=1, state=ItemState.SENT, body="Ours."))
    session.flush()
    return sent.reference, str(kept.id)


def _submission(session: Session, statement: Statement, consultation: Consultation, person: Person) -> str:
    """Points of the participant that were sent together, with a note."""
    sent = Submission(
        statement_id=statement.id,
        consultation_id=consultation.id,
        organisation_id=person.organisation_id,
        person_id=person.id,
        note="Agreed by our board.",
        language="en",
        sent_at=consultation.opened_at,
    )
    session.add(sent)
    session.flush()
    return str(sent.id)


def _line(session: Session, statement: Statement, consultation: Consultation, person: Person) -> str:
    """A row of a sheet of the participant that named no paragraph of the text."""
    file = PointFile(
        statement_id=statement.id,
        version_id=consultation.version_id,
        organisation_id=person.organisation_id,
        person_id=person.id,
        name="office.xlsx",
        digest="0" * 64,
        notes={},
        at=consultation.opened_at,
    )
    session.add(file)
    session.flush()
    asked = asked_as_dict(Proposal(version=1, language="en", body="Seen on no page before."))
    facts = {"turn": 1, "unit": FileUnit.ROW, "number": 3, "place": "paragraph 99", "asked": asked}
    line = PointFileLine(file_id=file.id, fate=PointFate.NO_SUCH_PARAGRAPH, facts={"count": 5}, **facts)
    session.add(line)
    session.flush()
    return line.key


def _amended(session: Session, statement: Statement, consultation: Consultation, person: Person, block: Block) -> str:
    """A draft that asks for other first words of the paragraph: so many that they stand on no page by chance."""
    found = re.match(r"\S+(?: \S+){0,4}", block.text)
    assert found is not None
    kept = Item(
        statement_id=statement.id,
        version_id=consultation.version_id,
        consultation_id=consultation.id,
        kind=ItemKind.REPLACE,
        organisation_id=person.organisation_id,
        person_id=person.id,
        language="en",
        block=block.id,
        start=0,
        end=found.end(),
        quote=found[0],
        proposal="Otherwise",
        state=ItemState.KEPT,
        body="Nobody has read this either.",
        made_at=consultation.opened_at,
    )
    session.add(kept)
    session.flush()
    return str(kept.id)
