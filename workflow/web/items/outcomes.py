"""What is said after a form of comments and amendments was taken, and where its sender goes from there."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from workflow.models.item import Item, ItemState
from workflow.queries.items.items import ItemShown
from workflow.services.items import posting


def flash_what_was_done(item: Item, *, edited: bool) -> None:
    """Say that it was kept, changed or sent. edited: it had been sent before."""
    if item.state is ItemState.KEPT:
        flash(gettext("Saved as a draft. Only your organisation sees this draft."), "good")
    elif edited:
        flash(gettext("%(reference)s was changed.", reference=item.reference), "good")
    else:
        flash(
            gettext(
                "Sent as %(reference)s, which you can change or withdraw until the deadline.", reference=item.reference
            ),
            "good",
        )


def flash_sent_before(item: Item) -> None:
    """Say that the same was sent, or kept, before."""
    if item.state is ItemState.KEPT:
        flash(gettext("You have already saved this as a draft. Nothing was saved a second time."), "care")
        return
    said = gettext(
        "You have already sent this as %(reference)s. Nothing was sent a second time.", reference=item.reference
    )
    flash(said, "care")


def flash_late(opened: ItemShown | None, form_token: str | None, item: Item) -> None:
    """Say that it was sent late, or that it had been before. opened: the draft on which the form was opened."""
    draft_is_it = opened is not None and opened.id == item.id
    if draft_is_it or posting.is_made_by(item, form_token):
        flash(gettext("Sent as %(reference)s, marked as late.", reference=item.reference), "good")
        return
    flash_sent_before(item)


def came_from_points(key: str) -> bool:
    """Whether the form was opened on the page of the organisation's drafts."""
    return request.args.get("next") == url_for("submission.show", key=key)


def redirect_after_form(key: str, item: Item) -> ResponseReturnValue:
    """The way back to the page of drafts where the form was opened there, else to the note beside the text."""
    if not came_from_points(key):
        return redirect_to_note(key, item)
    anchor = item.reference.lower() or f"k{item.key}"
    return redirect(url_for("submission.show", key=key, _anchor=anchor), 303)


def redirect_to_note(key: str, item: Item) -> ResponseReturnValue:
    """The way to the note of the item beside the text."""
    name = item.reference or f"k{item.key}"
    return redirect(url_for("room.show", key=key, open=name, _anchor=name.lower()), 303)
