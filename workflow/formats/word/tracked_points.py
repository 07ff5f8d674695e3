"""A text with the amendments that were made to it as tracked changes, each by its own hand.

Of amendments that would change the same words the first one is tracked; Word has no place for a second.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.formats.word.anchors_of_remarks import refs_in
from workflow.formats.word.footnotes import FootnotesOf, without_notes
from workflow.formats.word.tracked_text import block_runs, title_block
from workflow.formats.word.tracked_words import NO_NOTES, Step, runs_of
from workflow.formats.word.written import Hand, Moving, Remark, WrittenParagraph
from workflow.text.amendments import preview
from workflow.text.diff import tidy, word_diff
from workflow.text.document import TITLE, numbers, one_line, parse, pieces
from workflow.text.values import Amendment, AmendmentKind, Block, BlockKind, Edit


@dataclass(frozen=True, slots=True)
class TextWithPoints:
    """The paragraphs, and the references of the amendments that stand in them as tracked changes."""

    paragraphs: tuple[WrittenParagraph, ...]
    tracked: frozenset[str]


def with_points(
    title: str, blocks: Sequence[Block], amendments: Sequence[tuple[Amendment, Hand]], remarks: Sequence[Remark] = ()
) -> TextWithPoints:
    """The text with these amendments, the earlier ones first; `ref` of each is that of its hand.

    remarks: what will stand beside it, for the words that each is about. An amendment of a block that is not there, or
    that changes nothing, is not tracked.
    """
    asked = list(amendments)
    while True:
        plan = _Plan(title, blocks)
        tracked = {amendment.ref for amendment, hand in asked if plan.takes(amendment, hand)}
        paragraphs = tuple(plan.paragraphs(_cuts(remarks)))
        # Changes of a footnote are nowhere where another amendment takes out its mark.
        if not (lost := tracked - refs_in(paragraphs)):
            return TextWithPoints(paragraphs, frozenset(tracked))
        asked = [each for each in asked if each[0].ref not in lost]


def _cuts(remarks: Iterable[Remark]) -> Mapping[str, frozenset[int]]:
    """Block -> where the words begin and end that a remark stands on."""
    found: dict[str, set[int]] = defaultdict(set)
    for remark in remarks:
        if remark.start < remark.end:
            found[remark.block or TITLE] |= {remark.start, remark.end}
    return {block: frozenset(places) for block, places in found.items()}


class _Plan:
    """What happens to each block. edits: changes of its words in order; gone, moving: as a whole; coming: behind it."""

    def __init__(self, title: str, blocks: Sequence[Block]) -> None:
        self.all = [title_block(title), *blocks]
        self.body = [title_block(title), *without_notes(blocks)]
        self.by_id = {block.id: block for block in self.all}
        self.numbers = numbers(self.body)
        self.edits: dict[str, list[tuple[Edit, Hand]]] = defaultdict(list)
        self.gone: dict[str, Hand] = {}
        self.moving: dict[str, tuple[Hand, int]] = {}
        self.coming: dict[str, list[tuple[Hand, str | None, Sequence[Block]]]] = defaultdict(list)

    def takes(self, amendment: Amendment, hand: Hand) -> bool:
        """Whether the amendment can be tracked beside those that were taken before; if so it is."""
        block = self.by_id.get(amendment.block)
        match amendment.kind:
            case AmendmentKind.ADD:
                return self._adds(amendment, hand)
            case _ if block is None or block.id in self.gone or block.id in self.moving:
                return False
            case AmendmentKind.REPLACE:
                return self._replaces(block, amendment, hand)
            case AmendmentKind.REMOVE:
                return self._removes(block, hand)
            case AmendmentKind.MOVE:
                return self._moves(block, amendment, hand)

    def _adds(self, amendment: Amendment, hand: Hand) -> bool:
        added, after = parse(amendment.words), self._anchor(amendment.after)
        if not added or after is None or any(blocks == added for _, _, blocks in self.coming[after]):
            return False
        self.coming[after].append((hand, None, added))
        return True

    def _removes(self, block: Block, hand: Hand) -> bool:
        if self._is_touched(block):
            return False
        self.gone[block.id] = hand
        return True

    def _moves(self, block: Block, amendment: Amendment, hand: Hand) -> bool:
        after = self._anchor(amendment.after)
        if self._is_touched(block) or after is None or after == block.id:
            return False
        self.moving[block.id] = hand, len(self.moving) + 1
        self.coming[after].append((hand, block.id, (block,)))
        return True

    def _replaces(self, block: Block, amendment: Amendment, hand: Hand) -> bool:
        start, end = amendment.start, amendment.end
        if not 0 <= start <= end <= len(block.text):
            return False
        new = _reading(block, amendment)
        if not new:
            return self._removes(block, hand)
        hunks = list(_hunks(block.text, new, start, end))
        here = self.edits[block.id]
        if not hunks or any(_touch(hunk, edit) for hunk in hunks for edit, _ in here):
            return False
        here += [(hunk, hand) for hunk in hunks]
        here.sort(key=lambda each: each[0])
        return True

    def _is_touched(self, block: Block) -> bool:
        """Whether the block cannot go as a whole: it is changed already, is the title, or a note, whose mark stays."""
        is_note = block.kind is BlockKind.FOOTNOTE and block not in self.body
        return bool(self.edits.get(block.id)) or block.id == TITLE or is_note

    def _anchor(self, after: str | None) -> str | None:
        """The block of the running text behind which something goes; None where it is not there."""
        if not after:
            return TITLE
        if after not in self.by_id:
            return None
        body = {block.id for block in self.body}
        return after if after in body else self.body[-1].id

    def paragraphs(self, cuts: Mapping[str, frozenset[int]]) -> Iterator[WrittenParagraph]:
        steps = {block.id: self._steps(block) for block in self.all}
        notes = FootnotesOf(self.all, self.all, steps=steps)
        for block in self.body:
            yield self._paragraph(block, steps[block.id], notes, cuts.get(block.id, frozenset()))
            # As the penholder's page has them: what moves stands before what is new.
            for hand, moved, blocks in sorted(self.coming[block.id], key=lambda each: each[1] is None):
                yield from self._come(hand, moved, blocks, notes)

    def _paragraph(
        self, block: Block, steps: Sequence[Step], notes: FootnotesOf, cuts: frozenset[int]
    ) -> WrittenParagraph:
        hand, move = self.moving.get(block.id, (self.gone.get(block.id), 0))
        if hand is None:
            runs = block_runs(block, steps, notes, cuts)
            return WrittenParagraph(block, block, runs, number=self.numbers.get(block.id, 0))
        runs = block_runs(block, [(-1, block.text, hand)], notes, cuts)
        moving = Moving.AWAY if move else None
        return WrittenParagraph(block, None, runs, hand, moving, move, number=self.numbers.get(block.id, 0))

    def _come(
        self, hand: Hand, moved: str | None, blocks: Sequence[Block], notes: FootnotesOf
    ) -> Iterator[WrittenParagraph]:
        move = self.moving[moved][1] if moved else 0
        written = blocks if moved else _with_own_labels(blocks, hand.ref)
        own = notes if moved else FootnotesOf((), [*written, *self.all])
        for block in without_notes(written):
            here = replace(block, kind=BlockKind.PARAGRAPH) if block.kind.is_prose and not moved else block
            runs = runs_of([(1, here.text, hand)], NO_NOTES if here.kind is BlockKind.FOOTNOTE else own)
            # The paragraphs behind a new one keep the numbers by which everybody speaks of them.
            yield WrittenParagraph(None, here, runs, hand, Moving.HERE if move else None, move, is_numbered=False)

    def _steps(self, block: Block) -> list[Step]:
        found, at = list[Step](), 0
        for edit, hand in self.edits.get(block.id, ()):
            found += [
                (0, block.text[at : edit.start], None),
                (-1, block.text[edit.start : edit.end], hand),
                (1, edit.words, hand),
            ]
            at = edit.end
        return [step for step in (*found, (0, block.text[at:], None)) if step[1]]


def _with_own_labels(blocks: Sequence[Block], ref: str) -> list[Block]:
    """New paragraphs, their footnotes labelled as no other ones of the text are."""
    own = {block.mark for block in blocks if block.kind is BlockKind.FOOTNOTE}
    made = []
    for block in blocks:
        text = block.text
        for piece in reversed(pieces(text)):
            if piece.style.note in own:
                text = f"{text[: piece.start]}{ref}-{text[piece.start :]}"
        made.append(replace(block, text=text, mark=f"{ref}-{block.mark}" if block.mark in own else block.mark))
    return made


def _reading(block: Block, amendment: Amendment) -> str:
    """How the block reads with the amendment; "" where nothing is left of it."""
    if block.id == TITLE:  # words alone: it has no marks, and no spaces but its own
        return one_line(block.text[: amendment.start] + amendment.words + block.text[amendment.end :])
    made = preview([block], block.id, [amendment])
    return made.text if made else ""


def _hunks(old: str, new: str, start: int, end: int) -> Iterator[Edit]:
    """The changes that make the new text, among the words `old[start:end]` where nothing else became another one."""
    behind = len(old) - end
    if not (new.startswith(old[:start]) and new.endswith(old[end:]) and start + behind <= len(new)):
        start = behind = 0
    at, gone, come = start, "", ""
    for op, text in [*tidy(word_diff(old[start : len(old) - behind], new[start : len(new) - behind])), (0, "")]:
        if op == 0:
            if gone or come:
                yield Edit(at - len(gone), at, come)
            gone = come = ""
            at += len(text)
        elif op < 0:
            gone, at = gone + text, at + len(text)
        else:
            come += text


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two changes meet: a reader could not tell in what order their words go."""
    return one.start <= other.end and other.start <= one.end
