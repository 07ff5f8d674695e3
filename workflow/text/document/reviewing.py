"""A reading with what a person chose about it: lines out, joins, footnotes, words mended, numbers, quotation marks.

All choices name blocks as the reading has them, whatever was done to others before.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from workflow.text.document.glued_notes import noted
from workflow.text.document.greetings import greeted
from workflow.text.document.line_lengths import mended
from workflow.text.document.own_numbers import with_our_numbers
from workflow.text.document.paragraphs import joined_over, removed
from workflow.text.document.quotation_marks import with_quotes
from workflow.text.document.reading import Reading
from workflow.text.values.block import Block


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """What a person chose. joins: of `Reading.joins`; out: indices of lines that stood on every page, to be taken out.

    notes, words: places in `Reading.glued` and `Reading.broken`, to be made footnotes and to lose their hyphen.
    our_numbers: the text's own numbers become ours. quotes: the language whose quotation marks are set, "" for none.
    """

    joins: Collection[int] = ()
    out: Collection[int] = ()
    notes: Collection[int] = ()
    words: Collection[int] = ()
    our_numbers: bool = False
    quotes: str = ""


@dataclass(frozen=True, slots=True)
class SettledReading:
    """The blocks that came of it, with ids that stand for them until they have their own.

    homes: index in the reading -> id of the block in which its words stand now; what was taken out has none.
    """

    blocks: tuple[Block, ...]
    homes: dict[int, str] = field(default_factory=dict)


def settled(reading: Reading, chosen: ReadingChoices) -> SettledReading:
    """The text of the reading as the person wants it; choices that the reading does not offer are left out."""
    own = reading.numbering if chosen.our_numbers else None
    start = with_our_numbers(reading.blocks, own) if own else reading.blocks
    homes = {at: f"b{at}" for at in range(len(start))}
    blocks = [replace(each, id=homes[at]) for at, each in enumerate(start)]
    blocks = with_quotes(blocks, chosen.quotes) if chosen.quotes else blocks
    for place, word in enumerate(reading.broken):
        if place in chosen.words:
            blocks = mended(blocks, homes[word.block], word.words)
    for place, note in enumerate(reading.glued):
        if place in chosen.notes and note.text is not None:
            blocks = noted(blocks, homes[note.block], note.words, homes[note.text])
    for head in reading.heads:
        if head.index in chosen.out:
            blocks = removed(blocks, homes.pop(head.index))
    for at in sorted(set(chosen.joins) & set(reading.joins), reverse=True):
        one, other = homes[at], homes[reading.next_of(at)]
        blocks = joined_over(blocks, one, other)
        homes = {place: one if name == other else name for place, name in homes.items()}
    return SettledReading(tuple(greeted(blocks)), homes)  # a closing line may stand last now
