"""One change of a paragraph: made so that it fits, divided into what it really changes, told whether it is there."""

from workflow.text.edits.dividing import asks_the_same, carried_over, divided
from workflow.text.edits.fitting import proposed_words, rewritten
from workflow.text.edits.keeping import with_kept_signs
from workflow.text.edits.shared import shares_change, shares_words, whole_words

__all__ = [
    "asks_the_same",
    "carried_over",
    "divided",
    "proposed_words",
    "rewritten",
    "shares_change",
    "shares_words",
    "whole_words",
    "with_kept_signs",
]
