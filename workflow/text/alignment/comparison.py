"""Two texts and what they have in common where a sentence is itself: the alignment behind the anchors and the merge.

The cheapest difference of two lists of stock phrases makes each item into the next one; people move items. So where
the cheapest one makes a sentence out of another, though it stands once in either text, the sentences that keep their
order are kept first, those that changed places are left out, and the words of the rest are compared.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from workflow.text.alignment.align import common_runs, finer_runs
from workflow.text.alignment.heaviest import heaviest_chain, pairs_of_equal
from workflow.text.alignment.levels import ROBBED, SENTENCE
from workflow.text.alignment.moves import Moves, moves, phrases
from workflow.text.alignment.runs import Run, hunks_between, outside_moves, runs_from
from workflow.text.alignment.settle import at_best_borders
from workflow.text.alignment.touched import sentence_spans, touched_sentences
from workflow.text.alignment.trust import Neighbourhood, weight
from workflow.text.values.spans import Edit, Span, edited_text

_MASKS = "\ue000", "\ue001"  # stand for words that changed places: on either side another, so that none is kept


class Comparison:
    """The alignment of `before` and `after`: made once for a page or an issue, and handed down to all who ask."""

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before, after

    @cached_property
    def runs(self) -> list[Run]:
        """What stays in its place."""
        return steady_runs(self.before, self.after)

    @cached_property
    def gone(self) -> list[Run]:
        """What certainly moved, in the order of `before`."""
        passages = self._moves.certain
        return sorted([*passages, *phrases(self.before, self.after, self.runs, passages)])

    @cached_property
    def doubtful(self) -> Neighbourhood:
        """What seems to have moved, but for its numbers, which tell it from others."""
        return self._near(self._moves.doubtful)

    @cached_property
    def _moves(self) -> Moves:
        return moves(self.before, self.after, self.runs)

    @cached_property
    def here(self) -> Neighbourhood:
        """What stays, letter by letter, without words that are the same by chance where a passage left or came."""
        return self._near(outside_moves(finer_runs(self.before, self.after, self.runs), self.gone))

    @cached_property
    def there(self) -> Neighbourhood:
        """What moved."""
        return self._near(self.gone)

    def _near(self, runs: list[Run]) -> Neighbourhood:
        return Neighbourhood(self.before, self.after, runs)


def steady_runs(before: str, after: str) -> list[Run]:
    """The common runs, or where it makes a sentence out of another those of sentences first."""
    runs = common_runs(before, after)
    old = _shares_kept(before, [(run.start, run.end) for run in runs])
    new = _shares_kept(after, [(run.place, run.place_end) for run in runs])
    robbed = {words for words in old.keys() & new.keys() if new[words] >= ROBBED}
    if not any(weight(words) >= SENTENCE for words in robbed):
        return runs
    edited = {words for words in old if old[words] >= ROBBED} - robbed  # and perhaps copied: they stay where they are
    unique = [run for run in _unique_sentences(before, after) if before[run.start : run.end] not in edited]
    places = {(run.start, run.place): run for run in unique}
    chain = [places[pair] for pair in heaviest_chain(list(places), [run.length for run in unique])]
    crossing = set(unique) - set(chain)
    masked = _mask(before, ((run.start, run.end) for run in crossing), _MASKS[0])
    masked_now = _mask(after, ((run.place, run.place_end) for run in crossing), _MASKS[1])
    return at_best_borders(before, after, runs_from(_runs_along(masked, masked_now, chain)))


def _shares_kept(text: str, spans: Sequence[Span]) -> dict[str, float]:
    """The sentences that are not kept as a whole, and the share of each that is."""
    return {each.text: each.kept / len(each.text) for each in touched_sentences(text, spans)}


def _unique_sentences(before: str, after: str) -> list[Run]:
    """Those that stand once in either text."""
    sides = [list(sentence_spans(text)) for text in (before, after)]
    pairs = pairs_of_equal([before[slice(*span)] for span in sides[0]], [after[slice(*span)] for span in sides[1]])
    runs = [Run(sides[0][i][0], sides[1][j][0], sides[0][i][1] - sides[0][i][0]) for i, j in pairs]
    return [run for run in runs if weight(before[run.start : run.end]) >= SENTENCE]


def _mask(text: str, spans: Iterable[Span], mask: str) -> str:
    return edited_text(text, [Edit(start, end, mask * (end - start)) for start, end in sorted(spans)])


def _runs_along(old: str, new: str, chain: Sequence[Run]) -> list[Run]:
    """The sentences of the chain, and what is kept between them."""
    between = [
        Run(gap.start + run.start, gap.place + run.place, run.length)
        for gap in hunks_between(chain, len(old), len(new))
        for run in common_runs(old[slice(*gap.was)], new[slice(*gap.now)])
    ]
    return sorted([*chain, *between])
