"""The words of a paragraph as they stand with all of its changes accepted, or refused."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from workflow.formats.word.values import WordPiece


def said(pieces: Iterable[WordPiece], *, refused: bool) -> list[WordPiece]:
    """The pieces that stay, set as they are then."""
    if not refused:
        return [each for each in pieces if not each.deleted]
    return [
        replace(each, bold=each.was_bold, italic=each.was_italic) if each.formatted else each
        for each in pieces
        if not each.inserted
    ]


def is_said(pieces: Iterable[WordPiece], *, refused: bool) -> bool:
    """Whether any words or marks of notes stay."""
    return any(each.text.strip() or each.note for each in said(pieces, refused=refused))


def joined_pieces(pieces: Iterable[WordPiece]) -> tuple[WordPiece, ...]:
    """The pieces, those that follow one another and are set in one way as one."""
    found: list[WordPiece] = []
    for set_as, group in groupby(pieces, key=_set_as):
        first, *others = group
        if set_as[0]:
            found += [first, *others]
        else:
            found.append(replace(first, text="".join(each.text for each in (first, *others))) if others else first)
    return tuple(found)


def _set_as(piece: WordPiece) -> tuple[str | bool | int, ...]:
    changes = piece.inserted, piece.deleted, piece.formatted, piece.was_bold, piece.was_italic
    return piece.note, piece.bold, piece.italic, piece.href, *changes
