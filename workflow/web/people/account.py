"""What a person does for itself: in and out, the mailed links, its settings and its password.

Each mailed link leads to a page with a button, and only the button does anything. What was written when the sign-in
had ended is taken along.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError
from wtforms import EmailField, PasswordField, SelectField, StringField

from workflow.database import about_now, is_closed, reading, transaction
from workflow.models.person import LinkPurpose, Person
from workflow.queries.people import people
from workflow.rules.people.membership import LANGUAGES, PERSON_LIMIT
from workflow.rules.people.refusals import LinkSpent
from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.services.people import joining
from workflow.web.shared import access, kept_words, rate_limits, sessions, troubles
from workflow.web.shared.forms import Form, ShownForm, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.forms import settings as installation
from workflow.web.shared.locale import NAMES
from workflow.web.shared.paths import onward, page_before
from workflow.web.shared.zones import canonical_zone, zone_name, zones_to_choose

blueprint = Blueprint("account", __name__)
_BY_LINK = {"account.invitation": LinkPurpose.INVITATION, "account.reset": LinkPurpose.RESET}


class SignInForm(Form):
    """Address and password."""

    email = EmailField(_l("Email address"), [require_input(_l("Enter your email address."))])
    password = PasswordField(_l("Password"), [require_input(_l("Enter your password."))])


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Address and password; in the demo also the cast."""
    if request.method != "POST":
        return redirect(onward(request.args.get("next")), 303) if access.person() else _sign_in_page(SignInForm())
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form), 422
    email, password = form.email.data or "", form.password.data or ""
    try:
        rate_limits.spend("sign-in", rate_limits.SIGN_IN, email)
        with reading() as record:
            found = joining.sign_in(record, email, password).id
        sessions.begin(found)
        rate_limits.forgive("sign-in", rate_limits.SIGN_IN, email)
    except Refusal as refusal:
        return _sign_in_page(form.refused(refusal)), refusal.status
    except DBAPIError as error:  # the form goes on carrying the words that were brought along
        if not is_closed(error):
            raise
        form.form_errors = [troubles.closed_sentence()]
        return _sign_in_page(form), 503, {"Retry-After": str(troubles.MENDED_IN)}
    return _answer_sign_in()


@blueprint.post("/sign-in/as")
def sign_in_as() -> ResponseReturnValue:
    """Take the place of one of the demo's cast; there is no such page outside the demo."""
    chosen = next((actor for actor in _cast() if actor.email == request.form.get("as")), None)
    if chosen is None:
        raise NotFound
    sessions.begin(chosen.id)
    return _answer_sign_in()


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the sign-in of this browser."""
    sessions.end()
    flash(gettext("You are signed out."), "quiet")
    answer = redirect(url_for("account.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"storage"'  # what was typed is kept on the device until now
    return answer


@blueprint.post("/quiet-exit")
def exit_quietly() -> ResponseReturnValue:
    """End the sign-in, take what is kept on the device away, and go to a page that says nothing of this service."""
    sessions.end(quietly=True)
    answer = redirect(url_for("account.quiet"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@blueprint.get("/quiet")
def quiet() -> ResponseReturnValue:
    """An empty page."""
    return render_template("people/quiet.html")


@access.login.unauthorized_handler
def ask_to_sign_in() -> ResponseReturnValue:
    """What a stranger gets instead of a members' page: the sign-in form, which takes along what was written."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")), 303)
    words = kept_words.words_posted()
    if words is None:
        return redirect(url_for("account.sign_in", next=page_before()), 303)
    return _sign_in_page(SignInForm(formdata=None), words), 401


@blueprint.app_errorhandler(CSRFError)
def ask_again(error: CSRFError) -> ResponseReturnValue:
    """What a form gets that was opened under an earlier sign-in: its words once more, behind a button."""
    if access.person() and request.endpoint in _BY_LINK:  # the button of a mailed link, pressed twice
        return redirect(url_for("home.show") if _is_spent() else request.path, 303)
    words = kept_words.words_posted() if access.person() else None
    if words:
        return _kept_words_page(words), 400
    if request.endpoint == "account.sign_in":
        form = SignInForm(formdata=request.form)
        form.form_errors = [gettext("This page was open for too long, or your browser blocks cookies. Try again.")]
        return _sign_in_page(form), 400
    sentence = gettext("This page was open for too long, or your browser blocks cookies. Load the page again.")
    return render_template("shared/refused.html", sentence=sentence), 400


