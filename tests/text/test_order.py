"""Paragraphs that come after the same one: an order, and no conflict."""

from dataclasses import replace
from itertools import count, permutations

import pytest

from tests.text.test_conflicts import BLOCKS, added, moved
from workflow.text.amendments.application import apply
from workflow.text.amendments.carried import Accepted
from workflow.text.amendments.order import ParagraphOrder, orders
from workflow.text.consolidation.consolidation import consolidate
from workflow.text.values.amendment import Amendment

pytestmark = pytest.mark.unit
NEW, NEWER, SAME, BACK = (
    added("A2", "p3", "New."),
    added("A12", "p3", "Newer."),
    added("A4", "p3", "New. "),
    moved("A9", "p1", "p3"),
)
FIRST, CLOSE = BLOCKS[0].text, "We close."


def behind_p3(*amendments: Amendment) -> list[str]:
    numbers = count()
    made = apply(BLOCKS, amendments, lambda: f"n{next(numbers)}")
    assert made.unapplied == ()
    texts = [block.text for block in made.blocks]
    return texts[texts.index("We thank the Registry.") + 1 :]


def test_the_moved_one_comes_first_and_the_new_ones_by_their_references() -> None:
    for given in permutations((NEW, NEWER, SAME, BACK)):
        assert behind_p3(*given) == [FIRST, "New.", "Newer.", CLOSE]


def test_a_person_may_put_them_in_another_order_and_what_comes_later_comes_last() -> None:
    first, second = replace(NEWER, turn=1), replace(BACK, turn=2)
    for given in permutations((first, second, NEW, SAME)):
        assert behind_p3(*given) == ["Newer.", FIRST, "New.", CLOSE]


def test_the_order_is_said_once_for_each_place_and_only_where_there_are_several() -> None:
    accepted = [Accepted(each, tuple(BLOCKS)) for each in (NEW, NEWER, SAME, BACK, added("A5", "p2", "Alone."))]
    (order,) = orders(BLOCKS, accepted, ())
    assert order == ParagraphOrder("p3", (("A9",), ("A2", "A4"), ("A12",)))
    assert order.with_first("A12") == ("A12", "A9", "A2", "A4")
    assert orders(BLOCKS, accepted, ("A9", "A12")) == []


def test_what_is_open_in_brackets_comes_behind_what_is_accepted_in_one_place() -> None:
    open_ = [
        Accepted(each, tuple(BLOCKS), in_full=False, bracketed=True) for each in (NEW, added("A3", "p3", "Other."))
    ]
    made = consolidate(BLOCKS, BLOCKS, [*open_, Accepted(NEWER, tuple(BLOCKS))], iter("abc").__next__)
    assert [block.text for block in made.blocks][3:] == ["Newer.", "[New.]", "[Other.]", CLOSE]
    assert made.unapplied == ()
