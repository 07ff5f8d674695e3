"""The page on which a penholder opens a paragraph of agreed language, with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from workflow.database import reading
from workflow.queries.statements.agreed import agreed_language_of
from workflow.queries.statements.drafts import draft_page
from workflow.queries.statements.head import head
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, NotFound, Refusal
from workflow.services.shared.checking import REASON_LIMIT
from workflow.services.statements.opening import open_paragraph
from workflow.text.document import html, numbers
from workflow.web.shared import access
from workflow.web.shared.forms import Form, plain, require_input, tidy_input, up_to
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("opening", __name__)


class OpenParagraphForm(Form):
    """Why a paragraph of agreed language is opened."""

    reason = TextAreaField(
        _l("Reason"), filters=[tidy_input], validators=[require_input(_l("Give a reason.")), plain, up_to(REASON_LIMIT)]
    )


@blueprint.route("/statements/<key>/agreed/<block>", methods=["GET", "POST"])
def show(key: str, block: str) -> ResponseReturnValue:
    """The paragraph with the form that opens it; sent, back to the text."""
    form = OpenParagraphForm()
    if not form.is_submitted():
        return _page(key, block, form)
    if not form.validate():
        return _page(key, block, form), 422
    try:
        with access.acting() as (session, person):
            open_paragraph(session, person, key, block=block, reason=form.reason.data or "")
    except NotAllowed:
        raise
    except Refusal as refusal:  # somebody opened it meanwhile: the reason that was typed stays
        return _page(key, block, form.refused(refusal)), refusal.status
    flash(gettext("The paragraph is open. Everyone who sees the text can read your reason."), "good")
    return redirect(url_for("room.show", key=key, at=block, _anchor=block), 303)


def _page(key: str, block: str, form: OpenParagraphForm) -> str:
    with reading() as session:
        stand = require_standing(session, key, Action.OPEN_PARAGRAPH)
        written = draft_page(session, stand, stand.language)
        if written is None:
            raise NotFound
        blocks = written.original.blocks
        found = next((each for each in blocks if each.id == block), None)
        if found is None:
            raise NotFound
        agreed = agreed_language_of(session, stand, blocks)
        top = head(session, stand)
    return render_template(
        "statements/opening.html",
        standing=stand,
        head=top,
        tab="text",
        agreed=agreed,
        block=found,
        number=numbers(blocks).get(block),
        form=form,
        html=html,
    )
