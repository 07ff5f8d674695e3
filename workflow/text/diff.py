"""What changed: between two texts by words, for the eye, and between two versions by blocks."""

from workflow.text.blockdiff import BlockChange, Change, block_diff
from workflow.text.tidy import tidy
from workflow.text.worddiff import word_diff

__all__ = ["BlockChange", "Change", "block_diff", "tidy", "word_diff"]
