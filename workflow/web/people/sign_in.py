"""In and out; what was written when the sign-in had ended is taken along."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError

from workflow.database import is_closed, reading
from workflow.models.person import LinkPurpose
from workflow.queries.people import people
from workflow.rules.people.refusals import LinkSpent
from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.services.people import joining
from workflow.web.people.account_forms import SignInForm
from workflow.web.shared import access, kept_words, limits, sessions, troubles
from workflow.web.shared.forms import Form, settings
from workflow.web.shared.paths import onward, page_before

blueprint = Blueprint("account", __name__)
_BY_LINK = {"account.invitation": LinkPurpose.INVITATION, "account.reset": LinkPurpose.RESET}


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
        limits.spend("sign-in", limits.SIGN_IN, email)
        with reading() as record:
            found = joining.sign_in(record, email, password).id
        sessions.begin(found)
        limits.forgive("sign-in", limits.SIGN_IN, email)
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
    return _kept_words_page(words) if words else redirect(onward(request.form.get("next")), 303)


def _sign_in_page(form: Form, words: kept_words.Kept | None = None) -> str:
    words = words or kept_words.words_carried()
    following = words.page if words else (request.values.get("next") or "")
    return render_template("people/sign_in.html", form=form, cast=_cast(), kept=words, following=following)


def _cast() -> list[people.Actor]:
    """Whose place a visitor may take; nobody's outside the demo."""
    if not settings().demo:
        return []
    tasks = {each["email"]: each["try"] for each in current_app.config["CAST"]}
    with reading() as record:
        return people.cast(record, tasks)


def _kept_words_page(words: kept_words.Kept) -> str:
    return render_template("people/kept_words.html", kept=words)
