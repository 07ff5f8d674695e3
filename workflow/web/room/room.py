"""The statement room: the text of a version with what members say about it, at every stage."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from workflow.database import about_now, reading
from workflow.queries.home.bases import choice_of_base
from workflow.queries.home.next_steps import next_steps
from workflow.queries.home.waiting import waiting
from workflow.queries.items.margin import Show
from workflow.queries.items.target import Target
from workflow.queries.items.wanted import Writer, writers
from workflow.queries.room.room import Room, RoomView, room
from workflow.queries.room.room_texts import RoomConsultation
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.agreed import agreed_language_of
from workflow.queries.statements.head import head
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.web.room import happening, looking, margins, notes
from workflow.web.room.notes import here
from workflow.web.shared import locale
from workflow.web.shared.numbers import parse_bounded
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("room", __name__)
for each in (notes, happening, margins):
    each.init(blueprint)


@blueprint.get("/statements/<key>")
def show(key: str) -> ResponseReturnValue:
    """One version in one language, with the notes that the reader chose."""
    with reading() as session:
        stand = require_standing(session, key)
        made = looking.as_of()
        writers_ = writers(session, stand) if "who" in request.args and stand.may(Action.SEE_ITEMS) else {}
        found = room(
            session,
            stand,
            version=request.args.get("version", type=parse_bounded),
            language=request.args.get("language"),
            own=locale.current(),
            wish=_wish(writers_),
        )
        if found is None:
            raise NotFound
        agreed = agreed_language_of(session, stand, found.original)
        base = choice_of_base(session, stand)
        top = head(session, stand)
        waits = waiting(session, stand.viewer, stand.id) if stand.may(Action.RESPOND) else ()
        step = next_steps(session, [key]).get(key) if stand.may(Action.DISPOSE) else None
    facts: dict[str, Any] = {
        "blocks": found.blocks,
        "version": found.number,
        "consultation_id": found.consultation and found.consultation.id,
        "waits": waits,
        "next_step": step,
        "notice": (notice := happening.name_of_notice(stand, found.consultation)),
        "links": (links := happening.line_links(stand, found, notice, step, _first(found))),
        "folds": happening.folds(notice, links),
        "has_more": happening.has_more(notice, found.consultation),
        "chosen": _chosen(found),
        "agreed": agreed,
        "base": base,
    }
    if found.unopened is not None and request.method == "GET":
        looking.note_version_opened(found.unopened)
    facts |= {"as_of": made, "fresh": found.fresh, "fresh_past": found.fresh_past, "shown": found.new_on_page}
    facts |= {"all_new": found.is_first_look, "first": _first(found), "writers": writers_}
    writing = (
        is_writing(stand, found.consultation)
        and found.consultation is not None
        and found.number == found.consultation.version
    )
    return render_template("room/show.html", standing=stand, head=top, room=found, writing=writing, tab="text", **facts)


def _wish(written: Mapping[str, Writer]) -> RoomView:
    """What the address asks to see; an organisation that has not written is left out."""
    who = written.get(request.args.get("who", ""))
    part, page = (request.args.get(name, type=parse_bounded) for name in ("part", "page"))
    opened, at = request.args.get("open", ""), request.args.get("at", "")
    found = RoomView(show_of(request.args.get("show")), opened=opened, at=at, page=page or 1, part=max(part or 0, 0))
    return replace(found, of=who.items) if who else found


def _chosen(found: Room) -> str:
    """The choice of notes where it is not all of them; empty of a text that has none."""
    show = show_of(request.args.get("show"))
    return show.value if show is not Show.ALL and found.number is not None else ""


def _first(found: Room) -> str:
    """The address of the first item that is new to the reader; empty where none is."""
    if (new := found.first_new) is None:
        return ""
    show = Show.PAST.value if new.past else None
    return here(new.reference.lower(), open=new.reference, show=show, page=None, part=None, at=None, who=None)


def is_writing(stand: Standing, consultation: RoomConsultation | Target | None) -> bool:
    """Whether the reader may write items at this moment."""
    open_now = consultation is not None and consultation.closed_at is None and about_now() < consultation.closes_at
    return open_now and stand.may(Action.POST_ITEM)


def show_of(word: str | None) -> Show:
    """The choice of notes that an address names; all of them where it names none."""
    return next((each for each in Show if each.value == word), Show.ALL)
