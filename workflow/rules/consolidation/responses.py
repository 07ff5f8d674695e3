"""What an organisation may answer to a disposition that is shown as proposed, and how long that answer holds."""

from datetime import datetime
from enum import StrEnum

from workflow.rules.consolidation.dispositions import DispositionKind


class ResponseKind(StrEnum):
    """NOTED: it has taken note. AGREES: it can live with it. MAINTAINS: it stands by what it asked for."""

    NOTED = "noted"
    AGREES = "agrees"
    MAINTAINS = "maintains"


def is_asked(kind: ResponseKind | None, answered: int | None, serial: int) -> bool:
    """Whether an organisation is still asked about the disposition with `serial`.

    kind, answered: what it said last and the serial of the disposition that it said it of; None where it said nothing.
    """
    return kind is None or answered != serial


def is_maintained(kind: ResponseKind | None, answered: int | None, serial: int, disposition: DispositionKind) -> bool:
    """Whether the Committee is told that the organisation stands by its item.

    A disposition that was changed afterwards does not silence it, unless it now gives all that was asked for.
    """
    if kind is not ResponseKind.MAINTAINS:
        return False
    return answered == serial or disposition is not DispositionKind.ACCEPTED


def takes_responses(closes_at: datetime, moment: datetime, *, issued: bool) -> bool:
    """Whether an answer still arrives in time: before the deadline, and before a version goes out with it."""
    return not issued and moment < closes_at
