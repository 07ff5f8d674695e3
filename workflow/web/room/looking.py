"""What a reader has seen: the text of a version when it is opened, items once they stood on the screen."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from workflow.database import about_now, noting, reading
from workflow.rules.shared.permissions import Action
from workflow.services.items import looking
from workflow.web.shared import access
from workflow.web.shared.paths import onward
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("looking", __name__)
_LONGEST = 10
"""Signs of an item's key."""
_SETTLING = timedelta(seconds=2)
"""What somebody did in these seconds may not be committed yet, and so not on the page; clocks may differ a little."""


@blueprint.post("/statements/<key>/looked")
def note_items_seen(key: str) -> ResponseReturnValue:
    """Keep which items stood on the screen: a script tells it as one reads, the button for the whole page."""
    with reading() as session:
        require_standing(session, key, Action.SEE_ITEMS)
    items = [each for each in request.form.get("items", "").split()[: looking.MOST] if len(each) <= _LONGEST]
    moment = _moment(request.form.get("at", ""))
    if items and moment is not None:
        with access.acting() as (session, person):
            looking.mark_items_seen(session, person, key, items=items, at=moment)
    return redirect(onward(request.form.get("next")), 303) if "back" in request.form else ("", 204)


def as_of() -> datetime:
    """The moment up to which a page shows what happened; asked before its items are read.

    It is the page's own and not that of the last item: an hour could tell who a protected organisation is.
    """
    return about_now() - _SETTLING


def note_version_opened(version_id: int) -> None:
    """Keep that the reader has opened the text of a version."""
    if (here := access.person()) is not None:
        with noting() as session:
            looking.look(session, here.id, version_id)


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
