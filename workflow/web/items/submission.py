"""Our points: the drafts of an organisation, ordered, read by colleagues and sent together; and what was so sent."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import HiddenField, TextAreaField

from workflow.database import reading
from workflow.models.person import Person
from workflow.queries.items.drafts import own_drafts
from workflow.queries.items.drafts import submission as submission_of
from workflow.queries.items.target import target
from workflow.rules.items.refusals import DraftsNotReady
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.services.items import revising, submitting
from workflow.services.items.submitting import ChosenDraft
from workflow.services.shared.checking import REASON_LIMIT
from workflow.web.room.room import is_writing
from workflow.web.shared import access, locale
from workflow.web.shared.forms import Form, TokenField, plain, tidy_input, up_to
from workflow.web.shared.numbers import parse_count
from workflow.web.shared.refusals import sentence_of
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("submission", __name__)


class SubmissionForm(Form):
    """Which drafts are sent, and a word to the penholder above them."""

    version = HiddenField()
    form_token = TokenField()
    note = TextAreaField(
        _l("A word to the penholder, above the points"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)]
    )


@blueprint.route("/statements/<key>/our-points", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """The drafts of one's organisation with a box each; sent together with one press, or put into another order."""
    form = SubmissionForm()
    if not form.is_submitted():
        return _page(key, form)
    if item := request.form.get("up", "")[:20]:
        return _do(key, form, lambda session, person: submitting.move_up(session, person, key, item=item))
    if item := request.form.get("remove", "")[:20]:
        seen = _seen(item)
        return _do(key, form, lambda session, person: _remove(session, person, key, item, seen))
    if not form.validate():
        return _page(key, form), 422
    try:
        sent = _send(key, form)
    except DraftsNotReady as refusal:
        return _page(key, form.refused(refusal), refusal), refusal.status
    except Refusal as refusal:
        return _page(key, form.refused(refusal)), refusal.status
    return redirect(url_for(".sent", key=key, submission=sent), 303)


def _send(key: str, form: SubmissionForm) -> int:
    chosen = [ChosenDraft(item, _seen(item)) for item in _chosen()]
    with access.acting() as (session, person):
        made = submitting.send_together(
            session,
            person,
            key,
            chosen,
            version=parse_count(form.version.data) or 0,
            note=form.note.data or "",
            language=locale.current(),
            form_token=form.form_token.data or "",
        )
        return made.id


def _do(key: str, form: SubmissionForm, use_case: Callable[[Session, Person], None]) -> ResponseReturnValue:
    """The same page after something was done with one draft, with what is chosen and written in it."""
    try:
        with access.acting() as (session, person):
            use_case(session, person)
    except Refusal as refusal:
        return _page(key, form.refused(refusal)), refusal.status
    return _page(key, form)


def _remove(session: Session, person: Person, key: str, item: str, seen: str) -> None:
    revising.withdraw_item(session, person, key, item=item, seen=seen)
    flash(gettext("The draft was deleted."), "good")


def _seen(item: str) -> str:
    """The sign of a draft's text as the page showed it."""
    return request.form.get(f"seen-{item}", "")[:60]


def _chosen() -> list[str]:
    return [item[:20] for item in request.form.getlist("send")[:500]]


def _page(key: str, form: SubmissionForm, refusal: DraftsNotReady | None = None) -> str:
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_ITEMS)
        if not may(Action.POST_ITEM, stand.roles, Stage.CONSULTATION):
            raise NotFound
        on, drafts = target(session, stand), own_drafts(session, stand)
    if on is None:
        raise NotFound
    left_out = {each.address for each in drafts} - set(_chosen()) if form.is_submitted() else set[str]()
    form.version.data = str(on.version)  # that another one is on the table was said with the refusal
    writing = is_writing(stand, on)
    count = sum(each.address not in left_out for each in drafts)
    return render_template(
        "items/our_points.html",
        standing=stand,
        form=form,
        drafts=drafts,
        left_out=left_out,
        wrong={item: sentence_of(each) for item, each in refusal.by_item.items()} if refusal else {},
        blocks=on.blocks,
        on=on,
        version=on.version,
        writing=writing,
        consultation_id=on.consultation_id,
        send_words=ngettext("Send the point", "Send %(num)s points together", count),
        limit=REASON_LIMIT,
    )


@blueprint.get("/statements/<key>/submissions/<int:submission>")
def sent(key: str, submission: int) -> ResponseReturnValue:
    """What was sent together, for the penholder and its own organisation."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_ITEMS)
        on, found = target(session, stand), submission_of(session, stand, submission)
    if found is None or on is None:
        raise NotFound
    facts = {"blocks": on.blocks, "version": on.version, "writing": False, "consultation_id": on.consultation_id}
    return render_template("items/submission.html", standing=stand, found=found, **facts)
