"""What changed: between two texts by words, tidied for the eye, and between two versions by blocks.

`word_diff` marks whole words, `tidy` makes the same change readable (semantic clean-up), `excerpt` and `shortened` tell
it in a line; `block_diff` says of each block whether it was kept, changed, added, removed, moved, split or joined, and
`moved_sentences` which sentences went from one to another. `delta_between` and `rebuilt` carry a
changed text over a line, and bring it back to the byte.
"""

from workflow.text.diff.blocks import BlockChange, Change, block_diff
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.deltas import delta_between, line_ends, rebuilt, text_digest
from workflow.text.diff.excerpt import Ops, excerpt, shortened
from workflow.text.diff.relocated import moved_sentences
from workflow.text.diff.words import word_diff

__all__ = [
    "BlockChange",
    "Change",
    "Ops",
    "block_diff",
    "delta_between",
    "excerpt",
    "line_ends",
    "moved_sentences",
    "rebuilt",
    "shortened",
    "text_digest",
    "tidy",
    "word_diff",
]
