"""Two texts as one with tracked changes: who accepts all of them has the newer text, who refuses all the older one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from workflow.formats.word.footnotes import FootnotesOf, without_notes
from workflow.formats.word.numbered_lists import numbered_lists
from workflow.formats.word.tracked_words import NO_NOTES, Step, runs_of
from workflow.formats.word.written import Hand, Moving, WrittenParagraph, WrittenRun
from workflow.text.alignment import heaviest_chain
from workflow.text.diff import Change, block_diff, tidy, word_diff
from workflow.text.document import TITLE, titled
from workflow.text.values import Block, BlockKind

_LEFT = frozenset({Change.ADDED, Change.REMOVED, Change.MOVED_AWAY})


def title_block(title: str) -> Block:
    """The title as a block."""
    return titled(title, ())[0]


def clean_text(title: str, blocks: Sequence[Block]) -> list[WrittenParagraph]:
    """The paragraphs of one text, its title first."""
    notes = FootnotesOf(blocks, blocks)
    text = [title_block(title), *without_notes(blocks)]
    return [WrittenParagraph(block, block, stayed_runs(block, notes)) for block in text]


def compared_text(
    before: tuple[str, Sequence[Block]],
    after: tuple[str, Sequence[Block]],
    hand: Hand,
    moved: frozenset[str] = frozenset(),
) -> list[WrittenParagraph]:
    """The paragraphs of two texts, each a title and its blocks, with what changed between them. moved: ids of blocks
    that somebody is known to have moved.
    """
    return _Comparison(before[1], after[1], hand, moved).paragraphs(before[0], after[0])


def stayed_runs(block: Block, notes: FootnotesOf) -> tuple[WrittenRun, ...]:
    """The runs of a block of which nothing changed."""
    return block_runs(block, [(0, block.text, None)], notes)


def block_runs(
    block: Block, steps: Sequence[Step], notes: FootnotesOf, cuts: frozenset[int] = frozenset()
) -> tuple[WrittenRun, ...]:
    """The runs of a block that changed by these steps."""
    if block.kind is BlockKind.FOOTNOTE:
        return runs_of(steps, NO_NOTES, cuts)
    return runs_of(steps, notes, cuts, is_plain=block.id == TITLE)


class _Comparison:
    """Pairs of blocks that are the same one and in the same order are tracked by their words, all others as a whole."""

    def __init__(self, before: Sequence[Block], after: Sequence[Block], hand: Hand, moved: frozenset[str]) -> None:
        self.hand, self.notes = hand, FootnotesOf(before, after, hand)
        self.before, self.after = without_notes(before), without_notes(after)
        self.known_moved = moved
        self.pairs = self._pairs()
        self.torn: set[int] = set()  # places in `after` of blocks that stay as a whole pair of old and new
        self.moves: dict[int, int] = {}  # place in `before` -> number of its move

    def paragraphs(self, title: str, new_title: str) -> list[WrittenParagraph]:
        head = self._stays(title_block(title), title_block(new_title))
        while True:  # each round tears one pair at least
            text = list(self._text())
            torn = numbered_lists([paragraph for _, paragraph in text]).torn
            if not torn:
                return [head, *(paragraph for _, paragraph in text)]
            self.torn |= {text[place][0] for place in torn}

    def _pairs(self) -> dict[int, int]:
        """Place in `after` -> place in `before`, of blocks of one shape."""
        found: dict[int, int] = {}
        for change in block_diff(self.before, self.after, self.known_moved):
            i, j = change.before_at, change.after_at
            if change.kind in _LEFT or i is None or j is None or i in found.values():
                continue
            if is_of_one_shape(self.before[i], self.after[j]):
                found[j] = i
        return found

    def _steady(self) -> dict[int, int]:
        """The pairs that stay where they are, as many words as can be."""
        pairs = sorted((i, j) for j, i in self.pairs.items() if j not in self.torn)
        weights = [len(self.after[j].text) + 1 for _, j in pairs]
        others = 1 + sum(weights)
        counted = [
            weight * (1 if self.after[j].id in self.known_moved else others)
            for weight, (_, j) in zip(weights, pairs, strict=True)
        ]
        return {j: i for i, j in heaviest_chain(pairs, counted)}

    def _text(self) -> Iterator[tuple[int, WrittenParagraph]]:
        """The paragraphs, each with its place in `after`; -1 of one that went."""
        steady = self._steady()
        moved = {
            j: i
            for j, i in self.pairs.items()
            if j not in steady and j not in self.torn and self.before[i].text == self.after[j].text
        }
        numbers = {i: number for number, i in enumerate(moved.values(), 1)}
        halts = [*(steady[j] for j in sorted(steady)), len(self.before)]
        yield from self._gone(range(halts[0]), numbers)
        passed = 0
        for j, block in enumerate(self.after):
            if j in steady:
                yield j, self._stays(self.before[steady[j]], block)
                passed += 1
                yield from self._gone(range(halts[passed - 1] + 1, halts[passed]), numbers)
            else:
                yield j, self._come(block, numbers.get(moved.get(j, -1), 0))

    def _gone(self, places: range, moves: Mapping[int, int]) -> Iterator[tuple[int, WrittenParagraph]]:
        for i in places:
            block, move = self.before[i], moves.get(i, 0)
            runs = block_runs(block, [(-1, block.text, self.hand)], self.notes)
            moving = Moving.AWAY if move else None
            yield -1, WrittenParagraph(block, None, runs, self.hand, moving, move)

    def _come(self, block: Block, move: int) -> WrittenParagraph:
        runs = block_runs(block, [(1, block.text, self.hand)], self.notes)
        return WrittenParagraph(None, block, runs, self.hand, Moving.HERE if move else None, move)

    def _stays(self, old: Block, new: Block) -> WrittenParagraph:
        ops = tidy(word_diff(old.text, new.text)) if old.text != new.text else [(0, new.text)]
        # Also what stayed may look different: the mark of a note that is there no longer.
        steps = [(op, text, self.hand) for op, text in ops]
        return WrittenParagraph(old, new, block_runs(new, steps, self.notes))


def is_of_one_shape(old: Block, new: Block) -> bool:
    """Whether the two are set alike, whatever their words and the number of an item."""
    shapes = (replace(each, id="", text="", mark=_sign(each)) for each in (old, new))
    return next(shapes) == next(shapes)


def _sign(block: Block) -> str:
    return block.mark.lstrip("0123456789") if block.kind is BlockKind.ITEM else ""
