"""Saves that are made by themselves while somebody writes: what they may do, and how a sitting is one entry."""

from collections.abc import Sequence

from sqlalchemy import select

from workflow.database import now
from workflow.models.version import Draft
from workflow.queries.shared.newest import newest_saves
from workflow.rules.drafts.refusals import NotByItself
from workflow.rules.drafts.sittings import KEPT_FOR, Copy, is_same_sitting
from workflow.rules.statements.translation import words_digest
from workflow.services.consolidation.accepting import texts
from workflow.services.drafts.opened import OpenedDraft
from workflow.services.statements import versions
from workflow.text.document import keep_ids, open_brackets
from workflow.text.values import Block


def require_alone(opened: OpenedDraft) -> None:
    """Nothing where the save keeps words and does no more; raises NotByItself.

    A passage in brackets that is half written looks as if it were settled: its amendments would be asked about anew.
    """
    issued = versions.current(opened.session, opened.statement) if opened.is_original else None
    if issued and open_brackets(texts(opened.session, opened.statement, [issued.id])[issued.id]):
        raise NotByItself


def place_in_sitting(opened: OpenedDraft, draft: Draft) -> bool:
    """Whether the save, just made after `opened.newest`, is one more by itself in the sitting of that one.

    The one before it gives way to it in the list of saves. Where another sitting begins, those that gave way long ago
    are deleted: no window that was opened on them is expected any more.
    """
    if opened.by_itself:
        draft.copy = Copy.OPEN
    if not _goes_on(opened):
        if opened.by_itself:
            _remove_passed(opened)
        return False
    if opened.newest is not None:
        opened.newest.copy = Copy.PASSED
    return opened.by_itself


def ids_of_sitting(opened: OpenedDraft, written: Sequence[Block]) -> list[Block]:
    """The blocks with the ids that one save at the end of the sitting would give them.

    Who takes a paragraph out to put it back elsewhere has it saved without the paragraph meanwhile, which must not cost
    the paragraph its id, and with that its comments.
    """
    before = _before_sitting(opened) if _goes_on(opened) else None
    if before is None:
        return keep_ids(opened.blocks, written)
    placed = keep_ids(before.blocks, written)
    taken = {each.id for each in placed}
    since = [each for each in opened.blocks if each.id not in taken]
    others = iter(keep_ids(since, [each for each in placed if not each.id]))
    return [each if each.id else next(others) for each in placed]


def _goes_on(opened: OpenedDraft) -> bool:
    """Whether a save now goes on with the sitting of the newest one, from which no version was issued."""
    newest = opened.newest
    if newest is None or newest.copy is not Copy.OPEN:
        return False
    issued = versions.current(opened.session, opened.statement)
    if issued is not None and issued.issued_at >= newest.saved_at:
        return False
    last = (newest.copy, newest.saved_by, newest.saved_at)
    return is_same_sitting(last, opened.person.id, now(opened.session))


def _before_sitting(opened: OpenedDraft) -> Draft | None:
    """The save on which the sitting began."""
    if opened.newest is None:
        return None
    earlier = select(Draft).where(
        Draft.statement_id == opened.statement.id,
        Draft.language == opened.language,
        Draft.serial < opened.newest.serial,
        Draft.copy != Copy.PASSED,
    )
    return opened.session.scalar(earlier.order_by(Draft.serial.desc()).limit(1))


def _remove_passed(opened: OpenedDraft) -> None:
    """Delete what gave way long ago, without the saves that alone have the words that a translation was made from.

    A page of the draft needs none of them: it shows the newest text where the one that it was opened on is gone.
    """
    mine = select(Draft).where(Draft.statement_id == opened.statement.id, Draft.language == opened.language)
    is_old = (Draft.copy == Copy.PASSED) & (Draft.saved_at < now(opened.session) - KEPT_FOR)
    old = opened.session.scalars(mine.where(is_old).order_by(Draft.serial.desc())).all()
    wanted = _translated_words(opened) if old and opened.is_original else set()
    for each in opened.session.scalars(mine.where(~is_old)) if wanted else ():
        wanted -= _words(each)
    for each in old:
        if not wanted & _words(each):
            opened.session.delete(each)
        wanted -= _words(each)


def _translated_words(opened: OpenedDraft) -> set[tuple[str, str]]:
    """The paragraphs, each with the digest of its words, that the translations as they are now were made from."""
    others = newest_saves(opened.statement.id).where(Draft.language != opened.language)
    rows = opened.session.scalars(select(Draft.translated).where(Draft.id.in_(others)))
    return {(block, str(digest)) for translated in rows for block, digest in translated.items()}


def _words(draft: Draft) -> set[tuple[str, str]]:
    return {(block.id, words_digest(block)) for block in draft.blocks}
