"""From the items of a consultation to the next version: answers, the consolidated text, and its issue."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from workflow.models.item import Disposition, Item, ItemState
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.rules.consolidation.refusals import (
    NotDealtWith,
    NothingToIssue,
    NotInText,
    StaleConsolidation,
    TextUnchanged,
)
from workflow.rules.items.kinds import BY_CODE
from workflow.rules.shared.lifecycle import Move
from workflow.rules.shared.permissions import Action
from workflow.services.consolidation.accepting import accepted_amendments
from workflow.services.consolidation.disposing import Answer, dispose_all, dispose_harmless
from workflow.services.consolidation.next_text import said_by_answers_aside, text_to_issue
from workflow.services.consolidation.objection_answers import tell_answers
from workflow.services.shared.checking import require_few
from workflow.services.shared.record import lock_statement, move, require
from workflow.services.statements import versions
from workflow.text.amendments import Accepted
from workflow.text.consolidation import Consolidated
from workflow.text.document import digest
from workflow.text.values import Source

__all__ = ["Answer", "Consolidated", "dispose_all", "dispose_harmless", "issue_version", "text_to_issue", "waiting"]


def waiting(session: Session, statement: Statement) -> list[str]:
    """The references of the items that were sent and have no disposition, whichever version they are on."""
    rows = session.scalars(
        select(Item)
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == statement.id, Item.state == ItemState.SENT, Disposition.item_id.is_(None))
        .order_by(Item.letter, Item.number)
    )
    return [item.reference for item in rows]


def issue_version(
    session: Session,
    person: Person,
    key: str,
    *,
    carry_over: bool = False,
    seen: str | None = None,
    unchanged: bool = False,
    over_limit: bool = False,
) -> Version:
    """Issue the consolidated text as the next version; the dispositions given since the last one go out with it.

    carry_over: items without a disposition stay open and are dealt with in a later version. seen: the digest of the
    text that the form showed. unchanged: the original may read as before without an answer that goes out; over_limit:
    it may be longer than its settings allow. Raises NotAllowed, NotDealtWith, StaleConsolidation (the text is another
    one now), NothingToIssue (neither the text nor any disposition), TextUnchanged, OverLimit, TooManyBlocks, NotInText.
    The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.ISSUE_VERSION, statement)
    left = waiting(session, statement)
    if left and not carry_over:
        raise NotDealtWith(refs=left)
    made = text_to_issue(session, statement)
    if seen is not None and seen != digest(made.title, made.blocks):
        raise StaleConsolidation
    anyway = set(said_by_answers_aside(session, statement, made))
    answers = _answers_to_issue(session, statement)
    require_few(len(made.blocks), before=len(versions.original(session, statement).blocks))
    if made.unapplied or made.refused:
        raise _not_in_text(made, accepted_amendments(session, statement))
    if not answers and not versions.is_draft_newer(session, statement):
        raise NothingToIssue
    if not answers and not unchanged and _reads_as_issued(session, statement, made):
        raise TextUnchanged
    if not over_limit:
        versions.require_within_limits(statement, made.blocks)
    move(session, statement, Move.ISSUE_VERSION)
    version = versions.issue(
        session,
        person,
        statement,
        blocks=made.blocks,
        title=made.title,
        sources=[source.as_list() for source in _citable_sources(session, statement, made.sources)],
        data={"carried_over": left, "by_hand": list(made.by_hand)},
    )
    for answer, item in answers:
        answer.version_id = version.id
        answer.said_anyway = item.reference in anyway
        if answer.shown_words and item.reference not in made.shown:
            answer.shown_block, answer.shown_words = None, ""  # they are gone from the text, which says it otherwise
    told = update(Item).where(Item.id.in_([item.id for _, item in answers]))
    session.execute(told.values(touched_at=version.issued_at))
    session.flush()
    tell_answers(session, statement)
    return version


def _reads_as_issued(session: Session, statement: Statement, made: Consolidated) -> bool:
    """Whether the original of the newest version has these words; the translations and the occasion may differ."""
    version = versions.current(session, statement)
    if version is None:
        return False
    issued = versions.edition(session, version.id, statement.language)
    return issued.digest == digest(made.title, made.blocks)


def _not_in_text(made: Consolidated, answers: Sequence[Accepted]) -> NotInText:
    groups: dict[str, Any] = {"refs": [], "open": []}
    by_ref = {each.amendment.ref: each for each in answers}
    for ref in made.unapplied:
        is_move = BY_CODE[by_ref[ref].amendment.kind].moves_paragraph
        alone = "moved" if is_move else "alike" if ref in made.alike else "refs"
        groups.setdefault("open" if by_ref[ref].bracketed else alone, []).append(ref)
    if made.refused:
        groups["refused"] = list(made.refused)
    return NotInText(**groups)


def _citable_sources(session: Session, statement: Statement, sources: Sequence[Source]) -> list[Source]:
    """The sources as all may read them: an item for the penholder only is named nowhere."""
    private = (Item.statement_id == statement.id, Item.private.is_(True), Item.number.is_not(None))
    hidden = {item.reference for item in session.scalars(select(Item).where(*private))}
    named = [replace(each, refs=tuple(ref for ref in each.refs if ref not in hidden)) for each in sources]
    return [each for each in named if each.refs]


def _answers_to_issue(session: Session, statement: Statement) -> Sequence[Row[Disposition, Item]]:
    return session.execute(
        select(Disposition, Item)
        .join(Item, Item.id == Disposition.item_id)
        .where(Item.statement_id == statement.id, Disposition.version_id.is_(None))
    ).all()
