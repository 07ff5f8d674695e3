"""The tab Decision: positions are taken, the ballot is steered, the arithmetic is shown."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField

from workflow.database import about_now, reading
from workflow.machine import running
from workflow.queries.consolidation.maintained import items_still_asked_for
from workflow.queries.consolidation.objections import objections
from workflow.queries.decision.decision import Decision, decisions
from workflow.queries.decision.reading import read_on_ballot
from workflow.queries.history.changes import first_places
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.editions import editions
from workflow.queries.statements.head import head
from workflow.rules.decision.decision import Stance
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, Role, may
from workflow.rules.shared.refusals import NotAllowed, Refusal
from workflow.services.decision import deciding, steering
from workflow.services.decision.steering import sign_of_ballot
from workflow.services.shared import clocks
from workflow.services.shared.checking import REASON_LIMIT
from workflow.text.diff import shortened
from workflow.text.document import html
from workflow.web.decision import objecting
from workflow.web.decision.given_form import GivenForm
from workflow.web.decision.stances import STANCES
from workflow.web.history.change_kinds import kind_tag, kinds_of
from workflow.web.shared import access, locale
from workflow.web.shared.errors import words_back
from workflow.web.shared.forms import Form, MomentField, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.moments import moment
from workflow.web.statements import redline_words
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("decision", __name__)


class ExtensionForm(Form):
    """A later deadline of an open ballot, and why."""

    homes: ClassVar[Mapping[str, str]] = {"closes_at": "extended_to"}
    seen = HiddenField()
    extended_to = MomentField(_l("New closing time"), validators=[require_input(_l("Enter the date and time."))])
    extension_reason = TextAreaField(
        _l("Reason for the extension"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)]
    )


class StopForm(Form):
    """The end of an open ballot without a result, and why."""

    seen = HiddenField()
    stop_reason = TextAreaField(
        _l("Reason for stopping the ballot"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)]
    )


class PositionForm(Form):
    """One organisation's position; no stance is chosen in advance, and the mandate is the one that the page showed."""

    mandate = HiddenField()
    seen = HiddenField()
    stance = RadioField(
        _l("Position"),
        validators=[require_input(_l("Choose a position."))],
        choices=options(STANCES),
    )
    reason = TextAreaField(
        _l("Explanation or reason"), filters=[tidy_input], validators=[plain, up_to(deciding.POSITION_REASON_LIMIT)]
    )


@blueprint.get("/statements/<key>/decision")
def show(key: str) -> ResponseReturnValue:
    """The ballot as it stands, its positions for those who may see them, and the form of those who have a seat."""
    return page(key, None)


