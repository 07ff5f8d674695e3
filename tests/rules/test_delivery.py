"""What follows from a try: the table of docs/decisions/leases.md."""

from datetime import timedelta

import pytest

from workflow.rules.delivery import (
    FAILURES,
    LAST_RESORT,
    Next,
    Outcome,
    Verdict,
    mail_wait,
    publication_wait,
    what_follows,
)

pytestmark = pytest.mark.unit

NOW = timedelta()


@pytest.mark.parametrize(
    ("verdict", "failures", "age", "follows"),
    [
        (Verdict.SENT, 0, NOW, Next.DONE),
        (Verdict.REFUSED, 0, NOW, Next.REFUSED),
        (Verdict.NOBODY, 0, NOW, Next.DROPPED),
        (Verdict.MISMATCH, 1, NOW, Next.SET_ASIDE),
        (Verdict.LATER, 0, LAST_RESORT - timedelta(seconds=1), Next.AGAIN),
        (Verdict.LATER, 0, LAST_RESORT, Next.REFUSED),
        (Verdict.CHANNEL, 0, LAST_RESORT * 10, Next.AGAIN),
        (Verdict.FAILED, FAILURES - 1, LAST_RESORT * 10, Next.AGAIN),
        (Verdict.FAILED, FAILURES, NOW, Next.SET_ASIDE),
    ],
)
def test_what_becomes_of_a_row(verdict: Verdict, failures: int, age: timedelta, follows: Next) -> None:
    assert what_follows(Outcome(verdict), failures=failures, age=age) is follows


@pytest.mark.parametrize(("tries", "minutes"), [(0, 1), (1, 1), (2, 5), (3, 15), (4, 60), (50, 60)])
def test_a_mail_waits_longer_each_time(tries: int, minutes: int) -> None:
    assert mail_wait(Outcome(Verdict.LATER), tries) == timedelta(minutes=minutes)


def test_a_mail_in_doubt_waits_at_least_five_minutes_and_the_channels_fault_is_not_its_own() -> None:
    assert mail_wait(Outcome(Verdict.LATER, in_doubt=True), 1) == timedelta(minutes=5)
    assert mail_wait(Outcome(Verdict.CHANNEL), 9) == timedelta()


@pytest.mark.parametrize(("tries", "seconds"), [(0, 10), (1, 10), (2, 30), (3, 60), (99, 60)])
def test_a_publication_never_waits_over_a_minute(tries: int, seconds: int) -> None:
    assert publication_wait(tries) == timedelta(seconds=seconds)
