"""Whether a clock is trusted, by plain moments."""

from datetime import UTC, datetime, timedelta

import pytest

from workflow.rules.shared.clocks import APART, BEHIND_EVENTS, Doubt, Judgement, KnownTimes, judgement

pytestmark = pytest.mark.unit

STARTED = datetime(2026, 3, 1, tzinfo=UTC)
NOW = STARTED + timedelta(days=9)
KNOWN = KnownTimes(STARTED, NOW - timedelta(minutes=1), NOW - timedelta(minutes=2))
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def judged(
    now: datetime, known: KnownTimes, ran_for: timedelta = NOW - STARTED, *, synchronised: bool = False
) -> Judgement:
    return judgement(now, ran_for, known, is_synchronised=synchronised)


@pytest.mark.parametrize("off", [timedelta(), APART, -APART + SECOND, SECOND])
def test_a_clock_that_goes_with_its_machine_is_trusted(off: timedelta) -> None:
    known = KnownTimes(STARTED, None, None)
    assert judged(NOW + off, known).doubt is None


def test_a_clock_that_has_jumped_is_not_even_where_the_machine_vouches_for_it() -> None:
    for synchronised in (False, True):
        assert judged(NOW + HOUR, KNOWN, synchronised=synchronised) == Judgement(Doubt.AHEAD, HOUR)
        known = KnownTimes(STARTED, None, None)
        assert judged(NOW - HOUR, known, synchronised=synchronised) == Judgement(Doubt.BEHIND, HOUR)


def test_a_clock_behind_the_newest_event_is_not_trusted_and_a_small_step_is_no_fault() -> None:
    for known in (KnownTimes(STARTED, NOW, NOW + HOUR), KnownTimes(None, None, NOW + HOUR)):
        assert judged(NOW, known, synchronised=True) == Judgement(Doubt.BEHIND, HOUR)
    assert judged(NOW, KnownTimes(STARTED, NOW, NOW + BEHIND_EVENTS)).doubt is None


def test_the_first_clock_of_all_is_trusted() -> None:
    assert judged(NOW, KnownTimes(None, None, None), timedelta(minutes=2)).doubt is None
    assert judged(NOW, KnownTimes(None, None, NOW - HOUR), timedelta(minutes=2)).doubt is None


def test_after_a_quick_restart_the_clock_is_trusted_and_after_a_longer_one_where_the_machine_vouches_for_it() -> None:
    quick, slow = (KnownTimes(None, NOW - gap, None) for gap in (APART, HOUR))
    assert judged(NOW, quick, SECOND).doubt is None
    assert judged(NOW, slow, SECOND) == Judgement(Doubt.RESTARTED, HOUR)
    assert judged(NOW, slow, SECOND, synchronised=True).doubt is None


def test_a_clock_that_a_restart_has_set_back_is_not_trusted_whoever_vouches_for_it() -> None:
    known = KnownTimes(None, NOW + HOUR, None)
    assert judged(NOW, known, SECOND, synchronised=True) == Judgement(Doubt.BEHIND, HOUR)
