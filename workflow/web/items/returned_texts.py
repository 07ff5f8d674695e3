"""A version that went out for Word comes back: its changes and comments become drafts of the organisation."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from workflow.database import reading
from workflow.formats.sheets.reading import read_sheet
from workflow.models.version import Version
from workflow.queries.items.target import target
from workflow.queries.shared.original_texts import original_texts
from workflow.queries.shared.standing import Standing
from workflow.rules.items.file_points import FILE_POINTS_LIMIT, FilePoint, PointFate, PointsOfFile
from workflow.rules.items.refusals import SheetUnreadable, TextNotOurs, TooManyPoints
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotFound, Refusal, StaleVersion, TextRefused
from workflow.services.items import bringing_in
from workflow.text.document import Unreadable
from workflow.text.values import Block
from workflow.web.items import submission
from workflow.web.items.returned_form import ReturnedTextForm
from workflow.web.shared import access, locale
from workflow.web.shared.arrivals import tell_arrival
from workflow.web.shared.forms import tidy_input
from workflow.web.shared.numbers import parse_count
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("returned_texts", __name__)
_LEAST_KNOWN = 0.3  # of the words that went out: below, the file is another text


@dataclass(frozen=True)
class _Table:
    """The text on the table, and the earlier ones by their numbers."""

    standing: Standing
    version: int
    texts: Mapping[int, tuple[Block, ...]]


@blueprint.post("/statements/<key>/our-points/text")
def upload(key: str) -> ResponseReturnValue:
    """Keep what the file changes and says as drafts, and tell what became of each."""
    form = ReturnedTextForm()
    if not form.validate():
        return submission.page_of_points(key, text_form=form), 422
    try:
        given = _points_of(_require_table(key), form)
        with access.acting() as (session, person):
            bringing_in.bring_in(session, person, key, given, form_token=form.form_token.data or "")
    except Refusal as refusal:
        return submission.page_of_points(key, text_form=form.refused(refusal)), refusal.status
    tell_arrival(form.form_token.data)
    return redirect(url_for("submission.show", key=key, _anchor="file"), 303)


def _require_table(key: str) -> _Table:
    """The text on the table, for somebody who may write points on it; raises NotFound."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_ITEMS)
        on = target(session, stand)
        if on is None or not may(Action.POST_ITEM, stand.roles, Stage.CONSULTATION):
            raise NotFound
        earlier = original_texts(session, stand, Version.number < on.version)
    return _Table(stand, on.version, {**earlier, on.version: on.blocks})


def _points_of(table: _Table, form: ReturnedTextForm) -> PointsOfFile:
    """What the file brings; raises StaleVersion, TextRefused for what is no such file, TextNotOurs, TooManyPoints."""
    from workflow.formats.word.points import HandedOut, word_points  # its readers take 10 MB that few pages need
    from workflow.formats.word.reading import read_word
    from workflow.formats.word.values import LARGEST_FILE

    if (seen := parse_count(form.version.data) or 0) != table.version:
        raise StaleVersion(seen=seen, current=table.version, labelling=table.standing.labelling)
    data = form.file.data.read(LARGEST_FILE + 1)
    try:
        text = read_word(data)
    except Unreadable as unreadable:
        _refuse_sheet(data, form)
        raise TextRefused(field="file", reason=unreadable.reason, codes=unreadable.codes) from unreadable
    version = _version_of(table, text.version_mark)
    title, occasion = table.standing.original_title, table.standing.occasion
    who = access.person()
    is_named = who is None or not who.protected
    out = HandedOut(title, occasion, table.texts[version], version, locale.current(), names_writers=is_named)
    found = word_points(text, out)
    if found.known < _LEAST_KNOWN:
        _refuse_sheet(data, form)
        raise TextNotOurs(reason="other_text")
    if not found.points:
        raise TextNotOurs(reason="unchanged")
    if len(found.points) > FILE_POINTS_LIMIT:
        raise TooManyPoints(count=len(found.points), limit=FILE_POINTS_LIMIT)
    points = found.points if version == table.version else tuple(_of_earlier(each) for each in found.points)
    notes = {"untracked": str(found.untracked)} if found.untracked else {}
    if text.raw_revisions != len(text.revisions):
        notes["uncounted"] = f"{len(text.revisions)}/{text.raw_revisions}"
    return PointsOfFile(
        name=tidy_input(form.file.data.filename or ""),
        digest=hashlib.sha256(data).hexdigest(),
        version=table.version,
        language=locale.current(),
        points=points,
        notes=notes,
    )


def _refuse_sheet(data: bytes, form: ReturnedTextForm) -> None:
    """Nothing where the file is no comment sheet, whose field is another; raises TextNotOurs."""
    with suppress(SheetUnreadable):
        read_sheet(data, form.file.data.filename or "")
        raise TextNotOurs(reason="sheet")


def _version_of(table: _Table, mark: str) -> int:
    """The number of the version that the file is of; the one on the table where it does not say. Raises TextNotOurs."""
    from workflow.formats.word.own_names import version_mark

    said = version_mark(mark)
    if said is None:
        return table.version
    if said.statement != table.standing.key or said.version not in table.texts:
        raise TextNotOurs(reason="other_statement")
    if said.has_points:
        raise TextNotOurs(reason="points_of_all")
    if said.language != table.standing.language:
        raise TextNotOurs(reason="translation")
    return said.version


def _of_earlier(point: FilePoint) -> FilePoint:
    """A point of a file of an earlier version: where it belongs in the text now is for its people to say."""
    if point.refused is not None:
        return point
    return replace(point, refused=PointFate.OTHER_VERSION, facts={"version": point.asked.version})
