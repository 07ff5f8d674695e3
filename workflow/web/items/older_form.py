"""A form of amendments that a browser opened before paragraphs were amended by editing them: its words go into the box.

It says which words are replaced, and by which. Nothing of it is sent before its writer has seen the paragraph so.
"""

from dataclasses import replace

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from workflow.queries.items.items import ItemShown
from workflow.rules.items.kinds import REPLACE
from workflow.rules.shared.refusals import Refusal
from workflow.services.items.placing import find_place
from workflow.text.document import plain as plain_words
from workflow.text.edits import rewritten
from workflow.text.values import Block, Edit
from workflow.web.items.amend_form import TOGETHER, has_several_paragraphs
from workflow.web.items.amending import AmendPage, page_of_item, page_of_new
from workflow.web.items.item_form import PARAGRAPH, SAME, ItemForm


def is_sent() -> bool:
    """Whether the request brings such a form."""
    return request.method == "POST" and request.form.get("kind") == REPLACE.code


def answer_new(key: str) -> ResponseReturnValue:
    """The page on which the paragraph is edited, with what such a form proposes; raises NotFound."""
    return _answer(page_of_new(key))


def answer_edited(key: str, item: str) -> ResponseReturnValue:
    """The same for an amendment of the own organisation; raises NotFound for any other."""
    return _answer(page_of_item(key, item))


def _answer(page: AmendPage) -> ResponseReturnValue:
    form, older = page.form, ItemForm()
    older.offer(REPLACE, (page.block,), page.block, same=page.item.quote if page.item else None)
    older.forget_selection()
    form.reason.data, form.division.data = older.body.data, TOGETHER
    edit = _edit_of(older, page.block, page.item)
    form.edited.data = plain_words(rewritten(page.block.text, [edit])[0] if edit else page.block.text)
    if edit is None:
        page = replace(page, unplaced=tuple(filter(None, (older.words.data, older.proposal.data))))
    form.form_errors = [
        gettext("A paragraph is now amended by editing its words. Check the words in the box, then send them.")
    ]
    return page.carried().page(), 409


def _edit_of(older: ItemForm, block: Block, item: ItemShown | None) -> Edit | None:
    """What the form asks for; None where it does not say where, or its words stand there twice, cut, or not at all."""
    words = older.proposal.data or ""
    if not older.where.validate(older) or has_several_paragraphs(words):
        return None
    if older.where.data == PARAGRAPH:
        return Edit(0, len(block.text), words) if words else None
    if older.where.data == SAME and item is not None and item.version == older.seen_version:
        return Edit(item.start, item.end, words)
    chosen = {"words": item.quote} if older.where.data == SAME and item is not None else older.chosen(block)
    try:
        place = find_place((block,), block.id, **chosen)
    except Refusal:
        return None
    return None if place.whole or place.widened else Edit(place.start, place.end, words)
