"""The tables: one file a noun. Importing this package registers all of them with Base.metadata."""

from workflow.models import (
    ballot,
    clock,
    consultation,
    event,
    item,
    joint_wording,
    label,
    looking,
    organisation,
    person,
    placement,
    publication,
    showing,
    standard_reply,
    statement,
    version,
    worker,
)
from workflow.models.base import Base

__all__ = [
    "Base",
    "ballot",
    "clock",
    "consultation",
    "event",
    "item",
    "joint_wording",
    "label",
    "looking",
    "organisation",
    "person",
    "placement",
    "publication",
    "showing",
    "standard_reply",
    "statement",
    "version",
    "worker",
]
