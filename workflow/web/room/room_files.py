"""The text of a version as a Word file."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from workflow.database import reading
from workflow.formats.word.tracked_text import clean_text
from workflow.formats.word.writing import TYPE, word_file
from workflow.formats.word.written import WordFile
from workflow.queries.items.margin import Show
from workflow.queries.room.room import Room, RoomView, room
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.web.room.word_heads import (
    file_name,
    mark_words,
    version_mark_of,
    way_back,
    what_it_is,
    with_what_was_left_out,
)
from workflow.web.shared import locale
from workflow.web.shared.attachments import attachment
from workflow.web.shared.numbers import parse_bounded
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("room_files", __name__)


@blueprint.get("/statements/<key>/text.docx")
def text(key: str) -> ResponseReturnValue:
    """One version in one language, to be worked on and sent back."""
    with reading() as session:
        stand = require_standing(session, key)
        found = shown_text(session, stand, request.args.get("language"))
    return attachment(_text_file(stand, found), TYPE, file_name(stand, found, "text"))


def shown_text(session: Session, stand: Standing, language: str | None) -> Room:
    """The version that the address names in `language`, else in the reader's own; raises NotFound."""
    found = room(
        session,
        stand,
        version=request.args.get("version", type=parse_bounded),
        language=language,
        own=locale.current(),
        wish=RoomView(Show.NONE),
    )
    if found is None:
        raise NotFound
    return found


def _text_file(stand: Standing, found: Room) -> bytes:
    """The text, every change of which is tracked from here on."""
    back = [way_back(stand)] if stand.may(Action.POST_ITEM) and found.number is not None else []
    given = WordFile(
        title=found.title,
        language=found.language,
        spoken=locale.current(),
        paragraphs=clean_text(found.title, found.blocks),
        above=(*what_it_is(stand, found), *back),
        mark=mark_words(stand, found),
        version=version_mark_of(stand, found),
        is_tracked=True,
    )
    return word_file(with_what_was_left_out(given))