@blueprint.post("/statements/<key>/positions")
def take(key: str) -> ResponseReturnValue:
    """Record one position; the one that settles the ballot adopts the statement."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_HISTORY)
        if not {Role.ELECTOR, Role.NEWCOMER, Role.FORMER} & stand.roles:
            raise NotAllowed
    form = PositionForm()
    if not form.validate():
        return page(key, form), 422
    if form.stance.data == Stance.OBJECT and stand.may(Action.TAKE_POSITION):
        # Which words, what instead: nothing is recorded yet.
        return objecting.page_from_position(key, form.mandate.data or "", form.seen.data or "", form.reason.data or "")
    try:
        with access.acting() as (session, person):
            clocks.require_clock(session, running())
            deciding.take_position(
                session,
                person,
                key,
                mandate=form.mandate.data or "",
                stance=Stance(form.stance.data),
                reason=form.reason.data or "",
                seen=form.seen.data or "",
            )
    except Refusal as refusal:  # settled meanwhile, other texts on the table, a reason needed: the words come back
        return page(key, form.refused(refusal)), refusal.status
    flash(gettext("The position of your organisation is recorded."), "good")
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/statements/<key>/ballot/remind")
def remind(key: str) -> ResponseReturnValue:
    """Remind those who have taken no position, and nobody else."""
    try:
        with access.acting() as (session, person):
            clocks.require_clock(session, running())
            count = steering.remind_missing(session, person, key)
    except Refusal as refusal:
        return page(key, None, said=refusal), refusal.status
    said = ngettext(
        "%(num)s organisation that has taken no position is reminded by email.",
        "%(num)s organisations that have taken no position are reminded by email.",
        count,
    )
    flash(said, "good")
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/statements/<key>/ballot/extend")
def extend(key: str) -> ResponseReturnValue:
    """Let the ballot close later, for a reason."""
    form = ExtensionForm()
    if not form.validate():
        _require_steering(key)
        return page(key, None, extension=form), 422
    try:
        with access.acting() as (session, person):
            clocks.require_clock(session, running())
            ballot = steering.extend_ballot(
                session,
                person,
                key,
                closes_at=form.extended_to.data or about_now(),
                reason=form.extension_reason.data or "",
                seen=form.seen.data or "",
            )
            closes_at = moment(ballot.closes_at)
    except Refusal as refusal:
        return page(key, None, extension=form.refused(refusal)), refusal.status
    flash(gettext("The ballot now closes %(when)s. Everyone in the ballot is told by email.", when=closes_at), "good")
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/statements/<key>/ballot/stop")
def stop(key: str) -> ResponseReturnValue:
    """End the ballot without a result, for a reason."""
    form = StopForm()
    if not form.validate():
        _require_steering(key)
        return page(key, None, stop=form), 422
    try:
        with access.acting() as (session, person):
            clocks.require_clock(session, running())
            steering.stop_ballot(session, person, key, reason=form.stop_reason.data or "", seen=form.seen.data or "")
    except Refusal as refusal:
        return page(key, None, stop=form.refused(refusal)), refusal.status
    flash(gettext("The ballot is stopped. The text is back with the penholder."), "good")
    return redirect(url_for(".show", key=key), 303)


def _require_steering(key: str) -> None:
    """Nothing for whoever may steer a ballot of that statement; raises NotFound or NotAllowed, before a form speaks."""
    with reading() as session:
        stand = require_standing(session, key)
    if not may(Action.STEER_BALLOT, stand.roles, Stage.DECISION):
        raise NotAllowed


def page(
    key: str,
    form: PositionForm | None,
    *,
    extension: ExtensionForm | None = None,
    stop: StopForm | None = None,
    given: GivenForm | None = None,
    said: Refusal | None = None,
) -> str:
    """The page, with the one form that was refused; said: what was refused without a form.

    Where the form has no place on it any more its words stand above.
    """
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_HISTORY)
        ballots = decisions(session, stand)
        top, stands = head(session, stand), items_still_asked_for(session, stand)
        rows = editions(session, stand) if not ballots and stand.version_id else ()
        shown = read_on_ballot(session, stand, ballots, locale.current()) if ballots else None
        answered = objections(session, stand) if ballots else ()
    refused = form or extension or stop or given
    lost = words_back() if refused and not _has_place(refused, stand, ballots) else []
    form = form or PositionForm(formdata=None)
    extension, stop = extension or ExtensionForm(formdata=None), stop or StopForm(formdata=None)
    given = given or GivenForm(formdata=None)
    if ballots:  # also a form that was refused: its page shows what is on the table and what is held now
        held = ballots[0].own
        form.mandate.data = ballots[0].mandate_digest
        form.seen.data = held.at.isoformat() if held and held.at else ""
        if Role.NEWCOMER in stand.roles:
            waits = ballots[0].waits_for_us
            form.seen.data = waits.key if waits else ""
        given.offering(ballots[0])
        extension.seen.data = stop.seen.data = sign_of_ballot(ballots[0].closes_at)
    if said is not None:
        refused = form.refused(said)
    return render_template(
        "decision/show.html",
        standing=stand,
        head=top,
        ballots=ballots,
        maintained=stands,
        objections=answered,
        editions=rows,
        read=shown,
        form=form,
        extension=extension,
        stop=stop,
        given=given,
        refused=refused,
        words=lost,
        tab="decision",
        html=html,
        shortened=shortened,
        first_places=first_places,
        kinds=kinds_of(shown.changes.rows, shown.language) if shown and shown.changes else None,
        kind_tag=kind_tag,
        redlines=redline_words,
        penholder=redline_words.penholder_mark(),
    )


def _has_place(form: Form, stand: Standing, ballots: Sequence[Decision]) -> bool:
    """Whether the page still has that form: not of a ballot that has ended, nor for a seat that was lost."""
    if not ballots:
        return False
    if isinstance(form, GivenForm):
        return stand.may(Action.ENTER_POSITION)
    if isinstance(form, PositionForm):
        return (stand.may(Action.TAKE_POSITION) and ballots[0].own is not None) or bool(ballots[0].actors)
    return ballots[0].may_steer
