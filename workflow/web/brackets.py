"""Words left open in square brackets: the penholder keeps one of the alternatives, from the desk."""

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.widgets import HiddenInput

from workflow.database import reading, transaction
from workflow.rules.errors import UnknownChoice
from workflow.rules.permissions import Action
from workflow.services import bracketing
from workflow.services.checking import REASON_LIMIT
from workflow.text.blocks import Block
from workflow.text.brackets import open_brackets
from workflow.web import access
from workflow.web.draft_forms import SerialForm
from workflow.web.forms import plain, tidied, up_to
from workflow.web.numbers import WholeField
from workflow.web.seen import seen

blueprint = Blueprint("brackets", __name__)


class PassageForm(SerialForm):
    """Which passage of the draft is settled, and by which of its alternatives; paragraph: where the desk was open."""

    block = HiddenField()
    start = WholeField(widget=HiddenInput())
    choice = WholeField(widget=HiddenInput())
    paragraph = HiddenField()
    reason = StringField(_l("Reason for the others"), filters=[tidied], validators=[plain, up_to(REASON_LIMIT)])


@blueprint.app_template_filter("left_open")
def left_open(blocks: Iterable[Block]) -> int:
    """How many passages of a text stand open in square brackets."""
    return len(open_brackets(blocks))


@blueprint.post("/statements/<key>/brackets")
def settle(key: str) -> ResponseReturnValue:
    """Keep one alternative of a passage; a refusal is a page of its own, for nothing was typed."""
    with reading() as session:
        seen(session, key, Action.EDIT_DRAFT)
    form = PassageForm()
    if not form.validate() or form.start.data is None or form.choice.data is None:
        raise UnknownChoice
    with transaction() as session:
        bracketing.settle_passage(
            session,
            access.acting_person(session),
            key,
            serial=form.serial.data or 0,
            block=form.block.data or "",
            start=form.start.data,
            choice=form.choice.data,
            reason=form.reason.data or "",
        )
    flash(gettext("The passage is settled. Its items are answered, and told with the next version."), "good")
    return redirect(url_for("consolidation.show", key=key, paragraph=form.paragraph.data or None), 303)
