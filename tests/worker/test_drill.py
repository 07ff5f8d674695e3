"""The quick drills: one decision and some hundreds of mails while something goes wrong, and the books balance."""

from dataclasses import replace

import pytest

from bench.drill import drill
from bench.drill_house import Plan

QUICK = Plan(mails=60, kills=2, limit=100.0, consulted=2.0, decided=3.5, is_hasty=True)
DRILLS = {
    "worker and broker killed": {"seed": 1},
    "processes killed": {"seed": 2, "kills": 1, "pool": "prefork"},
    "two workers whose broker is flushed": {"fault": "flush", "workers": 2},
    "poisoned rows": {"fault": "poison"},
}


@pytest.mark.parametrize("name", DRILLS)
def test_nothing_is_lost_and_nothing_is_done_twice(name: str) -> None:
    assert drill(replace(QUICK, **DRILLS[name])).wrong == ()  # type: ignore[arg-type]
