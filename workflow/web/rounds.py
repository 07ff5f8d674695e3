"""Rounds: the penholder opens a consultation, moves its deadline, closes it early."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, TextAreaField

from workflow.database import about_now, reading, transaction
from workflow.queries.head import head
from workflow.queries.participants import Invitable, invitable
from workflow.queries.standing import Standing
from workflow.queries.target import Target, target
from workflow.rules.errors import NotFound, Refusal
from workflow.rules.lifecycle import Stage
from workflow.rules.permissions import Action
from workflow.services import consulting
from workflow.services.consulting import GUIDANCE_LIMIT
from workflow.web import access
from workflow.web.errors import status_of
from workflow.web.forms import Form, MomentField, needed, plain, tidied, up_to
from workflow.web.moments import full_hour, moment
from workflow.web.seen import seen

blueprint = Blueprint("rounds", __name__)
ALL, SOME = "all", "some"


class OpeningForm(Form):
    """A consultation to be opened."""

    closes_at = MomentField(_l("Comments and amendments until"), validators=[needed(_l("Write the day and the time."))])
    guidance = TextAreaField(
        _l("Guidance for those who take part"), filters=[tidied], validators=[plain, up_to(GUIDANCE_LIMIT)]
    )
    who = RadioField(
        _l("Who takes part?"),
        choices=[(ALL, _l("All members")), (SOME, _l("Only the organisations chosen below"))],
        default=ALL,
    )
    organisations = SelectMultipleField(_l("Organisations"))


class ExtensionForm(Form):
    """A later deadline."""

    closes_at = MomentField(_l("New deadline"), validators=[needed(_l("Write the day and the time."))])
    reason = TextAreaField(
        _l("Reason, if you want to give one"), filters=[tidied], validators=[plain, up_to(GUIDANCE_LIMIT)]
    )


@blueprint.route("/statements/<key>/round", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """The form that opens a consultation; while one is open, what may be done about it."""
    with reading() as session:
        stand = seen(session, key)
        members, on = invitable(session, stand), target(session, stand)
    if stand.may(Action.EXTEND_ROUND) and on is not None:
        # A second click on "open" comes here too: the consultation is open, and that is what it asked for.
        return redirect(url_for("room.show", key=key), 303) if request.method == "POST" else _open_page(stand, on, None)
    if not stand.may(Action.OPEN_ROUND):
        raise NotFound
    form = OpeningForm()
    form.organisations.choices = [(each.key, each.who.name) for each in members]
    if not form.is_submitted():
        form.closes_at.data = full_hour(about_now() + timedelta(days=2))
        return _opening_page(stand, form, members)
    if not form.validate():
        return _opening_page(stand, form, members), 422
    return _opened(stand, form, members)


def _opened(stand: Standing, form: OpeningForm, members: Sequence[Invitable]) -> ResponseReturnValue:
    chosen = {each.id for each in members if each.key in (form.organisations.data or ())}
    facts: dict[str, Any] = {"closes_at": form.closes_at.data, "guidance": form.guidance.data or ""}
    facts["organisations"] = chosen if form.who.data == SOME else None
    try:
        with transaction() as session:
            round_ = consulting.open_round(session, access.acting_person(session), stand.key, **facts)
    except NotFound:
        raise
    except Refusal as refusal:
        return _opening_page(stand, form.refused(refusal), members), status_of(refusal)
    said = gettext(
        "The consultation is open until %(when)s. Those who take part are told by mail.", when=moment(round_.closes_at)
    )
    flash(said, "good")
    return redirect(url_for("room.show", key=stand.key), 303)


@blueprint.post("/statements/<key>/round/extension")
def extend(key: str) -> ResponseReturnValue:
    """Move the deadline further."""
    stand, on = _open_round(key)
    form = ExtensionForm()
    if not form.validate():
        return _open_page(stand, on, form), 422
    try:
        with transaction() as session:
            person = access.acting_person(session)
            facts: dict[str, Any] = {"closes_at": form.closes_at.data, "reason": form.reason.data or ""}
            round_ = consulting.extend_round(session, person, key, **facts)
    except NotFound:
        raise
    except Refusal as refusal:
        return _open_page(stand, on, form.refused(refusal)), status_of(refusal)
    flash(gettext("The consultation is now open until %(when)s.", when=moment(round_.closes_at)), "good")
    return redirect(url_for("room.show", key=key), 303)


@blueprint.route("/statements/<key>/round/closing", methods=["GET", "POST"])
def close(key: str) -> ResponseReturnValue:
    """Ask whether to close a consultation before its deadline, and do it."""
    with reading() as session:
        stand = seen(session, key)
    if request.method == "POST" and stand.stage is Stage.CONSOLIDATION and stand.may(Action.DISPOSE):
        return redirect(url_for("room.show", key=key), 303)  # a second click: it is closed
    stand, on = _open_round(key)
    if request.method != "POST":
        return render_template("rounds/close.html", standing=stand, target=on)
    with transaction() as session:
        consulting.close_round(session, access.acting_person(session), key)
    flash(gettext("The consultation is closed. Those who took part are told by mail."), "good")
    return redirect(url_for("room.show", key=key), 303)


def _open_round(key: str) -> tuple[Standing, Target]:
    with reading() as session:
        stand = seen(session, key, Action.EXTEND_ROUND)
        on = target(session, stand)
    if on is None:
        raise NotFound
    return stand, on


def _opening_page(stand: Standing, form: Form, members: Sequence[Invitable]) -> str:
    with reading() as session:
        top = head(session, stand)
    return render_template("rounds/open.html", standing=stand, head=top, form=form, members=members, tab="text")


def _open_page(stand: Standing, on: Target, form: Form | None) -> str:
    if form is None:
        form = ExtensionForm(formdata=None)
        form.closes_at.data = full_hour(on.closes_at + timedelta(days=1))
    with reading() as session:
        top = head(session, stand)
    return render_template("rounds/show.html", standing=stand, head=top, target=on, form=form, tab="text")
