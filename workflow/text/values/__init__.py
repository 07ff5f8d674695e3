"""What is handed from one room to the next: spans, edits, blocks, amendments and the sources of a change.

Plain values with no engine behind them: whoever needs an enumeration loads nothing else.
"""

from workflow.text.values.amendment import NOTHING, Amendment, AmendmentKind, Source, source_from_list
from workflow.text.values.answers import ChangeKind, Extent, Reason, Verdict
from workflow.text.values.block import Block, BlockKind, from_dict
from workflow.text.values.exclusion import ConflictKind, Exclusion
from workflow.text.values.spans import Edit, Hunk, Span

__all__ = [
    "NOTHING",
    "Amendment",
    "AmendmentKind",
    "Block",
    "BlockKind",
    "ChangeKind",
    "ConflictKind",
    "Edit",
    "Exclusion",
    "Extent",
    "Hunk",
    "Reason",
    "Source",
    "Span",
    "Verdict",
    "from_dict",
    "source_from_list",
]
