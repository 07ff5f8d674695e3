"""The pages of proposed dispositions and of conflicts take the same few SQL statements however much stands on them."""

from typing import Any

from bench.counting import counted
from tests.conflicts import agrees, handed, offers, shown
from tests.consolidations import CRITICAL, DECISION, SALUTE, answer
from tests.web.consolidation_site import Open, opened
from workflow.database import engine

__all__ = ["opened"]
LIMIT = 10


def test_few_statements_whatever_is_shown_handed_and_answered(opened: Any) -> None:
    others = [{**SALUTE, "by": "dana", "proposal": f"greet {number} times"} for number in range(6)]
    with opened(CRITICAL, DECISION, *others) as here:
        conflict = handed(here.room)
        offers(here.room, "dana", conflict)
        few = _counts(here, conflict)
        for number in range(3, 9):
            answer(here.room, f"A{number}", "noted")
        shown(here.room)
        offers(here.room, "fred", conflict, "another moment")
        agrees(here.room, "dilip", conflict)
        many = _counts(here, conflict)
        # Two more where there is any item to be shown.
        assert {path: count for path, count in many.items() if count > few[path] + 2} == {}
        assert {path: count for path, count in many.items() if count > LIMIT} == {}


def _counts(here: Open, conflict: int) -> dict[str, int]:
    statement = f"/statements/{here.room.key}"
    pages = {f"{statement}/showing": ("sara", "office"), f"{statement}/proposed": ("dana", "delta")}
    pages |= {
        f"{statement}/joint-wordings/{conflict}": ("dana", "delta"),
        "/home": ("dana", "delta"),
        statement: ("dana", "delta"),
    }
    pages |= {here.address(3): ("sara", "office")}
    found = {}
    for path, who in pages.items():
        visitor = here.browser(*who)
        with counted(engine()) as seen:
            assert visitor.get(path).status_code == 200, path
        found[path] = len(seen)
    return found
