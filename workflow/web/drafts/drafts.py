"""The draft: saved as a whole, by paragraph, in another language; its saves compared and restored.

Each form carries the serial of the save that it was opened on. For the second of two who wrote at once, both changes
stand side by side, and no word of either is lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from flask import Blueprint, flash, get_flashed_messages, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.widgets import HiddenInput

from workflow.config import LANGUAGES
from workflow.database import reading
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.queries.consolidation import consolidation, passages
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.queries.history.changes import comparison
from workflow.queries.shared.standing import Standing
from workflow.queries.statements import drafts
from workflow.queries.statements.agreed import Agreed, agreed_language_of
from workflow.queries.statements.drafts import DraftPage
from workflow.queries.statements.head import head, words_of
from workflow.queries.statements.import_notices import import_notices
from workflow.rules.drafts.refusals import StaleDraft
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, NotFound, Refusal, WholeTextNeeded
from workflow.services.consolidation.issuing import text_to_issue
from workflow.services.drafts import drafting
from workflow.services.drafts.drafting import TypedParagraph
from workflow.services.shared.checking import REASON_LIMIT, TEXT_LIMIT, TITLE_LIMIT
from workflow.services.statements.versions import DraftText
from workflow.text.diff import Ops, shortened, word_diff
from workflow.text.document import html, mark_behind, numbers, parse, to_markdown, without_bare_mark
from workflow.text.merge import merge3
from workflow.text.values import Block
from workflow.web.drafts.rebuilding import (
    answer_problems,
    answer_refusal,
    box_text,
    facts_of_save,
    is_by_itself,
    whole_input,
)
from workflow.web.drafts.stale_words import GONE, GONE_SOURCE, OTHER_PERSON, OWN_WINDOW
from workflow.web.shared import access
from workflow.web.shared.forms import Form, plain, tidy_input, up_to
from workflow.web.shared.frame import speaking_time
from workflow.web.shared.numbers import WholeField
from workflow.web.shared.scripted import is_scripted
from workflow.web.statements.redline_words import inline, redline
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("drafts", __name__)
blueprint.register_error_handler(WholeTextNeeded, answer_refusal)  # it is a script alone that sends no whole text

InTheBox = Callable[[], tuple[str, str]]
"""Tells what would stand in the box now, and what of it answers to amendments made."""
NEW = "new"  # in an address: a paragraph that is added
_STAY, _AFTER = "stay", "after:"


class SerialForm(Form):
    """A form that was opened on one save."""

    serial = WholeField(widget=HiddenInput(), default=0)


class AgreedLanguageForm(SerialForm):
    """A form that may change agreed language."""

    opening = TextAreaField(
        _l("Reason for opening agreed language"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)]
    )


class TextForm(AgreedLanguageForm):
    """The whole text. base: the save on which the writer began, kept when the newest is another."""

    title = StringField(_l("Title"), filters=[tidy_input], validators=[plain, up_to(TITLE_LIMIT)])
    occasion = StringField(_l("Occasion"), filters=[tidy_input], validators=[plain, up_to(TITLE_LIMIT)])
    text = TextAreaField(_l("Text"), validators=[plain, up_to(TEXT_LIMIT)])


class ParagraphForm(AgreedLanguageForm):
    """One paragraph. place: where it goes; seen: the digest of the original's words that a translator saw.

    shown: the paragraph as the form had it, where answers to amendments make it another one than the draft's.
    """

    text = TextAreaField(_l("Text of the paragraph"), validators=[plain, up_to(TEXT_LIMIT)])
    place = HiddenField(default=_STAY)
    remove = BooleanField(_l("Remove this paragraph"))
    seen = HiddenField()
    shown = HiddenField(validators=[up_to(TEXT_LIMIT)])

    def paragraph(self, block: str) -> TypedParagraph:
        """The paragraph with that id (or NEW) as the use case takes it."""
        place = str(self.place.data or _STAY)
        return TypedParagraph(
            "" if block == NEW else block,
            "" if self.remove.data else without_bare_mark(self.text.data or "") if self.text.raw_data else None,
            after=place.removeprefix(_AFTER) if place.startswith(_AFTER) else None,
            seen=self.seen.data or None,
            shown=self.shown.data or None,
        )


class RestoreForm(AgreedLanguageForm):
    """An older save that becomes the newest."""

    from_serial = WholeField(widget=HiddenInput())


@blueprint.route("/statements/<key>/draft", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """The text as a whole; in another language than the original's, paragraph by paragraph beside it."""
    if request.method != "POST":
        return text_page(key)
    form = TextForm(_whole_input(key))
    if not form.validate():
        return answer_problems(form) if is_scripted() else (text_page(key, form), 422)
    text = DraftText(form.title.data or "", form.occasion.data or "", _blocks(key, form))
    return _save_and_answer(key, form, drafting.save_draft, text)


