"""The next version: the draft with what was accepted, what the hand wrote already, and who is behind each change."""

from workflow.text.consolidation.comments import with_comments, written_words
from workflow.text.consolidation.consolidation import Consolidated, consolidate
from workflow.text.consolidation.hand_brackets import open_at
from workflow.text.consolidation.said_anyway import said_anyway
from workflow.text.consolidation.satisfied import judged, words_in_place
from workflow.text.consolidation.settling import reopened

__all__ = [
    "Consolidated",
    "consolidate",
    "judged",
    "open_at",
    "reopened",
    "said_anyway",
    "with_comments",
    "words_in_place",
    "written_words",
]
