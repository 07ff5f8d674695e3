"""A text typed over one that showed more than what lies beneath it: what of the writer's change goes to the latter."""

from collections.abc import Iterator, Sequence

from workflow.text.diff.words import hunks, word_diff
from workflow.text.merge.merge import merge3

_Change = tuple[int, int, str]  # `shown[start:end]` became this


def beneath(shown: str, typed: str, below: str) -> Iterator[str]:
    """Texts of `below` with what the writer changed of `shown`, to be tried in this order.

    shown: what the writer had before them, made of `below` by others. First both as a merge makes one of them where
    nobody need be asked; then what was typed, where only the others' changes that it wrote over are left standing.
    """
    merged, conflicts = merge3(shown, typed, below)
    if not conflicts:
        yield merged
    hand, others = _changes(shown, typed), _changes(shown, below)
    free = [each for each in others if not any(_meet(each, other) for other in hand)]
    made = _made(shown, sorted([*hand, *free]))
    if free and (conflicts or made != merged):
        yield made
    # Others' words that the writer typed right beside go with what was typed: alone, they might find no room there.
    apart = [each for each in others if not any(_beside(each, other) for other in hand)]
    if apart and len(apart) < len(free):
        yield _made(shown, sorted([*hand, *apart]))


def _changes(shown: str, text: str) -> list[_Change]:
    return [(start, end, text[low:high]) for start, end, low, high in hunks(word_diff(shown, text))]


def _meet(one: _Change, other: _Change) -> bool:
    return one[:2] == other[:2] or (one[0] < other[1] and other[0] < one[1])


def _beside(one: _Change, other: _Change) -> bool:
    return one[0] <= other[1] + 1 and other[0] <= one[1] + 1


def _made(shown: str, changes: Sequence[_Change]) -> str:
    pieces, at = [], 0
    for start, end, text in changes:
        pieces += [shown[at:start], text]
        at = end
    return "".join([*pieces, shown[at:]])
