"""The draft taken from a file: its text becomes one more save, and what else is in it waits beside the draft."""

import base64

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField

from workflow.database import reading
from workflow.formats.word.importing import WordReading
from workflow.formats.word.values import OFFICE_MARK, WordText
from workflow.queries.statements.agreed import agreed_language_of
from workflow.queries.statements.drafts import draft_page
from workflow.queries.statements.head import head
from workflow.rules.drafts.refusals import StaleDraft
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, Refusal, TextRefused
from workflow.services.drafts.taking_over import take_over
from workflow.services.statements.versions import DraftText
from workflow.text.document import LARGEST, Unreadable, read
from workflow.text.values import Reason
from workflow.web.drafts.drafts import AgreedLanguageForm
from workflow.web.shared import access
from workflow.web.statements.seen import require_standing
from workflow.web.statements.word_files import (
    FileChoiceNeeded,
    chosen_reading,
    comments_field,
    file_shown,
    tracked_field,
)

blueprint = Blueprint("draft_files", __name__)


class DraftFileForm(AgreedLanguageForm):
    """A file for the draft. held, name: the file in base64, which an answer carries on, and what it is called."""

    file = FileField(_l("File"))
    held = HiddenField()
    name = HiddenField()
    tracked = tracked_field(_l("How are its tracked changes taken?"))
    comments = comments_field(_l("What becomes of its comments?"))
    asked = HiddenField()

    def held_file(self) -> tuple[bytes, str]:
        """The file that was chosen, or the one that the page carries, and its name; kept for the next answer."""
        given = self.file.data
        try:
            data = (given.read(LARGEST + 1) if given else b"") or base64.b64decode(self.held.data or "", validate=True)
        except ValueError:
            data = b""
        name = (given.filename if given else "") or self.name.data or ""
        self.held.data = base64.b64encode(data).decode() if len(data) <= LARGEST else ""
        self.name.data = name
        return data, name


@blueprint.route("/statements/<key>/draft/file", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """The form; sent, the draft has the text of the file, and every copy before it stays."""
    form = DraftFileForm()
    if not form.is_submitted():
        return _page(key, form)
    if not form.validate():
        return _page(key, form), 422
    try:
        found = _read(form)
        with access.acting() as (session, person):
            stand = require_standing(session, key, Action.EDIT_DRAFT)
            now = draft_page(session, stand, stand.language)
            before = now.newest if now else None
            title = found.reading.title or (before.title if before else stand.title)
            occasion = found.reading.occasion or (before.occasion if before else stand.occasion)
            text = DraftText(title, occasion, found.reading.blocks)
            take_over(
                session,
                person,
                key,
                text,
                found.noticed,
                language=stand.language,
                serial=form.serial.data or 0,
                opening=form.opening.data or "",
            )
    except FileChoiceNeeded as needed:
        if is_again := bool(form.asked.data):
            form.tracked.errors = [gettext("Say how the tracked changes are taken.")]
        return _page(key, form, needed.text), 422 if is_again else 200
    except StaleDraft as stale:
        form.serial.data = stale.serial
        form.form_errors = [
            gettext(
                "Someone saved the draft after you opened this page. Send the file again to put it after that copy."
            )
        ]
        return _page(key, form), 409
    except Refusal as refusal:
        return _page(key, form.refused(refusal)), refusal.status
    flash(gettext("The draft has the text of the file. The copies before it are kept."), "good")
    if found.noticed:
        said = ngettext(
            "%(num)s thing was noticed in the file and waits beside the draft.",
            "%(num)s things were noticed in the file and wait beside the draft.",
            len(found.noticed),
        )
        flash(said, "care")
    return redirect(url_for("drafts.show", key=key), 303)


def _read(form: DraftFileForm) -> WordReading:
    """The text of the file and what else is in it; raises TextRefused, FileChoiceNeeded."""
    from workflow.formats.word.reading import read_word  # what reads them takes 10 MB that no other page needs

    data, name = form.held_file()
    try:
        if not data.startswith(OFFICE_MARK):
            return WordReading(read(data, name), ())
        if len(data) > LARGEST:
            raise Unreadable(Reason.TOO_LARGE)
        return chosen_reading(read_word(data), form)
    except Unreadable as unreadable:
        form.held.data = form.name.data = ""
        raise TextRefused(field="file", reason=unreadable.reason, codes=unreadable.codes) from unreadable


def _page(key: str, form: DraftFileForm, asked_of: WordText | None = None) -> str:
    with reading() as session:
        stand = require_standing(session, key, Action.EDIT_DRAFT)
        written = draft_page(session, stand, stand.language)
        if written is None:
            raise NotFound
        agreed = agreed_language_of(session, stand, written.original.blocks)
        top = head(session, stand)
    if not form.is_submitted():
        form.serial.data = written.serial
    return render_template(
        "drafts/file.html",
        standing=stand,
        head=top,
        tab="draft",
        draft_page=written,
        form=form,
        agreed=agreed,
        contents=file_shown(asked_of) if asked_of else None,
        comments=asked_of.comments if asked_of else (),
    )
