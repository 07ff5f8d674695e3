"""What a person chooses for itself: name, language, time zone, password. Sign-in and links stand in account_*.py."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from workflow.database import about_now
from workflow.rules.shared.refusals import Refusal
from workflow.services.people import joining
from workflow.web.people import account_links
from workflow.web.people.account_forms import PasswordForm, SettingsForm
from workflow.web.people.sign_in import blueprint
from workflow.web.shared import access, limits, sessions
from workflow.web.shared.forms import settings as installation
from workflow.web.shared.paths import onward
from workflow.web.shared.zones import zone_name

__all__ = ["account_links", "blueprint"]


@blueprint.route("/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """Name, language, time zone."""
    stands = joining.settings_of(access.person())
    form = SettingsForm(obj=access.person(), zone=zone_name(str(installation().time_zone), about_now()))
    if not form.is_submitted():
        return render_template("people/account.html", form=form.showing(stands))
    if not form.validate():
        return render_template("people/account.html", form=form.meet(stands)), 422
    try:
        with access.acting() as (record, person):
            seen = form.seen.data or ""
            joining.change_settings(record, person, seen=seen, **form.values())
    except Refusal as refusal:
        return render_template("people/account.html", form=form.refused(refusal).meet(stands)), refusal.status
    with force_locale(form.language.data):
        flash(gettext("Your settings are saved."), "good")
    return redirect(url_for("account.settings"), 303)


@blueprint.post("/settings/language")
def language() -> ResponseReturnValue:
    """The language of pages and mails, as the foot of every page offers it."""
    with access.acting() as (record, person):
        joining.change_settings(record, person, language=request.form.get("language", ""))
    return redirect(onward(request.form.get("next")), 303)


@blueprint.route("/settings/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """A new password; every other browser is signed out."""
    form = PasswordForm()
    if not form.is_submitted():
        return render_template("people/password.html", form=form)
    if not form.validate():
        return render_template("people/password.html", form=form), 422
    here = access.person()
    try:
        limits.spend("password", limits.PASSWORD, here.email if here else "")
        with access.acting() as (record, person):
            joining.change_password(record, person, **form.values())
    except Refusal as refusal:
        return render_template("people/password.html", form=form.refused(refusal)), refusal.status
    sessions.begin(person.id)
    flash(gettext("Your password is changed. You are signed out everywhere else."), "good")
    return redirect(url_for("account.settings"), 303)
