"""Which changes bind, count, date or name: what a reader must not miss, by tables for four languages."""

from workflow.text.force.changes import FORCE, block_changes

__all__ = ["FORCE", "block_changes"]
