"""What a person may do to an open ballot, and when its Committee may be reminded again."""

from datetime import datetime, timedelta
from enum import StrEnum

AGAIN_AFTER = timedelta(hours=6)
"""So long after a reminder nobody is reminded again."""


class Steering(StrEnum):
    """What was done to an open ballot."""

    REMINDED = "reminded"
    EXTENDED = "extended"
    STOPPED = "stopped"


def may_remind_at(last: datetime | None) -> datetime | None:
    """From when on those who have not acted may be reminded; None: now. last: when they were last."""
    return last + AGAIN_AFTER if last else None
