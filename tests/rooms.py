"""The cast in a consultation room: a statement whose pen Sara of the secretariat holds, before or in its first
consultation.

Besides the cast there is a suspended organisation, `gone`, with Gus. `Room` keeps ids and keys alone, so that a test
opens transactions of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import calls
from tests.beginnings import begin
from tests.cast import cast
from workflow import database
from workflow.models.consultation import Consultation
from workflow.models.item import Item
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.services.shared.record import new_key
from workflow.text.document import parse
from workflow.text.values import Block

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

    def version(self, number: int) -> int:
        """The id of the version with that number."""
        with database.reading() as session:
            return session.scalars(select(Version.id).where(Version.number == number)).one()

    def round(self, number: int) -> int:
        """The id of the consultation with that number."""
        with database.reading() as session:
            return session.scalars(select(Consultation.id).where(Consultation.number == number)).one()

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
def begun(make: Callable[..., Room], *facts: Any) -> Iterator[Room]:
    """The room as `make(*facts)` leaves it in the present database; time stands still where it left it.

    make: a function of a module, which reads nothing but `facts` and TEXT. It is run once a process: tests.beginnings.
    """
    with database.clock(Clock()):
        room = begin((make, repr(facts), TEXT), lambda: make(*facts))
    with database.clock(room.clock):
        yield room


def furnished() -> AbstractContextManager[Room]:
    """The cast in the present database with a draft whose pen Sara holds; time stands still."""
    return begun(_furnish)


def furnished_open() -> AbstractContextManager[Room]:
    """The furnished room with its first consultation open until CLOSES."""
    return begun(_furnish_and_open)


def _furnish_and_open() -> Room:
    room = _furnish()
    room.do("sara", calls.open_consultation, closes_at=CLOSES, guidance="Say what you want.")
    return room


def _furnish() -> Room:
    room = Room(Clock())
    with database.transaction() as session:
        members = cast(session)
        gone = Organisation(key=new_key(), name="Gone", name_folded="gone", joined_at=OPENS, suspended_at=OPENS)
        session.add(gone)
        session.flush()
        gus = Person(key=new_key(), email="gus@gone.example", organisation_id=gone.id, invited_at=OPENS)
        session.add(gus)
        session.flush()
        room.organisations = {name: each.id for name, each in members.organisations.items()} | {"gone": gone.id}
        room.people = {name: each.id for name, each in members.people.items()} | {"gus": gus.id}
        room.key = calls.create_statement(
            session, members["sara"], title="On open rivers", occasion="", blocks=parse(TEXT), language="en"
        ).key
    return room
