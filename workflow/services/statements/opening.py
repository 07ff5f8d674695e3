"""Agreed language is opened: with a reason that all who see the text can read, and once for each paragraph."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.person import Person
from workflow.models.statement import OpenedParagraph, Statement
from workflow.models.version import Edition
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, ReasonNeeded
from workflow.rules.statements.agreed import agreed_blocks_lost
from workflow.rules.statements.refusals import AgreedLanguage, OpenAlready
from workflow.services.shared.checking import check_words
from workflow.services.shared.record import lock_statement, record_event, require
from workflow.services.statements import versions
from workflow.services.statements.basing import closed_agreed_blocks
from workflow.text.document import numbers
from workflow.text.values import Block


def open_paragraph(session: Session, person: Person, key: str, *, block: str, reason: str) -> OpenedParagraph:
    """Open a paragraph of agreed language to amendments and changes, also in a consultation that is under way.

    The same reason from the same person again changes nothing. Raises NotAllowed, NotFound (no such paragraph),
    ReasonNeeded, OpenAlready. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.OPEN_PARAGRAPH, statement)
    why = check_words(reason, field="reason")
    if not why:
        raise ReasonNeeded
    before = session.get(OpenedParagraph, (statement.id, block))
    if before is not None:
        if (before.person_id, before.reason) == (person.id, why):
            return before
        raise OpenAlready
    texts = _texts(session, statement)
    if not any(each.id == block for text in texts for each in text):
        raise NotFound
    if not any(block in closed_agreed_blocks(session, statement, text) for text in texts):
        raise OpenAlready
    return _insert_opening(session, person, statement, block, why)


def open_touched(
    session: Session,
    person: Person,
    statement: Statement,
    before: Sequence[Block],
    after: Sequence[Block],
    reason: str,
) -> None:
    """Open what a save changes of agreed language, for the reason that its form gives; raises AgreedLanguage."""
    changed = agreed_blocks_lost(closed_agreed_blocks(session, statement, before), before, after)
    if not changed:
        return
    why = check_words(reason, field="opening")
    if not why:
        count = numbers(before)
        raise AgreedLanguage(numbers=[count[block] for block in changed if block in count])
    for block in changed:
        _insert_opening(session, person, statement, block, why)


def _texts(session: Session, statement: Statement) -> list[Sequence[Block]]:
    """What of the statement is read now: its draft, and the newest version, which a consultation may be on."""
    texts: list[Sequence[Block]] = [versions.original(session, statement).blocks]
    if (version := versions.current(session, statement)) is not None:
        edition: Edition = versions.edition(session, version.id, statement.language)
        texts.append(edition.blocks)
    return texts


def _insert_opening(session: Session, person: Person, statement: Statement, block: str, reason: str) -> OpenedParagraph:
    row = OpenedParagraph(statement_id=statement.id, block=block, reason=reason, person_id=person.id, at=now(session))
    session.add(row)
    session.flush()
    record_event(session, EventKind.PARAGRAPH_OPENED, person=person, statement=statement, data={"block": block})
    return row
