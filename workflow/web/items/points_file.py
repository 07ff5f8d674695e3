"""The original of a version with all that members say beside it, as a Word file."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from workflow.database import reading
from workflow.formats.word.writing import TYPE
from workflow.queries.room.room_points import points_beside
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.web.items.points_words import points_file
from workflow.web.room.room_files import shown_text
from workflow.web.room.word_heads import file_name
from workflow.web.shared.attachments import attachment
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("points_file", __name__)


@blueprint.get("/statements/<key>/points.docx")
def show(key: str) -> ResponseReturnValue:
    """Amendments as tracked changes, comments beside their words, those that the reader may see."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_ITEMS)
        found = shown_text(session, stand, stand.language)
        if found.number is None:
            raise NotFound
        beside = points_beside(session, stand, found.number)
    return attachment(points_file(stand, found, beside), TYPE, file_name(stand, found, "points"))
