"""What follows from a try to deliver: when the next one is due, or how the row ends. Values in, values out."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LEASE = timedelta(seconds=30)  # renewed while a try goes on; after a killed worker another one waits so long
BATCH = 50  # mails that a line claims at once
FAILURES = 5  # tries that ended in an error on our side, or of which nothing was heard again: it may kill who takes it
LAST_RESORT = timedelta(hours=48)  # RFC 5321 4.5.4.1 asks for four to five days; a deadline's mail is stale before
_BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
# How long after the last try the first, second … one to make an event's deliveries comes; then it is set aside. Who has
# begun one has it for so long.
FAN_OUT_WAITS = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 5, 15, 60))
_PUBLICATION_BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60))
IN_DOUBT_FOR = timedelta(minutes=5)
# Readers refused one after the other, with no mail taken between, until the server is taken to refuse everybody. Two
# focal points of one house whose domain has ended are an everyday matter; three that are taken wrongly for an outage
# cost a minute's pause, as nothing is lost by one.
REFUSED_IN_A_ROW = 3
BELIEVED_AFTER = timedelta(minutes=15)  # a refusal that is repeated, while the server takes others' mail
_SOONEST, _LATEST, _PAUSE_AT_MOST = timedelta(minutes=1), timedelta(hours=1), timedelta(minutes=15)


class DeliveryVerdict(StrEnum):
    """How a try ended."""

    SENT = "sent"
    REFUSED = "refused"  # by the other side, for good as it says: see is_believed
    LATER = "later"  # not now, says the other side
    CHANNEL = "channel"  # nobody's mail goes out at present: says nothing about this one
    FAILED = "failed"  # on our side
    NOBODY = "nobody"  # the person is gone or may no longer know
    MISMATCH = "mismatch"  # the stored text is not the approved one


@dataclass(frozen=True)
class Outcome:
    """One try's end. trouble: a code or the server's line, for the secretariat. in_doubt: it may have arrived."""

    verdict: DeliveryVerdict
    trouble: str = ""
    in_doubt: bool = False


class Next(StrEnum):
    """What becomes of the row."""

    DONE = "done"
    REFUSED = "refused"
    DROPPED = "dropped"
    SET_ASIDE = "set_aside"
    AGAIN = "again"


_ENDS = {
    DeliveryVerdict.SENT: Next.DONE,
    DeliveryVerdict.NOBODY: Next.DROPPED,
    DeliveryVerdict.MISMATCH: Next.SET_ASIDE,
}


def what_follows(outcome: Outcome, *, failures: int, age: timedelta, others_taken: bool = False) -> Next:
    """What becomes of a row after `outcome`.

    failures: tries that ended on our side or of which nothing was heard, this one counted if it did.
    age: since the other side first said "not now", or first refused it. others_taken: it has taken a mail to somebody
    else since it first refused this one.
    """
    if outcome.verdict in _ENDS:
        return _ENDS[outcome.verdict]
    if outcome.verdict is DeliveryVerdict.REFUSED and is_believed(age, others_taken):
        return Next.REFUSED
    if outcome.verdict is DeliveryVerdict.FAILED and failures >= FAILURES:
        return Next.SET_ASIDE
    if outcome.verdict is DeliveryVerdict.LATER and age >= LAST_RESORT:
        return Next.REFUSED
    return Next.AGAIN


def is_believed(age: timedelta, others_taken: bool) -> bool:
    """Whether a refusal is about this reader, and not one of a server that refuses everybody for a while.

    It is repeated a quarter of an hour after the first, and mails to others were taken between; where nobody else was
    to be told, which proves nothing, it is repeated for as long as a "not now" would be.
    """
    return age >= (BELIEVED_AFTER if others_taken else LAST_RESORT)


def wait_after_refusal(age: timedelta) -> timedelta:
    """How long a refused mail waits to be tried once more, `age` after its first refusal: 1, 3, 12, 48, 60 minutes."""
    return min(max(3 * age, _SOONEST), _LATEST)


def refusal_pause(age: timedelta) -> timedelta:
    """How long all mail waits after a refusal while the server refuses everybody, since `age`: 1 to 15 minutes."""
    return min(max(age, _SOONEST), _PAUSE_AT_MOST)


def mail_wait(outcome: Outcome, tries: int) -> timedelta:
    """How long a mail waits after its `tries`-th try: 1, 5, 15, then 60 minutes; not at all for the channel's fault."""
    if outcome.verdict is DeliveryVerdict.CHANNEL:
        return timedelta()
    wait = _BACK_OFF[min(max(tries, 1), len(_BACK_OFF)) - 1]
    return max(wait, IN_DOUBT_FOR) if outcome.in_doubt else wait


def publication_wait(tries: int) -> timedelta:
    """How long a publication waits after its `tries`-th try: never over a minute, since readers were promised it."""
    return _PUBLICATION_BACK_OFF[min(max(tries, 1), len(_PUBLICATION_BACK_OFF)) - 1]
