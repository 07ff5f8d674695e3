"""Two changed texts and their common base become one; where both changed the same place, a person decides."""

from workflow.text.merge.beneath import beneath
from workflow.text.merge.merge import merge3

__all__ = ["beneath", "merge3"]
