"""The numbers that a text gives its own paragraphs, "14. It was …": kept as its list, or made into ours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean

from workflow.text.document.inline import plain
from workflow.text.document.levels import SHORTEST_NUMBERED, SHORTEST_NUMBERING
from workflow.text.tokens.tokenizer import count
from workflow.text.values.block import Block, BlockKind


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """Paragraphs that the text numbers itself, one after another. blocks: their indices; first, last: as written."""

    blocks: tuple[int, ...]
    first: str
    last: str


def own_numbers(blocks: Sequence[Block]) -> OwnNumbers | None:
    """The longest row of numbers that go on by one and stand before long paragraphs; None where there is none.

    Headings and entries of other lists may stand among them.
    """
    numbered = [(at, int(each.mark[:-1])) for at, each in enumerate(blocks) if _is_numbered(each)]
    rows: list[list[int]] = []
    last: dict[int, list[int]] = {}
    for at, number in numbered:
        row = last.pop(number - 1, [])
        if not row:
            rows.append(row)
        row.append(at)
        last[number] = row
    longest = max(rows, key=len, default=[])
    words = [count(plain(blocks[at].text)) for at in longest]
    if len(longest) < SHORTEST_NUMBERING or mean(words) < SHORTEST_NUMBERED:
        return None
    return OwnNumbers(tuple(longest), blocks[longest[0]].mark, blocks[longest[-1]].mark)


def with_our_numbers(blocks: Sequence[Block], own: OwnNumbers) -> list[Block]:
    """The blocks with those paragraphs as ours, which have the numbers of their places."""
    ours = frozenset(own.blocks)
    return [
        replace(each, kind=BlockKind.PARAGRAPH, mark="", level=0) if at in ours else each
        for at, each in enumerate(blocks)
    ]


def _is_numbered(block: Block) -> bool:
    return block.kind is BlockKind.ITEM and block.level == 0 and block.mark[:-1].isdecimal()
