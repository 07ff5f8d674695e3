"""The comment sheet: taken away to be filled in, brought back with its points, what could not be kept put right."""

import hashlib

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from workflow.database import reading
from workflow.formats.sheets.reading import read_sheet
from workflow.formats.sheets.writing import SHEETS
from workflow.queries.items.drafts import own_drafts
from workflow.queries.items.point_files import point_file_line
from workflow.queries.items.sheet_texts import sheet_owner, sheet_text
from workflow.queries.items.target import Target, target
from workflow.queries.shared.standing import Standing
from workflow.rules.items.comment_sheet import SHEET_LIMIT
from workflow.rules.items.file_points import FILE_POINTS_LIMIT, PointsOfFile
from workflow.rules.items.refusals import SheetUnreadable, TooManyPoints
from workflow.rules.items.sheet_rows import file_point
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotFound, Refusal, StaleVersion
from workflow.services.items import bringing_in
from workflow.text.document import Unreadable
from workflow.web.items import submission
from workflow.web.items.file_fates import mending_address, unit_name
from workflow.web.items.sheet_files import SheetPoints, sheet_file, sheet_file_name
from workflow.web.items.sheet_form import SheetForm
from workflow.web.shared import access, locale
from workflow.web.shared.arrivals import tell_arrival
from workflow.web.shared.forms import tidy_input
from workflow.web.shared.numbers import parse_count
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("comment_sheets", __name__)


@blueprint.get("/statements/<key>/our-points/sheet.<ending>")
def download(key: str, ending: str) -> ResponseReturnValue:
    """The sheet with the drafts of one's organisation filled in, or empty: a document, a workbook or CSV."""
    with reading() as session:
        stand, on = _require_text(session, key)
        if ending not in SHEETS:
            raise NotFound
        drafts = [] if "empty" in request.args else own_drafts(session, stand)
        points = [each for each in drafts if each.version == on.version]
        text, owner = sheet_text(session, stand, on, locale.current()), sheet_owner(session, stand)
    kind, data = sheet_file(stand, text, owner, SheetPoints(points, len(drafts) - len(points)), ending)
    answer = make_response(data)
    answer.content_type = kind
    name = sheet_file_name(stand, on.version, ending)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.post("/statements/<key>/our-points/sheet")
def upload(key: str) -> ResponseReturnValue:
    """Keep the points of a filled sheet as drafts, and say what became of each."""
    form = SheetForm()
    if not form.validate():
        return submission.page_of_points(key, sheet_form=form), 422
    try:
        given = _points_of(key, form)
        with access.acting() as (session, person):
            bringing_in.bring_in(session, person, key, given, form_token=form.form_token.data or "")
    except Refusal as refusal:
        return submission.page_of_points(key, sheet_form=form.refused(refusal)), refusal.status
    tell_arrival(form.form_token.data)
    return redirect(url_for("submission.show", key=key, _anchor="sheet"), 303)


@blueprint.get("/statements/<key>/our-points/rows/<line>")
def choose_paragraph(key: str, line: str) -> ResponseReturnValue:
    """The paragraphs of the text, each with the way to a form that has what a row of a file says."""
    with reading() as session:
        stand, on = _require_text(session, key)
        found = point_file_line(session, stand, line)
    if found is None:
        raise NotFound
    return render_template(
        "items/choose_paragraph.html",
        standing=stand,
        on=on,
        version=on.version,
        line=found,
        name=unit_name(found.unit, found.number),
        ways=[(each, mending_address(key, found, each.id)) for each in on.blocks],
        whole="" if found.asked.proposal else mending_address(key, found, None),
        blocks=on.blocks,
    )


def _require_text(session: Session, key: str) -> tuple[Standing, Target]:
    """The statement and the text on the table, for somebody who may write points on it; raises NotFound."""
    stand = require_standing(session, key, Action.SEE_ITEMS)
    on = target(session, stand)
    if on is None or not may(Action.POST_ITEM, stand.roles, Stage.CONSULTATION):
        raise NotFound
    return stand, on


def _points_of(key: str, form: SheetForm) -> PointsOfFile:
    """What the file brings, as its rows say it; raises NotFound and Refusal."""
    with reading() as session:
        stand, on = _require_text(session, key)
        text = sheet_text(session, stand, on, locale.current())
    if (seen := parse_count(form.version.data) or 0) != on.version:
        raise StaleVersion(seen=seen, current=on.version, labelling=stand.labelling)
    name, data = tidy_input(form.file.data.filename or ""), form.file.data.read(SHEET_LIMIT + 1)
    try:
        sheet = read_sheet(data, name)
    except SheetUnreadable as unreadable:
        raise SheetUnreadable(reason="text") if _is_text_of_ours(data) else unreadable from unreadable
    if len(sheet.rows) > FILE_POINTS_LIMIT:  # before each of ten thousand is looked at
        raise TooManyPoints(count=len(sheet.rows), limit=FILE_POINTS_LIMIT)
    points = tuple(file_point(row, text) for row in sheet.rows)
    digest = hashlib.sha256(data).hexdigest()
    return PointsOfFile(
        name=name, digest=digest, version=on.version, language=locale.current(), points=points, notes=sheet.notes
    )


def _is_text_of_ours(data: bytes) -> bool:
    """Whether the file is a text that went out for Word, whose field is another."""
    from workflow.formats.word.reading import read_word  # its readers take 10 MB that few pages need

    try:
        return bool(read_word(data).version_mark)
    except Unreadable:
        return False
