"""How a save is made: the opened draft at which somebody writes, and the row that is added to what lies there."""

from collections.abc import Callable, Mapping
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
from workflow.services.statements.versions import DraftText
from workflow.text.values import Block


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
    text: DraftText,
    translated: Mapping[str, Any] | None = None,
    restored_from: int | None = None,
) -> Draft:
    """The save; the newest where nothing is new in this one, so that a form sent twice makes one save.

    Raises StaleDraft, TextRefused, OverLength, AgreedLanguage (it is changed, and no reason given for opening it).
    """
    title, occasion = check_line(text.title, field="title"), check_line(text.occasion, field="occasion")
    text, translated = DraftText(title, occasion, tuple(text.blocks)), dict(translated or {})
    newest = opened.newest
    if newest is not None and (text, translated) == (text_of(newest), newest.translated):
        return newest
    if opened.is_stale:
        raise opened.stale()
    if opened.is_original:
        open_touched(opened.session, opened.person, opened.statement, opened.blocks, text.blocks, opened.opening)
    draft = versions.keep(
        opened.session,
        opened.person,
        opened.statement,
        text,
        language=opened.language,
        translated=translated,
        restored_from=restored_from,
    )
    facts = {"language": opened.language, "serial": draft.serial, "restored_from": restored_from}
    record_event(opened.session, EventKind.DRAFT_SAVED, person=opened.person, statement=opened.statement, data=facts)
    if opened.is_original:
        follow_brackets(opened.session, opened.person, opened.statement)
    return draft


def text_of(draft: Draft) -> DraftText:
    """What the save says."""
    return DraftText(draft.title, draft.occasion, tuple(draft.blocks))


def edit_known(opened: OpenedDraft, edit: Callable[[], list[Block]]) -> list[Block]:
    """What `edit` makes; a paragraph that is not there was taken out meanwhile, or never was."""
    try:
        return edit()
    except KeyError:
        raise (opened.stale() if opened.is_stale else NotFound()) from None
