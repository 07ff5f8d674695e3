"""A coalition in a consultation room: five organisations, their people, and a statement with a round open.

Every name in here is short on purpose: tests read better when the cast is known by heart. `Room` keeps ids and keys
alone, so that a test opens transactions of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow import database
from workflow.models.item import Item
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.services import consulting, drafting
from workflow.text.blocks import Block, parse

TEXT = """Excellencies, ladies and gentlemen,

The river has risen **twice** this year. The river will rise again, and those who live beside it know it.

We call on states to keep the gates open. We thank those who did.

This is a difficult moment for the Court of Waters.
"""
OPENS = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=2)


@dataclass
class Clock:
    """A clock that a test sets; the use cases read it as theirs."""

    at: datetime = OPENS

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.at

    def pass_by(self, **span: float) -> None:
        """Let `timedelta(**span)` go by."""
        self.at += timedelta(**span)


@dataclass
class Room:
    """The cast by short names, and the statement that it works on."""

    clock: Clock
    key: str = ""
    people: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def acting(self, name: str) -> Iterator[tuple[Session, Person]]:
        """A transaction and the person of that name in it."""
        with database.transaction() as session:
            yield session, session.get_one(Person, self.people[name])

    def do(self, name: str, use_case: Callable[..., Any], **facts: Any) -> Any:
        """One use case on the statement, done by that person in a transaction of its own."""
        with self.acting(name) as (session, person):
            return use_case(session, person, self.key, **facts)

    def blocks(self, version: int | None = None) -> tuple[Block, ...]:
        """The blocks of a version's original edition; of the newest where none is named."""
        with database.reading() as session:
            return session.scalars(
                select(Edition.blocks)
                .join(Version, Version.id == Edition.version_id)
                .join(Statement, Statement.id == Version.statement_id)
                .where(Statement.key == self.key, Edition.language == Statement.language)
                .where(Version.number == version if version else Version.number > 0)
                .order_by(Version.number.desc())
                .limit(1)
            ).one()

    def item(self, reference: str) -> Item:
        """The item with that reference, read anew."""
        with database.reading() as session:
            found = session.scalars(select(Item).join(Statement, Statement.id == Item.statement_id)).all()
        return next(item for item in found if item.reference == reference)

    def statement(self) -> Statement:
        """The statement, read anew."""
        with database.reading() as session:
            return session.scalars(select(Statement).where(Statement.key == self.key)).one()


@contextmanager
def furnished() -> Iterator[Room]:
    """The cast in the present database, with a draft that the secretariat's Teresa holds the pen of; time stands still.

    rivers (a seat; Ana and Ben), deltas (Dana), springs (Sami), hidden (protected; Hana), gone (suspended; Gus);
    the secretariat (Teresa, who holds the pen, and Omar, who does not).
    """
    room = Room(Clock())
    with database.clock(room.clock):
        _furnish(room)
        yield room


@contextmanager
def furnished_open() -> Iterator[Room]:
    """The furnished room with its first round open until CLOSES."""
    with furnished() as room:
        room.do("teresa", consulting.open_round, closes_at=CLOSES, guidance="Say what you want.")
        yield room


def _furnish(room: Room) -> None:
    with database.transaction() as session:
        for name, facts in _ORGANISATIONS.items():
            room.organisations[name] = _organisation(session, name, **facts).id
        for name, organisation in _PEOPLE.items():
            room.people[name] = _person(session, name, room.organisations.get(organisation)).id
        teresa = session.get_one(Person, room.people["teresa"])
        room.key = drafting.create_statement(
            session, teresa, title="On open rivers", occasion="", blocks=parse(TEXT), language="en"
        ).key


_ORGANISATIONS: dict[str, dict[str, Any]] = {
    "rivers": {"has_seat": True},
    "deltas": {},
    "springs": {},
    "hidden": {"protected": True},
    "gone": {"suspended_at": OPENS},
}
_PEOPLE = {
    "teresa": "",
    "omar": "",
    "ana": "rivers",
    "ben": "rivers",
    "dana": "deltas",
    "sami": "springs",
    "hana": "hidden",
    "gus": "gone",
}


def _organisation(session: Session, name: str, **facts: Any) -> Organisation:
    made = Organisation(key=name.ljust(10, "x"), name=f"The {name} union", name_folded=name, joined_at=OPENS, **facts)
    session.add(made)
    session.flush()
    return made


def _person(session: Session, name: str, organisation: int | None) -> Person:
    made = Person(
        key=name.ljust(10, "x"),
        email=f"{name}@members.example",
        name=name.title(),
        organisation_id=organisation,
        invited_at=OPENS,
        joined_at=OPENS,
    )
    session.add(made)
    session.flush()
    return made
