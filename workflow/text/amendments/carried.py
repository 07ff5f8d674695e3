"""Amendments that enter a text, where their words stand in another one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
    texts = {id(each.made_to): each.made_to for each in made}  # most share it, and to compare texts takes long
    asked: dict[int, list[Amendment]] = defaultdict(list)
    for each in made:
        asked[id(each.made_to)].append(each.amendment)
    known = {text: _carried(texts[text], to, there) for text, there in asked.items()}
    return [known[id(each.made_to)][each.amendment] for each in made]


def _carried(text: Texts, to: Texts, asked: Sequence[Amendment]) -> Mapping[Amendment, Amendment | None]:
    if text == to:
        return {each: each for each in asked}
    known = _known(text, to)
    new = [each for each in asked if each not in known]
    known.update(zip(new, carry_all(text, to, new), strict=True) if new else ())
    return known


@remembered
def _known(_before: Texts, _after: Texts) -> dict[Amendment, Amendment | None]:
    """The amendments to a version -> where their words stand in another, filled in as they are asked for."""
    return {}
