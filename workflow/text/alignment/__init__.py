"""What two texts have in common, and how far that can be trusted: behind every difference, anchor and merge.

A weighted longest common subsequence by the bits of long integers (Hyyrö), divided at landmarks (patience), slid to
the borders that read best, with the passages that moved found by what they share. A `Comparison` of two texts is made
once for a page or an issue, and handed down. The numbers that decide stand in `levels`.
"""

from workflow.text.alignment.comparison import Comparison
from workflow.text.alignment.heaviest import heaviest_chain

__all__ = ["Comparison", "heaviest_chain"]
