"""One statement of the demo on its way into the record: whom its words mean, and when."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workflow.demo.cast import cast
from workflow.demo.times import moment
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement


@dataclass
class Telling:
    """One story on its way into the record. refs: the story's own name of an item -> the item's id."""

    session: Session
    organisations: dict[str, Organisation]
    people: dict[str, Person]
    start: datetime
    shape: dict[str, Any]
    statement: Statement | None = None
    refs: dict[str, int] = field(default_factory=dict)

    def at(self, said: str) -> datetime:
        """The moment of a relative time."""
        return moment(said, self.start, ZoneInfo(cast()["coalition"]["time_zone"]))

    @property
    def made(self) -> Statement:
        """The statement; its first step makes it."""
        if self.statement is None:
            raise LookupError("the story has not begun")
        return self.statement

    @property
    def key(self) -> str:
        """The statement's key."""
        return self.made.key

    @property
    def pen(self) -> Person:
        """The first penholder."""
        return self.people[self.shape["penholders"][0]]

    def speaker(self, code: str) -> Person:
        """Who speaks where the story names an organisation (or the secretariat) alone."""
        if code == "secretariat":
            return self.pen if self.pen.organisation_id is None else next(iter(self.people.values()))
        organisation = self.organisations[code]
        return next(person for person in self.people.values() if person.organisation_id == organisation.id)
