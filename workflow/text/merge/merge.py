"""Two changed texts and their common base become one; where both sides touch the same place, a person decides.

A diff3 by words (Khanna, Kunal and Pierce 2007), in which passages that one side moved take the edits of the other
along.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflow.text.alignment.trust import weight
from workflow.text.diff.words import hunks, word_diff
from workflow.text.merge.levels import LOST
from workflow.text.merge.sides import Side, SideMove, side_of
from workflow.text.merge.touching import TouchingGroup, at_agreed_places, groups_of
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.spans import Edit, edited_text


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both sides changed the text: what each reads there."""

    base: str
    ours: str
    theirs: str


def merge3(base: str, ours: str, theirs: str) -> tuple[str, list[Conflict]]:
    """The text with the changes of both sides, and the places where a person must decide.

    At a conflict the text keeps the words of `base`. Swapping the sides gives the same text and the mirrored conflicts.
    An edit within a passage that the other side moved goes with it.
    """
    if ours == theirs or theirs == base:
        return ours, []
    if ours == base:
        return theirs, []
    return merge_sides(base, side_of(base, ours), side_of(base, theirs))


def merge_sides(base: str, ours: Side, theirs: Side) -> tuple[str, list[Conflict]]:
    """The same of two sides that somebody looks at beside many others."""
    return _Merge(base, *at_agreed_places(base, ours, theirs)).result()


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


class _Merge:
    def __init__(self, base: str, ours: Side, theirs: Side) -> None:
        self.base = base
        self.changes = list(ours.changes), list(theirs.changes)
        self.words = ours.words, theirs.words
        self.moves = ours.moves, theirs.moves
        self.groups = list(groups_of(base, ours, theirs))
        self.group_of = [
            {k: group for group in self.groups for k in group.changes[side]} for side in (0, 1)
        ]  # number of a change -> its group

    def result(self) -> tuple[str, list[Conflict]]:
        followers: list[tuple[int, SideMove, Edit]] = []
        for group in self.groups:
            group.winner = 0 if group.changes[0] else 1
            if all(group.changes):
                followers += self._judge(group)
        self._bind_moves()
        conflicts = [self._conflict(group) for group in self.groups if group.is_conflict]
        self._carry(followers)
        clean = [group for group in self.groups if not group.is_conflict]
        return edited_text(self.base, [edit for group in clean for edit in self._edits(group, group.winner)]), conflicts

    def _judge(self, group: TouchingGroup) -> list[tuple[int, SideMove, Edit]]:
        """Say whether the group is a conflict; give the edits that follow a passage which the other side moved."""
        leaving = [[m for m in self.moves[side] if m.left in group.changes[side]] for side in (0, 1)]
        if not any(leaving):
            group.winner, group.is_conflict = self._more_of(group)
        elif all(leaving):
            group.is_conflict = not self._is_one_move(group, *leaving)
        else:
            group.winner = mover = 0 if leaving[0] else 1
            edits = self._edits(group, 1 - mover)
            pairs = [(mover, m, edit) for edit in edits for m in leaving[mover] if _goes_with(self.base, edit, m)]
            group.is_conflict = len(pairs) < len(edits) or not all(self._stays(m, edits) for m in leaving[mover])
            return [] if group.is_conflict else pairs
        return []

    def _stays(self, move: SideMove, edits: list[Edit]) -> bool:
        """Whether edits leave half of a passage that moved; other words in its place don't go where it went."""
        lost = sum(weight(self.base[max(e.start, move.start) : min(e.end, move.end)]) for e in edits)
        return lost <= LOST * weight(self.base[move.start : move.end])

    def _more_of(self, group: TouchingGroup) -> tuple[int, bool]:
        """The side that made all the changes of the other, and whether neither did."""
        ours, theirs = ({c for c in words if group.start <= c.start and c.end <= group.end} for words in self.words)
        if self._reading(group, 0) == self._reading(group, 1) or theirs <= ours or self._holds(group, 0):
            return 0, False
        return 1, not (ours <= theirs or self._holds(group, 1))

    def _holds(self, group: TouchingGroup, side: int) -> bool:
        """Whether the changes of a side are those of the other with more beside them."""
        own, others = self._edits(group, side), self._edits(group, 1 - side)
        return all(any(_is_part(each, whole) for whole in own) for each in others)

    def _is_one_move(self, group: TouchingGroup, ours: list[SideMove], theirs: list[SideMove]) -> bool:
        """Whether both sides carried the same passages to the same place."""
        places = [[self.group_of[side][m.came] for m in moves] for side, moves in enumerate((ours, theirs))]
        arrived = all(all(g.changes) and self._reading(g, 0) == self._reading(g, 1) for g in places[0])
        return arrived and places[0] == places[1] and self._reading(group, 0) == self._reading(group, 1)

    def _bind_moves(self) -> None:
        """A passage that can't leave does not arrive, and the other way round."""
        bonds = [
            (self.group_of[side][move.left], self.group_of[side][move.came])
            for side in (0, 1)
            for move in self.moves[side]
        ]
        while loose := [bond for bond in bonds if bond[0].is_conflict != bond[1].is_conflict]:
            for left, came in loose:
                left.is_conflict = came.is_conflict = True

    def _carry(self, followers: list[tuple[int, SideMove, Edit]]) -> None:
        """Write the edits into the passages with which they go, from the last to the first."""
        for mover, move, edit in sorted(followers, key=lambda f: f[1].offset + f[2].start - f[1].start, reverse=True):
            passage, at = self.changes[mover][move.came], move.offset - move.start
            inside = Edit(at + edit.start, at + edit.end, edit.words)
            self.changes[mover][move.came] = replace(passage, words=edited_text(passage.words, [inside]))

    def _edits(self, group: TouchingGroup, side: int) -> list[Edit]:
        return [self.changes[side][k] for k in group.changes[side]]

    def _reading(self, group: TouchingGroup, side: int) -> str:
        """What one side reads at a group."""
        return edited_text(self.base, self._edits(group, side), group.start, group.end)

    def _conflict(self, group: TouchingGroup) -> Conflict:
        return Conflict(self.base[group.start : group.end], self._reading(group, 0), self._reading(group, 1))


