"""Named members are asked on the very mandate that is to be put to a decision, and answer on a page of their own."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf

from workflow.database import reading
from workflow.queries.decision.consents import asked_consent
from workflow.queries.statements.head import head
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, Refusal
from workflow.services.decision import consenting
from workflow.services.shared.checking import REASON_LIMIT
from workflow.text.document import html
from workflow.web.shared import access, locale
from workflow.web.shared.forms import Form, plain, tidy_input, up_to
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("consents", __name__)

YES, NO = "yes", "no"


class ConsentForm(Form):
    """What a member answers, by the button that is pressed, on the mandate that the page showed."""

    mandate = HiddenField()
    answer = HiddenField(validators=[AnyOf([YES, NO], message=_l("Choose one of these."))])
    reason = TextAreaField(_l("Reason"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)])


@blueprint.route("/statements/<key>/consent", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """What the member is asked about: text, names, to whom, when it goes out; and its answer."""
    form = ConsentForm()
    if not form.is_submitted():
        return _page(key, ConsentForm(formdata=None))
    if not form.validate():
        return _page(key, form), 422
    given = form.answer.data == YES
    try:
        with access.acting() as (session, person):
            facts = {"mandate": form.mandate.data or "", "reason": form.reason.data or ""}
            consenting.answer_consent(session, person, key, is_given=given, **facts)
    except NotAllowed:
        raise
    except Refusal as refusal:  # asked again meanwhile, the ballot has ended: the reason comes back
        return _page(key, form.refused(refusal)), refusal.status
    said = (
        gettext("Your organisation agrees to be named. The penholder and your colleagues are told by email.")
        if given
        else gettext("Your organisation is not named with this text. The penholder and your colleagues are told.")
    )
    flash(said, "good")
    return redirect(url_for(".show", key=key), 303)


def _page(key: str, form: ConsentForm) -> str:
    with reading() as session:
        stand = require_standing(session, key)
        asked = asked_consent(session, stand, locale.current())
        if asked is None or not stand.may(Action.ANSWER_CONSENT):
            raise NotAllowed
        top = head(session, stand)
    form.mandate.data = asked.mandate_digest  # also where it was refused: the page shows what is asked now
    return render_template(
        "decision/consent.html", standing=stand, head=top, asked=asked, form=form, html=html, tab="decision"
    )
