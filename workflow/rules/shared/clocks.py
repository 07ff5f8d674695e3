"""Whether a clock may be trusted to close, decide and publish by: questions about plain moments.

The clock that counts is the database's (on SQLite this machine's). Against it stands the time for which the machine
has run, which no setting of a clock changes. Source: docs/decisions/clocks.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

APART = timedelta(minutes=5)  # corrections over the network stay far below it
BEHIND_EVENTS = timedelta(minutes=1)  # a small step back is no fault


class Doubt(StrEnum):
    """Why a clock is not trusted."""

    AHEAD = "ahead"  # of what it was when the machine had run for as long less
    BEHIND = "behind"  # of that, of the newest event, or of the last moment known before a restart
    RESTARTED = "restarted"  # the machine was; that much time may have passed, or the clock may be ahead


@dataclass(frozen=True)
class KnownTimes:
    """What the record knows of time.

    started_at: when this machine began to run, by the clock that was trusted; None for a start that is not known yet.
    last: the last moment at which any trusted clock was looked at. newest: of the newest event that no person has
    confirmed the clock against. Each is None where there is none.
    """

    started_at: datetime | None
    last: datetime | None
    newest: datetime | None


@dataclass(frozen=True)
class Judgement:
    """The doubt, None where the clock is trusted, and by how much the clock is off."""

    doubt: Doubt | None = None
    by: timedelta = timedelta()


def judgement(now: datetime, ran_for: timedelta, known: KnownTimes, *, is_synchronised: bool) -> Judgement:
    """What is to be thought of a clock that shows `now` on a machine that has run for `ran_for`.

    is_synchronised: the machine itself vouches for its clock, which is asked after a restart alone.
    """
    if known.newest is not None and known.newest - now > BEHIND_EVENTS:
        return Judgement(Doubt.BEHIND, known.newest - now)
    if known.started_at is None:
        return _after_a_start(now, known.last, is_synchronised=is_synchronised)
    ahead = now - ran_for - known.started_at
    if abs(ahead) <= APART:
        return Judgement()
    return Judgement(Doubt.AHEAD if ahead > timedelta() else Doubt.BEHIND, abs(ahead))


def _after_a_start(now: datetime, last: datetime | None, *, is_synchronised: bool) -> Judgement:
    if last is None:
        return Judgement()
    if last - now > BEHIND_EVENTS:
        return Judgement(Doubt.BEHIND, last - now)
    # A quick restart leaves no room for a clock that is an hour ahead. After a longer one only the machine can tell.
    if now - last <= APART or is_synchronised:
        return Judgement()
    return Judgement(Doubt.RESTARTED, now - last)
