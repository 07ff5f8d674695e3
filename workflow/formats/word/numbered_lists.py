"""The marks of list items as lists that Word numbers itself: each item has, before and after, the mark that it had."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.formats.word.written import WrittenParagraph
from workflow.text.values import Block, BlockKind

BULLETS = 0
"""The place of the list of all bullets among the lists of a file."""


@dataclass(slots=True)
class NumberedList:
    """A list whose items are numbered one after another. old, new: the number that its last item had in either text.

    sign: what stands behind its numbers; "" of a list that gives one paragraph the number that it is read by.
    """

    level: int
    sign: str
    start: int
    old: int
    new: int

    def takes(self, was: int | None, now: int | None) -> bool:
        """Whether an item with these numbers (None: it is not in that text) is the next one."""
        return (was is None or was == self.old + 1) and (now is None or now == self.new + 1)

    def take(self, was: int | None, now: int | None) -> None:
        """Count the item."""
        self.old = self.old if was is None else was
        self.new = self.new if now is None else now


@dataclass(frozen=True, slots=True)
class NumberedLists:
    """places: place of a paragraph -> its list's place in `lists`, from 1, or BULLETS. torn: places of paragraphs whose
    number became another one that no counting gives.
    """

    places: dict[int, int]
    lists: tuple[NumberedList, ...]
    torn: tuple[int, ...]


def numbered_lists(paragraphs: Sequence[WrittenParagraph]) -> NumberedLists:
    """The lists of the items among the paragraphs."""
    places: dict[int, int] = {}
    lists: list[NumberedList] = []
    torn: list[int] = []
    open_: dict[int, int] = {}  # depth -> place in lists, from 1
    for place, paragraph in enumerate(paragraphs):
        block = paragraph.block
        if block.kind is not BlockKind.ITEM:
            open_.clear()
            if paragraph.number and paragraph.is_numbered:
                lists.append(NumberedList(0, "", paragraph.number, 0, 0))
                places[place] = len(lists)
            continue
        open_ = {level: each for level, each in open_.items() if level <= block.level}
        was, now = _number(paragraph.was), _number(paragraph.now)
        if was is None and now is None:
            places[place] = BULLETS
            open_.pop(block.level, None)
            continue
        at, sign = open_.get(block.level), block.mark[-1]
        if at is None or lists[at - 1].sign != sign or not lists[at - 1].takes(was, now):
            if was is not None and now is not None and was != now:
                torn.append(place)
            start = (was or 0) if now is None else now
            lists.append(NumberedList(block.level, sign, start, start - 1, start - 1))
            at = open_[block.level] = len(lists)
        lists[at - 1].take(was, now)
        places[place] = at
    return NumberedLists(places, tuple(lists), tuple(torn))


def _number(block: Block | None) -> int | None:
    digits = block.mark[:-1] if block else ""
    return int(digits) if digits.isdecimal() else None
