"""What stands over every page of a statement: its stages with their days, who holds the pen, how long the text is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot
from workflow.models.consultation import Consultation
from workflow.models.item import Item, ItemState
from workflow.models.person import Person
from workflow.models.publication import Publication
from workflow.models.statement import Penholder, Statement, TakingPart
from workflow.models.version import Draft, Edition
from workflow.queries.shared.disclosure import is_disclosed_to_reader, reader
from workflow.queries.shared.newest import newest_ballot_id, newest_saves
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.rules.decision.decision import BallotOutcome, Tally, tally_from_dict
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Named
from workflow.text.document import word_count
from workflow.text.values import Block


class RailStep(StrEnum):
    """A station of the rail."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    CONSOLIDATION = "consolidation"
    DECISION = "decision"
    PUBLICATION = "publication"


_WITH_DEADLINE = (RailStep.CONSULTATION, RailStep.DECISION, RailStep.PUBLICATION)


@dataclass(frozen=True)
class Station:
    """One step of the rail. number: of the consultation. at: its deadline or its day, where one is known."""

    step: RailStep
    number: int | None
    at: datetime | None
    done: bool
    current: bool

    @property
    def runs_out(self) -> bool:
        """Whether it is the present one and has a deadline."""
        return self.current and self.at is not None and self.step in _WITH_DEADLINE


@dataclass(frozen=True)
class EndedBallot:
    """The newest ballot, where it adopted nothing and the text is back with the penholder."""

    number: int
    outcome: BallotOutcome
    tally: Tally | None


@dataclass(frozen=True)
class Head:
    """The head of a statement's pages. words: of the newest version, or of the draft before there is one,
    with or without footnotes as the terms say.
    """

    stations: tuple[Station, ...]
    penholders: tuple[Named, ...]
    languages: tuple[str, ...]
    words: int
    taking_part: int
    items: int
    ballot: int | None  # the number of the newest one
    ballot_closes_at: datetime | None
    short_notice: str
    ended: EndedBallot | None
    due_at: datetime | None
    published_at: datetime | None


def head(session: Session, standing: Standing) -> Head:
    """The head as `standing`'s viewer may see it; three SQL statements."""
    rows = session.execute(_facts(), _asking_values(standing)).all()
    facts, consultations = rows[0], [row for row in rows if row.number is not None]
    texts = session.execute(*_texts(standing)).all()
    original = next((row.blocks for row in texts if row.language == standing.language), ())
    return value_of(
        Head,
        facts,
        stations=_stations(standing, consultations, facts),
        penholders=_penholders(session, standing),
        languages=tuple(sorted({row.language for row in texts}, key=lambda code: (code != standing.language, code))),
        words=words_of(original, with_notes=standing.count_notes),
        short_notice=(facts.short_notice or "") if standing.stage is Stage.DECISION else "",
        ended=_ended(standing, consultations, facts),
        ballot_closes_at=facts.ballot_closes_at if standing.stage is Stage.DECISION else None,
    )


def _ended(standing: Standing, consultations: Sequence[Row[Any]], facts: Any) -> EndedBallot | None:
    if standing.stage is not Stage.CONSOLIDATION or facts.settled_at is None:
        return None
    if any(row.closed_at is not None and row.closed_at > facts.settled_at for row in consultations):
        return None  # there has been another consultation since
    return EndedBallot(facts.ballot, facts.outcome, tally_from_dict(facts.tally) if facts.tally else None)


@lru_cache(maxsize=256)
def words_of(blocks: tuple[Block, ...], *, with_notes: bool) -> int:
    """The words of a text as a reader counts them, marks left out; footnotes too, unless the terms count them."""
    return word_count(blocks, with_notes=with_notes)


def _asking_values(standing: Standing) -> dict[str, Any]:
    return {"statement": standing.id, **reader(standing.viewer.organisation_id, standing.roles)}


