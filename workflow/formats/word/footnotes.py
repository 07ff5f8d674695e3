"""The footnotes of a text, and of a text that changed, for whoever writes their marks."""

from collections.abc import Iterable, Mapping, Sequence

from workflow.formats.word.tracked_words import NO_NOTES, Notes, Step, runs_of
from workflow.formats.word.written import Hand, WrittenNote, WrittenParagraph
from workflow.text.diff import tidy, word_diff
from workflow.text.document import pieces
from workflow.text.values import Block, BlockKind


class FootnotesOf(Notes):
    """The footnotes of two texts by their labels.

    steps: of a note that stayed, what changed of it; None: the two texts are compared, and `hand` stands behind that.
    """

    def __init__(
        self,
        before: Sequence[Block],
        after: Sequence[Block],
        hand: Hand | None = None,
        steps: Mapping[str, Sequence[Step]] | None = None,
    ) -> None:
        self._texts = {-1: _by_label(before), 1: _by_label(after)}
        self._hand, self._steps = hand, steps or {}

    def has(self, label: str, side: int) -> bool:
        """Whether that text has one."""
        return label in self._texts[side]

    def note(self, label: str, step: int, hand: Hand | None) -> WrittenNote:
        """The footnote with its words, as they went, came, or what changed of them."""
        if step:
            found = self._texts[step][label]
            return WrittenNote(found.id, label, runs_of([(step, found.text, hand)], NO_NOTES))
        old, new = (self._texts[side][label] for side in (-1, 1))
        return WrittenNote(old.id, label, runs_of(self._changes(old, new), NO_NOTES))

    def _changes(self, old: Block, new: Block) -> Sequence[Step]:
        if old.id in self._steps:
            return self._steps[old.id]
        if old.text == new.text:
            return [(0, old.text, None)]
        return [(op, text, self._hand if op else None) for op, text in tidy(word_diff(old.text, new.text))]


def without_notes(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of the running text: those footnotes are left among them that nothing mentions, as Word has none
    without its mark.
    """
    texts = list(blocks)
    named = {piece.style.note for each in texts if not _is_note(each) for piece in pieces(each.text)}
    return [each for each in texts if not _is_note(each) or each.mark not in named]


def all_runs(paragraph: WrittenParagraph) -> Iterable[str]:
    """The words of a paragraph and of its footnotes."""
    for run in paragraph.runs:
        yield run.text
        if run.note:
            yield from (each.text for each in run.note.runs)


def _is_note(block: Block) -> bool:
    return block.kind is BlockKind.FOOTNOTE


def _by_label(blocks: Iterable[Block]) -> dict[str, Block]:
    """The first one of each label, as a page leads there."""
    found: dict[str, Block] = {}
    for block in blocks:
        if _is_note(block):
            found.setdefault(block.mark, block)
    return found
