"""What happens around an item: its thread is ended or opened again, and its earlier wordings are read."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from workflow.database import reading
from workflow.queries.items.items import one
from workflow.queries.items.target import target
from workflow.queries.items.wordings import wordings as wordings_of
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, NotFound, Refusal
from workflow.services.items import resolving
from workflow.services.items.sending import reference_conditions
from workflow.web.items.item_reads import require_item
from workflow.web.shared import access
from workflow.web.shared.numbers import parse_bounded
from workflow.web.shared.refusals import sentence_of
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("threads", __name__)


@blueprint.get("/statements/<key>/items/<item>/wordings")
def wordings(key: str, item: str) -> ResponseReturnValue:
    """What an item said before its organisation changed it."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_ITEMS)
        found = one(session, stand, *reference_conditions(item))
        if found is None or not found.reference:
            raise NotFound
        on, past = target(session, stand), wordings_of(session, found)
    blocks = on.blocks if on else ()
    return render_template("items/wordings.html", standing=stand, item=found, wordings=past, blocks=blocks)


@blueprint.post("/statements/<key>/items/<item>/thread/end")
def resolve(key: str, item: str) -> ResponseReturnValue:
    """Say that a thread is talked out."""
    use_case = partial(resolving.resolve, seen=request.form.get("seen", type=parse_bounded))
    return _thread(key, item, use_case, gettext("The discussion of %(reference)s is closed."))


@blueprint.post("/statements/<key>/items/<item>/thread")
def reopen(key: str, item: str) -> ResponseReturnValue:
    """Open a thread again."""
    return _thread(key, item, resolving.reopen, gettext("The discussion of %(reference)s is open again."))


def _thread(key: str, item: str, use_case: Any, said: str) -> ResponseReturnValue:
    _, shown = require_item(key, item)
    try:
        with access.acting() as (session, person):
            use_case(session, person, key, item=item)
    except NotAllowed:
        raise
    except Refusal as refusal:  # withdrawn or replied to meanwhile
        flash(sentence_of(refusal), "care")
    else:
        flash(said % {"reference": shown.reference}, "good")
    return redirect(url_for("room.show", key=key, open=shown.address, _anchor=shown.anchor), 303)
