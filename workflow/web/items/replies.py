"""The page on which an item is answered."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from workflow.queries.items.items import ItemShown
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import Refusal
from workflow.services.items import replying
from workflow.services.shared.checking import REASON_LIMIT
from workflow.web.items.item_reads import require_item
from workflow.web.shared import access
from workflow.web.shared.arrivals import tell_arrival
from workflow.web.shared.forms import Form, TokenField, plain, require_input, tidy_input, up_to

blueprint = Blueprint("replies", __name__)


class ReplyForm(Form):
    """An answer to an item."""

    form_token = TokenField()
    body = TextAreaField(
        _l("Your reply"),
        filters=[tidy_input],
        validators=[require_input(_l("Write your reply.")), plain, up_to(REASON_LIMIT)],
    )


@blueprint.route("/statements/<key>/items/<item>/replies", methods=["GET", "POST"])
def new(key: str, item: str) -> ResponseReturnValue:
    """The page on which an item is answered."""
    stand, shown = require_item(key, item, Action.REPLY)
    form = ReplyForm()
    if not form.is_submitted():
        return _reply_page(stand, shown, form)
    if not form.validate():
        return _reply_page(stand, shown, form), 422
    try:
        with access.acting() as (session, person):
            said, token = form.body.data or "", form.form_token.data
            sent = replying.post_reply(
                session, person, key, item=item, body=said, language=person.language, form_token=token
            )
            is_new = sent.form_token == (token or None)
    except Refusal as refusal:
        return _reply_page(stand, shown, form.refused(refusal)), refusal.status
    tell_arrival(token)
    if is_new:
        flash(gettext("Your reply to %(reference)s was sent.", reference=shown.reference), "good")
    else:
        again = gettext(
            "You have already sent this reply to %(reference)s. Nothing was sent a second time.",
            reference=shown.reference,
        )
        flash(again, "care")
    return redirect(url_for("room.show", key=key, open=shown.reference, _anchor=shown.anchor), 303)


def _reply_page(stand: Any, item: ItemShown, form: Form) -> str:
    return render_template("items/reply.html", standing=stand, item=item, form=form, limit=REASON_LIMIT)