@blueprint.route("/statements/<key>/draft/<block>", methods=["GET", "POST"])
def paragraph(key: str, block: str) -> ResponseReturnValue:
    """One paragraph: changed, moved, taken out, translated; `new` is one that is added."""
    if request.method != "POST":
        return paragraph_page(key, block)
    form = ParagraphForm(_whole_input(key, block))
    if not form.validate():
        return answer_problems(form) if is_scripted() else (paragraph_page(key, block, form), 422)
    return _save_and_answer(key, form, drafting.save_paragraph, form.paragraph(block), block)


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
    return _save_and_answer(key, form, drafting.restore, form.from_serial.data or 0)


def _whole_input(key: str, block: str | None = None) -> MultiDict[str, str]:
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_DRAFT)
        return whole_input(session, stand, chosen_language() or stand.language, block)


def _blocks(key: str, form: TextForm) -> list[Block] | tuple[Block, ...]:
    """The text as it was typed; a form without one (title and occasion of a translation) leaves it as it is."""
    if form.text.raw_data:
        return parse(form.text.data or "")
    with reading() as session:
        newest = draft_page_of(session, require_standing(session, key, Action.EDIT_DRAFT)).newest
    return newest.blocks if newest else ()


def _save_and_answer(
    key: str,
    form: AgreedLanguageForm,
    use_case: Callable[..., Draft],
    brought: DraftText | TypedParagraph | int,
    at: str | None = None,
) -> ResponseReturnValue:
    """Save what the form brought, as the use case does. at: the paragraph that the form is about."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_DRAFT)
    language = chosen_language() or stand.language
    try:
        with access.acting() as (session, person):
            saved = use_case(
                session,
                person,
                key,
                brought,
                language=language,
                serial=form.serial.data or 0,
                **_how(form),
            )
    except Refusal as refusal:
        return answer_refusal(refusal) if is_scripted() else _answer_refused(key, form, at, refusal)
    in_the_box = cache(partial(_in_the_box, key, saved, at))  # two may ask, and it consolidates the paragraph
    if is_by_itself():
        return jsonify(_facts(form, saved, at, in_the_box))
    if is_scripted():
        get_flashed_messages()  # of an earlier press, after which something was typed: this one tells of all
    _say(stand, saved)
    _say_put_in(form, in_the_box)
    address = _next(key, stand, language, form, at)
    return jsonify(_facts(form, saved, at, in_the_box) | {"next": address}) if is_scripted() else redirect(address, 303)


def _facts(form: Form, saved: Draft, block: str | None, in_the_box: InTheBox) -> dict[str, Any]:
    """What the script learns of the save, to go on in the same box; nothing where the box stands for no one paragraph.

    That is so of a paragraph that was made into two, or taken out.
    """
    if not isinstance(form, TextForm | ParagraphForm):
        return {}
    typed = form.text.data or ""
    if block is not None and (len(parse(typed)) != 1 or all(each.id != block for each in saved.blocks)):
        return {}
    return facts_of_save(saved, typed, *in_the_box())


def _how(form: AgreedLanguageForm) -> dict[str, Any]:
    """How it is saved: agreed language is opened by a button alone."""
    return {"by_itself": True} if is_by_itself() else {"opening": form.opening.data or ""}


def _answer_refused(key: str, form: AgreedLanguageForm, at: str | None, refusal: Refusal) -> ResponseReturnValue:
    if isinstance(refusal, NotAllowed):
        raise refusal
    if isinstance(refusal, StaleDraft):
        return stale_page(key, form, at), 409
    form.refused(refusal)  # empty, forbidden characters, too long: what was typed stays
    return _again(key, form, at), refusal.status


def _in_the_box(key: str, saved: Draft, block: str | None) -> tuple[str, str]:
    """What would stand in the box now, and what of it answers to amendments made."""
    if block is None or block == NEW:
        return box_text(saved.blocks, block), ""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_DRAFT)
        shown = paragraph_now(session, stand, draft_page_of(session, stand), block).rstrip("\n")
    return shown or box_text(saved.blocks, block), shown


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


def _say_put_in(form: Form, in_the_box: InTheBox) -> None:
    """Say that a paragraph does not read as it was typed, where accepted amendments bring their words back."""
    typed = parse(form.text.data or "") if isinstance(form, ParagraphForm) and form.shown.data else []
    shown = parse(in_the_box()[1]) if len(typed) == 1 else []
    if shown and shown[0].text != typed[0].text:
        said = gettext(
            "The paragraph does not read as you typed it: words of accepted amendments are put in again. To leave them "
            "out, change the answers to these amendments."
        )
        flash(said, "care")


def _next(key: str, stand: Standing, language: str, form: SerialForm, block: str | None) -> str:
    if isinstance(form, RestoreForm):
        return url_for(".saves", key=key, language=language)
    if block is None:
        return url_for(".show", key=key, language=language)
    if "consolidation" in request.args and stand.may(Action.DISPOSE) and _has_items(stand, block):
        return url_for("consolidation.show", key=key, paragraph=block)
    if language == stand.language:
        anchor = None if block == NEW else block
        return url_for(".show", key=key, view="paragraphs", _anchor=anchor)
    with reading() as session:
        waiting = _waiting(draft_page_of(session, stand), block)
    if waiting:
        return url_for(".paragraph", key=key, block=waiting, language=language)
    return url_for(".show", key=key, language=language, _anchor=block)


def _has_items(stand: Standing, block: str) -> bool:
    """Whether the consolidation has a page of the paragraph."""
    with reading() as session:
        return block in {each.key for each in passages.paragraphs(consolidation.consolidation(session, stand))}


def _waiting(draft_page: DraftPage, block: str) -> str | None:
    """The next paragraph after `block` that has no translation or is behind; None when there is none."""
    rows = draft_page.beside
    at = next((place for place, row in enumerate(rows) if row.source.id == block), -1)
    return next((row.source.id for row in rows[at + 1 :] if row.translation is None or row.behind), None)


def text_page(key: str, form: TextForm | None = None) -> str:
    """The draft in the language of the address: as a whole or by paragraph, a translation beside its original."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_DRAFT)
        draft_page = draft_page_of(session, stand)
        agreed = agreed_language_of(session, stand, draft_page.original.blocks)
        noticed = stand.may(Action.EDIT_DRAFT) and draft_page.language == stand.language
        notices = import_notices(session, stand, draft_page.original.blocks) if noticed else ()
        top = head(session, stand)
    is_original = draft_page.language == stand.language
    by_paragraph = request.args.get("view") == "paragraphs" or not stand.may(Action.EDIT_DRAFT)
    view = ("paragraphs" if by_paragraph and form is None else "whole") if is_original else "translation"
    return render_template(
        f"drafts/{view}.html",
        standing=stand,
        head=top,
        tab="draft",
        draft_page=draft_page,
        form=form or _text_form(draft_page),
        agreed=agreed,
        notices=notices,
        numbers=numbers(draft_page.original.blocks),
        html=html,
    )


