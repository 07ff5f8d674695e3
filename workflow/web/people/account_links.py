"""The mailed links: each leads to a page with a button, and only the button does anything."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from workflow.database import reading, transaction
from workflow.models.person import LinkPurpose, Person
from workflow.rules.people.refusals import LinkSpent
from workflow.rules.shared.refusals import Refusal
from workflow.services.people import joining
from workflow.web.people.account_forms import ForgottenForm, InvitationForm, ResetForm
from workflow.web.people.sign_in import blueprint
from workflow.web.shared import limits, sessions
from workflow.web.shared.forms import Form


@blueprint.route("/forgotten", methods=["GET", "POST"])
def forgotten() -> ResponseReturnValue:
    """Have a link mailed; the answer is the same for addresses that nobody has."""
    form = ForgottenForm()
    if not form.is_submitted():
        return render_template("people/forgotten.html", form=form)
    if not form.validate():
        return render_template("people/forgotten.html", form=form), 422
    email = form.email.data or ""
    try:
        limits.spend("forgotten", limits.FORGOTTEN, email)
    except Refusal as refusal:
        return render_template("people/forgotten.html", form=form.refused(refusal)), refusal.status
    if limits.allows("forgotten", limits.MAILED, email):
        with transaction() as record:
            joining.request_reset(record, email)
    flash(
        ngettext(
            "If someone here has this address, we have emailed them a link. The link works for %(num)s hour.",
            "If someone here has this address, we have emailed them a link. The link works for %(num)s hours.",
            round(joining.LINK_LIFE[LinkPurpose.RESET] / timedelta(hours=1)),
        )
    )
    return redirect(url_for("account.sign_in"), 303)


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password, by a link."""
    return _by_link(token, LinkPurpose.RESET, ResetForm, joining.reset_password)


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
def invitation(token: str) -> ResponseReturnValue:
    """Join, by a link."""
    return _by_link(token, LinkPurpose.INVITATION, InvitationForm, joining.accept_invitation)


def _by_link(token: str, purpose: LinkPurpose, form_class: type[Form], use: Any) -> ResponseReturnValue:
    try:
        with reading() as record:
            person = joining.person_of_link(record, token, purpose)
    except LinkSpent as spent:
        return render_template("people/spent.html"), spent.status
    form = form_class(name=person.name)
    if not form.is_submitted():
        return _link_page(purpose, form, person)
    if not form.validate():
        return _link_page(purpose, form, person), 422
    try:
        limits.spend("link", limits.LINK_USED)
        with transaction() as record:
            joined = use(record, token, **form.values()).id
    except Refusal as refusal:
        return _link_page(purpose, form.refused(refusal), person), refusal.status
    sessions.begin(joined)
    flash(gettext("Your password is set. You are signed in."), "good")
    return redirect(url_for("home.show"), 303)


def _link_page(purpose: LinkPurpose, form: Form, person: Person) -> str:
    return render_template(f"people/{purpose.value}.html", form=form, person_there=person)
