"""What was noticed at an import is put beside the draft."""

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.import_notice import ImportNotice
from workflow.models.statement import Statement
from workflow.rules.drafts.import_notices import Noticed
from workflow.text.unicode import without_hidden

_LONGEST, _LONGEST_NAME = 20_000, 300  # signs of one notice: more words go on in the next one


def insert_notices(session: Session, statement: Statement, noticed: Iterable[Noticed]) -> None:
    """Put what was noticed beside the statement's draft; the caller holds the statement's lock, and commits.

    What a file says may hold signs that no column takes: these are left out. Words that are longer than a notice go on
    in more of them.
    """
    moment = now(session)
    session.add_all(
        ImportNotice(
            statement_id=statement.id,
            kind=each.kind,
            words=words,
            block=each.block,
            other=each.other,
            author=_cut_name(without_hidden(each.author)),
            noticed_at=moment,
        )
        for each in noticed
        for words in _pages(without_hidden(each.words))
    )
    session.flush()


def _pages(words: str) -> Iterator[str]:
    """The words in stretches that a notice holds, one at least; spaces are where they part, if there are any."""
    while len(words) > _LONGEST:
        end = words.rfind(" ", _LONGEST // 2, _LONGEST) + 1 or _LONGEST
        yield words[:end]
        words = words[end:]
    yield words


def _cut_name(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
