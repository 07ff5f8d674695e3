"""Positions that wait for confirmation: entered by a newcomer or the secretariat, confirmed or not by the seat."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from workflow.database import reading
from workflow.machine import running
from workflow.rules.decision.decision import Stance
from workflow.rules.shared.permissions import Action, Role
from workflow.rules.shared.refusals import NotAllowed, Refusal
from workflow.services.decision import deciding, proposing
from workflow.services.shared import clocks
from workflow.web.decision.decision import PositionForm, page
from workflow.web.decision.given_form import GivenForm
from workflow.web.shared import access
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("proposals", __name__)


@blueprint.post("/statements/<key>/proposed-positions")
def propose(key: str) -> ResponseReturnValue:
    """Enter a position for a colleague to confirm who was there when the ballot opened."""
    _require_one_of(key, Role.NEWCOMER)
    form = PositionForm()
    if not form.validate():
        return page(key, form), 422
    try:
        with access.acting() as (session, person):
            clocks.require_clock(session, running())
            proposing.propose_position(
                session,
                person,
                key,
                mandate=form.mandate.data or "",
                stance=Stance(form.stance.data),
                reason=form.reason.data or "",
                seen=form.seen.data or "",
            )
    except Refusal as refusal:
        return page(key, form.refused(refusal)), refusal.status
    flash(gettext("Your position is entered. Your colleagues are asked by email to confirm it."), "good")
    return redirect(url_for("decision.show", key=key), 303)


@blueprint.post("/statements/<key>/entered-positions")
def enter(key: str) -> ResponseReturnValue:
    """Enter the position that a member gave, for the member to confirm."""
    _require_one_of(key, Role.SECRETARIAT)
    form = GivenForm()
    if not form.validate():
        return page(key, None, given=form), 422
    try:
        with access.acting() as (session, person):
            clocks.require_clock(session, running())
            seen, mandate = form.newest.data or "", form.mandate.data or ""
            proposing.enter_position(session, person, key, form.given(), mandate=mandate, seen=seen)
    except Refusal as refusal:
        return page(key, None, given=form.refused(refusal)), refusal.status
    flash(gettext("The position is entered, and does not count until the member confirms it."), "good")
    return redirect(url_for("decision.show", key=key), 303)


@blueprint.post("/statements/<key>/confirmed-positions")
def confirm(key: str) -> ResponseReturnValue:
    """Take the position that waits; the one that settles the ballot adopts the statement."""
    _require_one_of(key, Role.ELECTOR, Role.NEWCOMER)
    mandate, proposal = (request.form.get(name, "") for name in ("mandate", "waiting"))
    try:
        with access.acting() as (session, person):
            clocks.require_clock(session, running())
            deciding.confirm_position(session, person, key, mandate=mandate, proposal=proposal)
    except Refusal as refusal:
        return page(key, None, said=refusal), refusal.status
    flash(gettext("The position of your organisation is recorded."), "good")
    return redirect(url_for("decision.show", key=key), 303)


@blueprint.post("/statements/<key>/withdrawn-positions")
def withdraw(key: str) -> ResponseReturnValue:
    """Let what waits wait no more: its writer takes it back, or the seat does not confirm it."""
    _require_one_of(key, Role.ELECTOR, Role.NEWCOMER, Role.SECRETARIAT)
    try:
        with access.acting() as (session, person):
            clocks.require_clock(session, running())
            proposing.withdraw_proposal(session, person, key, proposal=request.form.get("waiting", ""))
    except Refusal as refusal:
        return page(key, None, said=refusal), refusal.status
    flash(gettext("That position no longer waits for confirmation."), "good")
    return redirect(url_for("decision.show", key=key), 303)


def _require_one_of(key: str, *roles: Role) -> None:
    with reading() as session:
        if not set(roles) & require_standing(session, key, Action.SEE_HISTORY).roles:
            raise NotAllowed
