"""Which changes bind, count, date or name: what a reader must not miss, by tables for four languages.

`block_changes` are the changes inside a block with their kinds; `FORCE` are the kinds that bind, gravest first.
"""

from workflow.text.force.changes import FORCE, block_changes

__all__ = ["FORCE", "block_changes"]
