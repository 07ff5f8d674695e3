"""What was noticed at the import is answered: by Done, or by the button that puts it right in the draft."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.import_notice import ImportNotice
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.drafts.import_notices import ACTS, NoticeEnd, NoticeKind
from workflow.rules.drafts.refusals import NoticeOver
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.services.drafts.saving import insert_save, open_draft, text_of
from workflow.services.shared.checking import check_blocks
from workflow.services.shared.record import lock_statement, require
from workflow.services.statements.versions import DraftText
from workflow.text.document import joined_over, mended, noted, removed
from workflow.text.values import Block


def end_notice(session: Session, person: Person, key: str, notice: str) -> None:
    """The notice is answered by Done; one that was answered before stays so.

    Raises NotFound, NotAllowed. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.EDIT_DRAFT, statement)
    _end(session, person, _notice(session, statement, notice), NoticeEnd.DONE)


def follow_notice(session: Session, person: Person, key: str, notice: str, *, serial: int, opening: str = "") -> Draft:
    """The draft saved with what the notice offers done; the newest save where the notice was answered before.

    serial: of the save that the page showed. Raises NotFound, NotAllowed, NoticeOver, StaleDraft, AgreedLanguage. The
    caller commits.
    """
    statement = lock_statement(session, key)
    opened = open_draft(session, person, key, statement.language, serial, opening)
    found = _notice(session, statement, notice)
    if opened.newest is None or found.kind not in ACTS or (ACTS[found.kind] and not found.other):
        raise NotFound
    if found.end is not None:
        return opened.newest
    try:
        blocks = check_blocks(_FOLLOW[found.kind](opened.blocks, found), before=len(opened.blocks))
    except (KeyError, ValueError):  # a paragraph is gone, or has lost the words
        raise (opened.stale() if opened.is_stale else NoticeOver()) from None
    title, occasion = text_of(opened.newest).title, text_of(opened.newest).occasion
    saved = insert_save(opened, DraftText(title, occasion, blocks))
    _end(session, person, found, NoticeEnd.FOLLOWED)
    return saved


def _join(blocks: Sequence[Block], notice: ImportNotice) -> list[Block]:
    return joined_over(blocks, notice.block, notice.other)


def _take_out(blocks: Sequence[Block], notice: ImportNotice) -> list[Block]:
    if next((each.text for each in blocks if each.id == notice.block), notice.words) != notice.words:
        raise ValueError("the paragraph says something else now")
    return removed(blocks, notice.block)


def _mend(blocks: Sequence[Block], notice: ImportNotice) -> list[Block]:
    return mended(blocks, notice.block, notice.words)


def _make_footnote(blocks: Sequence[Block], notice: ImportNotice) -> list[Block]:
    return noted(blocks, notice.block, notice.words, notice.other)


_FOLLOW: Mapping[NoticeKind, Callable[[Sequence[Block], ImportNotice], list[Block]]] = {
    NoticeKind.JOIN: _join,
    NoticeKind.RUNNING_HEAD: _take_out,
    NoticeKind.PAGE_NUMBER: _take_out,
    NoticeKind.BROKEN_WORD: _mend,
    NoticeKind.GLUED_NOTE: _make_footnote,
}


def _notice(session: Session, statement: Statement, key: str) -> ImportNotice:
    found = session.scalar(select(ImportNotice).filter_by(statement_id=statement.id, key=key))
    if found is None:
        raise NotFound
    return found


def _end(session: Session, person: Person, notice: ImportNotice, end: NoticeEnd) -> None:
    if notice.end is None:
        notice.end, notice.ended_by, notice.ended_at = end, person.id, now(session)
