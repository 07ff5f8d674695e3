"""The Committee: its roll for all members; changes are asked for here, and confirmed by a second person."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, pgettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField

from workflow.database import reading
from workflow.queries.people import organisations, roll
from workflow.rules.people.refusals import SecondRefused
from workflow.rules.people.roll import DECIDED_BY_LIMIT, SeatAct, SeatAnswer
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.services.people.roll import answer_change, request_change
from workflow.services.shared.checking import REASON_LIMIT
from workflow.web.people import roll_words
from workflow.web.shared import access
from workflow.web.shared.forms import Form, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.refusals import sentence_of

blueprint = Blueprint("committee", __name__)
for _words in (
    roll_words.confirm_words,
    roll_words.roll_name,
    roll_words.seat_change_sentence,
    roll_words.seat_change_story,
    roll_words.waiting_words,
):
    blueprint.add_app_template_global(_words)


class RollForm(Form):
    """A change of the roll that somebody asks for."""

    organisation = SelectField(_l("Organisation"), validators=[require_input(_l("Choose an organisation."))])
    act = RadioField(_l("What changes"), validators=[require_input(_l("Choose what changes."))])
    decided_by = StringField(
        _l("Decided by"),
        validators=[require_input(_l("Say who decided this.")), plain, up_to(DECIDED_BY_LIMIT)],
        filters=[tidy_input],
    )
    reason = TextAreaField(
        _l("Reason"), filters=[tidy_input], validators=[require_input(_l("Give a reason.")), plain, up_to(REASON_LIMIT)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act.choices = options((act.value, said) for act, said in roll_words.act_choices())


@blueprint.get("/committee")
def show() -> ResponseReturnValue:
    """The seats of today, what waits for a second person, and every change."""
    return _page()


@blueprint.route("/committee/changes/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Ask for a change of the roll."""
    if not access.may(Action.CHANGE_ROLL):
        raise NotFound
    form = RollForm()
    with reading() as record:
        known = organisations.every_name(record, access.viewer())
        is_founding = roll.is_founding(record)
    form.organisation.choices = options([("", pgettext("organisation", "None")), *known])
    facts: dict[str, Any] = {"form": form, "is_founding": is_founding}
    if not form.is_submitted():
        asked = request.args.get("organisation", "")
        form.organisation.data = asked if asked in dict(known) else ""
        return render_template("people/new_seat_change.html", **facts)
    if not form.validate():
        return render_template("people/new_seat_change.html", **facts), 422
    try:
        is_made = _ask(form)
    except Refusal as refusal:
        form.refused(refusal)
        return render_template("people/new_seat_change.html", **facts), refusal.status
    flash(asked_words(is_made=is_made), "good")
    return redirect(url_for(".show"), 303)


@blueprint.post("/committee/changes/<key>/answer")
def answer(key: str) -> ResponseReturnValue:
    """Confirm a change, refuse it, or take back what one asked for oneself."""
    if not access.may(Action.ANSWER_ROLL):
        raise NotFound
    said = request.form.get("answer", "")
    if said not in list(SeatAnswer):
        raise NotFound
    try:
        with access.acting() as (record, person):
            answer_change(record, person, key, SeatAnswer(said))
    except Refusal as refusal:
        if isinstance(refusal, SecondRefused) and refusal.is_asked_of_others:
            raise NotFound from refusal
        return _page(sentence_of(refusal)), refusal.status
    flash(_answered_words(SeatAnswer(said)), "good")
    return redirect(url_for(".show"), 303)


def asked_words(*, is_made: bool) -> str:
    """What is said to somebody who asked for a change of the roll. is_made: there was no ballot yet."""
    if is_made:
        return gettext("The roll is changed, and the members of the Committee are told by email.")
    return gettext(
        "The change of the roll waits for a second person, who has 24 hours to confirm it. The roll stays as it is "
        "until then."
    )


def _answered_words(said: SeatAnswer) -> str:
    return {
        SeatAnswer.CONFIRM: gettext("The roll is changed, and the members of the Committee are told by email."),
        SeatAnswer.REFUSE: gettext("You have refused the change. The roll stays as it is."),
        SeatAnswer.TAKE_BACK: gettext("You have taken your request back. The roll stays as it is."),
    }[said]


def _ask(form: RollForm) -> bool:
    with access.acting() as (record, person):
        facts = {"reason": form.reason.data or "", "decided_by": form.decided_by.data or ""}
        change = request_change(record, person, form.organisation.data or "", act=SeatAct(form.act.data), **facts)
        return change.ended_at is not None


def _page(refused: str = "") -> str:
    if not access.may(Action.SEE_ROLL):
        raise NotFound
    with reading() as record:
        found = roll.committee(record, access.viewer())
    return render_template(
        "people/committee.html", roll=found, refused=refused, may_change=access.may(Action.CHANGE_ROLL)
    )
