"""What is done in a drill while things go wrong: one decision, from its consultation to the page of the statement."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import insert, select, update

from bench import words
from bench.drill_house import House, attempt
from bench.life import Life, approve
from workflow import database
from workflow.models.ballot import Ballot
from workflow.models.event import Event
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.rules.decision.decision import Settling, Stance
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.services.consultation import consulting
from workflow.services.decision import deciding
from workflow.services.statements.starting import NewStatement, create_statement
from workflow.services.statements.versions import DraftText

# Of thirteen nine are a quorum. As four say nothing, the ballot is settled at its deadline, not before.
STANCES = (Stance.ABSTAIN, *(Stance.APPROVE,) * 8)
WHY = "It is a drill."


class Story:
    """One decision, told by a thread of its own. moments: when something is due, by name. trouble: what ended it."""

    def __init__(self, here: House) -> None:
        self._here = here
        self.life = _started(here)
        self.moments: dict[str, datetime] = {}
        self.sends_forms = True
        self.trouble: BaseException | None = None
        self._given_up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="story", daemon=True)

    @property
    def is_over(self) -> bool:
        """Whether the statement is out, or the story came to grief."""
        return bool(self._thread.ident) and not self._thread.is_alive()

    def begin(self) -> None:
        """Begin."""
        self._thread.start()

    def give_up(self) -> None:
        """End it where it is."""
        self._given_up.set()
        if self._thread.ident:
            self._thread.join(30)

    def _run(self) -> None:
        try:
            self._tell()
        except BaseException as error:
            self.trouble = error

    def _tell(self) -> None:
        self._until(lambda: self._stage() is Stage.CONSULTATION, self._open_consultation)
        self._until(lambda: self._stage() is not Stage.CONSULTATION)
        while not attempt(lambda: self._stage() in (Stage.ADOPTED, Stage.PUBLISHED)):
            self._decide()
        self._until(lambda: self._stage() is Stage.PUBLISHED)

    def _decide(self) -> None:
        """One ballot; where the web server was away for too long it lacks the quorum, and there is another one."""
        self._until(lambda: self._stage() is not Stage.CONSOLIDATION, self._open_ballot)
        self.sends_forms = True
        for person, stance in zip(self._here.members.committee, STANCES, strict=False):
            self._until(partial(self._has_voted, person, stance))
            time.sleep(self._here.plan.decided / 40)
        self.sends_forms = False
        self._until(lambda: self._stage() is not Stage.DECISION)

    def _until(self, holds: Callable[[], bool | None], act: Callable[[], object] = lambda: None) -> None:
        """Do something until it holds: where the record is away, or took it and could not say so, it is asked again."""
        while not attempt(holds):
            if self._given_up.is_set():
                raise TimeoutError("the story did not come to its end")
            attempt(act)
            time.sleep(0.1)

    def _stage(self) -> Stage:
        with database.reading() as session:
            return session.scalars(select(Statement.stage).where(Statement.key == self.life.key)).one()

    def _open_consultation(self) -> None:
        closes_at = datetime.now(UTC) + timedelta(seconds=self._here.plan.consulted)
        _open(self.life, closes_at)
        self.moments["closing"] = closes_at

    def _open_ballot(self) -> None:
        closes_at = datetime.now(UTC) + timedelta(seconds=self._here.plan.decided)
        _put_to_vote(self.life, closes_at, Settling.ANSWERED)
        self.moments["settling"] = closes_at

    def _has_voted(self, person: int, stance: Stance) -> bool:
        room = f"/statements/{self.life.key}"
        sent = self._here.send_form(person, f"{room}/positions", f"{room}/decision", stance=stance.value)
        return sent == 303 or self._stage() is not Stage.DECISION


def _started(here: House) -> Life:
    with database.transaction() as session:
        pen = session.get_one(Person, here.members.pen)
        wanted = NewStatement(DraftText(words.TITLE, words.OCCASION, words.text()), "en")
        return Life(here.members, create_statement(session, pen, wanted).key)


def _open(life: Life, closes_at: datetime) -> None:
    life.write(consulting.open_consultation, terms=consulting.ConsultationTerms(closes_at))


def _put_to_vote(life: Life, closes_at: datetime, settling: Settling) -> None:
    # Where a first ballot came too late for its positions, the same words are put again.
    facts: dict[str, Any] = {"short_notice": WHY, "same_text": WHY, "settling": settling}
    life.write(deciding.open_ballot, terms=deciding.BallotTerms(life.version, ["en"], closes_at, **facts))


def spoil(here: House, story: Story) -> None:
    """Add what can never go out: an event without its facts, an address that is none, words that were not adopted."""
    life = _started(here)
    _open(life, datetime.now(UTC) + timedelta(hours=1))
    life.write(consulting.close_consultation)
    _put_to_vote(life, datetime.now(UTC) + timedelta(hours=1), Settling.CERTAIN)
    approve(life, here.members.committee[: len(STANCES)])
    with database.transaction() as session:
        at = database.now(session)
        session.execute(update(Event).values(fanned_at=at))  # of this other statement nobody need be told
        version = session.scalars(select(Ballot.version_id).where(Ballot.statement_id == life.id)).one()
        session.execute(update(Edition).where(Edition.version_id == version).values(title="Other words"))
        facts = {"kind": EventKind.BALLOT_CLOSING, "at": at, "statement_id": story.life.id, "data": {}}
        here.spoilt_events = frozenset(session.scalars(insert(Event).returning(Event.id), [facts]))
        somebody = session.scalars(select(Person).order_by(Person.id.desc())).first()
        assert somebody is not None
        somebody.email = "no address at house.example"
        here.spoilt_people = frozenset({somebody.id})
    here.spoilt_statements = frozenset({life.key})
