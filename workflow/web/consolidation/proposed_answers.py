"""Dispositions shown as proposed: the penholder's page of all of them, and each organisation's page of its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from workflow.database import about_now, reading
from workflow.queries.consolidation.proposed_answers import Answers, Asked, answers, proposed_to_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.editions import original_blocks
from workflow.rules.consolidation.responses import ResponseKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.services.consolidation import proposing_answers, responding
from workflow.text.block import Block
from workflow.web.consolidation.proposed_answer_forms import ResponseForm, ShowingForm, response_form
from workflow.web.shared import access
from workflow.web.shared.forms import options
from workflow.web.shared.moments import deadline, full_hour
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("showing", __name__)


@blueprint.app_template_global()
def response_tag(kind: ResponseKind | None) -> tuple[str, str, str]:
    """(class, glyph, word) of an organisation's answer; None is none yet."""
    return {
        None: ("", "○", gettext("No reply yet")),
        ResponseKind.NOTED: ("acc", "i", gettext("Takes note")),
        ResponseKind.AGREES: ("ok", "✓", gettext("Agrees")),
        ResponseKind.MAINTAINS: ("no", "!", gettext("Still asks for it")),
    }[kind]


@blueprint.route("/statements/<key>/showing", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """What the penholder shows as proposed, until when, and what every organisation answers."""
    with reading() as session:
        stand = require_standing(session, key, Action.SHOW_DISPOSITIONS)
        found = answers(session, stand)
    form = ShowingForm()
    form.items.choices = options((line.reference, line.reference) for line in found.lines)
    if not form.is_submitted():
        hidden = [line.reference for line in found.lines if line.closes_at is None]
        form.items.data = hidden or [line.reference for line in found.lines]
        form.closes_at.data = full_hour(about_now() + timedelta(days=2))
        return _showing_page(stand, found, form)
    if not form.validate():
        return _showing_page(stand, found, form), 422
    try:
        closes_at = _show(key, form)
    except Refusal as refusal:
        return _showing_page(stand, found, form.refused(refusal)), refusal.status
    said = gettext(
        "The draft answers are shown. The organisations are told by email and can reply until %(when)s.",
        when=deadline(closes_at),
    )
    flash(said, "good")
    return redirect(url_for(".show", key=key), 303)


def _show(key: str, form: ShowingForm) -> datetime:
    with access.acting() as (session, person):
        until = form.closes_at.data or about_now()
        made = proposing_answers.show(
            session, person, key, closes_at=until, items=form.items.data or (), seen=form.seen
        )
        return made.closes_at


@blueprint.get("/statements/<key>/proposed")
def proposed_page(key: str) -> ResponseReturnValue:
    """What is proposed for the items of the reader's organisation, each with its answer."""
    stand, found, blocks = _read_asked(key)
    may_answer = stand.may(Action.RESPOND)
    return _render_proposed(stand, found, blocks, response_form(found if may_answer else (), sent=False))


@blueprint.post("/statements/<key>/proposed")
def respond(key: str) -> ResponseReturnValue:
    """Keep all answers of the form, or none."""
    stand, found, blocks = _read_asked(key)
    form = response_form(found, sent=True)
    if not form.validate():
        return _render_proposed(stand, found, blocks, form), 422
    try:
        with access.acting() as (session, person):
            responding.respond(session, person, key, answers=form.answers)
    except Refusal as refusal:  # changed, closed, a colleague was quicker: nothing was kept, and every word comes back
        return _refusal_page(key, form, refusal)
    if not form.answers:
        flash(gettext("You changed nothing. Your replies stay as they were."))
        return redirect(url_for(".proposed_page", key=key), 303)
    count = len(form.answers)
    flash(ngettext("%(num)s reply is saved.", "%(num)s replies are saved.", count), "good")
    return redirect(url_for(".proposed_page", key=key), 303)


def _refusal_page(key: str, form: ResponseForm, refusal: Refusal) -> ResponseReturnValue:
    stand, found, blocks = _read_asked(key)
    anew = response_form(found, sent=True)
    if {each.item.reference for each in form.asked} - {each.item.reference for each in anew.asked}:
        raise refusal  # it is asked about no more: the page of refusals gives the words back
    anew.see_anew()
    return _render_proposed(stand, found, blocks, anew.refused(refusal)), refusal.status


def _read_asked(key: str) -> tuple[Standing, Sequence[Asked], tuple[Block, ...]]:
    """What the reader's organisation is asked about, for somebody who may answer in consolidation."""
    with reading() as session:
        stand = require_standing(session, key)
        if not may(Action.RESPOND, stand.roles, Stage.CONSOLIDATION):
            raise NotFound
        return stand, proposed_to_organisation(session, stand), original_blocks(session, stand)


def _showing_page(stand: Standing, found: Answers, form: ShowingForm) -> str:
    return render_template(
        "consolidation/show_answers.html", standing=stand, found=found, form=form, kinds=[None, *ResponseKind]
    )


def _render_proposed(stand: Standing, found: Sequence[Asked], blocks: tuple[Block, ...], form: Any) -> str:
    waiting = [each for each in found if form.has(each) and each.is_waiting]
    return render_template(
        "consolidation/proposed_answers.html", standing=stand, found=found, blocks=blocks, form=form, waiting=waiting
    )
