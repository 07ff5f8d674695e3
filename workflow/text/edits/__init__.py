"""One change of a paragraph: made so that it fits, divided into what it really changes, told whether it is there."""

from workflow.text.edits.dividing import carried_over, divided
from workflow.text.edits.fitting import proposed_words
from workflow.text.edits.keeping import with_kept_signs
from workflow.text.edits.shared import shares_change, shares_words, whole_words

__all__ = ["carried_over", "divided", "proposed_words", "shares_change", "shares_words", "whole_words", "with_kept_signs"]
