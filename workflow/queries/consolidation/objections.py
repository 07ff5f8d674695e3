"""Objections as a reader may know them: who, which words, what instead, why, and what was answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot
from workflow.models.objection import Objection
from workflow.models.organisation import Organisation
from workflow.models.version import Edition, Version
from workflow.queries.items.named_proposers import Proposer, proposer
from workflow.queries.shared.organisation_names import with_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.rules.decision.objections import ObjectionAnswer, objection_reference
from workflow.rules.shared.names import Named, Viewer
from workflow.rules.shared.permissions import Action
from workflow.text.document import numbers, plain
from workflow.text.edits import proposed_words, rewritten
from workflow.text.values import Block, Edit


@dataclass(frozen=True)
class ObjectionShown:
    """One objection. reference: O1, empty while its ballot has not ended without adoption.

    ballot, version: the numbers of the ballot and of the version that it was on. block: the paragraph, None for the
    whole text; number: of that paragraph there. quote, instead: without their marks. whole: it is about no words in
    particular. before, after: the paragraph, and as it would read; empty where it asks for no other words. answer: None
    where there is none, or none that the viewer may know of yet. serial: of the answer.
    """

    reference: str
    ballot: int
    version: int
    by: Proposer
    block: str | None
    number: int | None
    whole: bool
    quote: str
    instead: str
    before: str
    after: str
    why: str
    answer: ObjectionAnswer | None
    answer_reason: str
    serial: int

    @property
    def who(self) -> Named:
        """Who objects."""
        return self.by.who

    @property
    def anchor(self) -> str:
        """The id of its line on a page."""
        return self.reference.lower()


def objections(session: Session, standing: Standing) -> tuple[ObjectionShown, ...]:
    """The numbered objections of all ballots, the newest ballot's first; two SQL statements.

    Who may not see positions finds those alone whose answer was told: what the table of responses holds.
    """
    sees_all = standing.may(Action.SEE_POSITIONS) or standing.holds_pen
    told = () if sees_all else (Objection.told > 0,)
    found = _read(session, standing, standing.viewer, Objection.number.is_not(None), *told)
    return tuple(sorted(found.values(), key=lambda each: -each.ballot))


def objections_told(session: Session, standing: Standing, namer: Viewer) -> tuple[ObjectionShown, ...]:
    """Those whose organisation was told an answer, by their numbers; two SQL statements. namer: before whom they are
    named.
    """
    if standing.ballot_id is None:
        return ()
    return tuple(_read(session, standing, namer, Objection.told > 0).values())


def objections_to_answer(session: Session, standing: Standing) -> tuple[ObjectionShown, ...]:
    """Those to the newest ballot, for its penholder, while the statement is in consolidation; two SQL statements."""
    if standing.ballot_id is None or not standing.may(Action.DISPOSE):
        return ()
    newest = Objection.ballot_id == standing.ballot_id
    return tuple(_read(session, standing, standing.viewer, newest, Objection.number.is_not(None)).values())


def objections_of_seats(
    session: Session, standing: Standing, ballots: Collection[int]
) -> Mapping[tuple[int, int], tuple[ObjectionShown, ...]]:
    """(ballot's number, organisation) -> what it objects to; two SQL statements. Only for who may see positions."""
    stand = (Objection.ballot_id.in_(ballots), Objection.withdrawn_at.is_(None))
    found: dict[tuple[int, int], tuple[ObjectionShown, ...]] = {}
    for (organisation, _), each in _read(session, standing, standing.viewer, *stand).items():
        key = (each.ballot, organisation)
        found[key] = (*found.get(key, ()), each)
    return found


def _read(
    session: Session, standing: Standing, namer: Viewer, *where: ColumnElement[bool]
) -> dict[tuple[int, int], ObjectionShown]:
    """(organisation's id, objection's id) -> the objection, by number and as they were written."""
    asked = (
        select(Objection, Ballot.number.label("ballot"), Version.number.label("version"), Organisation.key)
        .select_from(Objection)
        .join(Ballot, Ballot.id == Objection.ballot_id)
        .join(Version, Version.id == Ballot.version_id)
        .where(Objection.statement_id == standing.id, *where)
        .order_by(Objection.number, Objection.id)
    )
    rows = session.execute(with_organisation(asked, Objection.organisation_id, Objection.statement_id)).all()
    texts = _texts(session, standing, {row.version for row in rows})
    return {(row.who_id, row.Objection.id): _shown(row, standing, namer, texts[row.version]) for row in rows}


def _texts(session: Session, standing: Standing, versions: Collection[int]) -> Mapping[int, tuple[Block, ...]]:
    if not versions:
        return {}
    asked = select(Version.number, Edition.blocks).join(Edition, Edition.version_id == Version.id)
    original = (Version.statement_id == standing.id, Edition.language == standing.language)
    rows = session.execute(asked.where(*original, Version.number.in_(versions)))
    return {row.number: row.blocks for row in rows}


def _shown(row: Any, standing: Standing, namer: Viewer, blocks: tuple[Block, ...]) -> ObjectionShown:
    made: Objection = row.Objection
    knows = made.told > 0 or standing.holds_pen
    return value_of(
        ObjectionShown,
        made,
        ballot=row.ballot,
        version=row.version,
        reference=objection_reference(made.number),
        by=proposer(row, namer),
        number=numbers(blocks).get(made.block or ""),
        whole=made.start == made.end,
        quote=plain(made.quote),
        instead=plain(made.instead),
        **_change(made, blocks),
        answer=made.answer if knows else None,
        answer_reason=made.answer_reason if knows else "",
    )


def _change(made: Objection, blocks: tuple[Block, ...]) -> dict[str, str]:
    """The paragraph before and after the change that it asks for; words for the whole text stand for themselves."""
    if not made.instead and made.start == made.end:
        return {"before": "", "after": ""}
    text = next((block.text for block in blocks if block.id == made.block), "")
    start, end = made.start, len(text) if made.start == made.end else made.end
    instead = proposed_words(text, (start, end), made.instead) if text and made.instead else made.instead
    return {"before": plain(text), "after": plain(rewritten(text, [Edit(start, end, instead)])[0])}
