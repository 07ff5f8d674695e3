"""A text typed over one that showed more than what lies beneath it: what of the writer's change goes to the latter."""

from collections.abc import Iterator

from workflow.text.diff.words import hunks, word_diff
from workflow.text.merge.merge import merge3
from workflow.text.values.spans import Edit, edited_text


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
    made = edited_text(shown, sorted([*hand, *free]))
    if free and (conflicts or made != merged):
        yield made
    # Others' words that the writer typed right beside go with what was typed: alone, they might find no room there.
    apart = [each for each in others if not any(_beside(each, other) for other in hand)]
    if apart and len(apart) < len(free):
        yield edited_text(shown, sorted([*hand, *apart]))


def _changes(shown: str, text: str) -> list[Edit]:
    return [Edit(start, end, text[low:high]) for start, end, low, high in hunks(word_diff(shown, text))]


def _meet(one: Edit, other: Edit) -> bool:
    return (one.start, one.end) == (other.start, other.end) or (one.start < other.end and other.start < one.end)


def _beside(one: Edit, other: Edit) -> bool:
    return one.start <= other.end + 1 and other.start <= one.end + 1
