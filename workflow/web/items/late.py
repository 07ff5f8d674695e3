"""A form that came too late: what it holds is sent as a late comment, an amendment with the words that it proposes."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from workflow.database import transaction
from workflow.models.item import Item
from workflow.rules.shared.errors import NotFound, Refusal
from workflow.services.items.arriving import is_made_by
from workflow.services.items.late import post_late
from workflow.web.items.item_forms import ADD, COMMENT, MOVE, REMOVE, REPLACE, TITLE
from workflow.web.items.item_pages import ItemPage
from workflow.web.room.notes import paragraph_name
from workflow.web.shared import access
from workflow.web.shared.errors import status_of


def send_late(item_page: ItemPage) -> ResponseReturnValue:
    """The answer to a form whose writer chose to send it late; a refused one comes back with every word."""
    if not item_page.form.validate() or not _is_placed(item_page):
        return item_page.page(), 422
    try:
        with transaction() as session:
            item = post_late(session, access.acting_person(session), item_page.key, **_facts(item_page))
    except NotFound:
        raise
    except Refusal as refusal:
        return item_page.again(refusal).page(), status_of(refusal)
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


def _facts(item_page: ItemPage) -> dict[str, Any]:
    form = item_page.form
    chosen = form.chosen(item_page.block)
    if chosen["words"] is None:  # those that the item was about
        chosen["words"] = "" if item_page.item is None or item_page.item.whole else item_page.item.quote
    with force_locale(form.language.data):  # one text in one language: that of its writer, not of the page
        body = "\n\n".join(filter(None, (form.body.data or "", _amendment_in_words(item_page))))
    block = (form.after.data or None) if item_page.addition else item_page.block.id if item_page.block else None
    about = {"block": block, **(chosen if form.kind.data not in (ADD, MOVE, REMOVE, TITLE) else {})}
    said = {"body": body, "language": form.language.data, "form_token": form.form_token.data}
    if item_page.item is not None:
        said |= {"draft": item_page.item.id, "seen": form.seen.data or ""}
    return {**said, **about, **_private_field(item_page)}


def _private_field(item_page: ItemPage) -> dict[str, Any]:
    """That it is for the penholder only, where the form or the draft that it changes says so."""
    asked = bool(item_page.form.private.data) if "private" in item_page.form else False
    return {"private": asked or (item_page.item is not None and item_page.item.private)}


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
