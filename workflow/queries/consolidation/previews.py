"""Paragraphs as they will read in the next version, with the amendments behind each change."""

from collections.abc import Sequence, Set

from workflow.queries.consolidation.consolidation import Consolidation
from workflow.queries.consolidation.passages import WHOLE
from workflow.queries.history.rows import Row, rows
from workflow.text.amendments import sources_of
from workflow.text.diff import Change
from workflow.text.document import divided
from workflow.text.values import Block

_ARRIVED = frozenset({Change.ADDED, Change.MOVED, Change.MOVED_CHANGED})


def whole(consolidation: Consolidation) -> tuple[Row, ...]:
    """Every block of the next version beside the one issued last, and what went."""
    return _rows(consolidation, consolidation.consolidated.blocks)


def around(consolidation: Consolidation, key: str) -> tuple[Row, ...]:
    """One paragraph as it will read, and the new and moved ones that will stand behind it."""
    blocks = consolidation.consolidated.blocks
    is_there = any(block.id == key for block in blocks)
    # Where one that is gone went to, joined to another one, only the words of all can tell.
    shown = _around(_rows_of(consolidation, {key}) if is_there else _rows(consolidation, blocks), key)
    moved = {row.id for row in shown if row.change.is_moved}
    return _around(_rows_of(consolidation, {key, *moved}), key) if moved - {key} else shown


def _rows_of(consolidation: Consolidation, keys: Set[str]) -> tuple[Row, ...]:
    """The rows of which only those of `keys` have their words compared: the others count with their places alone."""
    issued = {block.id: block for block in consolidation.issued}
    blocks = consolidation.consolidated.blocks
    return _rows(consolidation, [each if each.id in keys else issued.get(each.id, each) for each in blocks])


def _around(there: Sequence[Row], key: str) -> tuple[Row, ...]:
    # It may be a part of another one now, or several.
    homes = {key, *(row.id for row in there if row.old_id == key)}
    at = next((place for place, row in enumerate(there) if row.id in homes), -1)
    if at < 0 and key != WHOLE:
        return ()
    behind: list[Row] = []
    for row in there[at + 1 :]:
        if row.change.kind not in _ARRIVED:
            break
        behind.append(row)
    return (*(row for row in there if row.id in homes), *(row for row in behind if row.id not in homes))


def changing_rows(consolidation: Consolidation) -> tuple[Row, ...]:
    """The blocks to which something happens, in the order of the next version."""
    return tuple(row for row in whole(consolidation) if row.is_changed)


def _rows(consolidation: Consolidation, blocks: Sequence[Block]) -> tuple[Row, ...]:
    _, issued = divided(consolidation.issued)
    behind = sources_of(issued, consolidation.consolidated.blocks, consolidation.consolidated.sources)
    return rows(issued, blocks, behind)
