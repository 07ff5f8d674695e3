"""How long a statement may be held back."""

from datetime import datetime, timedelta

from workflow.rules.publication.refusals import TooFarAhead
from workflow.rules.shared.refusals import MomentPast

LONGEST = timedelta(days=2 * 366)
"""Two years, whichever they are. A later end is a slip, and nothing would ever go out."""


def require_near(until: datetime, now: datetime, *, field: str = "until") -> None:
    """Nothing for an embargo that can be meant; raises MomentPast or TooFarAhead on `field`."""
    if until <= now:
        raise MomentPast(field=field)
    if until > now + LONGEST:
        raise TooFarAhead(field=field, latest=now + LONGEST)