def _is_part(change: Edit, whole: Edit) -> bool:
    """Whether the whole puts in the words that the change does, and others beside them, at the same place.

    Who only takes out more than the other, or words beside which the other put some in, made no edit of both.
    """
    is_there = whole.start <= change.start and change.end <= whole.end
    if not is_there or (change.start == change.end) != (whole.start == whole.end):
        return False
    asked, there = tokens(change.words.strip()), tokens(whole.words.strip())
    places = [at for at in range(len(there)) if there[at : at + len(asked)] == asked]
    is_more = asked != there or (change.start, change.end) != (whole.start, whole.end)
    return is_more and len(places) == 1 and any(map(str.isalnum, change.words))


def _goes_with(base: str, edit: Edit, move: SideMove) -> bool:
    """Whether an edit lies within a passage that moved, without deleting all of it or breaking out of its lines."""
    inside = move.start <= edit.start and edit.end <= move.end and edit.end - edit.start < move.end - move.start
    if not inside or not move.is_sure:
        return False
    left, right = base[move.start : edit.start].strip(), base[edit.end : move.end].strip()
    at_start = move.start == 0 or base[move.start - 1] == "\n"
    at_end = move.end == len(base) or base[move.end] == "\n"
    is_of_one_line = "\n" not in edit.words + base[edit.start : edit.end]
    return bool(left or (at_start and is_of_one_line)) and bool(right or (at_end and is_of_one_line))


def _changes(shown: str, text: str) -> list[Edit]:
    return [Edit(start, end, text[low:high]) for start, end, low, high in hunks(word_diff(shown, text))]


def _meet(one: Edit, other: Edit) -> bool:
    return (one.start, one.end) == (other.start, other.end) or (one.start < other.end and other.start < one.end)


def _beside(one: Edit, other: Edit) -> bool:
    return one.start <= other.end + 1 and other.start <= one.end + 1
