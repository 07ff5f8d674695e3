"""The pages at a writer's page, also when a form comes back to them full."""

from collections.abc import Sequence
from dataclasses import replace

from flask import render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session

from workflow.config import LANGUAGES
from workflow.database import reading
from workflow.models.statement import Statement
from workflow.queries.consolidation import consolidation, passages
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.queries.shared.standing import Standing
from workflow.queries.statements import drafts
from workflow.queries.statements.agreed import Agreed, agreed_language_of
from workflow.queries.statements.drafts import DraftPage
from workflow.queries.statements.head import head
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.services.consolidation.consolidating import text_to_issue
from workflow.text.blocks import numbers, to_markdown
from workflow.text.diff import word_diff
from workflow.text.excerpt import Ops
from workflow.text.inline import html
from workflow.web.drafts.draft_forms import NEW, ParagraphForm, RestoreForm, SerialForm, TextForm
from workflow.web.statements.redlines import redline
from workflow.web.statements.seen import require_standing


def text_page(key: str, form: TextForm | None = None) -> str:
    """The draft in the language of the address: as a whole or by paragraph, a translation beside its original."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_DRAFT)
        draft_page = draft_page_of(session, stand)
        agreed = agreed_language_of(session, stand, draft_page.original.blocks)
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
    given = ParagraphForm(
        formdata=None,
        serial=draft_page.serial,
        text=written,
        shown=shown,
        place="after:" + _last(draft_page) if block == NEW else "stay",
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
