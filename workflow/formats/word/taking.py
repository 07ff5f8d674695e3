"""A text of an office program as blocks of a statement, as if all of its tracked changes were accepted, or refused."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from workflow.formats.word.staying import said
from workflow.formats.word.values import ParagraphShape, TakenAs, WordParagraph, WordPiece, WordText
from workflow.text.document import Style, one_line, set_words
from workflow.text.values import Block, BlockKind

_KEPT = re.compile(r"-|\d{1,3}[.)]")


def taken(text: WordText, how: TakenAs) -> tuple[Block, ...]:
    """The blocks, ids empty; paragraphs without words are left out, and so are notes that no paragraph mentions.

    A paragraph whose mark is gone is one with the next, which says what both are. Notes are labelled "1", "2" … in the
    order of their first mention. The number of a numbered heading is the first of its words. An item has the mark that
    a reader of the file sees ("1.", "a)", "2.1"): see `with_kept_marks`.
    """
    refused = how is TakenAs.REFUSED
    groups = list(_groups(text.paragraphs, refused=refused))
    labels = _labels(groups, refused=refused)
    body = [_block(group, labels, refused=refused) for group in groups if _kind(group) is not BlockKind.FOOTNOTE]
    noted = dict(_notes(groups, labels, refused=refused))
    notes = [noted[label] for label in labels.values() if label in noted]
    return tuple(block for block in (*body, *notes) if block.text)


def with_kept_marks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with no marks but those that a statement keeps: "-", "1.", "1)".

    Any other one ("a)", "(iv)", "2.1") is put in front of the words of its item: others may refer to it.
    """
    return tuple(
        block
        if block.kind is not BlockKind.ITEM or _KEPT.fullmatch(block.mark)
        else replace(block, mark="-", text=f"{set_words([(block.mark, Style())])} {block.text}")
        for block in blocks
    )


def _groups(paragraphs: Iterable[WordParagraph], *, refused: bool) -> Iterator[list[WordParagraph]]:
    """The paragraphs, those together that are one."""
    group: list[WordParagraph] = []
    for each in paragraphs:
        group.append(each)
        is_gone = each.mark_inserted if refused else each.mark_deleted
        if not is_gone or each.ends:
            yield group
            group = []
    if group:
        yield group


def _kind(group: list[WordParagraph]) -> BlockKind:
    return group[-1].kind


def _labels(groups: Iterable[list[WordParagraph]], *, refused: bool) -> Mapping[str, str]:
    """Label of a note in the file -> its label here."""
    mentioned = dict.fromkeys(
        piece.note for group in groups for each in group for piece in said(each.pieces, refused=refused) if piece.note
    )
    return {label: str(number) for number, label in enumerate(mentioned, start=1)}


def _block(group: list[WordParagraph], labels: Mapping[str, str], *, refused: bool) -> Block:
    shape = _shape(group[-1], refused=refused)
    text = _text(group, labels, refused=refused)
    if shape.kind is BlockKind.HEADING:
        numbered = f"{set_words([(shape.mark, Style())])} {text}" if shape.mark and text else text
        return Block("", BlockKind.HEADING, numbered, shape.level)
    return Block("", shape.kind, text, shape.level, shape.mark)


def _notes(
    groups: Iterable[list[WordParagraph]], labels: Mapping[str, str], *, refused: bool
) -> Iterator[tuple[str, Block]]:
    """The notes by their labels here; all paragraphs of one are one block."""
    texts: dict[str, list[str]] = {}
    for group in groups:
        label = labels.get(group[-1].mark) if _kind(group) is BlockKind.FOOTNOTE else None
        if label:
            texts.setdefault(label, []).append(_text(group, labels, refused=refused))
    for label, parts in texts.items():
        yield label, Block("", BlockKind.FOOTNOTE, " ".join(filter(None, parts)), mark=label)


def _shape(paragraph: WordParagraph, *, refused: bool) -> ParagraphShape:
    if refused and paragraph.refused:
        return paragraph.refused
    return ParagraphShape(paragraph.kind, paragraph.level, paragraph.mark)


def _text(group: Iterable[WordParagraph], labels: Mapping[str, str], *, refused: bool) -> str:
    pieces = [piece for each in group for piece in said(each.pieces, refused=refused)]
    return one_line(set_words((piece.text, _style(piece, labels)) for piece in pieces))


def _style(piece: WordPiece, labels: Mapping[str, str]) -> Style:
    return Style(piece.bold, piece.italic, piece.href, labels.get(piece.note, "") if piece.note else "")
