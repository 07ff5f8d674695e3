"""A form that came too late: what it holds is sent as a late comment, an amendment with the words that it proposes."""

from dataclasses import replace

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from workflow.models.item import Item
from workflow.rules.items.proposals import Late, Proposal
from workflow.rules.shared.refusals import Refusal
from workflow.services.items.posting import is_made_by, post_item
from workflow.web.items.item_forms import ADD, COMMENT, MOVE, REMOVE, REPLACE, TITLE
from workflow.web.items.item_pages import ItemPage
from workflow.web.room.notes import paragraph_name
from workflow.web.shared import access


def send_late(item_page: ItemPage) -> ResponseReturnValue:
    """The answer to a form whose writer chose to send it late; a refused one comes back with every word."""
    if not item_page.form.validate() or not _is_placed(item_page):
        return item_page.page(), 422
    try:
        with access.acting() as (session, person):
            token, opened = item_page.form.form_token.data, item_page.item
            late = Late(opened.id, item_page.form.seen.data or "") if opened else Late()
            item = post_item(session, person, item_page.key, _asked_late(item_page), form_token=token, late=late)
    except Refusal as refusal:
        return item_page.again(refusal).page(), refusal.status
    _flash_late(item_page, item)
    return redirect(url_for("room.show", key=item_page.key, open=item.reference, _anchor=item.reference.lower()), 303)


def _is_placed(item_page: ItemPage) -> bool:
    """Whether the words chosen stand in the paragraph, and are whole ones where others are proposed for them."""
    if item_page.block is None or item_page.form.kind.data not in (COMMENT, REPLACE):
        return True
    return item_page.form.check_words(item_page.block)


def _flash_late(item_page: ItemPage, item: Item) -> None:
    draft_is_it = item_page.item is not None and item_page.item.id == item.id
    if draft_is_it or is_made_by(item, item_page.form.form_token.data):
        flash(gettext("Sent as %(reference)s, marked as late.", reference=item.reference), "good")
        return
    said = gettext(
        "You have already sent this as %(reference)s. Nothing was sent a second time.", reference=item.reference
    )
    flash(said, "care")


def _asked_late(item_page: ItemPage) -> Proposal:
    """What the form asks for, said in words: a comment, also for an amendment."""
    form, item = item_page.form, item_page.item
    asked = form.asked(item_page.block)
    with force_locale(form.language.data):  # one text in one language: that of its writer, not of the page
        body = "\n\n".join(filter(None, (asked.body, _amendment_in_words(item_page))))
    if asked.words is None:  # those that the item was about
        asked = replace(asked, words="" if item is None or item.whole else item.quote)
    return replace(asked, body=body, private=asked.private or (item is not None and item.private))


def _amendment_in_words(item_page: ItemPage) -> str:
    """What an amendment asks for, in words; nothing of a comment."""
    form, proposal = item_page.form, item_page.form.proposal.data or ""
    if form.kind.data == COMMENT:
        return ""
    if form.kind.data == REMOVE:
        return str(gettext("Proposed: remove this paragraph."))
    if form.kind.data == MOVE:
        return _move_in_words(form.after.data or "", item_page)
    if form.kind.data == ADD:
        return str(gettext("Proposed new paragraph: %(words)s", words=proposal))
    if form.kind.data == TITLE:
        return str(gettext("Proposed title: %(words)s", words=proposal))
    if not proposal:
        return str(gettext("Proposed: remove these words."))
    return str(gettext("Words proposed: %(words)s", words=proposal))


def _move_in_words(after: str, item_page: ItemPage) -> str:
    if not after:
        return str(gettext("Proposed: move this paragraph to the beginning."))
    place = paragraph_name(after, item_page.target.blocks)
    return str(gettext("Proposed: move this paragraph after %(place)s.", place=place))
