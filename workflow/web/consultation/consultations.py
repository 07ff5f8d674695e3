"""Consultations: the penholder opens a consultation, moves its deadline, closes it early."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from workflow.database import about_now, reading
from workflow.models.consultation import ConsultationChangeKind
from workflow.queries.consultation.newest_consultation import NewestConsultation, newest_consultation, to_be_opened
from workflow.queries.consultation.participants import Invitable, invitable
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.head import head
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, Refusal, WrongStage
from workflow.services.consultation import consulting
from workflow.text.blocks import Block, digest, numbers
from workflow.web.consultation import consultation_words, reopening
from workflow.web.consultation.consultation_forms import ConsultationForm, DeadlineForm, ReasonForm, change_words
from workflow.web.shared import access
from workflow.web.shared.forms import Form
from workflow.web.shared.moments import deadline, full_hour
from workflow.web.shared.numbers import parse_count
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("consultations", __name__)
blueprint.add_app_template_global(change_words, "consultation_change_words")
consultation_words.init(blueprint)
reopening.init(blueprint)


@dataclass(frozen=True)
class _Offer:
    """What a consultation may be opened with. last: the newest consultation, which may perhaps be opened again."""

    members: Sequence[Invitable]
    blocks: Sequence[Block]
    last: NewestConsultation | None


@blueprint.route("/statements/<key>/consultation", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """The form that opens a consultation; while one is open, what may be done about it."""
    with reading() as session:
        stand = require_standing(session, key)
        last = newest_consultation(session, stand)
        if stand.may(Action.OPEN_CONSULTATION):
            offer = _Offer(invitable(session, stand), to_be_opened(session, stand), last)
    if stand.may(Action.EXTEND_CONSULTATION) and last is not None:
        return _answer_second_click(stand, last) if request.method == "POST" else _open_page(stand, last)
    if not stand.may(Action.OPEN_CONSULTATION):
        raise NotFound
    form = ConsultationForm()
    form.offer(offer.members, offer.blocks)
    if not form.is_submitted():
        form.closes_at.data = full_hour(about_now() + timedelta(days=2))
        return _opening_page(stand, form, offer)
    if not form.validate():
        return _opening_page(stand, form, offer), 422
    return _open_and_answer(stand, form, offer)


def _answer_second_click(stand: Standing, last: NewestConsultation) -> ResponseReturnValue:
    """The answer to a second click; raises WrongStage, which gives the words back, where a colleague was quicker."""
    form = ConsultationForm()
    if (form.closes_at.data, form.guidance.data or "") != (last.closes_at, last.guidance):
        raise WrongStage(stage=stand.stage.value)
    return redirect(url_for("room.show", key=stand.key), 303)


def _open_and_answer(stand: Standing, form: ConsultationForm, offer: _Offer) -> ResponseReturnValue:
    try:
        with access.acting() as (session, person):
            facts = form.facts(offer.members)
            consultation = consulting.open_consultation(session, person, stand.key, **facts)
    except Refusal as refusal:
        return _opening_page(stand, form.refused(refusal), offer), refusal.status
    said = gettext(
        "The consultation is open until %(when)s. Everyone who takes part is told by email.",
        when=deadline(consultation.closes_at),
    )
    flash(said, "good")
    return redirect(url_for("room.show", key=stand.key), 303)


@blueprint.post("/statements/<key>/consultation/extension")
def extend(key: str) -> ResponseReturnValue:
    """Move the deadline further."""
    stand, last = _open_consultation(key)
    form = DeadlineForm()
    if not form.validate():
        return _open_page(stand, last, form), 422
    try:
        with access.acting() as (session, person):
            consultation = consulting.extend_consultation(session, person, key, **form.facts())
    except Refusal as refusal:
        return _open_page(stand, last, form.refused(refusal)), refusal.status
    flash(gettext("The consultation is now open until %(when)s.", when=deadline(consultation.closes_at)), "good")
    return redirect(url_for("room.show", key=key), 303)


@blueprint.route("/statements/<key>/consultation/closing", methods=["GET", "POST"])
def close(key: str) -> ResponseReturnValue:
    """Ask whether to close a consultation before its deadline, and do it."""
    form = ReasonForm()
    with reading() as session:
        stand = require_standing(session, key)
        last = newest_consultation(session, stand)
    if request.method == "POST" and stand.stage is Stage.CONSOLIDATION and stand.may(Action.DISPOSE):
        reopening.require_said(stand, last, ConsultationChangeKind.CLOSED, form)
        return redirect(url_for("room.show", key=key), 303)  # a second click: it is closed
    stand, last = _open_consultation(key)
    if not form.is_submitted():
        return render_template("consultation/close.html", standing=stand, consultation=last, form=form)
    if not form.validate():
        return render_template("consultation/close.html", standing=stand, consultation=last, form=form), 422
    try:
        with access.acting() as (session, person):
            consulting.close_consultation(
                session,
                person,
                key,
                reason=form.reason.data or "",
                seen=parse_count(form.seen.data),
            )
    except Refusal as refusal:
        form.refused(refusal)
        return render_template("consultation/close.html", standing=stand, consultation=last, form=form), refusal.status
    flash(gettext("The consultation is closed. Everyone who took part is told by email."), "good")
    return redirect(url_for("room.show", key=key), 303)


def _open_consultation(key: str) -> tuple[Standing, NewestConsultation]:
    with reading() as session:
        stand = require_standing(session, key, Action.EXTEND_CONSULTATION)
        last = newest_consultation(session, stand)
    if last is None:
        raise NotFound
    return stand, last


def _opening_page(stand: Standing, form: Form, offer: _Offer) -> str:
    with reading() as session:
        top = head(session, stand)
    return render_template(
        "consultation/open.html",
        standing=stand,
        head=top,
        form=form,
        members=offer.members,
        blocks=offer.blocks,
        numbers=numbers(offer.blocks),
        seen=digest(stand.original_title, offer.blocks),
        again=reopening.may_be_opened_again(stand, offer.last),
        tab="text",
    )


def _open_page(stand: Standing, last: NewestConsultation, form: DeadlineForm | None = None) -> str:
    if form is None:
        form = DeadlineForm(formdata=None)
        form.closes_at.data = full_hour(last.closes_at + timedelta(days=1))
    with reading() as session:
        top = head(session, stand)
    return render_template("consultation/show.html", standing=stand, head=top, consultation=last, form=form, tab="text")
