"""The objections to the last ballot: answered on the consolidation page, before another ballot can open."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from workflow.database import reading
from workflow.rules.decision.refusals import StaleObjectionAnswer
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, Refusal
from workflow.services.consolidation.objection_answers import answer_objections
from workflow.web.consolidation.consolidation import open_consolidation, page
from workflow.web.consolidation.objection_answers_form import objection_answers_form
from workflow.web.consolidation.objection_words import objection_place, objection_remark, objection_tag
from workflow.web.shared import access
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("objections", __name__)
for _words in (objection_place, objection_remark, objection_tag):
    blueprint.add_app_template_global(_words)


@blueprint.post("/statements/<key>/objections")
def answer(key: str) -> ResponseReturnValue:
    """Keep the answers that the form gives; those that cannot be kept come back as they were typed."""
    with reading() as session:
        if not require_standing(session, key).may(Action.DISPOSE):
            raise NotAllowed
        opened = open_consolidation(session, key, Action.DISPOSE, None)
    form = objection_answers_form(opened.objections, sent=True)
    if not form.validate():
        return page(opened, objections=form), 422
    try:
        with access.acting() as (session, person):
            kept = answer_objections(session, person, key, answers=form.answers)
            count = len(kept)
    except Refusal as refusal:  # another penholder was quicker, or something is missing: nothing was kept
        with reading() as session:
            opened = open_consolidation(session, key, Action.DISPOSE, None)
        anew = objection_answers_form(opened.objections, sent=True)
        stale = refusal.refs if isinstance(refusal, StaleObjectionAnswer) else ()
        return page(opened, objections=anew.see_anew(stale).refused(refusal)), refusal.status
    if count:
        flash(ngettext("%(num)s answer is saved.", "%(num)s answers are saved.", count), "good")
    return redirect(url_for("consolidation.show", key=key, _anchor="objections"), 303)
