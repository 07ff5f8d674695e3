"""The reasons that penholders keep for all statements: kept and retired on a page of the consolidation."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from workflow.database import reading
from workflow.queries.consolidation.standard_replies import list_standard_replies
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.services.consolidation import standard_replies
from workflow.services.shared.checking import REASON_LIMIT
from workflow.web.shared import access
from workflow.web.shared.forms import Form, plain, require_input, tidy_input, up_to
from workflow.web.shared.numbers import parse_count
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("standard_replies", __name__)


class StandardReplyForm(Form):
    """A reason to be kept; its language is that of the statement."""

    body = TextAreaField(
        _l("Reason"), filters=[tidy_input], validators=[require_input(_l("Give a reason.")), plain, up_to(REASON_LIMIT)]
    )


@blueprint.get("/statements/<key>/standard-replies")
def show(key: str) -> ResponseReturnValue:
    """The reasons that are offered; with the words of the one that the address names in the form, to be changed."""
    return _page(key, StandardReplyForm(formdata=None), changing=parse_count(request.args.get("change", "")))


@blueprint.post("/statements/<key>/standard-replies")
def save(key: str) -> ResponseReturnValue:
    """Keep a reason for all statements."""
    form = StandardReplyForm()
    if not form.validate():
        return _page(key, form), 422
    try:
        with access.acting() as (session, person):
            language = require_standing(session, key, Action.SEE_STATEMENT).language
            standard_replies.save_standard_reply(session, person, key, body=form.body.data or "", language=language)
    except Refusal as refusal:
        return _page(key, form.refused(refusal)), refusal.status
    flash(gettext("The standard reply is saved."), "good")
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/statements/<key>/standard-replies/<standard_reply>")
def change(key: str, standard_reply: str) -> ResponseReturnValue:
    """Keep a reason with other words; where it was given the former ones stay."""
    number = parse_count(standard_reply)
    if number is None:
        raise NotFound
    form = StandardReplyForm()
    if not form.validate():
        return _page(key, form, changing=number), 422
    try:
        with access.acting() as (session, person):
            standard_replies.change_standard_reply(session, person, key, reason=number, body=form.body.data or "")
    except Refusal as refusal:
        return _page(key, form.refused(refusal), changing=number), refusal.status
    flash(gettext("The standard reply was changed. Answers already given stay the same."), "good")
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/statements/<key>/standard-replies/<standard_reply>/retiring")
def retire(key: str, standard_reply: str) -> ResponseReturnValue:
    """Offer a reason no longer."""
    number = parse_count(standard_reply)
    if number is None:
        raise NotFound
    with access.acting() as (session, person):
        standard_replies.retire_standard_reply(session, person, key, reason=number)
    flash(gettext("The standard reply was removed. Answers already given stay the same."), "good")
    return redirect(url_for(".show", key=key), 303)


def _page(key: str, form: StandardReplyForm, *, changing: int | None = None) -> str:
    """The page; changing: the reason whose words are in the form."""
    with reading() as session:
        stand = require_standing(session, key, Action.SAVE_STANDARD_REPLY)
        found = list_standard_replies(session, stand.language, most=500)
    changed = next((each for each in found if each.id == changing), None)
    if changed is not None and not form.is_submitted():
        form.body.data = changed.body
    return render_template(
        "consolidation/standard_replies.html", standing=stand, reasons=found, form=form, changed=changed
    )
