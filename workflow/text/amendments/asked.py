"""The amendments that make one text of another: what somebody asks for who hands back the text with changes in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from workflow.text.alignment.heaviest import heaviest_chain
from workflow.text.document.inline import plain
from workflow.text.document.likeness import keep_ids
from workflow.text.document.markdown import to_markdown
from workflow.text.document.marks import pieces
from workflow.text.edits.dividing import divided
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind


class Unasked(StrEnum):
    """Why a difference between the two texts is no amendment."""

    STYLE = "style"  # the same words, set in another way
    SHAPE = "shape"  # the same words as another kind of block, or under another mark
    NOTE = "note"  # a footnote that came or went


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference that no amendment can ask for. block: of the text before, "" for what is new. words: of it."""

    why: Unasked
    block: str
    words: str


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What is asked for. amendments: in the order of the text, references from 1. others: what none of them says.

    wished: the blocks asked for, those of the text before with its ids.
    """

    amendments: tuple[Amendment, ...]
    others: tuple[Difference, ...]
    wished: tuple[Block, ...]


def asked_for(before: Sequence[Block], after: Sequence[Block]) -> AskedFor:
    """The amendments that all together make the words of `after` of those of `before`, one a change.

    before: with ids. after: with the same ids where they are known, "" where not: they are found by likeness.
    """
    wished = keep_ids(before, after)
    new = {block.id: block for block in wished if block.id}
    made: list[Amendment] = []
    others: list[Difference] = []
    put = _put(before, wished)
    for block in [None, *before]:
        if block is not None:
            found, left = _of_block(block, new.get(block.id))
            made += found
            others += left
        made += put.get(block.id if block else "", [])
    others += [Difference(Unasked.NOTE, "", plain(each.text)) for each in wished if _is_new_note(each)]
    numbered = (replace(each, ref=str(number)) for number, each in enumerate(made, 1))
    return AskedFor(tuple(numbered), tuple(others), tuple(wished))


def _of_block(old: Block, new: Block | None) -> tuple[list[Amendment], list[Difference]]:
    """What is asked for of one block, wherever it stands."""
    if new is None and old.kind is BlockKind.FOOTNOTE:
        return [], [Difference(Unasked.NOTE, old.id, plain(old.text))]
    if new is None:
        return [Amendment("", AmendmentKind.REMOVE, old.id)], []
    words = plain(new.text)
    edits = divided(old.text, words)
    made = [Amendment("", AmendmentKind.REPLACE, old.id, each.start, each.end, each.words) for each in edits]
    return made, list(_others(old, new, words))


def _others(old: Block, new: Block, words: str) -> Iterator[Difference]:
    if _shape(old) != _shape(new):
        yield Difference(Unasked.SHAPE, old.id, words)
    if len(_notes(old)) != len(_notes(new)):
        yield Difference(Unasked.NOTE, old.id, words)
    elif plain(old.text) == words and _styles(old) != _styles(new):
        yield Difference(Unasked.STYLE, old.id, words)


def _shape(block: Block) -> object:
    """What a block is, but for numbers of a list, which follow the items before them."""
    kind = BlockKind.PARAGRAPH if block.kind.is_prose else block.kind
    is_numbered = block.mark[:1].isalnum()
    return kind, block.level, kind is BlockKind.ITEM and is_numbered


def _notes(block: Block) -> list[str]:
    return [piece.style.note for piece in pieces(block.text) if piece.style.note]


def _styles(block: Block) -> list[object]:
    """Each sign with how it is set; of spaces nobody sees that."""
    return [
        (char, piece.style.bold, piece.style.italic, piece.style.href)
        for piece in pieces(block.text)
        if not piece.style.note
        for char in block.text[piece.start : piece.end]
        if not char.isspace()
    ]


def _is_new_note(block: Block) -> bool:
    return not block.id and block.kind is BlockKind.FOOTNOTE


def _put(before: Sequence[Block], wished: Sequence[Block]) -> Mapping[str, list[Amendment]]:
    """Block id, "" for the beginning -> the paragraphs that are to come behind it, in their order."""
    texts = [block for block in wished if not _is_new_note(block)]
    steady = _steady(before, texts)
    put: dict[str, list[Amendment]] = {}
    after = ""
    for is_new, group in groupby(texts, key=lambda block: not block.id):
        if is_new:
            put.setdefault(after, []).append(_addition(list(group), after))
            continue
        for block in group:
            # What comes behind a paragraph that moves comes behind the one that stays before it.
            if block.id in steady:
                after = block.id
            else:
                put.setdefault(after, []).append(Amendment("", AmendmentKind.MOVE, block.id, after=after))
    return {after: _in_turn(coming) for after, coming in put.items()}


def _in_turn(coming: Sequence[Amendment]) -> list[Amendment]:
    """Those that are to follow one paragraph, each with its turn; one alone needs none."""
    return [replace(each, turn=turn if len(coming) > 1 else 0) for turn, each in enumerate(coming, 1)]


def _addition(blocks: Sequence[Block], after: str) -> Amendment:
    return Amendment("", AmendmentKind.ADD, "", words=to_markdown(blocks).rstrip("\n"), after=after)


def _steady(before: Sequence[Block], wished: Sequence[Block]) -> set[str]:
    """The ids of the blocks that keep their order, as many words as can be."""
    places = {block.id: place for place, block in enumerate(wished) if block.id}
    kept = [(i, places[block.id]) for i, block in enumerate(before) if block.id in places]
    chain = heaviest_chain(kept, [len(before[i].text) + 1 for i, _ in kept])
    return {before[i].id for i, _ in chain}
