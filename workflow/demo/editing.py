"""How the demo's penholder writes: translations against the permanent ids, and changes made by hand."""

from collections.abc import Sequence
from dataclasses import replace

from workflow.demo.telling import Telling
from workflow.rules.statements.translation import words_digest
from workflow.services.consolidation import issuing
from workflow.services.statements import versions
from workflow.text.merge import merge3
from workflow.text.values import Block


def keep_translation(
    telling: Telling, language: str, title: str, occasion: str, blocks: Sequence[Block], original: Sequence[Block]
) -> None:
    """Save an edition whose blocks correspond to the original's one by one."""
    fitted = [replace(block, id=other.id, kind=other.kind) for block, other in zip(blocks, original, strict=True)]
    versions.keep(
        telling.session,
        telling.pen,
        telling.made,
        versions.DraftText(title, occasion, fitted),
        language=language,
        translated={other.id: words_digest(other) for other in original},
    )


def rewrite_towards(telling: Telling, wanted: Sequence[Block]) -> None:
    """Change the draft by hand so that, with the accepted amendments, it reads as `wanted`."""
    made = issuing.text_to_issue(telling.session, telling.made).blocks
    draft = versions.original(telling.session, telling.made)
    before = {block.id: block for block in draft.blocks}
    by_hand = {
        now.id: merge3(now.text, goal.text, before[now.id].text)[0]
        for now, goal in zip(made, wanted, strict=True)
        if now.text != goal.text and now.id in before
    }
    blocks = [replace(block, text=by_hand.get(block.id, block.text)) for block in draft.blocks]
    text = versions.DraftText(draft.title, draft.occasion, blocks)
    versions.keep(telling.session, telling.pen, telling.made, text, language=draft.language)
