"""The passage that may say an amendment of which nobody finds the words in the text: an offer, never an answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow.queries.consolidation.consolidation import Consolidation
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.rules.items.kinds import KINDS
from workflow.text.anchors import find, suggest
from workflow.text.consolidation import words_in_place
from workflow.text.document import TITLE, line, plain
from workflow.text.values import Block


@dataclass(frozen=True)
class NearestPassage:
    """The id of a block, None where none is likelier than another one; the words there as they are read, or ""."""

    block: str | None
    words: str = ""


def nearest(found: Consolidation, item: ConsolidationItem, text: Sequence[Block]) -> NearestPassage:
    """What was shown for the item; else the passage most like its words, in its own paragraph before those written
    anew. text: as it will read, with its title as a block.
    """
    there = {block.id: block for block in text}
    if item.shown_block in there and item.reference in found.consolidated.shown:
        return NearestPassage(item.shown_block, line(item.shown_words).text)
    kind = KINDS[item.kind]
    # Of a new paragraph it is only known after which one it was to come.
    home = TITLE if kind.is_about_title else None if kind.is_new_paragraph else item.block
    wanted = item.taken or item.to_take
    if words := _in_place(found, item, there):
        # Where little was kept, all of an item of a list, they are some of the words that came there.
        meant = suggest(words, wanted) if wanted else None
        return NearestPassage(home, words[slice(*meant)] if meant else words)
    for block in _likely(found, home, there) if item.to_take else ():
        if meant := suggest(block.text, wanted):
            return NearestPassage(block.id, line(block.text).words(*meant))
    return NearestPassage(home if home in there else None)


def _in_place(found: Consolidation, item: ConsolidationItem, there: Mapping[str, Block]) -> str:
    """What was put where the words of the amendment stood; "" where they stand as they did, or are gone."""
    place = item.place
    if place is None or not KINDS[item.kind].is_about_words or place.block not in there:
        return ""
    words = plain(words_in_place(found.issued, list(there.values()), place))
    before = next((block.text for block in found.issued if block.id == place.block), "")
    return words if words and not find(before, words) and find(there[place.block].text, words) else ""


def _likely(found: Consolidation, home: str | None, there: Mapping[str, Block]) -> Iterator[Block]:
    if home is not None and home in there:
        yield there[home]
    before = set(found.issued)
    yield from (block for block in there.values() if block.id not in (home, TITLE) and block not in before)
