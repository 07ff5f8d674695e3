"""How a save is made: the opened draft at which somebody writes, and the row that is added to what lies there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.drafts.refusals import StaleDraft
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.services.consolidation.next_text import text_to_issue
from workflow.services.consolidation.unbracketing import follow_brackets
from workflow.services.shared.checking import check_line
from workflow.services.shared.record import lock_statement, record_event, require
from workflow.services.statements import versions
from workflow.services.statements.opening import open_touched
from workflow.services.statements.starting import text_language
from workflow.text.blocks import Block


@dataclass(frozen=True)
class OpenedDraft:
    """Who writes on what: the statement under its lock, and the newest save in the language at hand."""

    session: Session
    person: Person
    statement: Statement
    language: str
    newest: Draft | None
    is_stale: bool  # somebody saved since the form was opened
    opening: str = ""  # why agreed language is opened, where the save changes any

    @property
    def is_original(self) -> bool:
        """Whether this is the edition that amendments are made to."""
        return self.language == self.statement.language

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the newest save; none before the first."""
        return self.newest.blocks if self.newest else ()

    @property
    def original(self) -> tuple[Block, ...]:
        """The original's blocks that a translation is made from: in consolidation those that would be issued now."""
        in_consolidation = self.statement.stage is Stage.CONSOLIDATION
        if in_consolidation and versions.current(self.session, self.statement) is not None:
            return text_to_issue(self.session, self.statement).blocks
        return versions.original(self.session, self.statement).blocks

    def stale(self) -> StaleDraft:
        """The refusal of a form that was opened on an older save."""
        return StaleDraft(serial=self.newest.serial if self.newest else 0)


def open_draft(
    session: Session, person: Person, key: str, language: str, serial: int, opening: str = ""
) -> OpenedDraft:
    """The statement, locked, for one who may write it; raises NotFound, NotAllowed, UnknownChoice."""
    statement = lock_statement(session, key)
    require(session, person, Action.EDIT_DRAFT, statement)
    newest = versions.working(session, statement, text_language(language))
    is_stale = serial != (newest.serial if newest else 0)
    return OpenedDraft(session, person, statement, language, newest, is_stale, opening)


def insert_save(
    opened: OpenedDraft,
    title: str,
    occasion: str,
    blocks: Sequence[Block],
    translated: Mapping[str, Any] | None = None,
    restored_from: int | None = None,
) -> Draft:
    """The save; the newest where nothing is new in this one, so that a form sent twice makes one save.

    Raises StaleDraft, TextRefused, OverLength, AgreedLanguage (it is changed, and no reason given for opening it).
    """
    made: dict[str, Any] = {
        "title": check_line(title, field="title"),
        "occasion": check_line(occasion, field="occasion"),
        "blocks": tuple(blocks),
        "translated": dict(translated or {}),
    }
    if opened.newest is not None and all(getattr(opened.newest, name) == value for name, value in made.items()):
        return opened.newest
    if opened.is_stale:
        raise opened.stale()
    if opened.is_original:
        open_touched(opened.session, opened.person, opened.statement, opened.blocks, blocks, opened.opening)
    draft = versions.keep(
        opened.session, opened.person, opened.statement, language=opened.language, restored_from=restored_from, **made
    )
    facts = {"language": opened.language, "serial": draft.serial, "restored_from": restored_from}
    record_event(opened.session, EventKind.DRAFT_SAVED, person=opened.person, statement=opened.statement, data=facts)
    if opened.is_original:
        follow_brackets(opened.session, opened.person, opened.statement)
    return draft


def edit_known(opened: OpenedDraft, edit: Callable[[], list[Block]]) -> list[Block]:
    """What `edit` makes; a paragraph that is not there was taken out meanwhile, or never was."""
    try:
        return edit()
    except KeyError:
        raise (opened.stale() if opened.is_stale else NotFound()) from None
