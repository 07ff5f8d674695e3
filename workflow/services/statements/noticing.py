"""What was noticed at an import is put beside the draft."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.import_notice import ImportNotice
from workflow.models.statement import Statement
from workflow.rules.drafts.import_notices import Noticed
from workflow.text.unicode import without_hidden

_LONGEST, _LONGEST_NAME = 20_000, 300  # signs: a file's words are whole, however long a table is, within reason


def insert_notices(session: Session, statement: Statement, noticed: Iterable[Noticed]) -> None:
    """Put what was noticed beside the statement's draft; the caller holds the statement's lock, and commits.

    What a file says may hold signs that no column takes, or be endless: these are left out, and the rest is cut.
    """
    moment = now(session)
    session.add_all(
        ImportNotice(
            statement_id=statement.id,
            kind=each.kind,
            words=without_hidden(each.words)[:_LONGEST],
            block=each.block,
            other=each.other,
            author=without_hidden(each.author)[:_LONGEST_NAME],
            noticed_at=moment,
        )
        for each in noticed
    )
    session.flush()
