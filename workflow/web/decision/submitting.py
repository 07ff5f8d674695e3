"""The page that submits a version to the Committee: everything that is frozen, and what is chosen about it."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from workflow.database import about_now, reading
from workflow.queries.consolidation.maintained import items_still_asked_for
from workflow.queries.consolidation.objections import objections_to_answer
from workflow.queries.decision.consents import consents
from workflow.queries.decision.prospects import prospect_of_next
from workflow.queries.decision.submission_check import submission_check
from workflow.queries.statements.editions import editions
from workflow.queries.statements.head import head
from workflow.rules.decision.decision import Settling
from workflow.rules.decision.mandate import Mandate
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import Refusal
from workflow.services.decision import consenting, deciding
from workflow.services.shared.checking import REASON_LIMIT
from workflow.web.shared import access
from workflow.web.shared.forms import Form, MomentField, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.moments import full_hour, moment
from workflow.web.shared.numbers import WholeField
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("submitting", __name__)


def _require_for_a_time(form: Form, field: MomentField) -> None:
    """Ask for the moment of a release that is not to come before one; raises StopValidation."""
    if form["release"].data == ReleaseKind.AT_TIME.value and not any(field.raw_data or ()):
        raise StopValidation(gettext("Enter the date and time."))


class BallotForm(Form):
    """What is decided on, until when, when it is decided, and when it goes out."""

    version = WholeField(widget=HiddenInput())
    languages = SelectMultipleField(
        _l("Language editions to decide on"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    authentic = SelectField(_l("Authentic edition"), validators=[Optional()])
    same_text = TextAreaField(
        _l("Reason for deciding on the same words again"),
        filters=[tidy_input],
        validators=[plain, up_to(REASON_LIMIT)],
    )
    closes_at = MomentField(_l("Ballot closes"), validators=[require_input(_l("Enter the date and time."))])
    short_notice = TextAreaField(
        _l("Reason for short notice"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)]
    )
    settling = RadioField(
        _l("When the ballot is decided"),
        default=Settling.ANSWERED.value,
        choices=options(
            [
                (Settling.ANSWERED.value, _l("At the deadline, or once every seat has taken a position")),
                (Settling.CERTAIN.value, _l("As soon as no missing position can change the result")),
            ]
        ),
    )
    release = RadioField(
        _l("Release"),
        default=ReleaseKind.ON_ADOPTION.value,
        choices=options(
            [
                (ReleaseKind.ON_ADOPTION.value, _l("By itself, as soon as the statement is adopted")),
                (ReleaseKind.AT_TIME.value, _l("By itself, but not before the time below")),
                (ReleaseKind.BY_HAND.value, _l("Held until a person of the secretariat releases it")),
            ]
        ),
    )
    release_at = MomentField(_l("Not before"), validators=[_require_for_a_time, Optional()])


@blueprint.route("/statements/<key>/ballot", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """Check what is submitted, and submit it."""
    form, facts = _form_and_facts(key)
    if not form.is_submitted():
        return _page(form, facts)
    if not form.validate():
        return _page(form, facts), 422
    try:
        closes_at = _open(key, form)
    except Refusal as refusal:
        return _page(form.refused(refusal), facts), refusal.status
    flash(
        gettext("The Committee has until %(when)s, and its members have been told by email.", when=closes_at),
        "good",
    )
    return redirect(url_for("decision.show", key=key), 303)


@blueprint.post("/statements/<key>/consents")
def ask(key: str) -> ResponseReturnValue:
    """Ask the named members on exactly what the page would submit."""
    form, facts = _form_and_facts(key)
    if not form.validate():
        return _page(form, facts), 422
    try:
        with access.acting() as (session, person):
            consenting.ask_consent(session, person, key, _terms(form))
    except Refusal as refusal:
        return _page(form.refused(refusal), facts), refusal.status
    flash(gettext("The named members are asked by email. The ballot can be opened once each has agreed."), "good")
    return redirect(url_for(".show", key=key), 303)


def _form_and_facts(key: str) -> tuple[BallotForm, dict[str, Any]]:
    """The form as it was sent, or with what is usual; and what its page shows."""
    form = BallotForm()
    with reading() as session:
        stand = require_standing(session, key, Action.OPEN_BALLOT)
        rows = editions(session, stand)
        ready = [row.language for row in rows if row.is_ready]
        form.languages.choices = options((row.language, row.language) for row in rows)
        form.authentic.choices = options((code, code) for code in (row.language for row in rows))
        ahead, found = prospect_of_next(session, stand), consents(session, stand)
        check = submission_check(session, stand, rows, seats=ahead.seats)
        facts = {
            "standing": stand,
            "head": head(session, stand),
            "editions": rows,
            "maintained": items_still_asked_for(session, stand),
            "unanswered": [each.reference for each in objections_to_answer(session, stand) if each.answer is None],
            "prospect": ahead,
            "check": check,
            "consents": found,
        }
    if not form.is_submitted():
        form.version.data, form.languages.data = stand.version, ready
        form.authentic.data = stand.language
        form.closes_at.data = full_hour(about_now() + check.minimum_ballot + timedelta(hours=1))
        if ahead.release_at is not None:
            form.release.data, form.release_at.data = ReleaseKind.AT_TIME.value, ahead.release_at
        if found is not None and found.is_current and found.asked is not None:
            _choose_as_asked(form, found.asked)
    return form, facts


def _choose_as_asked(form: BallotForm, put: Mandate) -> None:
    """Choose what the named members agree to: another choice is another mandate."""
    form.languages.data, form.authentic.data = list(put.digests), put.authentic
    form.release.data = put.release.value
    if put.release_at is not None:
        form.release_at.data = put.release_at


def _open(key: str, form: BallotForm) -> str:
    with access.acting() as (session, person):
        return moment(deciding.open_ballot(session, person, key, _terms(form)).closes_at)


def _terms(form: BallotForm) -> deciding.BallotTerms:
    languages = form.languages.data or ()
    return deciding.BallotTerms(
        version=form.version.data or 0,
        languages=languages,
        closes_at=form.closes_at.data or about_now(),
        short_notice=form.short_notice.data or "",
        settling=Settling(form.settling.data),
        release=ReleaseKind(form.release.data),
        release_at=form.release_at.data,
        # Of one edition there is nothing to choose; of several the service says where another one was chosen.
        authentic=(form.authentic.data or "") if len(languages) > 1 else "",
        same_text=form.same_text.data or "",
    )


def _page(form: BallotForm, facts: dict[str, Any]) -> str:
    return render_template("decision/opening.html", form=form, tab="decision", **facts)
