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
from workflow.web.items.item_pages import Desk
from workflow.web.room.notes import paragraph_name
from workflow.web.shared import access
from workflow.web.shared.errors import status_of


def send_late(desk: Desk) -> ResponseReturnValue:
    """The answer to a form whose writer chose to send it late; a refused one comes back with every word."""
    if not desk.form.validate() or not _is_placed(desk):
        return desk.page(), 422
    try:
        with transaction() as session:
            item = post_late(session, access.acting_person(session), desk.key, **_facts(desk))
    except NotFound:
        raise
    except Refusal as refusal:
        return desk.again(refusal).page(), status_of(refusal)
    _flash_late(desk, item)
    return redirect(url_for("room.show", key=desk.key, open=item.reference, _anchor=item.reference.lower()), 303)


def _is_placed(desk: Desk) -> bool:
    """Whether the words chosen stand in the paragraph, and are whole ones where others are proposed for them."""
    if desk.block is None or desk.form.kind.data not in (COMMENT, REPLACE):
        return True
    return desk.form.check_words(desk.block)


def _flash_late(desk: Desk, item: Item) -> None:
    draft_is_it = desk.item is not None and desk.item.id == item.id
    if draft_is_it or is_made_by(item, desk.form.form_token.data):
        flash(gettext("Sent as %(reference)s, marked as late.", reference=item.reference), "good")
        return
    said = gettext(
        "You have sent this already: it is %(reference)s. Nothing was sent a second time.", reference=item.reference
    )
    flash(said, "care")


def _facts(desk: Desk) -> dict[str, Any]:
    form = desk.form
    chosen = form.chosen(desk.block)
    if chosen["words"] is None:  # those that the item was about
        chosen["words"] = "" if desk.item is None or desk.item.whole else desk.item.quote
    with force_locale(form.language.data):  # one text in one language: that of its writer, not of the page
        body = "\n\n".join(filter(None, (form.body.data or "", _amendment_in_words(desk))))
    block = (form.after.data or None) if desk.addition else desk.block.id if desk.block else None
    about = {"block": block, **(chosen if form.kind.data not in (ADD, MOVE, REMOVE, TITLE) else {})}
    said = {"body": body, "language": form.language.data, "form_token": form.form_token.data}
    if desk.item is not None:
        said |= {"draft": desk.item.id, "seen": form.seen.data or ""}
    return {**said, **about, **_private_field(desk)}


def _private_field(desk: Desk) -> dict[str, Any]:
    """That it is for the penholder only, where the form or the draft that it changes says so."""
    asked = bool(desk.form.private.data) if "private" in desk.form else False
    return {"private": asked or (desk.item is not None and desk.item.private)}


def _amendment_in_words(desk: Desk) -> str:
    """What an amendment asks for, in words; nothing of a comment."""
    form, proposal = desk.form, desk.form.proposal.data or ""
    if form.kind.data == COMMENT:
        return ""
    if form.kind.data == REMOVE:
        return str(gettext("Proposed: remove this paragraph."))
    if form.kind.data == MOVE:
        return _move_in_words(form.after.data or "", desk)
    if form.kind.data == ADD:
        return str(gettext("Proposed new paragraph: %(words)s", words=proposal))
    if form.kind.data == TITLE:
        return str(gettext("Proposed title: %(words)s", words=proposal))
    if not proposal:
        return str(gettext("Proposed: remove these words."))
    return str(gettext("Words proposed: %(words)s", words=proposal))


def _move_in_words(after: str, desk: Desk) -> str:
    if not after:
        return str(gettext("Proposed: move this paragraph to the beginning."))
    place = paragraph_name(after, desk.target.blocks)
    return str(gettext("Proposed: move this paragraph after %(place)s.", place=place))
