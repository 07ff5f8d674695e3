"""One statement of the demo, told as steps: (moment, what somebody does then)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workflow.demo import cast, text
from workflow.demo.editing import keep_translation, rewrite_towards
from workflow.demo.talk import item_steps
from workflow.demo.times import moment
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement, Voice
from workflow.rules.decision import Stance
from workflow.rules.delivery import Outcome, Verdict
from workflow.services import consolidating, consulting, deciding, publishing, versions
from workflow.services.starting import create_statement
from workflow.text.blocks import parse

Step = Callable[[], object]
_STANCES = {
    "approve": Stance.APPROVE,
    "approve-with-explanation": Stance.EXPLANATION,
    "object": Stance.OBJECT,
    "abstain": Stance.ABSTAIN,
    "reserve": Stance.RESERVE,
    "not-participating": Stance.NOT_PARTICIPATING,
    "recused": Stance.RECUSED,
}


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
    def key(self) -> str:
        """The statement's key, once there is a statement."""
        assert self.statement is not None  # noqa: S101 – its first step makes it
        return self.statement.key

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

    def steps(self) -> Iterator[tuple[datetime, Step]]:
        """The whole story, in its own order."""
        shape = self.shape
        yield self.at(shape["created"]), self._create
        if "round" not in shape:
            return
        yield self.at(shape["round"]["opened"]), self._open_round
        yield from item_steps(self)
        if "closed" in shape["round"]:
            yield self.at(shape["round"]["closed"]), self._close_round
        for version in shape["versions"][1:]:
            yield self.at(version["issued"]), partial(self._issue, version)
        yield from self._decision()

    def _decision(self) -> Iterator[tuple[datetime, Step]]:
        if "ballot" in self.shape:
            yield self.at(self.shape["ballot"]["opened"]), self._open_ballot
        for told in self.shape.get("positions", ()):
            yield self.at(told["at"]), partial(self._take_position, told)
        if "publication" in self.shape:
            yield self.at(self.shape["publication"]["published"]), self._publish

    def _create(self) -> None:
        shape, language = self.shape, self.shape["language"]
        head, limit = shape["editions"][language], shape.get("speaking_limit")
        # Penholders of several organisations are chosen by the secretariat, which alone may choose among all.
        maker = self.pen if len(shape["penholders"]) == 1 else self.speaker("secretariat")
        self.statement = create_statement(
            self.session,
            maker,
            title=head["title"],
            occasion=head["occasion"],
            blocks=parse(text(shape["versions"][0]["texts"][language])),
            language=language,
            voice=Voice(shape["in_name_of"]),
            named=[self.organisations[code].key for code in shape.get("names", ())],
            penholders=[self.people[email].key for email in shape["penholders"]],
            word_limit=shape.get("word_limit"),
            minutes_limit=limit / 60 if limit else None,
            words_a_minute=shape["words_a_minute"],
            embargo_at=self.at(shape["embargo"]) if "embargo" in shape else None,
        )
        self._translate(shape["versions"][0], versions.original(self.session, self.statement).blocks)

    def _translate(self, version: dict[str, Any], original: Any) -> None:
        for language, file in version["texts"].items():
            if language != self.shape["language"]:
                head = self.shape["editions"][language]
                keep_translation(self, language, head["title"], head["occasion"], parse(text(file)), original)

    def _open_round(self) -> None:
        told = self.shape["round"]
        closes = self.at(told.get("closes") or told["closed"])
        consulting.open_round(self.session, self.pen, self.key, closes_at=closes)

    def _close_round(self) -> None:
        consulting.close_round(self.session, None, self.key)

    def _issue(self, version: dict[str, Any]) -> None:
        assert self.statement is not None  # noqa: S101
        if file := version["texts"].get(self.shape["language"]):
            rewrite_towards(self, parse(text(file)))
        made = consolidating.consolidated(self.session, self.statement)
        self._translate(version, made.blocks)
        consolidating.issue_version(self.session, self.pen, self.key)

    def _open_ballot(self) -> None:
        assert self.statement is not None  # noqa: S101
        newest = versions.current(self.session, self.statement)
        assert newest is not None  # noqa: S101
        deciding.open_ballot(
            self.session,
            self.pen,
            self.key,
            version=newest.number,
            languages=list(versions.editions(self.session, newest.id)),
            closes_at=self.at(self.shape["ballot"]["closes"]),
        )

    def _take_position(self, told: dict[str, Any]) -> None:
        assert self.statement is not None  # noqa: S101
        person = self.speaker(told["by"])
        deciding.take_position(
            self.session,
            person,
            self.key,
            digests=deciding.digests_on_the_table(self.session, self.statement),
            stance=_STANCES[told["stance"]],
            reason=told.get("reason", ""),
        )

    def _publish(self) -> None:
        claim = publishing.claim_next(self.session)
        if claim is not None:
            publishing.record(self.session, claim, Outcome(Verdict.SENT))
