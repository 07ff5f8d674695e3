"""An organisation's own words as a version has them: the paragraphs with changes that carry its amendments."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from workflow.text.document import numbers, word_count
from workflow.text.values import Block, Source, Span


@dataclass(frozen=True)
class OwnWords:
    """One paragraph. number: None where it has none. spans: of its text, in order; words: how many stand in them."""

    number: int | None
    text: str
    spans: tuple[Span, ...]
    words: int


def own_words(blocks: Sequence[Block], sources: Sequence[Source], refs: Collection[str]) -> tuple[OwnWords, ...]:
    """The paragraphs of a version that have words of these amendments.

    sources: what stands behind its changes, and behind the words alone that came in.
    """
    of: dict[str, list[Span]] = {}
    for each in sources:
        if each.start < each.end and not set(refs).isdisjoint(each.refs):
            of.setdefault(each.block, []).append((each.start, each.end))
    return tuple(_own_words(blocks, of))


def _own_words(blocks: Sequence[Block], of: dict[str, list[Span]]) -> Iterator[OwnWords]:
    number_of = numbers(blocks)
    for block in blocks:
        if block.id in of:
            spans = tuple(sorted(set(of[block.id])))
            pieces = [Block(block.id, block.kind, block.text[start:end]) for start, end in spans]
            yield OwnWords(number_of.get(block.id), block.text, spans, word_count(pieces, with_notes=True))
