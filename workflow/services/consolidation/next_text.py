"""The text of the next version as it stands now: the draft with what was accepted of the amendments."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from workflow.models.statement import Statement
from workflow.queries.consolidation.lasting_ids import provisional_ids, with_lasting_ids
from workflow.rules.shared.refusals import NotFound
from workflow.services.consolidation.accepting import (
    accepted_amendments,
    aside_amendments,
    comments_shown,
    refused_amendments,
    texts,
)
from workflow.services.statements import versions
from workflow.text.amendments import carried
from workflow.text.consolidation import Consolidated, consolidate, said_anyway, with_comments
from workflow.text.document import open_brackets, titled
from workflow.text.values import Block


def text_to_issue(session: Session, statement: Statement, blocks: Sequence[Block] | None = None) -> Consolidated:
    """The text that would be issued now: the draft with what was accepted of the amendments; raises NotFound.

    blocks: of a draft that nobody saved yet, in the place of the newest save's.

    A new paragraph has the id that it will keep: a translation can be written against it before the issue.
    """
    issued = versions.current(session, statement)
    if issued is None:
        raise NotFound
    before = texts(session, statement, [issued.id])[issued.id]
    draft = versions.original(session, statement)
    taken = accepted_amendments(session, statement)
    written = titled(draft.title, draft.blocks if blocks is None else blocks)
    lost = refused_amendments(session, statement) if open_brackets([*before, *written]) else ()
    made = consolidate(before, written, taken, provisional_ids(), statement.language, lost)
    lasting = with_lasting_ids(made, statement.key, issued.number)
    return with_comments(lasting, before, comments_shown(session, statement))


def said_by_answers_aside(session: Session, statement: Statement, made: Consolidated) -> tuple[str, ...]:
    """The references of amendments that the text to be issued says, though their answers put nothing into it."""
    aside, issued = aside_amendments(session, statement), versions.current(session, statement)
    if not aside or issued is None:
        return ()
    before = texts(session, statement, [issued.id])[issued.id]
    there = [each for each in carried(aside, before) if each]
    return said_anyway(before, titled(made.title, made.blocks), there, statement.language)