def paragraph_heading(block: str, number: int | None, is_original: bool) -> str:
    """What is done to the paragraph. number: None where it has none."""
    if block == NEW:
        return gettext("Add a paragraph")
    if is_original and number:
        return gettext("Edit paragraph %(number)s", number=number)
    if is_original:
        return gettext("Edit this part of the text")
    if number:
        return gettext("Translate paragraph %(number)s", number=number)
    return gettext("Translate this part of the text")


def paragraph_page(key: str, block: str, form: ParagraphForm | None = None) -> str:
    """One paragraph of the draft; raises NotFound where there is none of that id."""
    with reading() as session:
        stand = require_standing(session, key, Action.EDIT_DRAFT)
        draft_page = draft_page_of(session, stand)
        row = next((each for each in draft_page.beside if each.source.id == block), None)
        if row is None and (block != NEW or draft_page.language != stand.language):
            raise NotFound
        then = _then(session, stand, draft_page, block) if row is not None and row.behind else None
        agreed = agreed_language_of(session, stand, draft_page.original.blocks)
        top = head(session, stand)
        lying = consolidation.consolidation(session, stand) if _is_consolidated(draft_page, stand) else None
    written, shown = _paragraph_as_issued(draft_page, block, lying)
    last = _last(draft_page) if block == NEW else None
    given = ParagraphForm(
        formdata=None,
        serial=draft_page.serial,
        text=next((mark_behind(each) for each in draft_page.original.blocks if each.id == last), written),
        shown=shown,
        place=_STAY if last is None else _AFTER + last,
        seen=row.seen if row is not None else "",
    )
    return render_template(
        "drafts/paragraph.html",
        from_consolidation="consolidation" in request.args and stand.may(Action.DISPOSE),
        standing=stand,
        head=top,
        tab="draft",
        draft_page=draft_page,
        row=row,
        form=form or given,
        agreed=agreed,
        block=block,
        paragraph_heading=paragraph_heading,
        beside=_beside(lying, block),
        shortened=shortened,
        numbers=numbers(draft_page.original.blocks),
        changed=redline(word_diff(then, row.source.text)) if then is not None and row is not None else None,
        html=html,
    )


