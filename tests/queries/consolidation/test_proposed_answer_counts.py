"""The pages of proposed dispositions and of clashes take the same few SQL statements however much stands on them."""

from typing import Any

from bench.counting import counted
from tests.clashing import agrees, handed, offers, shown
from tests.desks import CRITICAL, DECISION, SALUTE, answer
from tests.web.desk_site import Open, opened
from workflow.database import engine

__all__ = ["opened"]
LIMIT = 10


def test_few_statements_whatever_is_shown_handed_and_answered(opened: Any) -> None:
    others = [{**SALUTE, "by": "dana", "proposal": f"greet {number} times"} for number in range(6)]
    with opened(CRITICAL, DECISION, *others) as here:
        clash = handed(here.room)
        offers(here.room, "dana", clash)
        few = _counts(here, clash)
        for number in range(3, 9):
            answer(here.room, f"A{number}", "noted")
        shown(here.room)
        offers(here.room, "fred", clash, "another moment")
        agrees(here.room, "dilip", clash)
        many = _counts(here, clash)
        # Two more where there is any item to be shown.
        assert {path: count for path, count in many.items() if count > few[path] + 2} == {}
        assert {path: count for path, count in many.items() if count > LIMIT} == {}


def _counts(here: Open, clash: int) -> dict[str, int]:
    statement = f"/statements/{here.room.key}"
    pages = {f"{statement}/showing": ("sara", "office"), f"{statement}/proposed": ("dana", "delta")}
    pages |= {
        f"{statement}/clashes/{clash}": ("dana", "delta"),
        "/desk": ("dana", "delta"),
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
