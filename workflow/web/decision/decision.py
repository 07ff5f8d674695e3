"""The tab Decision: the ballot is opened, positions are taken, the arithmetic is shown."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from workflow.database import about_now, reading
from workflow.machine import running
from workflow.queries.consolidation.maintained import items_still_asked_for
from workflow.queries.decision.decision import decisions
from workflow.queries.decision.prospects import prospect_of_next
from workflow.queries.statements.editions import editions
from workflow.queries.statements.head import head
from workflow.rules.decision.decision import SHORT_NOTICE, Stance
from workflow.rules.shared.permissions import Action, Role
from workflow.rules.shared.refusals import NotAllowed, Refusal
from workflow.services.decision import deciding
from workflow.services.shared import clocks
from workflow.services.shared.checking import REASON_LIMIT
from workflow.web.shared import access
from workflow.web.shared.forms import Form, MomentField, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.moments import full_hour, moment
from workflow.web.shared.numbers import WholeField
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("decision", __name__)


class PositionForm(Form):
    """One organisation's position; no stance is chosen in advance, and the digests are what the page showed."""

    digests = HiddenField()
    seen = HiddenField()
    stance = RadioField(
        _l("Position"),
        validators=[require_input(_l("Choose a position."))],
        choices=options(
            [
                (Stance.APPROVE.value, _l("Approve")),
                (Stance.EXPLANATION.value, _l("Approve with an explanation")),
                (Stance.OBJECT.value, _l("Object")),
                (Stance.ABSTAIN.value, _l("Abstain")),
                (Stance.RESERVE.value, _l("Reserve (checking at home)")),
                (Stance.NOT_PARTICIPATING.value, _l("Not participating")),
                (Stance.RECUSED.value, _l("Recused (conflict of interest)")),
            ]
        ),
    )
    reason = TextAreaField(_l("Explanation or reason"), filters=[tidy_input], validators=[plain, up_to(4000)])


class BallotForm(Form):
    """What goes on the table, and until when."""

    version = WholeField(widget=HiddenInput())
    languages = SelectMultipleField(
        _l("Language editions to decide on"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    closes_at = MomentField(_l("Ballot closes"), validators=[require_input(_l("Enter the date and time."))])
    short_notice = TextAreaField(
        _l("Reason for short notice"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)]
    )


@blueprint.get("/statements/<key>/decision")
def show(key: str) -> ResponseReturnValue:
    """The ballot as it stands, its positions for those who may see them, and the form of those who have a seat."""
    return _page(key, None)


@blueprint.post("/statements/<key>/positions")
def take(key: str) -> ResponseReturnValue:
    """Record one position; the one that settles the ballot adopts the statement."""
    with reading() as session:
        if not {Role.ELECTOR, Role.NEWCOMER, Role.FORMER} & require_standing(session, key, Action.SEE_HISTORY).roles:
            raise NotAllowed
    form = PositionForm()
    if not form.validate():
        return _page(key, form), 422
    try:
        with access.acting() as (session, person):
            clocks.require_clock(session, running())
            deciding.take_position(
                session,
                person,
                key,
                digests=form.digests.data or "",
                stance=Stance(form.stance.data),
                reason=form.reason.data or "",
                seen=form.seen.data or "",
            )
    except Refusal as refusal:  # settled meanwhile, other texts on the table, a reason needed: the words come back
        return _page(key, form.refused(refusal)), refusal.status
    flash(gettext("The position of your organisation is recorded."), "good")
    return redirect(url_for(".show", key=key), 303)


@blueprint.route("/statements/<key>/ballot", methods=["GET", "POST"])
def opening(key: str) -> ResponseReturnValue:
    """The page that sends a version to decision."""
    form = BallotForm()
    with reading() as session:
        stand = require_standing(session, key, Action.OPEN_BALLOT)
        rows = editions(session, stand)
        form.languages.choices = options((row.language, row.language) for row in rows)
        top, stands = head(session, stand), items_still_asked_for(session, stand)
        ahead = prospect_of_next(session, stand)
    facts = {"standing": stand, "head": top, "editions": rows, "maintained": stands, "prospect": ahead}
    if not form.is_submitted():
        form.version.data = stand.version
        form.languages.data = [row.language for row in rows if row.is_ready]
        form.closes_at.data = full_hour(about_now() + SHORT_NOTICE + timedelta(hours=1))
    elif form.validate():
        try:
            closes_at = _open(key, form)
        except Refusal as refusal:
            return _opening_page(form.refused(refusal), facts), refusal.status
        flash(
            gettext("The Committee has until %(when)s, and its members have been told by email.", when=closes_at),
            "good",
        )
        return redirect(url_for(".show", key=key), 303)
    return _opening_page(form, facts), 422 if form.is_submitted() else 200


def _open(key: str, form: BallotForm) -> str:
    with access.acting() as (session, person):
        ballot = deciding.open_ballot(
            session,
            person,
            key,
            version=form.version.data or 0,
            languages=form.languages.data or (),
            closes_at=form.closes_at.data or about_now(),
            short_notice=form.short_notice.data or "",
        )
        return moment(ballot.closes_at)


def _opening_page(form: BallotForm, facts: dict[str, Any]) -> str:
    return render_template("decision/opening.html", form=form, tab="decision", **facts)


def _page(key: str, form: PositionForm | None) -> str:
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_HISTORY)
        ballots = decisions(session, stand)
        top, stands = head(session, stand), items_still_asked_for(session, stand)
        rows = editions(session, stand) if not ballots and stand.version_id else ()
    if form is None:
        form = PositionForm(formdata=None)
    if ballots:  # also a form that was refused: its page shows what is on the table and what is held now
        held = ballots[0].own
        form.digests.data = ballots[0].digests
        form.seen.data = held.at.isoformat() if held and held.at else ""
    facts = {"standing": stand, "head": top, "ballots": ballots, "form": form, "maintained": stands}
    return render_template("decision/show.html", **facts, editions=rows, tab="decision")
