"""What two texts keep in common where a sentence is itself: the alignment behind the anchors and the merge.

The cheapest difference of two lists of stock phrases makes each item into the next one; people move items. So where
the cheapest one makes a sentence out of another, though it stands once in either text, the sentences that keep their
order are kept first, those that changed places are left out, and the words of the rest are compared.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.heaviest import heaviest_chain
from workflow.text.alignment.levels import ROBBED, SENTENCE
from workflow.text.alignment.runs import Run, runs_from
from workflow.text.alignment.settle import at_best_borders
from workflow.text.alignment.touched import Spans, sentence_spans, touched_sentences
from workflow.text.alignment.trust import weight

_MASKS = "\ue000", "\ue001"  # stand for words that changed places: on either side another, so that none is kept

_Pair = tuple[int, int, int]  # start, place, length


def steady_runs(before: str, after: str) -> list[Run]:
    """The common runs, or where it makes a sentence out of another those of sentences first."""
    runs = common_runs(before, after)
    old = _shares_kept(before, [(run.start, run.end) for run in runs])
    new = _shares_kept(after, [(run.place, run.place_end) for run in runs])
    robbed = {words for words in old.keys() & new.keys() if new[words] >= ROBBED}
    if not any(weight(words) >= SENTENCE for words in robbed):
        return runs
    edited = {words for words in old if old[words] >= ROBBED} - robbed  # and perhaps copied: they stay where they are
    pairs = [pair for pair in _unique_pairs(before, after) if before[pair[0] : pair[0] + pair[2]] not in edited]
    chain = _chain(pairs)
    crossing = set(pairs) - set(chain)
    masked = _mask(before, ((i, length) for i, _, length in crossing), _MASKS[0])
    masked_now = _mask(after, ((j, length) for _, j, length in crossing), _MASKS[1])
    return at_best_borders(before, after, runs_from(_runs_along(masked, masked_now, chain)))


def _shares_kept(text: str, spans: Spans) -> dict[str, float]:
    """The sentences that are not kept as a whole, and the share of each that is."""
    return {text[start:end]: stays / (end - start) for start, end, stays in touched_sentences(text, spans)}


def _unique_pairs(before: str, after: str) -> list[_Pair]:
    """The sentences that stand once in either text."""
    old, new = _unique_sentences(before), _unique_sentences(after)
    return [(start, new[words], len(words)) for words, start in old.items() if words in new]


def _unique_sentences(text: str) -> dict[str, int]:
    places = {text[start:end]: start for start, end in sentence_spans(text)}
    many = Counter(text[start:end] for start, end in sentence_spans(text))
    return {words: start for words, start in places.items() if many[words] == 1 and weight(words) >= SENTENCE}


def _chain(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Those that keep their order, as heavy as can be."""
    lengths = {(start, place): length for start, place, length in pairs}
    return [(*pair, lengths[pair]) for pair in heaviest_chain(list(lengths), list(lengths.values()))]


def _mask(text: str, spans: Iterable[tuple[int, int]], mask: str) -> str:
    pieces, at = [], 0
    for start, length in sorted(spans):
        pieces += [text[at:start], mask * length]
        at = start + length
    return "".join([*pieces, text[at:]])


def _runs_along(old: str, new: str, chain: Sequence[_Pair]) -> Iterator[tuple[int, int, int]]:
    """The sentences of the chain, and what is kept between them."""
    i = j = 0
    for start, place, length in [*chain, (len(old), len(new), 0)]:
        for run in common_runs(old[i:start], new[j:place]):
            yield run.start + i, run.place + j, run.length
        yield start, place, length
        i, j = start + length, place + length
