"""A paragraph typed at the consolidation, over a text in which accepted amendments stand already."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from workflow.rules.shared.lifecycle import Stage
from workflow.services.consolidation.next_text import text_to_issue
from workflow.services.drafts.opened import OpenedDraft
from workflow.services.statements import versions
from workflow.text.consolidation import Consolidated
from workflow.text.document import parse, to_markdown, typed_for
from workflow.text.merge import beneath, merge3
from workflow.text.values import Block

Edit = Callable[[str], list[Block]]


def own_words(opened: OpenedDraft, block: str, shown: str, typed: str, edited: Edit) -> list[Block]:
    """The draft with what the penholder changed of the text that was shown, and without what the answers made of it.

    What is saved reads as it was typed once the answers are put in again, and no amendment loses its room by it; where
    it would not, or the penholder wrote over an amendment's words, it is saved as it was typed. shown: the paragraph's
    Markdown as the form had it, with the answers of that moment: where they are others now, it reads as typed but for
    what these change. edited: the blocks with the paragraph reading as the Markdown that it is given.
    """
    as_typed = edited(typed)
    if opened.statement.stage is not Stage.CONSOLIDATION or versions.current(opened.session, opened.statement) is None:
        return as_typed
    shown, typed = to_markdown(parse(shown)), to_markdown(_typed_for(opened.blocks, block, typed))
    # On an older save than the newest all must read as it was typed: only a form sent twice makes the newest again.
    now = shown if opened.is_stale else _markdown(_text_with(opened, opened.blocks).blocks, block)
    wanted, conflicts = merge3(shown, typed, now)
    if conflicts:
        return as_typed
    known = {each.id for each in opened.blocks} - {block}
    reading, without_room = _own(edited(wanted), known), {*_text_with(opened, as_typed).unapplied}
    for words in beneath(shown, typed, _markdown(opened.blocks, block)):
        blocks = edited(words)
        made, mine = _text_with(opened, blocks), {each.id for each in blocks} - known
        reads = _own([each for each in made.blocks if each.id in mine], known)
        if reads == reading and without_room.issuperset(made.unapplied):
            return blocks
    return as_typed


def _text_with(opened: OpenedDraft, blocks: Sequence[Block]) -> Consolidated:
    return text_to_issue(opened.session, opened.statement, blocks)


def _typed_for(blocks: Sequence[Block], block: str, typed: str) -> list[Block]:
    return next((typed_for(each, typed) for each in blocks if each.id == block), parse(typed))


def _markdown(blocks: Sequence[Block], block: str) -> str:
    return to_markdown(each for each in blocks if each.id == block)


def _own(blocks: Sequence[Block], known: set[str]) -> list[Block]:
    """The blocks that were typed, without their ids."""
    return [replace(each, id="") for each in blocks if each.id not in known]
