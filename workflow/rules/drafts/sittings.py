"""A sitting: one person writes on one draft. What is saved by itself meanwhile is one entry of the list of saves."""

from datetime import datetime, timedelta
from enum import StrEnum

GAP = timedelta(minutes=30)
"""Between two saves of one sitting; after a longer pause the next save begins another one."""
KEPT_FOR = timedelta(days=1)
"""How long a save that gave way lies there still: other windows may have been opened on it."""


class Copy(StrEnum):
    """How a save stands in the list of saves."""

    KEPT = "kept"  # somebody pressed a button for it
    OPEN = "open"  # made by itself, the last of its sitting
    PASSED = "passed"  # made by itself; a later one of the sitting stands for it, and lists leave it out


def is_same_sitting(last: tuple[Copy, int, datetime], person: int, now: datetime) -> bool:
    """Whether a save by that person now goes on with the sitting of the last one.

    last: how the newest save of the draft stands, whose it is, and when it was made. A button ends a sitting.
    """
    copy, writer, at = last
    return copy is Copy.OPEN and writer == person and now - at <= GAP
