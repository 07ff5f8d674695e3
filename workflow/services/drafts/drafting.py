"""Writing: each save of the draft is a row of its own, and of two saves at once the second is refused."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.person import Person
from workflow.models.version import Draft
from workflow.rules.drafts.refusals import NotByItself
from workflow.rules.shared.refusals import NotFound
from workflow.services.drafts.by_hand import own_words
from workflow.services.drafts.by_itself import ids_of_sitting
from workflow.services.drafts.opened import OpenedDraft
from workflow.services.drafts.saving import edit_known, insert_save, open_draft, text_of
from workflow.services.drafts.translating import origin_digests, place_translation, translate_paragraph
from workflow.services.shared.checking import check_blocks, check_title
from workflow.services.shared.record import new_block_id
from workflow.services.statements.versions import DraftText
from workflow.text.document import inserted, moved, parse, removed, replaced, with_ids
from workflow.text.values import Block


@dataclass(frozen=True)
class TypedParagraph:
    """One paragraph as a form brings it.

    block: its id, "" for a new one. text: its Markdown; blank takes it out, None leaves its words as they are. after:
    the id of the paragraph before its new place, "" for the beginning, None where it stays (a new one: at the end).
    seen: in a translation, the digest (rules.translation.words_digest) of the original's words that the form showed.
    shown: the Markdown that the form showed where it is not the draft's: at the consolidation the answers are put in,
    and what they change is not saved.
    """

    block: str
    text: str | None
    after: str | None = None
    seen: str | None = None
    shown: str | None = None


def save_draft(
    session: Session,
    person: Person,
    key: str,
    text: DraftText,
    *,
    language: str,
    serial: int,
    opening: str = "",
    by_itself: bool = False,
) -> Draft:
    """The whole text saved anew; paragraphs that are the same, edited or moved keep their ids.

    serial: of the save that the form showed, 0 where there was none in this language. A translation has the blocks of
    the original, in its order, or only some of them with their ids. What equals the newest save makes no new one.
    opening: why agreed language is opened, where the save changes any. by_itself: nobody pressed a button. Raises
    NotAllowed, StaleDraft, TextRefused, OverLength, TooManyBlocks, AgreedLanguage, NotByItself. The caller commits.
    """
    opened = open_draft(session, person, key, language, serial, opening, by_itself)
    written = check_blocks(text.blocks, may_be_empty=not opened.is_original, before=len(opened.blocks))
    if opened.is_original:
        kept = with_ids(ids_of_sitting(opened, written), new_block_id)
        return insert_save(opened, DraftText(check_title(text.title), text.occasion, kept))
    translation = place_translation(opened.original, written)
    return insert_save(opened, replace(text, blocks=translation), origin_digests(opened, translation))


def save_paragraph(
    session: Session,
    person: Person,
    key: str,
    typed: TypedParagraph,
    *,
    language: str,
    serial: int,
    opening: str = "",
    by_itself: bool = False,
) -> Draft:
    """One paragraph saved; raises what save_draft raises, and NotFound for an unknown block.

    By itself only the words of one paragraph are saved: neither a further one, nor its place, nor that it is gone.
    """
    opened = open_draft(session, person, key, language, serial, opening, by_itself)
    if by_itself and not _changes_words_alone(typed):
        raise NotByItself
    if not opened.is_original:
        return translate_paragraph(opened, typed.block, typed.text or "", typed.seen)
    if opened.newest is None:
        raise NotFound
    if opened.is_stale and _is_there_already(opened, typed, serial):
        return insert_save(opened, text_of(opened.newest))

    def edited(words: str | None) -> list[Block]:
        blocks = edit_known(opened, lambda: _edit_blocks(opened.blocks, replace(typed, text=words)))
        return with_ids(check_blocks(blocks, before=len(opened.blocks)), new_block_id)

    if typed.block and typed.shown and typed.text and typed.text.strip():
        kept = own_words(opened, typed.block, typed.shown, typed.text, edited)
    else:
        kept = edited(typed.text)
    return insert_save(opened, replace(text_of(opened.newest), blocks=kept))


def restore(
    session: Session, person: Person, key: str, from_serial: int, *, language: str, serial: int, opening: str = ""
) -> Draft:
    """A further save with the text of an older one; none is lost.

    Raises NotAllowed, StaleDraft, NotFound, AgreedLanguage.
    """
    opened = open_draft(session, person, key, language, serial, opening)
    wanted = select(Draft).filter_by(statement_id=opened.statement.id, language=language, serial=from_serial)
    if (old := session.scalar(wanted)) is None:
        raise NotFound
    return insert_save(opened, text_of(old), old.translated, from_serial)


def _is_there_already(opened: OpenedDraft, typed: TypedParagraph, serial: int) -> bool:
    """Whether the newest text is what the form makes of the save that it was opened on: it was sent twice."""
    wanted = select(Draft).filter_by(statement_id=opened.statement.id, language=opened.language, serial=serial)
    if (base := opened.session.scalar(wanted)) is None:
        return False
    try:
        made = check_blocks(_edit_blocks(base.blocks, typed), before=len(base.blocks))
    except KeyError:
        return False
    return [replace(each, id="") for each in made] == [replace(each, id="") for each in opened.blocks]


def _changes_words_alone(typed: TypedParagraph) -> bool:
    return bool(typed.block) and typed.after is None and len(parse(typed.text or "")) == 1


def _edit_blocks(blocks: Sequence[Block], typed: TypedParagraph) -> list[Block]:
    block, text = typed.block, typed.text
    if not block:
        return inserted(blocks, typed.after, text or "")
    if text is not None and not text.strip():
        return removed(blocks, block)
    changed = list(blocks) if text is None else replaced(blocks, block, text)
    return changed if typed.after is None else moved(changed, block, typed.after)
