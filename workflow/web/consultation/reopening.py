"""The page on which the last consultation is opened again, with a new deadline and a reason."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from workflow.database import about_now, reading
from workflow.models.consultation import ConsultationChangeKind
from workflow.queries.consultation.newest_consultation import NewestConsultation, newest_consultation
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.head import head
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, Refusal, WrongStage
from workflow.services.consultation.reopening import reopen_consultation
from workflow.web.consultation.consultation_forms import DeadlineForm, ReasonForm
from workflow.web.shared import access
from workflow.web.shared.moments import deadline, full_hour
from workflow.web.statements.seen import require_standing


def init(blueprint: Blueprint) -> None:
    """Have the page stand among those of consultations."""
    blueprint.add_url_rule("/statements/<key>/consultation/reopening", "reopen", reopen, methods=["GET", "POST"])


def may_be_opened_again(stand: Standing, last: NewestConsultation | None) -> bool:
    """Whether the last consultation can be opened again: no version was issued after it."""
    return last is not None and last.version == stand.version and stand.may(Action.REOPEN_CONSULTATION)


def require_said(
    stand: Standing, last: NewestConsultation | None, kind: ConsultationChangeKind, form: ReasonForm
) -> None:
    """Nothing where the form's reason is that of the last change; raises WrongStage, which gives the words back."""
    change = last.changes[-1] if last is not None and last.changes else None
    if (form.reason.data or "") != (change.reason if change is not None and change.kind is kind else ""):
        raise WrongStage(stage=stand.stage.value)


def reopen(key: str) -> ResponseReturnValue:
    """The page on which the last consultation is opened again."""
    with reading() as session:
        stand = require_standing(session, key)
        last = newest_consultation(session, stand)
    form = DeadlineForm()
    if request.method == "POST" and stand.may(Action.EXTEND_CONSULTATION):
        require_said(stand, last, ConsultationChangeKind.REOPENED, form)
        return redirect(url_for("room.show", key=key), 303)  # a second click: it is open
    if last is None or not stand.may(Action.REOPEN_CONSULTATION):
        raise NotFound
    if not form.is_submitted():
        form.closes_at.data = full_hour(about_now() + timedelta(days=1))
        return _page(stand, last, form)
    if not form.validate():
        return _page(stand, last, form), 422
    try:
        with access.acting() as (session, person):
            consultation = reopen_consultation(session, person, key, **form.facts())
    except Refusal as refusal:
        return _page(stand, last, form.refused(refusal)), refusal.status
    said = gettext(
        "The consultation is open again until %(when)s. Everyone who takes part is told by email.",
        when=deadline(consultation.closes_at),
    )
    flash(said, "good")
    return redirect(url_for("room.show", key=key), 303)


def _page(stand: Standing, last: NewestConsultation, form: DeadlineForm) -> str:
    with reading() as session:
        top = head(session, stand)
    again = may_be_opened_again(stand, last)
    return render_template(
        "consultation/reopen.html", standing=stand, head=top, consultation=last, form=form, again=again, tab="text"
    )