@blueprint.app_template_filter("isolated")
def isolate(words: str) -> Markup:
    """`words` in a direction of their own, for names inside a sentence."""
    return Markup("<bdi>{}</bdi>").format(words)


def _is_spent() -> bool:
    """Whether the link of this request has done its work."""
    token, purpose = (request.view_args or {})["token"], _BY_LINK[request.endpoint or ""]
    try:
        with reading() as record:
            joining.person_of_link(record, token, purpose)
    except LinkSpent:
        return True
    return False


def _answer_sign_in() -> ResponseReturnValue:
    words = kept_words.words_carried()
    here = access.person()  # whose language the page speaks from now on
    if words and words.writer and here and words.writer != here.key:
        words = None  # they are another person's, who finds them on the own device
    return _kept_words_page(words) if words else redirect(onward(request.form.get("next")), 303)


def _sign_in_page(form: Form, words: kept_words.Kept | None = None) -> str:
    words = words or kept_words.words_carried()
    following = words.page if words else (request.values.get("next") or "")
    return render_template("people/sign_in.html", form=form, cast=_cast(), kept=words, following=following)


def _cast() -> list[people.Actor]:
    """Whose place a visitor may take; nobody's outside the demo."""
    if not installation().demo:
        return []
    tasks = {each["email"]: each["try"] for each in current_app.config["CAST"]}
    with reading() as record:
        return people.cast(record, tasks)


def _kept_words_page(words: kept_words.Kept) -> str:
    return render_template("people/kept_words.html", kept=words)


class ForgottenForm(Form):
    """The address to which a link is sent."""

    email = EmailField(_l("Email address"), [require_input(_l("Enter your email address."))])


class ResetForm(Form):
    """A new password."""

    password = PasswordField(_l("New password"), [require_input(_l("Choose a password."))])


class InvitationForm(Form):
    """How a person joins: its name and a password."""

    name = StringField(
        _l("Your name"), [require_input(_l("Enter your name.")), plain, up_to(PERSON_LIMIT)], filters=[tidy_input]
    )
    password = PasswordField(_l("Password"), [require_input(_l("Choose a password."))])


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
        rate_limits.spend("forgotten", rate_limits.FORGOTTEN, email)
    except Refusal as refusal:
        return render_template("people/forgotten.html", form=form.refused(refusal)), refusal.status
    if rate_limits.allows("forgotten", rate_limits.MAILED, email):
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
        rate_limits.spend("link", rate_limits.LINK_USED)
        with transaction() as record:
            joined = use(record, token, **form.values()).id
    except Refusal as refusal:
        return _link_page(purpose, form.refused(refusal), person), refusal.status
    sessions.begin(joined)
    flash(gettext("Your password is set. You are signed in."), "good")
    return redirect(url_for("home.show"), 303)


def _link_page(purpose: LinkPurpose, form: Form, person: Person) -> str:
    return render_template(f"people/{purpose.value}.html", form=form, person_there=person)


class SettingsForm(ShownForm):
    """What a person chooses for itself."""

    name = StringField(
        _l("Your name"), [require_input(_l("Enter your name.")), plain, up_to(PERSON_LIMIT)], filters=[tidy_input]
    )
    language = SelectField(
        _l("Language of pages and emails"), choices=options((code, NAMES[code]) for code in LANGUAGES)
    )
    time_zone = SelectField(_l("Time zone"), coerce=canonical_zone)

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = _l("The coalition’s time zone: %(zone)s", zone=zone)
        self.time_zone.choices = options([("", usual), *zones_to_choose()])

    def as_fields(self, stands: Mapping[str, Any]) -> dict[str, Any]:
        """The settings as the fields hold them: a zone that was chosen under an older name is shown under its own."""
        fields = super().as_fields(stands)
        return {**fields, "time_zone": canonical_zone(fields["time_zone"])} if "time_zone" in fields else fields


class PasswordForm(Form):
    """The present password and a new one."""

    present = PasswordField(_l("Current password"), [require_input(_l("Enter your current password."))])
    password = PasswordField(_l("New password"), [require_input(_l("Choose a password."))])


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
        rate_limits.spend("password", rate_limits.PASSWORD, here.email if here else "")
        with access.acting() as (record, person):
            joining.change_password(record, person, **form.values())
    except Refusal as refusal:
        return render_template("people/password.html", form=form.refused(refusal)), refusal.status
    sessions.begin(person.id)
    flash(gettext("Your password is changed. You are signed out everywhere else."), "good")
    return redirect(url_for("account.settings"), 303)