@cache  # every page of a statement asks it: to put it together takes longer than to answer it
def _facts() -> Any:
    """A row a consultation, each with all the facts; one row without a consultation before the first."""

    def total(column: Any, *where: Any) -> Any:
        return select(func.count()).select_from(column).where(*where).scalar_subquery()

    statement_id: Any = bindparam("statement")
    known = (Item.statement_id == statement_id, Item.state == ItemState.SENT, is_disclosed_to_reader())
    return (
        select(
            Consultation.number,
            Consultation.closes_at,
            Consultation.closed_at,
            Ballot.closes_at.label("ballot_closes_at"),
            Ballot.settled_at,
            Ballot.number.label("ballot"),
            Ballot.outcome,
            Ballot.tally,
            Ballot.short_notice,
            Publication.due_at,
            Publication.published_at,
            total(TakingPart, TakingPart.statement_id == statement_id).label("taking_part"),
            total(Item, *known).label("items"),
        )
        .select_from(Statement)
        .outerjoin(Consultation, Consultation.statement_id == Statement.id)
        .outerjoin(Ballot, Ballot.id == newest_ballot_id(statement_id))
        .outerjoin(Publication, Publication.statement_id == Statement.id)
        .where(Statement.id == statement_id)
        .order_by(Consultation.number)
    )


def _texts(standing: Standing) -> tuple[Any, dict[str, Any]]:
    """The question for the texts of the newest version, else of the draft, and its values."""
    if standing.version_id is not None:
        return _editions(), {"version": standing.version_id}
    return _drafts(), {"statement": standing.id}


@cache
def _editions() -> Any:
    return select(Edition.language, Edition.blocks).where(Edition.version_id == bindparam("version"))


@cache
def _drafts() -> Any:
    return select(Draft.language, Draft.blocks).where(Draft.id.in_(newest_saves(bindparam("statement"))))


def _penholders(session: Session, standing: Standing) -> tuple[Named, ...]:
    rows = session.execute(_holders(), {"statement": standing.id}).all()
    return tuple(dict.fromkeys(named(row, standing.viewer) for row in rows))


@cache
def _holders() -> Any:
    asked = (
        select(Penholder.person_id)
        .join(Person, Person.id == Penholder.person_id)
        .where(Penholder.statement_id == bindparam("statement"))
        .order_by(Penholder.since, Penholder.person_id)
    )
    return with_organisation(asked, Person.organisation_id, Penholder.statement_id)


_ORDER = (Stage.DRAFT, Stage.CONSULTATION, Stage.CONSOLIDATION, Stage.DECISION, Stage.ADOPTED, Stage.PUBLISHED)


def _stations(standing: Standing, consultations: Sequence[Row[Any]], facts: Any) -> tuple[Station, ...]:
    stage = standing.stage
    at = _ORDER.index(stage) if stage in _ORDER else -1

    def station(step: RailStep, place: Stage, moment: datetime | None, number: int | None = None) -> Station:
        return Station(step, number, moment, done=_ORDER.index(place) < at, current=place is stage)

    held = [
        Station(RailStep.CONSULTATION, row.number, row.closed_at or row.closes_at, done=closed, current=not closed)
        for row in consultations
        for closed in [row.closed_at is not None]
    ]
    decided = stage in (Stage.DECISION, Stage.ADOPTED, Stage.PUBLISHED)
    return (
        station(RailStep.DRAFT, Stage.DRAFT, standing.created_at),
        *(held or [station(RailStep.CONSULTATION, Stage.CONSULTATION, None, 1)]),
        station(RailStep.CONSOLIDATION, Stage.CONSOLIDATION, None),
        station(RailStep.DECISION, Stage.DECISION, (facts.settled_at or facts.ballot_closes_at) if decided else None),
        Station(
            RailStep.PUBLICATION,
            None,
            None if standing.is_held else facts.published_at or facts.due_at or standing.embargo_at,
            done=stage is Stage.PUBLISHED,
            current=stage is Stage.ADOPTED,
        ),
    )
