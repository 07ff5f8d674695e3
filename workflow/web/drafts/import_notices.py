"""What was noticed at the import, beside the draft: each answered by Done, or by the button that puts it right."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from workflow.rules.drafts.import_notices import NoticeKind
from workflow.rules.shared.refusals import NotAllowed, Refusal
from workflow.services.drafts.import_notices import end_notice, follow_notice
from workflow.web.drafts.drafts import SerialForm
from workflow.web.shared import access
from workflow.web.shared.refusals import sentence_of

blueprint = Blueprint("import_notices", __name__)


@blueprint.app_template_global()
def noticed_words(kind: NoticeKind) -> str:
    """What a notice of the kind says of the words that stand below it."""
    return {
        NoticeKind.JOIN: gettext("The sentence seems to be cut here and to continue in another paragraph."),
        NoticeKind.RUNNING_HEAD: gettext("This line seems to have stood on every page of the file."),
        NoticeKind.PAGE_NUMBER: gettext("This line seems to be the number of a page."),
        NoticeKind.BROKEN_WORD: gettext("The hyphen in this word may come from the end of a line."),
        NoticeKind.GLUED_NOTE: gettext(
            "This number seems to be the mark of a footnote. We found the text of the note."
        ),
        NoticeKind.NOTE_WITHOUT_TEXT: gettext(
            "This number seems to be the mark of a footnote. We found no text of the note."
        ),
        NoticeKind.HEADING: gettext(
            "This heading of the file is neither the title nor the occasion. It is kept in the text."
        ),
        NoticeKind.HIDDEN_SIGN: gettext("The text has invisible characters. Check the words around them."),
        NoticeKind.ENCODING: gettext("The file was not in UTF-8. It was read in the encoding that was chosen."),
        NoticeKind.OWN_NUMBERS: gettext("The text numbers its own paragraphs. They are kept as a numbered list."),
        NoticeKind.STRAIGHT_QUOTES: gettext(
            "The text has straight quotation marks. Its language has quotation marks of its own."
        ),
        NoticeKind.COMMENT: gettext("The file has a comment here."),
        NoticeKind.UNREAD_CHANGES: gettext(
            "Some tracked changes of the file could not be read: look through the file for them. Their number:"
        ),
        NoticeKind.LEFT_OUT: gettext("The file has something here that a statement cannot hold. It says:"),
    }[kind]


@blueprint.app_template_global()
def notice_act(kind: NoticeKind) -> str:
    """What the button says that puts right what was noticed."""
    return {
        NoticeKind.JOIN: gettext("Join the two paragraphs"),
        NoticeKind.RUNNING_HEAD: gettext("Take this line out"),
        NoticeKind.PAGE_NUMBER: gettext("Take this line out"),
        NoticeKind.BROKEN_WORD: gettext("Remove the hyphen"),
        NoticeKind.GLUED_NOTE: gettext("Make it a footnote"),
    }[kind]


@blueprint.post("/statements/<key>/draft/notices/<notice>")
def answer(key: str, notice: str) -> ResponseReturnValue:
    """A notice answered; back to the draft, which says what could not be done."""
    form = SerialForm()
    where = url_for("drafts.show", key=key, view=request.args.get("view"), noticed="open", _anchor="noticed")
    if not form.validate():
        return redirect(where, 303)
    try:
        with access.acting() as (session, person):
            if "follow" in request.form:
                follow_notice(session, person, key, notice, serial=form.serial.data or 0)
            else:
                end_notice(session, person, key, notice)
    except NotAllowed:
        raise
    except Refusal as refusal:  # somebody saved meanwhile, or the words are gone: the notice stays
        flash(sentence_of(refusal), "care")
        return redirect(where, 303)
    if "follow" in request.form:
        flash(gettext("The draft was changed and saved."), "good")
    return redirect(where, 303)
