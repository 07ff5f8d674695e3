"""What was noticed at an import and waits for an answer, as the page of the draft lists it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.import_notice import ImportNotice
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import columns_of, value_of
from workflow.rules.drafts.import_notices import ACTS, NoticeKind
from workflow.text.document import numbers, plain
from workflow.text.values import Block

_SHOWN = 60  # signs of either end of two paragraphs


_OF_FILE = frozenset({NoticeKind.COMMENT, NoticeKind.LEFT_OUT})


@dataclass(frozen=True)
class ImportNoticeLine:
    """One notice. number: of its paragraph, None where it has none; ends: its last words, and the first of `other`.

    is_followed: whether a button can do what it offers.
    """

    key: str
    kind: NoticeKind
    words: str
    block: str
    other: str
    author: str
    number: int | None = None
    ends: tuple[str, str] = ("", "")
    is_followed: bool = False


def import_notices(session: Session, standing: Standing, blocks: Sequence[Block]) -> tuple[ImportNoticeLine, ...]:
    """The notices that nobody has answered, in the order of the text; one SQL statement.

    blocks: of the draft in the original's language. A notice whose paragraph is gone, or has lost the words that it is
    about, is gone; but what a file itself says is about no paragraph then.
    """
    asked = select(*columns_of(ImportNoticeLine, ImportNotice)).where(
        ImportNotice.statement_id == standing.id, ImportNotice.end.is_(None)
    )
    rows = session.execute(asked.order_by(ImportNotice.id))
    found = (value_of(ImportNoticeLine, row, number=None, ends=("", ""), is_followed=False) for row in rows)
    there_are = {block.id for block in blocks}
    lines = [
        replace(each, block="") if each.kind in _OF_FILE and each.block not in there_are else each for each in found
    ]
    places = {block.id: place for place, block in enumerate(blocks)}
    texts, named = {block.id: block.text for block in blocks}, numbers(blocks)
    there = [_placed(each, texts, places, named) for each in lines if _stands(each, texts)]
    return tuple(sorted(there, key=lambda line: places.get(line.block, -1)))


def _stands(line: ImportNoticeLine, texts: dict[str, str]) -> bool:
    if not line.block:
        return True
    if line.block not in texts or (line.kind is NoticeKind.JOIN and line.other not in texts):
        return False
    if line.kind in (NoticeKind.RUNNING_HEAD, NoticeKind.PAGE_NUMBER):
        return texts[line.block] == line.words
    if line.kind in (NoticeKind.GLUED_NOTE, NoticeKind.NOTE_WITHOUT_TEXT, NoticeKind.BROKEN_WORD):
        return line.words in texts[line.block]
    return True


def _placed(
    line: ImportNoticeLine, texts: dict[str, str], places: dict[str, int], named: dict[str, int]
) -> ImportNoticeLine:
    other = places.get(line.other, -1)
    can = line.kind in ACTS and line.block in places and (other > places[line.block] or not ACTS[line.kind])
    ends = plain(texts.get(line.block, ""))[-_SHOWN:].lstrip(), plain(texts.get(line.other, ""))[:_SHOWN].rstrip()
    return replace(line, number=named.get(line.block), ends=ends, is_followed=can)
