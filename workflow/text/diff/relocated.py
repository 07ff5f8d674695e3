"""Sentences that were taken out at one place and put in at another, word by word or edited on the way.

They say what they said, but for what was edited.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from workflow.text.alignment.levels import SAME_DUTY, SENTENCE
from workflow.text.alignment.moves import passage_pairs
from workflow.text.alignment.runs import CoveredSpans
from workflow.text.diff.blocks import BlockChange
from workflow.text.diff.levels import MOSTLY
from workflow.text.diff.words import hunks
from workflow.text.document.inline import plain
from workflow.text.tokens.sentences import sentences
from workflow.text.values.spans import Span


@dataclass(frozen=True, slots=True)
class MovedSentences:
    """Sentences that moved. was: as one stands now -> as it was. gone: all as they were."""

    was: Mapping[str, str]
    gone: Set[str]


NONE = MovedSentences({}, frozenset())


def sentence_moves(deleted: Iterable[str], inserted: Iterable[str]) -> MovedSentences:
    """Which of the sentences that were taken out are which of those that were put in.

    One that stands as often on either side only moved, a short one only beside another that did; one that shares most
    of its words with one, and two in a row with no third, was edited on the way.
    """
    old, new = list(deleted), list(inserted)
    pairs, _ = passage_pairs(old, new, SAME_DUTY, range(len(old)), range(len(new)))
    return MovedSentences({new[j]: old[i] for i, j in pairs.items()}, frozenset(old[i] for i in pairs))


def moved_sentences(blocks: Iterable[BlockChange]) -> MovedSentences:
    """The sentences that left one block, or went with it, and stand in another, word by word or edited on the way."""
    blocks = list(blocks)
    return sentence_moves(*([each for block in blocks for each in _sentences_of_side(block, side)] for side in (-1, 1)))


def moved_between(
    before: tuple[str, Sequence[Span]], after: tuple[str, Sequence[Span]], known: MovedSentences
) -> tuple[list[Span], list[tuple[Span, str]]]:
    """Where sentences stood that moved within a passage, or that are known, and where some stand, with what they were.

    before, after: the passage and the spans that were taken out or put in.
    """
    left, new = (
        [(span, text[slice(*span)]) for span in displaced_sentences(text, spans)] for text, spans in (before, after)
    )
    here = sentence_moves(
        (each for _, each in left if each not in known.gone), (each for _, each in new if each not in known.was)
    )
    gone = [span for span, each in left if each in known.gone or each in here.gone]
    return gone, [(span, was) for span, each in new if (was := known.was.get(each) or here.was.get(each))]


def displaced_sentences(text: str, spans: Sequence[Span]) -> list[Span]:
    """The sentences of a text of which more than half stands in the spans, which are in order."""
    if 2 * sum(end - start for start, end in spans) <= MOSTLY * SENTENCE:  # a sign weighs two at most
        return []
    inside = CoveredSpans(spans)
    return [(start, end) for start, end in sentences(text) if inside.of(start, end) > MOSTLY * (end - start)]


def _sentences_of_side(block: BlockChange, side: int) -> Iterator[str]:
    """The sentences of the text before (-1) or after (1) that were taken out or put in."""
    own = block.before if side < 0 else block.after
    if own is None:
        return
    ops = block.ops if block.before and block.after else [(side, own.text)]
    spans = [(a, b) if side < 0 else (c, d) for a, b, c, d in hunks(ops)]
    for start, end in displaced_sentences(own.text, spans):
        yield plain(own.text[start:end])