def saves_page(key: str, form: SerialForm | None = None) -> str:
    """Every save in the language of the address."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_DRAFT)
        language = chosen_language() or stand.language
        found = drafts.saves(session, stand, language)
        agreed = (
            agreed_language_of(session, stand, found[0].blocks) if found and language == stand.language else Agreed()
        )
        top = head(session, stand)
    serial = found[0].serial if found else 0
    return render_template(
        "drafts/saves.html",
        standing=stand,
        head=top,
        tab="draft",
        saves=found,
        language=language,
        form=RestoreForm(formdata=None, serial=serial),
        refused=form,
        agreed=agreed,
    )


def draft_page_of(session: Session, stand: Standing) -> DraftPage:
    """The newest saves; raises NotFound for a statement without a text.

    In consolidation a translation stands beside the text that would be issued now.
    """
    draft_page = drafts.draft_page(session, stand, chosen_language() or stand.language)
    if draft_page is None:
        raise NotFound
    if draft_page.language == stand.language or stand.version is None or stand.stage is not Stage.CONSOLIDATION:
        return draft_page
    blocks = text_to_issue(session, session.get_one(Statement, stand.id)).blocks
    return replace(draft_page, original=replace(draft_page.original, blocks=blocks))


def chosen_language() -> str | None:
    """The language that the address names; None where it names none of ours."""
    asked = request.args.get("language")
    return asked if asked in LANGUAGES else None


def _text_form(draft_page: DraftPage) -> TextForm:
    newest = draft_page.newest
    return TextForm(
        formdata=None,
        serial=draft_page.serial,
        title=newest.title if newest else "",
        occasion=newest.occasion if newest else "",
        text=to_markdown(newest.blocks) if newest and _is_whole(draft_page) else "",
    )


def _is_whole(draft_page: DraftPage) -> bool:
    return all(row.translation is not None for row in draft_page.beside)


def _is_consolidated(draft_page: DraftPage, stand: Standing) -> bool:
    """Whether what is written is the original beside items that are dealt with."""
    return draft_page.language == stand.language and stand.version is not None and stand.may(Action.DISPOSE)


def paragraph_now(session: Session, stand: Standing, draft_page: DraftPage, block: str) -> str:
    """The paragraph's Markdown with what was accepted; "" where that makes no other one than the draft's."""
    lying = consolidation.consolidation(session, stand) if _is_consolidated(draft_page, stand) else None
    return _paragraph_as_issued(draft_page, block, lying)[1]


def _paragraph_as_issued(
    draft_page: DraftPage, block: str, lying: consolidation.Consolidation | None
) -> tuple[str, str]:
    """The paragraph as it would be issued: with what was accepted, where it is not all taken out.

    The second is the same where it is another one than the draft's, else "".
    """
    texts = (lying.consolidated.blocks if lying else (), draft_page.newest.blocks if draft_page.newest else ())
    found = [to_markdown([each]).rstrip("\n") for blocks in texts for each in blocks if each.id == block]
    return (found[0] if found else "", found[0] if found and found[0] != found[-1] else "")


def _beside(lying: consolidation.Consolidation | None, block: str) -> Sequence[tuple[ConsolidationItem, Ops]]:
    """The items of the paragraph, each with what it would do."""
    there = [each for each in passages.paragraphs(lying) if each.key == block] if lying else []
    effects = passages.effects(lying, there[0].items) if lying and there else {}
    return [(item, effects.get(item.reference, ())) for paragraph in there for item in paragraph.items]


def _last(draft_page: DraftPage) -> str:
    after = request.args.get("after")
    known = {block.id for block in draft_page.original.blocks}
    return after if after is not None and (after == "" or after in known) else draft_page.original.blocks[-1].id


def _then(session: Session, stand: Standing, draft_page: DraftPage, block: str) -> str | None:
    made_from = draft_page.newest.translated.get(block) if draft_page.newest else None
    return drafts.words_then(session, stand, block, made_from) if made_from else None


def stale_page(key: str, form: SerialForm, block: str | None = None) -> str:
    """For the second of two: what was saved meanwhile, one's own words in a form that would be saved after it.

    Where both changes go together, a text that has them both is offered too. Where the save that the form was opened on
    is no longer kept, what would be replaced stands there in full. A paragraph that is gone would be added anew.
    """
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_DRAFT)
        draft_page = draft_page_of(session, stand)
        theirs = comparison(session, stand, draft_page.language, f"s{form.serial.data or 0}", f"s{draft_page.serial}")
        top = head(session, stand)
        shown = paragraph_now(session, stand, draft_page, block) if block else ""
        is_own = drafts.is_own_since(session, stand, draft_page.language, form.serial.data or 0)
    is_gone = block is not None and block != NEW and all(each.id != block for each in draft_page.original.blocks)
    if is_gone and isinstance(form, ParagraphForm):
        form.place.data = _place_of_gone(block or "", theirs.before.blocks if theirs else (), draft_page)
    is_original, said = draft_page.language == stand.language, OWN_WINDOW if is_own else OTHER_PERSON
    base = to_markdown(theirs.before.blocks) if theirs else ""
    both = _both(base, form, draft_page) if isinstance(form, TextForm) and theirs else None
    form.serial.data, form.serial.raw_data = draft_page.serial, None
    if isinstance(form, ParagraphForm):  # saved in the place of theirs, it changes what would be shown now
        form.shown.data = shown
    return render_template(
        "drafts/stale.html",
        standing=stand,
        head=top,
        tab="draft",
        draft_page=draft_page,
        theirs=theirs,
        newest=() if theirs else _newest_at(draft_page, block),
        form=form,
        block=NEW if is_gone and is_original else block,
        both=both,
        said=said,
        hint=said.hint if not is_gone else GONE if is_original else GONE_SOURCE,
        button=said.button if not is_gone else gettext("Add a paragraph") if is_original else "",
        html=html,
        inline=inline,
        redline=redline,
    )


def _newest_at(draft_page: DraftPage, block: str | None) -> Sequence[Block]:
    """The paragraph as it was saved last; the whole text where that is what was written, or it is not in it."""
    blocks = draft_page.newest.blocks if draft_page.newest else ()
    return [each for each in blocks if each.id == block] or blocks


def _place_of_gone(block: str, before: Sequence[Block], draft_page: DraftPage) -> str:
    """Where a paragraph that was taken out would stand again: after those it came after, as far as they are there."""
    there = {each.id for each in draft_page.original.blocks}
    ids = [each.id for each in before]
    earlier = [each for each in ids[: ids.index(block)] if each in there] if block in ids else []
    return _AFTER + (earlier[-1] if earlier else "") if block in ids else _STAY


def _both(base: str, form: TextForm, draft_page: DraftPage) -> str | None:
    theirs = to_markdown(draft_page.newest.blocks) if draft_page.newest else ""
    merged, conflicts = merge3(base, (form.text.data or "").replace("\r\n", "\n"), theirs)
    return None if conflicts else merged
