"""One statement through its life with as many items as one likes: items are rows, every move is the real use case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bench import rows, words
from bench.coalition import PROTECTED, Coalition
from workflow import database
from workflow.models.ballot import Ballot
from workflow.models.consultation import Consultation
from workflow.models.event import Event
from workflow.models.item import Disposition, DispositionKind, Item, Reply, Support
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.rules.decision.decision import Stance
from workflow.rules.items.kinds import AMENDING
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting
from workflow.services.decision import deciding
from workflow.services.shared.record import ensure_label_of
from workflow.services.statements.starting import NewStatement, create_statement
from workflow.services.statements.versions import DraftText
from workflow.text.values.block import Block

ACCEPTED = 10  # amendments that version 2 takes up, each in a paragraph of its own


@dataclass(frozen=True)
class Life:
    """A statement, by its key, and those who work on it."""

    members: Coalition
    key: str

    def do(self, person_id: int, use_case: Callable[..., Any], **facts: Any) -> Any:
        """One use case of that person in a transaction of its own."""
        with database.transaction() as session:
            return use_case(session, session.get_one(Person, person_id), self.key, **facts)

    def write(self, use_case: Callable[..., Any], **facts: Any) -> Any:
        """One use case of the penholder."""
        return self.do(self.members.pen, use_case, **facts)

    @property
    def id(self) -> int:
        """The id of the statement."""
        with database.reading() as session:
            return session.scalars(select(Statement.id).where(Statement.key == self.key)).one()

    @property
    def address(self) -> str:
        """The short address under which it is published."""
        with database.reading() as session:
            return session.scalars(select(Statement).where(Statement.key == self.key)).one().address

    @property
    def version(self) -> int:
        """The number of the newest version."""
        with database.reading() as session:
            found = select(Version.number).where(Version.statement_id == self.id).order_by(Version.number.desc())
            return session.scalars(found).first() or 0


def opened(members: Coalition, items: int, blocks: Sequence[Block] = ()) -> Life:
    """A statement in its first consultation with so many items, replies to every fifth and support for every third."""
    with database.transaction() as session:
        pen = session.get_one(Person, members.pen)
        wanted = NewStatement(DraftText(words.TITLE, words.OCCASION, blocks or words.text()), "en")
        life = Life(members, create_statement(session, pen, wanted).key)
        closes_at = database.now(session) + timedelta(days=2)
    terms = consulting.ConsultationTerms(closes_at, "Say what you want.")
    life.write(consulting.open_consultation, terms=terms)
    with database.transaction() as session:
        _fill(session, life, items)
    return life


def _fill(session: Session, life: Life, items: int) -> None:
    statement = session.scalars(select(Statement).where(Statement.key == life.key)).one()
    for number in PROTECTED:
        ensure_label_of(session, statement.id, life.members.organisations[number])
    consultation = session.scalars(select(Consultation).where(Consultation.statement_id == statement.id)).one()
    blocks = session.scalars(select(Edition.blocks).where(Edition.version_id == consultation.version_id)).one()
    made = rows.items(life.members, blocks, items, consultation, database.now(session))
    session.execute(insert(Item), made)
    written = select(Item.id, Item.kind, Item.number, Item.organisation_id, Item.person_id, Item.sent_at)
    there = session.execute(written.where(Item.statement_id == statement.id).order_by(Item.id)).all()
    session.execute(insert(Event), rows.events(there, statement.id))
    session.execute(insert(Reply), rows.replies(life.members, there))
    session.execute(insert(Support), rows.support(life.members, there))


def consolidate(life: Life) -> None:
    """Close the consultation, accept a few amendments and issue version 2, which leaves the others open."""
    life.write(consulting.close_consultation)
    chosen: dict[str, int] = {}
    with database.transaction() as session:
        for item in session.scalars(_unanswered(life.id).where(Item.kind.in_(AMENDING))):
            chosen.setdefault(item.block or "", item.id)
        _answer(session, life, list(chosen.values())[:ACCEPTED], DispositionKind.ACCEPTED)
    life.write(issuing.issue_version, carry_over=True)


def answer_all(life: Life, stop_consultation: bool = False) -> None:
    """Give every item that waits its answer, in no version yet; the consultation is closed first where it is open."""
    if stop_consultation:
        life.write(consulting.close_consultation)
    with database.transaction() as session:
        waiting = session.scalars(_unanswered(life.id)).all()
        comments = [item.id for item in waiting if item.kind not in AMENDING]
        _answer(session, life, comments, DispositionKind.NOTED)
        amendments = [item.id for item in waiting if item.kind in AMENDING]
        _answer(session, life, amendments, DispositionKind.NOT_ACCEPTED)


def _unanswered(statement_id: int) -> Any:
    answered = select(Item).outerjoin(Disposition, Disposition.item_id == Item.id)
    return answered.where(Item.statement_id == statement_id, Disposition.item_id.is_(None)).order_by(Item.id)


def _answer(session: Session, life: Life, items: list[int], kind: DispositionKind) -> None:
    shared = {"kind": kind, "reason": words.remark(0), "person_id": life.members.pen, "given_at": database.now(session)}
    if items:
        session.execute(insert(Disposition), [{"item_id": item, **shared} for item in items])


def put_to_vote(life: Life, positions: int) -> None:
    """Issue what was answered, put it on the table, and have so many of the Committee approve it."""
    life.write(issuing.issue_version)
    with database.reading() as session:
        closes_at = database.now(session) + timedelta(days=1)
    life.write(deciding.open_ballot, terms=deciding.BallotTerms(life.version, ["en"], closes_at))
    approve(life, life.members.committee[:positions])


def approve(life: Life, people: tuple[int, ...]) -> None:
    """Have these take the position that approves."""
    with database.reading() as session:
        newest = select(Ballot.mandate_digest).where(Ballot.statement_id == life.id).order_by(Ballot.id.desc())
        mandate = session.scalars(newest).first() or ""
    for person in people:
        life.do(person, deciding.take_position, mandate=mandate, stance=Stance.APPROVE)
