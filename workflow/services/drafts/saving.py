"""How a save is made: the draft is opened, and a row is added to what lies there."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from workflow.models.person import Person
from workflow.models.version import Draft
from workflow.rules.drafts.sittings import Copy
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.services.consolidation.unbracketing import follow_brackets
from workflow.services.drafts.by_itself import place_in_sitting, require_alone
from workflow.services.drafts.opened import OpenedDraft
from workflow.services.shared.checking import check_line
from workflow.services.shared.record import lock_statement, record_event, require
from workflow.services.statements import versions
from workflow.services.statements.opening import open_touched
from workflow.services.statements.starting import text_language
from workflow.services.statements.versions import DraftText
from workflow.text.values import Block


def open_draft(
    session: Session, person: Person, key: str, language: str, serial: int, opening: str = "", by_itself: bool = False
) -> OpenedDraft:
    """The statement, locked, for one who may write it; raises NotFound, NotAllowed, UnknownChoice."""
    statement = lock_statement(session, key)
    require(session, person, Action.EDIT_DRAFT, statement)
    newest = versions.working(session, statement, text_language(language))
    is_stale = serial != (newest.serial if newest else 0)
    return OpenedDraft(session, person, statement, language, newest, is_stale, opening, by_itself)


def insert_save(
    opened: OpenedDraft,
    text: DraftText,
    translated: Mapping[str, Any] | None = None,
    restored_from: int | None = None,
) -> Draft:
    """The save; the newest where nothing is new in this one, so that a form sent twice makes one save.

    Raises StaleDraft, TextRefused, OverLength, AgreedLanguage (it is changed, and no reason given for opening it),
    NotByItself (amendments stand open in its brackets, which a half-written one would have answered anew).
    """
    title, occasion = check_line(text.title, field="title"), check_line(text.occasion, field="occasion")
    text, translated = DraftText(title, occasion, tuple(text.blocks)), dict(translated or {})
    newest = opened.newest
    if newest is not None and (text, translated) == (text_of(newest), newest.translated):
        return newest if opened.by_itself else _keep_for_good(opened, newest)
    if opened.is_stale:
        raise opened.stale()
    if opened.by_itself:
        require_alone(opened)
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
    if not place_in_sitting(opened, draft):
        _record_save(opened, draft)
    if opened.is_original and not opened.by_itself:
        follow_brackets(opened.session, opened.person, opened.statement)
    return draft


def _keep_for_good(opened: OpenedDraft, newest: Draft) -> Draft:
    """The newest save, which was made by itself and which its writer now means."""
    if newest.copy is Copy.OPEN and newest.saved_by == opened.person.id:
        newest.copy = Copy.KEPT
        _record_save(opened, newest)
    return newest


def _record_save(opened: OpenedDraft, draft: Draft) -> None:
    facts = {"language": opened.language, "serial": draft.serial, "restored_from": draft.restored_from}
    record_event(opened.session, EventKind.DRAFT_SAVED, person=opened.person, statement=opened.statement, data=facts)


def text_of(draft: Draft) -> DraftText:
    """What the save says."""
    return DraftText(draft.title, draft.occasion, tuple(draft.blocks))


def edit_known(opened: OpenedDraft, edit: Callable[[], list[Block]]) -> list[Block]:
    """What `edit` makes; a paragraph that is not there was taken out meanwhile, or never was."""
    try:
        return edit()
    except KeyError:
        raise (opened.stale() if opened.is_stale else NotFound()) from None
