"""Two changed texts and their common base become one; where both changed the same place, a person decides.

`merge3` merges by words, `beneath` has what was typed over a text that others changed go to the text beneath.
"""

from workflow.text.merge.merge import beneath, merge3

__all__ = ["beneath", "merge3"]
