"""One change of a paragraph: made so that it fits, divided into what it really changes, told whether it is there."""

from workflow.text.edits.shared import shares_change, shares_words, whole_words

__all__ = ["shares_change", "shares_words", "whole_words"]
