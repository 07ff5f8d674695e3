"""The books of a drill can fail: an outcome in which everything balances, and one doctored for each line of them."""

from dataclasses import replace

import pytest

from bench.drill_books import Ending, Mail, Release, Wait, imbalances

pytestmark = pytest.mark.unit

ANNE = Mail(1, 11, "anne@house.example", "<a>", "done")
BASIL = Mail(1, 12, "basil@house.example", "<b>", "done", in_doubt=True)
SPOILT = Mail(1, 13, "not an address", "<c>", "set_aside", spoilt=True)
OUT = Release("gates", "done", {"en": "d1"}, {"en": "d1"}, {"en": "d1"}, {"en": "d1"}, told=1, listed=1)
IN = Release("dams", "set_aside", {"en": "d2"}, {"en": "d2"}, {}, {}, told=0, listed=0, spoilt=True)
GOOD = Ending(
    owed={1: frozenset({11, 12, 13}), 2: frozenset(), 3: frozenset({11})},
    made=frozenset({1, 2}),
    mails=(ANNE, BASIL, SPOILT),
    arrived={("anne@house.example", "<a>"): 1, ("basil@house.example", "<b>"): 2},
    releases=(OUT, IN),
    waits=(Wait("the consultation", 14.0, 15.0),),
    killed=1,
    spoilt=frozenset({3}),
)
DOCTORED = {
    "1 of 3 are not told": replace(GOOD, mails=(BASIL, SPOILT), arrived={("basil@house.example", "<b>"): 2}),
    "told who is not to be": replace(GOOD, owed={**GOOD.owed, 1: frozenset({12, 13})}),
    "or twice": replace(
        GOOD,
        mails=(ANNE, BASIL, SPOILT, replace(ANNE, message_id="<e>")),
        arrived={**GOOD.arrived, ("anne@house.example", "<e>"): 1},
    ),
    "has no deliveries yet": replace(GOOD, made=frozenset({1})),
    "event 3 was spoilt": replace(GOOD, made=frozenset({1, 2, 3})),
    "the drill does not know": replace(GOOD, owed={2: frozenset(), 3: frozenset({11})}),
    "is waiting, not done": replace(GOOD, mails=(replace(ANNE, progress="waiting"), BASIL, SPOILT)),
    "is waiting, not set_aside": replace(GOOD, mails=(ANNE, BASIL, replace(SPOILT, progress="waiting"))),
    "is dropped, not done": replace(GOOD, mails=(replace(ANNE, progress="dropped"), BASIL, SPOILT)),
    "LOST": replace(GOOD, arrived={("basil@house.example", "<b>"): 2}),
    "and arrived": replace(GOOD, arrived={**GOOD.arrived, ("not an address", "<c>"): 1}),
    "is not in doubt": replace(GOOD, mails=(ANNE, replace(BASIL, in_doubt=False), SPOILT)),
    "the record knows nothing": replace(GOOD, arrived={**GOOD.arrived, ("anne@house.example", "<z>"): 1}),
    "mails too many": replace(GOOD, killed=0),
    "the publication of gates is waiting": replace(GOOD, releases=(replace(OUT, progress="waiting"), IN)),
    "published 2 times": replace(GOOD, releases=(replace(OUT, told=2), IN)),
    "in the feed 2 times": replace(GOOD, releases=(replace(OUT, listed=2), IN)),
    "gates has 2 publications": replace(GOOD, releases=(OUT, OUT, IN)),
    "the row of gates": replace(GOOD, releases=(replace(OUT, row={"en": "d9"}), IN)),
    "the page of gates": replace(GOOD, releases=(replace(OUT, page={}), IN)),
    "the file of gates": replace(GOOD, releases=(replace(OUT, file={"en": "d9"}), IN)),
    "dams was spoilt": replace(GOOD, releases=(OUT, replace(IN, progress="done"))),
    "nothing was published": replace(GOOD, releases=(IN,)),
    "left over: a lease": replace(GOOD, left=("a lease",)),
    "came 16.0 s late": replace(GOOD, waits=(Wait("the consultation", 16.0, 15.0),)),
}


def test_what_balances_is_found_to() -> None:
    assert imbalances(GOOD) == []


def test_a_reminder_may_be_overtaken() -> None:
    overtaken = replace(ANNE, progress="dropped", may_drop=True)
    arrived = {("basil@house.example", "<b>"): 2}
    assert imbalances(replace(GOOD, mails=(overtaken, BASIL, SPOILT), arrived=arrived)) == []


@pytest.mark.parametrize("said", DOCTORED)
def test_what_does_not_balance_is_found(said: str) -> None:
    assert any(said in each for each in imbalances(DOCTORED[said]))
