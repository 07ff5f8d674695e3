"""Amendments that enter a text, where their words stand in another one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from workflow.text.alignment.remembered import Remembered
from workflow.text.amendments.carry import carry_all
from workflow.text.values.amendment import Amendment
from workflow.text.values.block import Block

_KNOWN: Remembered[Amendment, Amendment | None] = Remembered()


@dataclass(frozen=True, slots=True)
class Accepted:
    """An amendment that enters the text, and the text that it was made to.

    in_full: no less than it asked for. bracketed: it stands there as an alternative in square brackets, never in full.
    shown: the id of a block, and the words there of which the penholder says that they say it.
    """

    amendment: Amendment
    made_to: tuple[Block, ...]
    in_full: bool = True
    bracketed: bool = False
    shown: tuple[str, str] | None = None


def carried(made: Sequence[Accepted], after: Sequence[Block]) -> list[Amendment | None]:
    """Each amendment where its words stand in `after`; None where they don't. Most were made to that very text."""
    to = tuple(after)
    found: list[Amendment | None] = [each.amendment for each in made]
    for text, places in _by_text(made).items():
        if text != to:
            asked = [made[place].amendment for place in places]
            there = _KNOWN.all(text, to, asked, partial(carry_all, text, to))
            for place, amendment in zip(places, there, strict=True):
                found[place] = amendment
    return found


def _by_text(made: Sequence[Accepted]) -> dict[tuple[Block, ...], list[int]]:
    """The text that they were made to -> their places."""
    by_object: dict[int, list[int]] = defaultdict(list)  # most share it, and to compare texts takes long
    for place, each in enumerate(made):
        by_object[id(each.made_to)].append(place)
    by_text: dict[tuple[Block, ...], list[int]] = defaultdict(list)
    for places in by_object.values():
        by_text[made[places[0]].made_to] += places
    return by_text
