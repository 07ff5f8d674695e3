"""A text from elsewhere as a person settled it at its review, and what stays to be answered on the draft."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflow.rules.drafts.import_notices import Noticed, NoticeKind
from workflow.text.document import QUOTES, PageLineKind, Reading, ReadingChoices, headed, settled, straight_quotes
from workflow.text.values import Block

_ENDS = 60  # signs of either end of what looks torn


@dataclass(frozen=True)
class ImportedText:
    """blocks: with ids that stand for them until the statement has them; noticed: names blocks by these."""

    blocks: tuple[Block, ...]
    noticed: tuple[Noticed, ...]


@dataclass(frozen=True)
class Origin:
    """How a text came in. encoding: that somebody chose for its file, "" for one that needed no choice.

    headings: of the text, which are not its title or its occasion and stay in it. is_reviewed: whether somebody was
    asked about them, and about the text's own numbers. noticed: what else was noticed in its file, each with the index
    of its block in the reading, any other index for none.
    """

    language: str
    encoding: str = ""
    headings: Sequence[str] = ()
    is_reviewed: bool = True
    noticed: Sequence[tuple[int, Noticed]] = ()


def imported_text(reading: Reading, chosen: ReadingChoices, origin: Origin) -> ImportedText:
    """The text of the reading with what was chosen, and a notice of everything that was not."""
    made = settled(reading, chosen)
    heads = [replace(each, id=f"h{at}") for at, each in enumerate(headed(origin.headings, ()))]
    blocks = (*heads, *made.blocks)
    there = {each.id for each in blocks}
    homes = {index: block for index, block in made.homes.items() if block in there}
    # What the file says is told wherever its paragraph went; what was guessed of one that is gone is of no use.
    of_file = [replace(each, block=homes.get(index, "")) for index, each in origin.noticed]
    guessed = [*_of_text(reading, chosen, origin, heads), *_of_blocks(reading, chosen, made.homes)]
    return ImportedText(blocks, (*(each for each in guessed if not each.block or each.block in there), *of_file))


def _of_text(reading: Reading, chosen: ReadingChoices, origin: Origin, heads: Sequence[Block]) -> Iterator[Noticed]:
    """What is about the text as a whole."""
    if origin.encoding:
        yield Noticed(NoticeKind.ENCODING, origin.encoding)
    for codes in dict.fromkeys(each.codes for each in reading.findings):
        yield Noticed(NoticeKind.HIDDEN_SIGN, codes)
    if straight_quotes(reading.blocks, origin.language) and not chosen.quotes:
        yield Noticed(NoticeKind.STRAIGHT_QUOTES, "…".join(QUOTES[origin.language]))
    if not origin.is_reviewed:
        if reading.numbering:
            yield Noticed(NoticeKind.OWN_NUMBERS, f"{reading.numbering.first}–{reading.numbering.last}")
        yield from (Noticed(NoticeKind.HEADING, each.text, each.id) for each in heads)


def _of_blocks(reading: Reading, chosen: ReadingChoices, homes: dict[int, str]) -> Iterator[Noticed]:
    """What is about a paragraph. homes: index in the reading -> id of the block where its words stand."""
    for at in reading.joins:
        other = reading.next_of(at)
        if at not in chosen.joins and homes.get(at) != homes.get(other):
            ends = reading.blocks[at].text[-_ENDS:].lstrip(), reading.blocks[other].text[:_ENDS].rstrip()
            yield Noticed(NoticeKind.JOIN, " | ".join(ends), homes[at], homes[other])
    for head in reading.heads:
        if head.index not in chosen.out:
            kind = NoticeKind.RUNNING_HEAD if head.kind is PageLineKind.RUNNING_HEAD else NoticeKind.PAGE_NUMBER
            yield Noticed(kind, reading.blocks[head.index].text, homes[head.index])
    for place, word in enumerate(reading.broken):
        if place not in chosen.words:
            yield Noticed(NoticeKind.BROKEN_WORD, word.words, homes[word.block])
    for place, note in enumerate(reading.glued):
        if place not in chosen.notes or note.text is None:
            kind = NoticeKind.NOTE_WITHOUT_TEXT if note.text is None else NoticeKind.GLUED_NOTE
            yield Noticed(kind, note.words, homes[note.block], "" if note.text is None else homes[note.text])
