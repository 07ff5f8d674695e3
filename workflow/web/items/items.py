"""Comments and amendments: written, edited, sent, withdrawn, supported, answered; and the tab that lists them all."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from workflow.database import reading
from workflow.models.person import Person
from workflow.queries.items.item_list import register
from workflow.queries.items.target import target
from workflow.queries.items.wanted import Answered, Wanted
from workflow.queries.statements.head import head
from workflow.rules.items.refusals import StaleItem
from workflow.rules.shared.permissions import Action, Role
from workflow.rules.shared.refusals import NotAllowed, NotFound, Refusal
from workflow.services.items import revising, supporting
from workflow.web.items import item_rights, kinds
from workflow.web.items.item_reads import require_item, require_own
from workflow.web.items.outcomes import flash_sent_before, flash_what_was_done, redirect_to_note
from workflow.web.room import looking
from workflow.web.room.room import is_writing, show_of
from workflow.web.shared import access
from workflow.web.shared.numbers import parse_bounded
from workflow.web.shared.refusals import sentence_of
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("items", __name__)
item_rights.init(blueprint)
kinds.init(blueprint)


@blueprint.get("/statements/<key>/comments")
def index(key: str) -> ResponseReturnValue:
    """The tab Comments: every item by paragraph, with what became of it."""
    wanted = _parse_filters()
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_ITEMS)
        made = looking.as_of()
        on, top = target(session, stand, seen=stand.version), head(session, stand)
        page = request.args.get("page", 1, type=parse_bounded)
        found = register(session, stand, on.asked_for if on else (), wanted, page=page)
    facts: dict[str, Any] = {
        "blocks": found.blocks,
        "consultation_id": on and on.consultation_id,
        "writing": is_writing(stand, on),
    }
    facts |= {"as_of": made, "fresh": found.fresh, "shown": found.new_on_page, "version": stand.version}
    facts["first"] = "" if found.new_on_page else url_for(".index", key=key, answered=Answered.NEW.value)
    return render_template(
        "items/index.html",
        standing=stand,
        head=top,
        found=found,
        wanted=wanted,
        address=_address(wanted),
        tab="comments",
        **facts,
    )


def _address(wanted: Wanted) -> dict[str, str]:
    """What of a choice stands in an address: nothing for what is not chosen."""
    chosen = {"q": wanted.words, "who": wanted.who, "paragraph": wanted.block}
    chosen |= {"show": wanted.show.value, "answered": wanted.answered.value}
    return {name: value for name, value in chosen.items() if value and value != "all"}


def _parse_filters() -> Wanted:
    """What the address asks for; what it asks in vain is left out."""
    asked = request.args
    return Wanted(
        show=show_of(asked.get("show")),
        answered=next((each for each in Answered if each.value == asked.get("answered")), Answered.ALL),
        who=asked.get("who", "")[:20],
        block=asked.get("paragraph", "")[:20],
        words=" ".join(asked.get("q", "").split())[:200],
    )


@blueprint.post("/statements/<key>/items/<item>/sending")
def send(key: str, item: str) -> ResponseReturnValue:
    """Send a kept draft as it stands."""
    _, shown = require_item(key, item)
    if not shown.ours:
        raise NotFound
    version, shown_as = request.form.get("version", 0, type=parse_bounded), request.form.get("seen")
    try:
        with access.acting() as (session, person):
            sent = revising.send_kept(session, person, key, item=item, version=version, seen=shown_as)
    except StaleItem:
        return _answer_changed_meanwhile(key, item)
    except Refusal as refusal:  # unfinished, closed, or its words have changed: the draft is kept, its form says more
        flash(sentence_of(refusal), "care")
        return redirect(url_for("item_page.edit", key=key, item=item), 303)
    if sent.id == shown.id:
        flash_what_was_done(sent, edited=False)
    else:
        flash_sent_before(sent)
    return redirect_to_note(key, sent)


@blueprint.route("/statements/<key>/items/<item>/withdrawal", methods=["GET", "POST"])
def withdraw(key: str, item: str) -> ResponseReturnValue:
    """Ask whether to withdraw an item of one's own, and do it."""
    stand, shown = require_item(key, item)
    if not shown.ours:
        raise NotFound
    if request.method != "POST":
        require_own(shown)
        return render_template("items/withdraw.html", standing=stand, item=shown)
    try:
        with access.acting() as (session, person):
            gone = revising.withdraw_item(session, person, key, item=item, seen=request.form.get("seen"))
    except StaleItem:
        return _answer_changed_meanwhile(key, item)
    if gone.number:
        flash(gettext("%(reference)s was withdrawn and stays in the record.", reference=gone.reference), "good")
    else:
        flash(gettext("The draft was deleted."), "good")
    return redirect(url_for("room.show", key=key, at=shown.block, _anchor=shown.block), 303)


def _answer_changed_meanwhile(key: str, item: str) -> ResponseReturnValue:
    """A colleague went on with it: it is neither sent, dropped nor withdrawn with words that the page did not show."""
    flash(gettext("A colleague has changed this in the meantime. Check the change first."), "care")
    return redirect(url_for("item_page.edit", key=key, item=item), 303)


@blueprint.post("/statements/<key>/items/<item>/support")
def support(key: str, item: str) -> ResponseReturnValue:
    """Support an item of another organisation."""
    return _support(key, item, _give_support, gettext("Your organisation supports %(reference)s."))


@blueprint.post("/statements/<key>/items/<item>/support/end")
def end_support(key: str, item: str) -> ResponseReturnValue:
    """Take the support back."""
    return _support(key, item, supporting.end_support, gettext("Your organisation no longer supports %(reference)s."))


def _give_support(session: Session, person: Person, key: str, *, item: str) -> None:
    supporting.support(session, person, key, item=item, wording=request.form.get("wording", type=parse_bounded))


def _support(key: str, item: str, use_case: Any, said: str) -> ResponseReturnValue:
    stand, shown = require_item(key, item)
    if Role.PARTICIPANT not in stand.roles:
        raise NotAllowed
    try:
        with access.acting() as (session, person):
            use_case(session, person, key, item=item)
    except Refusal as refusal:  # withdrawn or dealt with meanwhile, the consultation closed: it is said beside the item
        flash(sentence_of(refusal), "care")
    else:
        flash(said % {"reference": shown.reference}, "good")
    return redirect(url_for("room.show", key=key, open=shown.reference, _anchor=shown.anchor), 303)
