"""The draft: saved as a whole, by paragraph, in another language; its saves compared and restored."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from workflow.database import reading
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.drafts import DraftPage
from workflow.queries.statements.head import words_of
from workflow.rules.drafts.refusals import StaleDraft
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, Refusal
from workflow.services.consolidation.consolidating import text_to_issue
from workflow.services.drafts import drafting
from workflow.text.blocks import Block, parse
from workflow.web.drafts.draft_conflict import stale_page
from workflow.web.drafts.draft_forms import NEW, AgreedLanguageForm, ParagraphForm, RestoreForm, SerialForm, TextForm
from workflow.web.drafts.draft_pages import chosen_language, draft_page_of, paragraph_page, saves_page, text_page
from workflow.web.shared import access
from workflow.web.shared.frame import speaking_time
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("drafts", __name__)


@blueprint.route("/statements/<key>/draft", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """The text as a whole; in another language than the original's, paragraph by paragraph beside it."""
    form = TextForm()
    if not form.is_submitted():
        return text_page(key)
    if not form.validate():
        return text_page(key, form), 422
    title, occasion = form.title.data or "", form.occasion.data or ""
    return _save_and_answer(key, form, drafting.save_draft, title=title, occasion=occasion, blocks=_blocks(key, form))


@blueprint.route("/statements/<key>/draft/<block>", methods=["GET", "POST"])
def paragraph(key: str, block: str) -> ResponseReturnValue:
    """One paragraph: changed, moved, taken out, translated; `new` is one that is added."""
    form = ParagraphForm()
    if not form.is_submitted():
        return paragraph_page(key, block)
    if not form.validate():
        return paragraph_page(key, block, form), 422
    facts = {"block": "" if block == NEW else block, "text": form.words, "after": form.after}
    facts |= {"seen": form.seen.data or None, "shown": form.shown.data or None}
    return _save_and_answer(key, form, drafting.save_paragraph, block, **facts)


@blueprint.get("/statements/<key>/draft/saves")
def saves(key: str) -> ResponseReturnValue:
    """Every save, the newest first, each to compare and to restore."""
    return saves_page(key)


@blueprint.post("/statements/<key>/draft/restoration")
def restore(key: str) -> ResponseReturnValue:
    """An older save becomes the newest; what was newest stays in the list."""
    form = RestoreForm()
    if not form.validate():
        return saves_page(key, form), 422
    return _save_and_answer(key, form, drafting.restore, from_serial=form.from_serial.data or 0)


def _blocks(key: str, form: TextForm) -> list[Block] | tuple[Block, ...]:
    """The text as it was typed; a form without one (title and occasion of a translation) leaves it as it is."""
    if form.text.raw_data:
        return parse(form.text.data or "")
    with reading() as session:
        newest = draft_page_of(session, require_standing(session, key, Action.EDIT_DRAFT)).newest
    return newest.blocks if newest else ()


def _save_and_answer(
    key: str, form: AgreedLanguageForm, use_case: Any, at: str | None = None, **facts: Any
) -> ResponseReturnValue:
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_DRAFT)
    language = chosen_language() or stand.language
    try:
        with access.acting() as (session, person):
            saved = use_case(
                session,
                person,
                key,
                language=language,
                serial=form.serial.data or 0,
                opening=form.opening.data or "",
                **facts,
            )
    except NotAllowed:
        raise
    except StaleDraft:
        return stale_page(key, form, at), 409
    except Refusal as refusal:  # empty, forbidden characters, too long: what was typed stays
        form.refused(refusal)
        return _again(key, form, at), refusal.status
    _say(stand, saved)
    return redirect(_next(key, stand, language, form, at), 303)


def _again(key: str, form: SerialForm, block: str | None) -> str:
    if isinstance(form, TextForm):
        return text_page(key, form)
    return paragraph_page(key, block, form) if isinstance(form, ParagraphForm) and block else saves_page(key, form)


def _say(stand: Standing, saved: Draft) -> None:
    """Words and speaking time as they are after the save; a limit of words is one of the original's.

    In consolidation the original is counted as the consolidation counts it, with what was accepted.
    """
    blocks = saved.blocks
    if stand.version is not None and stand.may(Action.DISPOSE) and saved.language == stand.language:
        with reading() as session:
            blocks = text_to_issue(session, session.get_one(Statement, stand.id)).blocks
    words = words_of(blocks, with_notes=stand.count_notes)
    pace = stand.pace(saved.language)
    time = speaking_time(words, pace)
    count = ngettext("%(num)s word", "%(num)s words", words)
    flash(gettext("Saved: %(words)s, %(time)s.", words=count, time=time), "good")
    limits = [
        stand.word_limit if saved.language == stand.language else None,
        round(stand.minutes_limit * pace) if stand.minutes_limit else None,
    ]
    most = min((limit for limit in limits if limit is not None), default=None)
    if most is not None and words > most:
        over = ngettext("%(num)s word over the limit.", "%(num)s words over the limit.", words - most)
        flash(over, "care")


def _next(key: str, stand: Standing, language: str, form: SerialForm, block: str | None) -> str:
    if isinstance(form, RestoreForm):
        return url_for(".saves", key=key, language=language)
    if block is None:
        return url_for(".show", key=key, language=language)
    if "consolidation" in request.args and stand.may(Action.DISPOSE):
        return url_for("consolidation.show", key=key, paragraph=block)
    if language == stand.language:
        anchor = None if block == NEW else block
        return url_for(".show", key=key, view="paragraphs", _anchor=anchor)
    with reading() as session:
        waiting = _waiting(draft_page_of(session, stand), block)
    if waiting:
        return url_for(".paragraph", key=key, block=waiting, language=language)
    return url_for(".show", key=key, language=language, _anchor=block)


def _waiting(draft_page: DraftPage, block: str) -> str | None:
    """The next paragraph after `block` that has no translation or is behind; None when there is none."""
    rows = draft_page.beside
    at = next((place for place, row in enumerate(rows) if row.source.id == block), -1)
    return next((row.source.id for row in rows[at + 1 :] if row.translation is None or row.behind), None)
