"""A statement on a writer's consolidation: who writes, what is written, and the rows that come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import calls
from tests.cast import Cast, cast
from workflow import database
from workflow.models.event import Event
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.notifications.events import EventKind
from workflow.text.document import parse
from workflow.text.values import Block

TEXT = """Excellencies,

The river has risen twice this year.

We call on states to keep the gates open.

Thank you.
"""


@dataclass(frozen=True)
class Written:
    """The cast and the key of one statement; each deed is a transaction of its own."""

    people: Cast
    key: str

    def do(self, name: str, use_case: Any, **facts: Any) -> Any:
        """One use case on the statement, done by that person."""
        with database.transaction() as session:
            return use_case(session, fresh(session, self.people[name]), self.key, **facts)

    def save(self, name: str, text: str, serial: int, **facts: Any) -> Draft:
        """The whole text saved by that person."""
        given = {"language": "en", "title": "On the river", "occasion": "", "blocks": parse(text), **facts}
        saved: Draft = self.do(name, calls.save_draft, serial=serial, **given)
        return saved

    def saves(self, language: str = "en") -> Sequence[Draft]:
        """Every save in a language, the oldest first."""
        with database.reading() as session:
            return session.scalars(select(Draft).filter_by(language=language).order_by(Draft.serial)).all()

    def blocks(self, language: str = "en") -> tuple[Block, ...]:
        """The newest text in a language."""
        return self.saves(language)[-1].blocks

    def statement(self) -> Statement:
        """The statement's row as it is now."""
        with database.reading() as session:
            return session.scalars(select(Statement).filter_by(key=self.key)).one()

    def events(self, kind: EventKind) -> list[dict[str, Any]]:
        """What was recorded of one kind."""
        with database.reading() as session:
            return list(session.scalars(select(Event.data).filter_by(kind=kind).order_by(Event.id)))


def fresh(session: Session, person: Person) -> Person:
    """The person's row in this session."""
    return session.get_one(Person, person.id)


def created(people: Cast, name: str = "sara", text: str = TEXT, **facts: Any) -> Statement:
    """A statement begun by that person."""
    given: dict[str, Any] = {"title": "On the river", "occasion": "", "language": "en", "blocks": parse(text), **facts}
    with database.transaction() as session:
        return calls.create_statement(session, fresh(session, people[name]), **given)


def gathered() -> Cast:
    """The cast, written into the record."""
    with database.transaction() as session:
        return cast(session)


def written(name: str = "sara", **facts: Any) -> Written:
    """The cast with a statement that this person began."""
    people = gathered()
    return Written(people, created(people, name, **facts).key)
