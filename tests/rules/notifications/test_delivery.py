"""What follows from a try: the table of docs/decisions/leases.md."""

from datetime import timedelta

import pytest

from workflow.rules.notifications.delivery import (
    BELIEVED_AFTER,
    FAILURES,
    LAST_RESORT,
    DeliveryVerdict,
    Next,
    Outcome,
    mail_wait,
    publication_wait,
    refusal_pause,
    wait_after_refusal,
    what_follows,
)

pytestmark = pytest.mark.unit

NOW = timedelta()


@pytest.mark.parametrize(
    ("verdict", "failures", "age", "follows"),
    [
        (DeliveryVerdict.SENT, 0, NOW, Next.DONE),
        (DeliveryVerdict.REFUSED, 0, NOW, Next.AGAIN),
        (DeliveryVerdict.REFUSED, 0, LAST_RESORT - timedelta(seconds=1), Next.AGAIN),
        (DeliveryVerdict.REFUSED, 0, LAST_RESORT, Next.REFUSED),
        (DeliveryVerdict.NOBODY, 0, NOW, Next.DROPPED),
        (DeliveryVerdict.MISMATCH, 1, NOW, Next.SET_ASIDE),
        (DeliveryVerdict.LATER, 0, LAST_RESORT - timedelta(seconds=1), Next.AGAIN),
        (DeliveryVerdict.LATER, 0, LAST_RESORT, Next.REFUSED),
        (DeliveryVerdict.CHANNEL, 0, LAST_RESORT * 10, Next.AGAIN),
        (DeliveryVerdict.FAILED, FAILURES - 1, LAST_RESORT * 10, Next.AGAIN),
        (DeliveryVerdict.FAILED, FAILURES, NOW, Next.SET_ASIDE),
    ],
)
def test_what_becomes_of_a_row(verdict: DeliveryVerdict, failures: int, age: timedelta, follows: Next) -> None:
    assert what_follows(Outcome(verdict), failures=failures, age=age) is follows


@pytest.mark.parametrize(
    ("age", "others_taken", "follows"),
    [
        (NOW, True, Next.AGAIN),
        (BELIEVED_AFTER - timedelta(seconds=1), True, Next.AGAIN),
        (BELIEVED_AFTER, True, Next.REFUSED),
        (BELIEVED_AFTER, False, Next.AGAIN),
    ],
)
def test_a_refusal_is_believed_when_it_is_repeated_and_others_mail_was_taken(
    age: timedelta, others_taken: bool, follows: Next
) -> None:
    assert what_follows(Outcome(DeliveryVerdict.REFUSED), failures=0, age=age, others_taken=others_taken) is follows


def test_a_refused_mail_is_tried_four_times_in_the_first_quarter_of_an_hour_and_hourly_at_most() -> None:
    age, tries = timedelta(), []
    while age < timedelta(hours=5):
        tries.append(age // timedelta(minutes=1))
        age += wait_after_refusal(age)
    assert tries == [0, 1, 4, 16, 64, 124, 184, 244]


@pytest.mark.parametrize(("age", "minutes"), [(0, 1), (1, 1), (6, 6), (15, 15), (900, 15)])
def test_all_mail_pauses_longer_the_longer_everybody_is_refused(age: int, minutes: int) -> None:
    assert refusal_pause(timedelta(minutes=age)) == timedelta(minutes=minutes)


@pytest.mark.parametrize(("tries", "minutes"), [(0, 1), (1, 1), (2, 5), (3, 15), (4, 60), (50, 60)])
def test_a_mail_waits_longer_each_time(tries: int, minutes: int) -> None:
    assert mail_wait(Outcome(DeliveryVerdict.LATER), tries) == timedelta(minutes=minutes)


def test_a_mail_in_doubt_waits_at_least_five_minutes_and_the_channels_fault_is_not_its_own() -> None:
    assert mail_wait(Outcome(DeliveryVerdict.LATER, in_doubt=True), 1) == timedelta(minutes=5)
    assert mail_wait(Outcome(DeliveryVerdict.CHANNEL), 9) == timedelta()


@pytest.mark.parametrize(("tries", "seconds"), [(0, 10), (1, 10), (2, 30), (3, 60), (99, 60)])
def test_a_publication_never_waits_over_a_minute(tries: int, seconds: int) -> None:
    assert publication_wait(tries) == timedelta(seconds=seconds)
