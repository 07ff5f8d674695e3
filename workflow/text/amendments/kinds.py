"""The kinds of amendments, a row each: whether one has its place, what it comes to, and what it conflicts with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from workflow.text.amendments.readings import Readings
from workflow.text.unicode.spans import require_span
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block
from workflow.text.values.exclusion import ConflictKind

Effect = tuple[str, ...]
Blocks = Mapping[str, Block]


@dataclass(frozen=True, slots=True)
class TextChange:
    """What amendments of a kind do to a text.

    has_place: whether what one names is there and it says what to do. effect: what tells two apart that would not make
    the same text; its first two parts say where. comes: whether a paragraph comes after another one. conflicts: kind of
    another one to the same paragraph -> why the two conflict, unless they come to the same.
    """

    has_place: Callable[[Amendment, Blocks], bool]
    effect: Callable[[Amendment, Readings], Effect]
    comes: bool = False
    conflicts: Mapping[AmendmentKind, ConflictKind] = field(default_factory=dict)


def has_place(amendment: Amendment, blocks: Blocks) -> bool:
    """Whether what the amendment names is there and it says what to do.

    Raises ValueError when its words lie outside the paragraph, are reversed, or cut a character.
    """
    return KINDS[amendment.kind].has_place(amendment, blocks)


def effect_of(amendment: Amendment, readings: Readings) -> Effect:
    """What tells two amendments apart that would not make the same text; they have their places."""
    return KINDS[amendment.kind].effect(amendment, readings)


def anchor_of(amendment: Amendment) -> str | None:
    """The paragraph after which another one would come; None where none would."""
    return amendment.after if KINDS[amendment.kind].comes else None


def _has_words(amendment: Amendment, blocks: Blocks) -> bool:
    if amendment.block not in blocks:
        return False
    require_span(blocks[amendment.block].text, amendment.start, amendment.end, amendment.ref)
    return True


def _has_anchor(amendment: Amendment, blocks: Blocks) -> bool:
    return amendment.after == "" or amendment.after in blocks


def _reads(amendment: Amendment, readings: Readings) -> Effect:
    text = readings.of(amendment).text
    # A paragraph that is left without a word goes.
    return ("words", amendment.block, text) if text.strip() else ("gone", amendment.block)


KINDS: Mapping[AmendmentKind, TextChange] = {
    AmendmentKind.REPLACE: TextChange(
        has_place=_has_words,
        effect=_reads,
        conflicts={  # with another of its kind by the words
            AmendmentKind.REMOVE: ConflictKind.DELETE_EDIT,
            AmendmentKind.MOVE: ConflictKind.MOVE_EDIT,
        },
    ),
    AmendmentKind.ADD: TextChange(
        has_place=lambda it, blocks: _has_anchor(it, blocks) and bool(it.words.strip()),
        effect=lambda it, _: ("added", str(it.after), " ".join(it.words.split())),
        comes=True,
    ),
    AmendmentKind.REMOVE: TextChange(
        has_place=lambda it, blocks: it.block in blocks,
        effect=lambda it, _: ("gone", it.block),
        conflicts={
            AmendmentKind.REPLACE: ConflictKind.DELETE_EDIT,
            AmendmentKind.MOVE: ConflictKind.DELETE_EDIT,
        },
    ),
    AmendmentKind.MOVE: TextChange(
        has_place=lambda it, blocks: it.block in blocks and _has_anchor(it, blocks) and it.after != it.block,
        effect=lambda it, _: ("moved", it.block, str(it.after)),
        comes=True,
        conflicts={
            AmendmentKind.REPLACE: ConflictKind.MOVE_EDIT,
            AmendmentKind.REMOVE: ConflictKind.DELETE_EDIT,
            AmendmentKind.MOVE: ConflictKind.TWO_PLACES,
        },
    ),
}
