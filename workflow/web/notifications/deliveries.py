"""Emails that did not arrive: the secretariat reads why, and sends them again."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from workflow.database import reading
from workflow.queries.notifications.deliveries import backlog
from workflow.queries.notifications.unreached import Occasion, list_unreached
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.services.notifications import resending
from workflow.web.home import help_words
from workflow.web.shared import access
from workflow.web.shared.numbers import parse_bounded

blueprint = Blueprint("deliveries", __name__)


@blueprint.get("/deliveries")
def index() -> ResponseReturnValue:
    """What servers refused or we set aside, the newest email first."""
    _require_seeing()
    page = request.args.get("page", 1, type=parse_bounded)
    with reading() as session:
        found, waits = list_unreached(session, access.viewer(), page), backlog(session)
    return render_template("notifications/deliveries.html", found=found, waits=waits, words=words)


@blueprint.post("/deliveries/trials")
def again() -> ResponseReturnValue:
    """Send one email again, or one to all whom it did not reach, or have those of an event made again."""
    _require_seeing()
    asked = {name: request.form.get(name, type=parse_bounded) for name in ("delivery", "event", "unmade")}
    seen = _moment(request.form.get("seen", ""))
    with access.acting() as (session, person):
        if asked["unmade"]:
            count = resending.make_again(session, person, asked["unmade"])
        elif asked["delivery"] and seen:
            count = resending.send_again(session, person, asked["delivery"], seen=seen)
        elif asked["event"] and seen:
            count = resending.send_all_again(session, person, asked["event"], seen=seen)
        else:
            count = 0
    flash(_flash_count(count), "good" if count else "quiet")
    return redirect(url_for(".index"), 303)


@blueprint.app_template_global()
def may_see_deliveries() -> bool:
    """Whether this person may see which emails did not arrive."""
    return access.may(Action.SEE_DELIVERIES)


def words(occasion: Occasion) -> str:
    """What an email is about."""
    if occasion.kind is None:
        return gettext("An email about the statement")
    return help_words.events().get(occasion.kind) or gettext("An email")


def _flash_count(count: int) -> str:
    if not count:
        return gettext("Nothing was sent: these emails are on their way already, or have arrived.")
    return ngettext(
        "%(num)s email is sent again now, if its reader may still be told.",
        "%(num)s emails are sent again now, if their readers may still be told.",
        count,
    )


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _require_seeing() -> None:
    if not may_see_deliveries():
        raise NotFound
