"""Paragraphs as they will read in the next version, with the amendments behind each change."""

from collections.abc import Sequence

from workflow.queries.changes import Row
from workflow.queries.consolidation import Desk
from workflow.queries.passages import WHOLE
from workflow.text.amendments import sources_of
from workflow.text.blocks import Block, numbers
from workflow.text.diff import BlockChange, Change, block_diff

_ARRIVED = frozenset({Change.ADDED, Change.MOVED, Change.MOVED_CHANGED})


def whole(desk: Desk) -> tuple[Row, ...]:
    """Every block of the next version beside the one issued last, and what went."""
    return _rows(desk, desk.consolidated.blocks)


def around(desk: Desk, key: str) -> tuple[Row, ...]:
    """One paragraph as it will read, and the new and moved ones that will stand behind it."""
    # Only this paragraph's words are compared: the others count with their places alone.
    issued = {block.id: block for block in desk.issued}
    rows = _rows(desk, [b if b.id == key else issued.get(b.id, b) for b in desk.consolidated.blocks])
    at = next((place for place, row in enumerate(rows) if row.id == key), -1)
    if at < 0 and key != WHOLE:
        return ()
    behind: list[Row] = []
    for row in rows[at + 1 :]:
        if row.change.kind not in _ARRIVED:
            break
        behind.append(row)
    return (*(row for row in rows if row.id == key), *(row for row in behind if row.id != key))


def changed(desk: Desk) -> tuple[Row, ...]:
    """The blocks to which something happens, in the order of the next version."""
    return tuple(row for row in whole(desk) if row.is_changed)


def _rows(desk: Desk, blocks: Sequence[Block]) -> tuple[Row, ...]:
    was, now = numbers(desk.issued), numbers(blocks)
    behind = sources_of(desk.issued, desk.consolidated.blocks, desk.consolidated.sources)
    return tuple(
        Row(
            change=change,
            was=was.get(change.before.id) if change.before else None,
            now=now.get(change.after.id) if change.after else None,
            sources=behind.get(_id(change), ()),
            notes=(),
        )
        for change in block_diff(desk.issued, blocks)
    )


def _id(change: BlockChange) -> str:
    block = change.after or change.before
    return block.id if block else ""
