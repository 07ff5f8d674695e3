"""A paragraph written because of accepted comments: saved by hand, and the comments stand behind what was written."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.drafts.refusals import NothingRewritten
from workflow.rules.shared.permissions import Action
from workflow.services.consolidation.next_text import text_to_issue
from workflow.services.consolidation.showing_where import show_where
from workflow.services.drafts.drafting import TypedParagraph, save_paragraph
from workflow.services.shared.record import lock_statement, require
from workflow.text.consolidation import written_words


def write_for_comments(
    session: Session,
    person: Person,
    key: str,
    typed: TypedParagraph,
    *,
    serial: int,
    credited: Mapping[str, int],
    opening: str = "",
) -> Draft:
    """The paragraph saved, and each comment credited with the words that changed in it.

    typed: of the original. serial: of the save that the form showed. credited: reference -> the serial of the answer
    that the form showed; all of them are accepted. Raises NothingRewritten, and what `drafting.save_paragraph` and
    `showing_where.show_where` raise; then nothing is kept. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.DISPOSE, statement)
    before = _words(session, statement, typed.block)
    if not (typed.text or "").strip():
        raise NothingRewritten
    saved = save_paragraph(session, person, key, typed, language=statement.language, serial=serial, opening=opening)
    words = written_words(before, _words(session, statement, typed.block))
    if not words:
        raise NothingRewritten
    for reference, answer in credited.items():
        show_where(session, person, key, item=reference, block=typed.block, words=words, serial=answer)
    return saved


def _words(session: Session, statement: Statement, block: str) -> str:
    """The paragraph as it would be issued; "" where there is none of that id."""
    return next((each.text for each in text_to_issue(session, statement).blocks if each.id == block), "")
