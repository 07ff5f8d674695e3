"""What was noticed at an import is put beside the draft."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.import_notice import ImportNotice
from workflow.models.statement import Statement
from workflow.rules.drafts.import_notices import Noticed
from workflow.text.unicode import without_hidden

_LONGEST, _LONGEST_NAME = 20_000, 300  # signs of one notice: more words go on in the next one


def insert_notices(session: Session, statement: Statement, noticed: Iterable[Noticed], *, again: bool = False) -> None:
    """Put what was noticed beside the statement's draft; the caller holds the statement's lock, and commits.

    What a file says may hold signs that no column takes: these are left out. Words that are longer than a notice go on
    in more of them. again: nothing that was put there before, be it answered since.
    """
    moment = now(session)
    there = Counter(map(_said, _of(session, statement))) if again else Counter()
    lines = [line for each in noticed for line in _lines(each) if not _take(there, _said(line))]
    session.add_all(
        ImportNotice(
            statement_id=statement.id,
            kind=each.kind,
            words=each.words,
            block=each.block,
            other=each.other,
            author=each.author,
            noticed_at=moment,
        )
        for each in lines
    )
    session.flush()


def _take(there: Counter[tuple[object, ...]], said: tuple[object, ...]) -> bool:
    """Whether one more of those that are there says so; it stands for no other one then."""
    there[said] -= 1
    return there[said] >= 0


def _of(session: Session, statement: Statement) -> Iterable[ImportNotice]:
    return session.scalars(select(ImportNotice).filter_by(statement_id=statement.id))


def _said(each: Noticed | ImportNotice) -> tuple[object, ...]:
    return each.kind, each.words, each.author


def _lines(each: Noticed) -> Iterator[Noticed]:
    """The notice as it is stored."""
    author = _cut_name(without_hidden(each.author))
    for words in _pages(without_hidden(each.words)):
        yield replace(each, words=words, author=author)


def _pages(words: str) -> Iterator[str]:
    """The words in stretches that a notice holds, one at least; spaces are where they part, if there are any."""
    while len(words) > _LONGEST:
        end = words.rfind(" ", _LONGEST // 2, _LONGEST) + 1 or _LONGEST
        yield words[:end]
        words = words[end:]
    yield words


def _cut_name(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
