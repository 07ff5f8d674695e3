"""Nothing more to add: said for the organisation with one click, in the room or on the consolidation, and taken
back.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from workflow.database import reading, transaction
from workflow.rules.shared.errors import NotAllowed, NotFound, Refusal
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.services.consultation import saying_no_comment
from workflow.web.shared import access
from workflow.web.shared.errors import sentence
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("no_comment", __name__)


@blueprint.post("/statements/<key>/no-comment")
def say(key: str) -> ResponseReturnValue:
    """Say that the organisation has nothing more to add in the open consultation."""
    return _do_and_answer(key, saying_no_comment.say_no_comment, _heard())


def _heard() -> str:
    """Who is told: of a protected organisation the secretariat alone."""
    here = access.person()
    if here is not None and here.protected:
        return gettext(
            "Outside your organisation, only the secretariat sees that you have no comments; "
            "others see at most a number in a total. You can withdraw this."
        )
    return gettext("The penholder sees that your organisation has no comments. You can withdraw this.")


@blueprint.post("/statements/<key>/no-comment/end")
def take_back(key: str) -> ResponseReturnValue:
    """Take that back."""
    return _do_and_answer(
        key,
        saying_no_comment.take_back_no_comment,
        gettext("Withdrawn: your organisation may still comment."),
    )


def _do_and_answer(key: str, use_case: Callable[..., Any], said: str) -> ResponseReturnValue:
    with reading() as session:
        stand = require_standing(session, key)
    if not may(Action.SAY_NO_COMMENT, stand.roles, Stage.CONSULTATION):
        raise NotAllowed(action=Action.SAY_NO_COMMENT.value)
    try:
        with transaction() as session:
            use_case(session, access.acting_person(session), key)
    except NotFound:
        raise
    except Refusal as refusal:  # the consultation closed meanwhile: it is said where the button stood
        flash(sentence(refusal), "care")
    else:
        flash(said, "good")
    home = request.form.get("page") == "home"
    return redirect(url_for("home.show") if home else url_for("room.show", key=key, _anchor="done"), 303)
