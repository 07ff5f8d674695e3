"""Whether a text that somebody went on writing has an amendment's change already, has it not, or nobody can tell.

What was asked and what was written are two changes of one text. Where they merge without a question, the merged text
tells: it is the one that was written, or the change is still to be made. Else the place of each change is looked for
in the whole text, and read.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from workflow.text.alignment.remembered import Remembered
from workflow.text.alignment.touched import sentence_spans
from workflow.text.alignment.trust import weight
from workflow.text.anchors.gaps import gaps
from workflow.text.anchors.neighbours import with_neighbours
from workflow.text.diff.words import Hunk, hunks, word_diff
from workflow.text.document.inline import plain
from workflow.text.document.whole import spans_of, whole_text
from workflow.text.edits.fitting import alone
from workflow.text.edits.shared import SAYS, places, whole_words
from workflow.text.merge.agreed import reaches
from workflow.text.merge.merge import merge3
from workflow.text.merge.sides import SideChange
from workflow.text.unicode.signs import ONE_KIND
from workflow.text.unicode.spans import require_span
from workflow.text.values.amendment import Amendment
from workflow.text.values.block import Block
from workflow.text.values.spans import Span


class Uptake(StrEnum):
    """How a text stands to a change."""

    MADE = "made"
    OPEN = "open"  # the words stand there as they did
    UNCLEAR = "unclear"


_KNOWN: Remembered[Amendment, Uptake] = Remembered()


def uptake(before: tuple[Block, ...], after: tuple[Block, ...], amendment: Amendment) -> Uptake:
    """How `after` stands to an amendment of words, in the offsets of a paragraph of `before`.

    Quotation marks, dashes and marks of style are not looked at where words are asked for. Raises ValueError when the
    words lie outside their paragraph, are reversed, or cut a character.
    """
    (found,) = _KNOWN.all(before, after, [amendment], lambda _: [_uptake(before, after, amendment)])
    return found


def _uptake(before: tuple[Block, ...], after: tuple[Block, ...], amendment: Amendment) -> Uptake:
    block = next(each for each in before if each.id == amendment.block)
    require_span(block.text, amendment.start, amendment.end, amendment.ref)
    asked = alone(block, amendment)
    hand = next((each.text for each in after if each.id == block.id), None)
    found = _merged(block.text, asked, hand) if hand is not None else Uptake.UNCLEAR
    if found is Uptake.UNCLEAR:
        found = _read(before, after, block, asked)
    if found is Uptake.UNCLEAR and _is_sentence_of(before, after, block, asked):
        return Uptake.MADE
    return found


def as_read(text: str) -> str:
    """The text as it is compared: shown words, quotation marks and dashes of one kind."""
    return plain(text).translate(ONE_KIND)


def _merged(before: str, asked: str, hand: str) -> Uptake:
    base, theirs, ours = as_read(before), as_read(asked), as_read(hand)
    if base == theirs:
        base, theirs, ours = before, asked, hand
    text, conflicts = merge3(base, ours, theirs)
    if conflicts:
        return Uptake.UNCLEAR
    return Uptake.MADE if text.split() == ours.split() else Uptake.OPEN


@dataclass(frozen=True, slots=True)
class _Change:
    """Words that are to become others, and the words right beside them."""

    start: int
    end: int
    reads: str
    asked: str
    left: str
    right: str

    def is_in(self, words: str) -> bool:
        """Whether `words` are those asked for, or those and others that somebody wrote before or behind them."""
        if words == _bare(self.asked):
            return True
        asked, reads, found = (whole_words(each) for each in (self.asked, self.reads, words))
        at_edge = found[: len(asked)] == asked or found[-len(asked) :] == asked
        return weight(self.asked) >= SAYS and at_edge and not places(reads, found)

    def now(self, text: str, place: Span | None) -> str | None:
        """What stands at the place; None where the words on both sides of it are others."""
        if place is None:
            return None
        beside = text.endswith(self.left, 0, place[0]) or text.startswith(self.right, place[1])
        return _bare(text[slice(*place)]) if beside else None


def _read(before: Sequence[Block], after: Sequence[Block], block: Block, asked: str) -> Uptake:
    """By what stands where the words of each change stood, between the words that stood beside them."""
    changes = list(_changes(block.text, asked))
    whole, wanted = whole_text(after), [(block.id, (change.start, change.end)) for change in changes]
    found = gaps(whole_text(before), whole, spans_of(before, wanted))
    now = [change.now(whole, place) for change, place in zip(changes, found, strict=True)]
    if all(words is not None and change.is_in(words) for change, words in zip(changes, now, strict=True)):
        return Uptake.MADE
    stands = now == [_bare(change.reads) for change in changes]
    return Uptake.OPEN if stands and not _is_written(changes, block, after) else Uptake.UNCLEAR


def _is_written(changes: Sequence[_Change], block: Block, after: Sequence[Block]) -> bool:
    """Whether words that are asked for stand among those that somebody wrote in the paragraph, in another place."""
    hand = next((each.text for each in after if each.id == block.id), block.text)
    written = [whole_words(hand[c:d]) for _, _, c, d in _together(block.text, hand)]
    return any(places(whole_words(change.asked), words) for change in changes for words in written)


def _changes(before: str, after: str) -> Iterator[_Change]:
    for a, b, c, d in _together(before, after):
        ((start, end),) = reaches(before, [SideChange(a, b, after[c:d])])
        if not any(map(str.isalnum, before[start:a] + before[b:end])):
            start, end = a, b
        # Of equal words side by side nobody knows which one was put in or taken out: it is read with them.
        asked = before[start:a] + after[c:d] + before[b:end]
        low, high = with_neighbours(before, start, end)
        yield _Change(start, end, before[start:end], asked, before[low:start], before[end:high])


def _together(before: str, after: str) -> list[Hunk]:
    """The changes, those made one between which no word stands."""
    together: list[Hunk] = []
    for hunk in hunks(word_diff(before, after)):
        first = together.pop() if together and not before[together[-1][1] : hunk[0]].strip() else hunk
        together.append((first[0], hunk[1], first[2], hunk[3]))
    return together


def _is_sentence_of(before: Sequence[Block], after: Sequence[Block], block: Block, asked: str) -> bool:
    """Whether the sentences as they would read stand there, where they did not, and as they read they are gone."""
    old, new = _sentences(tuple(before)), _sentences(tuple(after))
    would, reads = (_sentences_of(text) for text in (asked, block.text))
    comes, goes = [each for each in would if each not in reads], [each for each in reads if each not in would]
    return bool(comes) and all(new[each] > old[each] for each in comes) and not any(each in new for each in goes)


@lru_cache(maxsize=16)  # each amendment to a text asks of the same two
def _sentences(blocks: tuple[Block, ...]) -> Counter[str]:
    return Counter(sentence for block in blocks for sentence in _sentences_of(block.text))


def _sentences_of(text: str) -> list[str]:
    read = as_read(text)
    return [read[start:end] for start, end in sentence_spans(read)]


def _bare(text: str) -> str:
    return " ".join(as_read(text).split())
