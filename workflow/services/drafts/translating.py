"""Another language: a draft of its own on the original's permanent ids, which remembers what it was made from."""

from collections.abc import Sequence
from dataclasses import replace

from workflow.models.version import Draft
from workflow.rules.shared.refusals import NotFound, TextRefused
from workflow.rules.statements.translation import in_order, words_digest
from workflow.services.drafts.opened import OpenedDraft
from workflow.services.drafts.saving import insert_save
from workflow.services.shared.checking import check_blocks
from workflow.services.statements.versions import DraftText
from workflow.text.document import parse
from workflow.text.values import Block


def place_translation(original: Sequence[Block], written: Sequence[Block]) -> tuple[Block, ...]:
    """A translation's blocks on the original's ids: by their own ids, else one for one in order; kinds follow."""
    if not all(block.id for block in written):
        if len(written) != len(original):
            raise TextRefused(reason="paragraphs_differ", wanted=len(original), given=len(written))
        written = [replace(block, id=source.id) for source, block in zip(original, written, strict=True)]
    shapes = {block.id: block for block in original}
    fitting = [replace(shapes[block.id], text=block.text) for block in written if block.id in shapes]
    return in_order(original, fitting)


def origin_digests(opened: OpenedDraft, translation: Sequence[Block]) -> dict[str, str]:
    """Which words each block was made from: those of now, save where the translation was left as it was."""
    words = {block.id: words_digest(block) for block in opened.original}
    before = {block.id: block.text for block in opened.blocks}
    known = opened.newest.translated if opened.newest else {}
    return {
        block.id: known.get(block.id, words[block.id]) if before.get(block.id) == block.text else words[block.id]
        for block in translation
    }


def translate_paragraph(opened: OpenedDraft, block: str, text: str, seen: str | None) -> Draft:
    """A save with one paragraph translated anew, or (blank) without a translation again; `seen` as in drafting."""
    original = opened.original
    source = next((each for each in original if each.id == block), None)
    if source is None:
        raise opened.stale() if opened.is_stale else NotFound()
    others = [each for each in opened.blocks if each.id != block]
    words = {key: value for key, value in opened.newest.translated.items() if key != block} if opened.newest else {}
    if text.strip():
        others.append(replace(source, text=_single(text)))
        words[block] = seen or words_digest(source)
    title, occasion = (opened.newest.title, opened.newest.occasion) if opened.newest else ("", "")
    return insert_save(opened, DraftText(title, occasion, in_order(original, others)), words)


def _single(text: str) -> str:
    """The words of one paragraph; raises TextRefused where there are more, for which the original has no place."""
    written = check_blocks(parse(text))
    if len(written) > 1:
        raise TextRefused(reason="one_paragraph")
    return written[0].text
