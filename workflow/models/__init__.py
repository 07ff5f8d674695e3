"""The tables: one file a noun. Importing this package registers all of them with Base.metadata."""

from workflow.models import ballot, event, item, organisation, person, publication, round, statement, version
from workflow.models.base import Base

__all__ = [
    "Base",
    "ballot",
    "event",
    "item",
    "organisation",
    "person",
    "publication",
    "round",
    "statement",
    "version",
]
