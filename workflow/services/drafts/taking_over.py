"""The text of a file becomes the draft: one more save, with what was noticed in the file beside it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from workflow.models.person import Person
from workflow.models.version import Draft
from workflow.rules.drafts.import_notices import Noticed
from workflow.services.drafts.drafting import save_draft
from workflow.services.drafts.saving import open_draft
from workflow.services.statements.noticing import insert_notices
from workflow.services.statements.versions import DraftText


def take_over(
    session: Session,
    person: Person,
    key: str,
    text: DraftText,
    noticed: Sequence[tuple[int, Noticed]],
    *,
    language: str,
    serial: int,
    opening: str = "",
) -> Draft:
    """The draft saved with that text, whose paragraphs keep the ids of those that they are like.

    noticed: each with the index of its block in the text, any other index for none. Text that equals the newest save
    makes no new one, and of the notices those that no file brought before. Raises what save_draft raises.
    The caller commits.
    """
    opened = open_draft(session, person, key, language, serial, opening)
    before = opened.newest
    saved = save_draft(session, person, key, text, language=language, serial=serial, opening=opening)
    ids = [block.id for block in saved.blocks] if len(saved.blocks) == len(text.blocks) else []
    placed = [replace(each, block=ids[at] if 0 <= at < len(ids) else "") for at, each in noticed]
    is_same = before is not None and saved.id == before.id
    insert_notices(session, opened.statement, placed, again=is_same)
    return saved
