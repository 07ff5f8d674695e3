"""Amendments that enter a text, where their words stand in another one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from workflow.text.amendments.carry import carry_all
from workflow.text.memory import remembered
from workflow.text.values.amendment import Amendment
from workflow.text.values.block import Block

Texts = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An amendment that enters the text, and the text that it was made to.

    in_full: no less than it asked for. bracketed: it stands there as an alternative in square brackets, never in full.
    shown: the id of a block, and the words there of which the penholder says that they say it.
    """

    amendment: Amendment
    made_to: Texts
    in_full: bool = True
    bracketed: bool = False
    shown: tuple[str, str] | None = None


def carried(made: Sequence[Accepted], after: Sequence[Block]) -> list[Amendment | None]:
    """Each amendment where its words stand in `after`; None where they don't. Most were made to that very text."""
    to = tuple(after)
    found: list[Amendment | None] = [each.amendment for each in made]
    for text, places in _by_text(made).items():
        if text != to:
            known = _known(text, to)
            new = [made[place].amendment for place in places if made[place].amendment not in known]
            known.update(zip(new, carry_all(text, to, new), strict=True) if new else ())
            for place in places:
                found[place] = known[made[place].amendment]
    return found


@remembered
def _known(_before: Texts, _after: Texts) -> dict[Amendment, Amendment | None]:
    """The amendments to a version -> where their words stand in another, filled in as they are asked for."""
    return {}


def _by_text(made: Sequence[Accepted]) -> dict[Texts, list[int]]:
    """The text that they were made to -> their places."""
    by_object: dict[int, list[int]] = defaultdict(list)  # most share it, and to compare texts takes long
    for place, each in enumerate(made):
        by_object[id(each.made_to)].append(place)
    by_text: dict[Texts, list[int]] = defaultdict(list)
    for places in by_object.values():
        by_text[made[places[0]].made_to] += places
    return by_text
