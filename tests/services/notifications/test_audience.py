"""Who is told: on records made at random the same people as when each person and each row is looked at by itself."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from tests.rooms import CLOSES, OPENS, Room, furnished_open
from tests.seats import give_seat
from workflow import database as record
from workflow.models.ballot import Ballot, Elector, Position
from workflow.models.consultation import NoComment
from workflow.models.event import Event
from workflow.models.item import CoProposer, Disposition, Item, ItemState, PastDisposition, Support
from workflow.models.joint_wording import JointWording, JointWordingItem
from workflow.models.objection import Objection
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.seat import Seat
from workflow.models.showing import Showing
from workflow.models.statement import Penholder, TakingPart
from workflow.models.version import Version
from workflow.queries.shared.standing import roles_of
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.decision.decision import Stance
from workflow.rules.items.kinds import ItemKind
from workflow.rules.notifications.audiences import AUDIENCES, OF_ITEMS, Audience
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action, may
from workflow.services.notifications.recipients import audience
from workflow.services.shared.record import new_key

A_KIND = {who: kind for kind, who in AUDIENCES.items()}
# The others are chosen by who somebody is, not by what an organisation did; each has tests of its own.
OF_PEOPLE = {
    Audience.NOBODY,
    Audience.COLLEAGUES,
    Audience.CONFIRMERS,
    Audience.SEATS,
    Audience.ROLL_SECONDS,
    Audience.SECRETARIAT,
}
OF_CONSENTS = {Audience.NAMED_MEMBERS, Audience.COLLEAGUES_AND_PENHOLDERS}  # tests/services/decision/test_consenting
ASKED = sorted(set(Audience) - OF_PEOPLE - OF_CONSENTS - {Audience.PENS_AND_PRIVATE_AUTHORS})


@dataclass
class Record:
    """The rows of one random record, to be looked at in plain Python."""

    room: Room
    chance: random.Random
    people: list[Person] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    rows: dict[type[Any], list[Any]] = field(default_factory=dict)
    version: int = 0
    ids: dict[str, int] = field(default_factory=dict)

    def event(self, who: Audience) -> Event:
        """An event of a kind that this audience is told of."""
        kind, item = A_KIND[who], self.chance.choice(self.items)
        carried = [each.reference for each in self.items if self.chance.random() < 0.2]
        data = {
            "consultation": self.ids["consultation"],
            "ballot": self.ids["ballot"],
            "showing": self.ids["showing"],
            "joint_wording": self.ids["joint_wording"],
            "objections": [each.id for each in self.rows[Objection] if self.chance.random() < 0.5],
            "version": 2,
            "wording": 2,
            "carried_over": carried,
            "person": self.chance.choice(self.people).id,
        }
        if who is Audience.SHOWN_HOLDERS and self.chance.random() < 0.5:
            data["changed"] = [each.id for each in self.chance.sample(self.items, 3)]
        by = self.chance.choice([None, *self.people])
        return Event(
            kind=kind,
            at=OPENS,
            statement_id=self.ids["statement"],
            item_id=item.id,
            person_id=by.id if by else None,
            data=data,
        )

    def holders(self, item: Item) -> set[int | None]:
        """In whose name an item is made."""
        return {item.organisation_id} | {row.organisation_id for row in self.rows[CoProposer] if row.item_id == item.id}

    def supporters(self, item: Item) -> set[int | None]:
        """Who supports it as it stands."""
        gave = (row for row in self.rows[Support] if row.item_id == item.id and row.wording == item.wording)
        return set() if item.private else {row.organisation_id for row in gave}

    def is_told(self, item: Item) -> bool:
        """Whether an answer to it went out with version 2."""
        given = [*self.rows[Disposition], *self.rows[PastDisposition]]
        return any(row.item_id == item.id and row.version_id == self.version for row in given)


def _chosen(made: Record, who: Audience, event: Event) -> list[Person]:
    organisations = _organisations(made, who, event)
    has_pens = who in (Audience.PENHOLDERS, Audience.PENHOLDERS_AND_PROPOSERS, Audience.PENHOLDERS_AND_COMMITTEE)
    pens = {row.person_id for row in made.rows[Penholder] if has_pens}
    return [each for each in made.people if each.organisation_id in organisations or each.id in pens]


def _organisations(made: Record, who: Audience, event: Event) -> set[int | None]:
    by_id = {each.id: each for each in made.items}
    found: set[int | None] = set()
    if who is Audience.ITEM_AUTHORS:
        found = made.holders(by_id[event.item_id or 0])
    elif who is Audience.ITEM_HOLDERS:
        for item in made.items:
            if made.is_told(item):
                found |= made.holders(item) | made.supporters(item)
            if item.reference in event.data["carried_over"] and item.state is ItemState.SENT:
                found |= made.holders(item)
    elif who is Audience.SHOWN_HOLDERS:
        shown = {row.item_id for row in made.rows[Disposition] if row.showing_id == made.ids["showing"]}
        for item in made.items:
            changed = item.id in event.data.get("changed", ()) and item.state is ItemState.SENT
            if changed if "changed" in event.data else item.id in shown:
                found |= made.holders(item)
    elif who is Audience.SUPPORTERS:
        found = {row.organisation_id for row in made.rows[Support] if row.item_id == event.item_id and row.wording < 2}
    elif who in (Audience.PROPOSERS, Audience.PENHOLDERS_AND_PROPOSERS):
        found = {by_id[row.item_id].organisation_id for row in made.rows[JointWordingItem]}
    elif who in (Audience.COMMITTEE, Audience.OUTSTANDING, Audience.UNDECIDED, Audience.PENHOLDERS_AND_COMMITTEE):
        found = {row.organisation_id for row in made.rows[Elector]}
        if who is not Audience.PENHOLDERS_AND_COMMITTEE:  # who may still take a position
            with record.reading() as session:
                found &= _seated(session)
        if who is Audience.OUTSTANDING:
            found -= {row.organisation_id for row in made.rows[Position]}
        if who is Audience.UNDECIDED:
            found -= {row.organisation_id for row in made.rows[Position] if row.stance is not Stance.RESERVE}
    elif who is Audience.OBJECTORS:
        found = {row.organisation_id for row in made.rows[Objection] if row.id in event.data["objections"]}
    elif who is Audience.TAKING_PART:
        found = {row.organisation_id for row in made.rows[TakingPart]}
    elif who is Audience.TAKING_PART_AND_COMMITTEE:
        found = {row.organisation_id for kind in (TakingPart, Elector) for row in made.rows[kind]}
    elif who is Audience.SILENT:
        found = {row.organisation_id for row in made.rows[TakingPart]} - _answered(made)
    elif who is Audience.EVERYBODY:
        found = {each.organisation_id for each in made.people}
    return found


def _seated(session: Session) -> set[int | None]:
    return set(session.scalars(select(Seat.organisation_id).where(Seat.until.is_(None))))


def _answered(made: Record) -> set[int | None]:
    pens = {row.person_id for row in made.rows[Penholder]}
    can = {each.organisation_id for each in made.people if each.joined_at and not each.removed_at}
    return (
        {each.organisation_id for each in made.items if each.number}
        | {row.organisation_id for row in made.rows[Support]}
        | {row.organisation_id for row in made.rows[NoComment]}
        | {each.organisation_id for each in made.people if each.id in pens}
        | ({each.organisation_id for each in made.people} - can)
    )


@contextmanager
def _made(seed: int) -> Iterator[Record]:
    with furnished_open() as room:
        made = Record(room, random.Random(seed))
        with record.transaction() as session:
            _fill(session, made)
        yield made


def _fill(session: Session, made: Record) -> None:
    chance, statement, sara = made.chance, made.room.statement().id, made.room.people["sara"]
    for number in range(4):
        session.add(_person(session, f"more{number}", chance))
    session.flush()
    made.people = list(session.scalars(select(Person).order_by(Person.id)))
    for person in made.people:
        person.removed_at = OPENS if chance.random() < 0.1 else None
        person.joined_at = OPENS if chance.random() < 0.9 else None
    houses = list(session.scalars(select(Organisation).order_by(Organisation.id)))
    houses[0].suspended_at = OPENS if chance.random() < 0.3 else None
    ids = [each.id for each in houses]
    first = made.room.version(1)
    second = Version(statement_id=statement, number=2, issued_by=sara, issued_at=OPENS)
    showing = Showing(statement_id=statement, closes_at=CLOSES, person_id=sara, shown_at=OPENS)
    joint_wording = JointWording(
        statement_id=statement, version_id=first, block="b", start=0, end=1, closes_at=CLOSES, person_id=sara,
        asked_at=OPENS,
    )  # fmt: skip
    ballot = Ballot(
        statement_id=statement, version_id=first, number=1, digests={}, mandate={}, mandate_digest="", rule={},
        opened_by=sara, opened_at=OPENS, closes_at=CLOSES,
    )  # fmt: skip
    session.add_all([second, showing, joint_wording, ballot])
    session.flush()
    made.version = second.id
    made.ids = {"statement": statement, "consultation": made.room.round(1), "ballot": ballot.id}
    made.ids |= {"showing": showing.id, "joint_wording": joint_wording.id}
    made.items = [_item(made, number, first, [None, *ids]) for number in range(1, 9)]
    session.add_all(made.items)
    session.flush()
    for house in {*ids[:3], *ids[4:]} - _seated(session):
        give_seat(session, house)
    for row in _links(made, ids, sara):
        session.add(row)
    session.flush()
    for kind in (
        *(CoProposer, Support, Disposition, PastDisposition, JointWordingItem, Elector, TakingPart, NoComment),
        *(Position, Objection),
    ):
        made.rows[kind] = list(session.scalars(select(kind)))
    made.rows[Penholder] = list(session.scalars(select(Penholder)))


def _person(session: Session, name: str, chance: random.Random) -> Person:
    houses = [None, *session.scalars(select(Organisation.id).order_by(Organisation.id))]
    at = OPENS
    return Person(
        key=new_key(), email=f"{name}@x.example", organisation_id=chance.choice(houses), invited_at=at, joined_at=at
    )


def _item(made: Record, number: int, version: int, houses: list[int | None]) -> Item:
    chance = made.chance
    return Item(
        statement_id=made.ids["statement"], version_id=version, consultation_id=made.ids["consultation"],
        kind=chance.choice(list(ItemKind)), number=number, state=chance.choice(list(ItemState)),
        organisation_id=chance.choice(houses), person_id=made.room.people["sara"], language="en",
        private=chance.random() < 0.3, wording=chance.choice([1, 2]), made_at=OPENS,
    )  # fmt: skip


def _links(made: Record, houses: list[int], sara: int) -> Iterator[Any]:
    chance = made.chance
    for item in made.items:
        for house in houses:
            if chance.random() < 0.15:
                yield CoProposer(item_id=item.id, organisation_id=house)
            if chance.random() < 0.25:
                yield Support(
                    item_id=item.id, organisation_id=house, person_id=sara, since=OPENS, wording=chance.choice([1, 2])
                )
        shared = {"item_id": item.id, "kind": DispositionKind.NOTED, "person_id": sara, "given_at": OPENS}
        version = chance.choice([None, made.version, made.version])
        if chance.random() < 0.4:
            yield Disposition(**shared, version_id=version, showing_id=chance.choice([None, made.ids["showing"]]))
        elif chance.random() < 0.4:
            yield PastDisposition(**shared, version_id=version)
        if chance.random() < 0.3:
            yield JointWordingItem(joint_wording_id=made.ids["joint_wording"], item_id=item.id)
    for house in houses:
        if chance.random() < 0.4:
            yield Elector(ballot_id=made.ids["ballot"], organisation_id=house)
            if chance.random() < 0.4:
                stance = Stance.RESERVE if house % 2 else Stance.OBJECT
                taken = {"stance": stance, "digests": {}, "person_id": sara, "taken_at": OPENS}
                yield Position(ballot_id=made.ids["ballot"], organisation_id=house, **taken)
                said = {"why": "Not so.", "person_id": sara, "made_at": OPENS, "statement_id": made.ids["statement"]}
                yield Objection(ballot_id=made.ids["ballot"], organisation_id=house, **said)
        if chance.random() < 0.3:
            yield NoComment(consultation_id=made.ids["consultation"], organisation_id=house, person_id=sara, at=OPENS)
    for person in made.people:
        if person.id != sara and chance.random() < 0.15:
            yield Penholder(statement_id=made.ids["statement"], person_id=person.id, since=OPENS)


@pytest.mark.parametrize("seed", range(1, 5))
def test_the_same_people_are_told_as_when_each_is_looked_at_by_itself(database: Engine, seed: int) -> None:
    with _made(seed) as made, record.reading() as session:
        some = set()
        for who in ASKED:
            for _ in range(6):
                event = made.event(who)
                found = audience(session, event)
                assert found == _expected(session, made, event), who
                assert {each.id for each in made.people if audience(session, event, only=[each.id])} == found, who
                some |= {who} if found else set()
        assert len(some) >= len(ASKED) - 3, f"{set(ASKED) - some}: the records are rich enough to tell something apart"


def _expected(session: Session, made: Record, event: Event) -> set[int]:
    who = AUDIENCES[event.kind]
    if who is Audience.THE_PERSON:
        person = event.data["person"]
        return {person} if roles_of(session, person, made.ids["statement"]) else set()
    stage = made.room.statement().stage
    needed = Action.SEE_ITEMS if who in OF_ITEMS else Action.SEE_STATEMENT
    return {
        each.id
        for each in _chosen(made, who, event)
        if each.joined_at
        and each.id != event.person_id
        and may(needed, roles_of(session, each.id, made.ids["statement"]), stage)
    }


def _steps(session: Session, event: Event) -> int:
    """How many steps SQLite takes to find who is told."""
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    raw: Any = session.connection().connection.driver_connection
    raw.set_progress_handler(count, 100)
    try:
        audience(session, event)
    finally:
        raw.set_progress_handler(None, 0)
    return steps[0]


def _grow(session: Session, room: Room, count: int) -> None:
    """As many people, and as many answered items, of organisations that half of the people do not belong to."""
    houses = [room.organisations[name] for name in ("delta", "lacs", "estero", "nahr")]
    last = session.scalars(select(Person.id).order_by(Person.id.desc())).first() or 0
    people = [
        {"key": new_key(), "email": f"p{last + n}@x.example", "organisation_id": houses[n % 4], "invited_at": OPENS,
         "joined_at": OPENS}
        for n in range(count)
    ]  # fmt: skip
    session.execute(insert(Person), people)
    shared = {"statement_id": room.statement().id, "version_id": room.version(1), "consultation_id": room.round(1)}
    shared |= {
        "kind": ItemKind.COMMENT,
        "letter": "C",
        "state": ItemState.SENT,
        "person_id": room.people["dana"],
        "language": "en",
    }
    items = [
        {**shared, "number": last + n, "organisation_id": houses[n % 2], "made_at": OPENS + timedelta(seconds=n)}
        for n in range(count)
    ]
    session.execute(insert(Item), items)
    answered = set(session.scalars(select(Disposition.item_id)))
    version = session.scalars(select(Version.id).where(Version.number == 2)).one()
    given = {"kind": DispositionKind.NOTED, "person_id": room.people["sara"], "given_at": OPENS, "version_id": version}
    new = [{"item_id": item, **given} for item in session.scalars(select(Item.id)) if item not in answered]
    session.execute(insert(Disposition), new)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_is_told_of_a_version_is_found_in_steps_that_grow_with_people_and_answers_and_not_with_their_product(
    database: Engine,
) -> None:
    with furnished_open() as room:
        with record.transaction() as session:
            sara = room.people["sara"]
            session.add(Version(statement_id=room.statement().id, number=2, issued_by=sara, issued_at=OPENS))
        event = Event(
            kind=EventKind.VERSION_ISSUED, statement_id=room.statement().id, person_id=sara, data={"version": 2}
        )
        steps = []
        for count in (200, 600):  # four times as many in the end
            with record.transaction() as session:
                _grow(session, room, count)
                session.flush()
                steps.append(_steps(session, event))
        assert steps[1] < 6 * steps[0], steps
