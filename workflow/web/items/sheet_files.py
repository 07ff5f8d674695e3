"""A comment sheet in its reader's language: the head that says what it is for, its columns, the points in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from workflow.formats.sheets.writing import SHEETS, BlankSheet
from workflow.formats.table import Words
from workflow.queries.items.items import ItemShown
from workflow.queries.items.sheet_texts import SheetOwner
from workflow.queries.shared.standing import Standing
from workflow.rules.items.comment_sheet import SheetText
from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.rules.shared.names import Named
from workflow.text.document import numbers, plain
from workflow.text.values import Block
from workflow.web.room.notes import brief
from workflow.web.shared import locale
from workflow.web.shared.locale import join_words
from workflow.web.shared.marks import mark_of, version_name

_BRIEF = 60


@dataclass(frozen=True)
class SheetPoints:
    """The drafts that a sheet has. left_out: how many it has not, since they are on an earlier version."""

    shown: Sequence[ItemShown]
    left_out: int


def sheet_columns() -> tuple[str, ...]:
    """The names of the columns, by which the sheet is read again whatever their order."""
    return (
        gettext("Paragraph"),
        gettext("Words of the text"),
        gettext("Kind"),
        gettext("Comment or reason"),
        gettext("Words proposed"),
        gettext("Mark of the sheet"),
    )


def sheet_kinds() -> dict[ItemKind, str]:
    """What can be written in the column of kinds."""
    return {
        ItemKind.COMMENT: gettext("Comment"),
        ItemKind.REPLACE: gettext("Amendment"),
        ItemKind.REMOVE: gettext("Remove the paragraph"),
        ItemKind.MOVE: gettext("Move the paragraph"),
        ItemKind.ADD: gettext("New paragraph"),
        ItemKind.TITLE: gettext("New title"),
    }


def sheet_file(
    standing: Standing, text: SheetText, owner: SheetOwner, points: SheetPoints, ending: str
) -> tuple[str, bytes]:
    """The media type and the bytes of the sheet with these points; raises KeyError for another ending."""
    kind, made = SHEETS[ending]
    return kind, made(_blank(standing, text, owner, points))


def sheet_file_name(standing: Standing, version: int, ending: str) -> str:
    """JS-2026-17-v1-comments.xlsx, in letters that any disk takes."""
    return f"{standing.address}-v{version}-comments.{ending}"


def _blank(standing: Standing, text: SheetText, owner: SheetOwner, points: SheetPoints) -> BlankSheet:
    tongue, version = standing.language, text.mark.version
    return BlankSheet(
        title=Words(standing.original_title, tongue),
        above=tuple(Words(line) for line in _above(standing, version, owner.who, points.left_out)),
        columns=sheet_columns(),
        kinds=tuple(sheet_kinds().values()),
        rows=tuple(_row(each, text.blocks, tongue) for each in points.shown),
        mark=str(text.mark),
        foot=_said_of_version(standing, version),
        name=gettext("Comments and amendments"),
        text_name=gettext("Paragraphs of the text"),
        text_columns=(gettext("Paragraph"), gettext("Words of the text")),
        text_rows=tuple(
            (Words(_place(each, text.blocks)), Words(plain(each.text), tongue)) for each in text.blocks if each.text
        ),
        language=locale.current(),
    )


def _said_of_version(standing: Standing, version: int) -> str:
    return f"{standing.reference} · {mark_of(standing, version) or version_name(standing, version)}"


def _above(standing: Standing, version: int, who: Named, left_out: int) -> list[str]:
    said = [_said_of_version(standing, version)]
    if owner := _owner(who):
        said.append(gettext("Comment sheet of %(organisation)s", organisation=owner))
    if left_out:
        said.append(
            ngettext(
                "%(num)s draft of yours is about an earlier version, so it is not in this sheet.",
                "%(num)s drafts of yours are about an earlier version, so they are not in this sheet.",
                left_out,
            )
        )
    return [
        *said,
        gettext("Write one row for each point. Leave the paragraph empty to comment on the whole text."),
        gettext("Kinds you can write: %(kinds)s.", kinds=join_words(sheet_kinds().values())),
        gettext(
            "Leave the last column as it is. The column says for which version and organisation a row was written."
        ),
    ]


def _owner(who: Named) -> str:
    """As a file may call it; a protected one that has no label in this statement is not called at all."""
    if who.secretariat:
        return gettext("Secretariat")
    if who.code:
        return gettext("Member organisation %(code)s", code=who.code) if who.label else ""
    return who.name


def _row(item: ItemShown, blocks: tuple[Block, ...], tongue: str) -> tuple[Words, ...]:
    kind = KINDS[item.kind]
    words = "" if item.whole or kind.is_new_paragraph or not kind.singles_out_words else plain(item.quote)
    return (
        Words(_place_of(item, blocks)),
        Words(words, tongue),
        Words(sheet_kinds()[item.kind]),
        Words(item.body, item.language),
        Words(_proposed(item, blocks), tongue),
    )


def _place_of(item: ItemShown, blocks: tuple[Block, ...]) -> str:
    kind = KINDS[item.kind]
    if kind.is_about_title:
        return gettext("Title")
    if kind.is_new_paragraph:
        return _after(item.after, blocks)
    return _named(item.block, blocks) if item.block else gettext("The whole text")


def _proposed(item: ItemShown, blocks: tuple[Block, ...]) -> str:
    if KINDS[item.kind].moves_paragraph:
        return _after(item.after, blocks)
    is_without = KINDS[item.kind].is_about_words and not item.proposal
    return gettext("Delete") if is_without else item.proposal


def _after(block: str | None, blocks: tuple[Block, ...]) -> str:
    return _named(block, blocks) if block else gettext("At the beginning")


def _named(block: str | None, blocks: tuple[Block, ...]) -> str:
    found = next((each for each in blocks if each.id == block), None)
    return _place(found, blocks) if found else ""


def _place(block: Block, blocks: tuple[Block, ...]) -> str:
    """The number of a paragraph; of another block its first words, by which it is found again."""
    number = numbers(blocks).get(block.id)
    return str(number) if number is not None else brief(plain(block.text), _BRIEF)[0]
