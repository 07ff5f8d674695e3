"""The text engine as the graders of the development corpus call it:

python ../shared/corpus/graders/grade_anchors.py --adapter bench/corpus_adapter.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from workflow.text.anchors.anchors import reanchor as place
from workflow.text.diff.words import word_diff as diff
from workflow.text.merge.merge import merge3

__all__ = ["diff", "merge3", "reanchor"]


def reanchor(before: str, after: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the words stand, or None: gone, or nobody can tell."""
    anchor = place(before, after, start, end)
    return None if anchor.start is None or anchor.end is None else (anchor.start, anchor.end)
