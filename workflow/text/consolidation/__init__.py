"""The next version: the draft with what was accepted, what the hand wrote already, and who is behind each change."""

from workflow.text.consolidation.consolidation import Consolidated, consolidate
from workflow.text.consolidation.hand_brackets import open_at
from workflow.text.consolidation.in_place import words_in_place
from workflow.text.consolidation.satisfied import judged
from workflow.text.consolidation.settling import reopened
from workflow.text.consolidation.titles import title_refs, with_title
from workflow.text.consolidation.written import said_though_refused

__all__ = [
    "Consolidated",
    "consolidate",
    "judged",
    "open_at",
    "reopened",
    "said_though_refused",
    "title_refs",
    "with_title",
    "words_in_place",
]
