"""The queues of the worker, and how long what was handed out is nobody else's to hand out."""

from datetime import timedelta
from enum import StrEnum


class Queue(StrEnum):
    """What a line of the worker serves, in order of urgency."""

    DEADLINES = "deadlines"  # closing, settling, reminding; clearing what has ended
    PUBLISHING = "publishing"  # statements that go out, and the files that are served
    MAIL = "mail"


HANDED_OUT_FOR = timedelta(seconds=10)  # a message that was lost costs so long, and no more than that is queued twice
HEARD_WITHIN = timedelta(seconds=15)  # a worker that said nothing for longer has no lines to count with
