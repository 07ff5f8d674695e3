"""The tables: one file a noun. Importing this package registers all of them with Base.metadata."""

from workflow.models import (
    ballot,
    clock,
    event,
    handing,
    item,
    looking,
    organisation,
    person,
    placement,
    publication,
    reason,
    round,
    showing,
    statement,
    version,
)
from workflow.models.base import Base

__all__ = [
    "Base",
    "ballot",
    "clock",
    "event",
    "handing",
    "item",
    "looking",
    "organisation",
    "person",
    "placement",
    "publication",
    "reason",
    "round",
    "showing",
    "statement",
    "version",
]
