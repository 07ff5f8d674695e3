"""The tab History: what happened, one line an event."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from workflow.database import reading
from workflow.queries.history.history import history
from workflow.queries.statements.head import head
from workflow.rules.shared.permissions import Action
from workflow.web.history.sentences import words
from workflow.web.shared.numbers import parse_bounded
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("history", __name__)


@blueprint.get("/statements/<key>/history")
def show(key: str) -> ResponseReturnValue:
    """The newest events, as far as the viewer may know of them; `before` goes back further."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_HISTORY)
        found = history(session, stand, request.args.get("before", type=parse_bounded))
        top = head(session, stand)
    return render_template("history/history.html", standing=stand, head=top, tab="history", history=found, words=words)
