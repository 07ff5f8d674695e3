"""The terms of one statement, who holds its pen, and how it is given up."""

from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from workflow.database import reading
from workflow.queries.shared.standing import standing
from workflow.queries.statements import settings_choices
from workflow.queries.statements.head import head
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, NotFound, Refusal, StaleForm
from workflow.services.drafts import drafting
from workflow.web.shared import access
from workflow.web.shared.forms import Form
from workflow.web.statements.seen import require_standing
from workflow.web.statements.statement_forms import EndForm, PenForm, StatementSettingsForm

blueprint = Blueprint("settings", __name__)


@blueprint.route("/statements/<key>/settings", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """Limits, in whose name, and the pen; the forms are there for those who may use them."""
    form = StatementSettingsForm()
    if not form.is_submitted():
        return _page(key, limits=None)
    if not form.validate():
        return _page(key, limits=form), 422
    return _do_and_answer(
        key,
        form,
        drafting.change_settings,
        gettext("The settings are saved."),
        **form.terms(),
        seen=form.seen.data or "",
    )


@blueprint.post("/statements/<key>/penholders")
def hand_over(key: str) -> ResponseReturnValue:
    """Give the pen to those who were chosen."""
    form = PenForm()
    if not form.validate():
        return _page(key, pen=form), 422
    chosen = {"to": form.penholders.data or (), "seen": form.seen.data or ""}
    return _do_and_answer(key, form, drafting.hand_over_pen, gettext("The penholders were changed."), **chosen)


@blueprint.route("/statements/<key>/end", methods=["GET", "POST"])
def end(key: str) -> ResponseReturnValue:
    """The page on which a statement is given up, with the reason."""
    form = EndForm()
    if not form.is_submitted():
        return _end_page(key, form)
    if not form.validate():
        return _end_page(key, form), 422
    given = {"reason": form.reason.data or "", "seen": form.seen.data or ""}
    return _do_and_answer(key, form, drafting.abandon, gettext("The draft was abandoned."), **given)


def _do_and_answer(key: str, form: Form, use_case: Any, said: str, **facts: Any) -> ResponseReturnValue:
    try:
        with access.acting() as (session, person):
            use_case(session, person, key, **facts)
    except NotAllowed:
        raise
    except Refusal as refusal:  # a reason is missing, a choice is gone: what was typed stays
        return _again(key, form.refused(refusal), anew=isinstance(refusal, StaleForm)), refusal.status
    flash(said, "good")
    return redirect(_after(key, form), 303)


def _again(key: str, form: Form, *, anew: bool) -> str:
    if isinstance(form, EndForm):
        return _end_page(key, form, anew=anew)
    if isinstance(form, PenForm):
        return _page(key, pen=form)
    return _page(key, limits=cast("StatementSettingsForm", form))


def _after(key: str, form: Form) -> str:
    """Where to go on: whoever gave the pen away may not see the statement any more."""
    with reading() as session:
        if standing(session, access.viewer(), key) is None:
            return url_for("statements.index")
    return url_for("room.show", key=key) if isinstance(form, EndForm) else url_for(".show", key=key)


def _page(key: str, *, limits: StatementSettingsForm | None = None, pen: PenForm | None = None) -> str:
    with reading() as session:
        stand = require_standing(session, key)
        if not (stand.may(Action.CHANGE_SETTINGS) or stand.may(Action.HAND_OVER_PEN)):
            raise NotFound if not stand.may(Action.SEE_DRAFT) else NotAllowed
        pens = settings_choices.pens(session, stand.viewer, stand.id)
        stands, handed = (
            settings_choices.terms_in_form(session, stand.id),
            str(settings_choices.hand_overs(session, stand.id)),
        )
        top = head(session, stand)
    limits = _terms_form(limits, stands)
    holding = [choice.value for choice in pens.people if choice.chosen]
    pen = pen or PenForm(formdata=None, penholders=holding, seen=handed)
    asked_meanwhile = pen.seen.data != handed
    if asked_meanwhile:  # what was chosen stays, and once more it is meant
        pen.seen.data = handed
    return render_template(
        "statements/settings.html",
        standing=stand,
        head=top,
        tab="settings",
        pens=pens,
        limits=limits,
        pen=pen,
        asked_meanwhile=asked_meanwhile,
        problems=len(limits.problems) + len(pen.problems),
    )


def _terms_form(sent: StatementSettingsForm | None, stands: dict[str, Any]) -> StatementSettingsForm:
    """The form of the terms as they stand, or beside them the one that was sent and came back."""
    if sent is not None:
        return sent.meet(stands)
    form = StatementSettingsForm(formdata=None)
    return StatementSettingsForm(formdata=None, **form.as_fields(stands)).showing(stands)


def _end_page(key: str, form: EndForm, *, anew: bool = False) -> str:
    """The page; the stage that it shows is meant at the next press only where a refusal says that it is another."""
    with reading() as session:
        stand = require_standing(session, key)
        if not stand.may(Action.ABANDON):
            raise NotAllowed
        top = head(session, stand)
    if not form.is_submitted() or anew:
        form.seen.data = stand.stage.value
    return render_template("statements/end.html", standing=stand, head=top, tab="settings", form=form)
