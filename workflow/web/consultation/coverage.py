"""Coverage: who has written in a consultation, who has nothing more to add, who is silent; and a reminder to those
who are.
"""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from workflow.database import about_now, reading
from workflow.queries.consultation.coverage import Cover, coverage
from workflow.queries.consultation.newest_consultation import NewestConsultation, newest_consultation
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.head import head
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, Refusal
from workflow.services.consultation import reminding
from workflow.web.shared import access, countries, moments
from workflow.web.shared.refusals import sentence_of
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("coverage", __name__)


@blueprint.get("/statements/<key>/coverage")
def show(key: str) -> ResponseReturnValue:
    """The newest consultation: who has written, looked, has nothing more to add, or is silent, by region."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_COVERAGE)
        consultation, top = newest_consultation(session, stand), head(session, stand)
        found = coverage(session, stand, consultation, midnight=moments.last_midnight()) if consultation else None
    return render_template(
        "consultation/coverage.html",
        standing=stand,
        head=top,
        consultation=consultation,
        coverage=found,
        covers=cover_words(),
        region_name=countries.region_name,
        reminding=consultation is not None and _may_remind(stand, consultation),
        again_at=consultation.reminded_at + reminding.PAUSE if consultation and consultation.reminded_at else None,
        tab="coverage",
    )


@blueprint.post("/statements/<key>/coverage/reminder")
def remind(key: str) -> ResponseReturnValue:
    """Have the silent reminded by mail."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_COVERAGE)
    try:
        with access.acting() as (session, person):
            count = reminding.remind_silent(session, person, key)
    except NotAllowed:
        raise
    except Refusal as refusal:
        flash(sentence_of(refusal), "care")
    else:
        flash(_reminded_sentence(count, counts=stand.may(Action.SEE_PRIVATE)), "good")
    return redirect(url_for(".show", key=key), 303)


def _reminded_sentence(count: int, *, counts: bool) -> str:
    """Who is reminded; with their number where the reader knows of all answers (`counts`)."""
    if not count:
        return gettext("Protected organisations that have not responded are reminded by email.")
    if not counts:
        return gettext("Organisations that have not responded are reminded by email.")
    return ngettext("%(num)s organisation is reminded by email.", "%(num)s organisations are reminded by email.", count)


def _may_remind(stand: Standing, consultation: NewestConsultation) -> bool:
    """Whether a reminder would be taken at this moment."""
    rested = consultation.reminded_at is None or about_now() >= consultation.reminded_at + reminding.PAUSE
    is_open = consultation.closed_at is None and about_now() < consultation.closes_at
    return stand.may(Action.REMIND) and is_open and rested


def cover_words() -> dict[Cover, str]:
    """How far a consultation has reached, for reading."""
    return {
        Cover.WRITTEN: gettext("Commented"),
        Cover.SUPPORTED: gettext("Supports others, no comment"),
        Cover.NO_COMMENT: gettext("Said “no comments”"),
        Cover.LOOKED: gettext("Opened, no comment"),
        Cover.SILENT: gettext("Not opened"),
    }
