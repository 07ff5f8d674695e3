"""The order of accepted paragraphs that come after the same one, changed from the consolidation's page."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import HiddenField

from workflow.database import reading
from workflow.rules.consolidation.refusals import StaleOrder
from workflow.rules.shared.permissions import Action
from workflow.services.consolidation import ordering
from workflow.web.consolidation.consolidation import open_consolidation, page
from workflow.web.shared import access
from workflow.web.shared.forms import Form
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("paragraph_orders", __name__)


class OrderForm(Form):
    """Which paragraph comes first. seen: the references in their order as the page shows it; paragraph: where it was
    open.
    """

    first = HiddenField()
    seen = HiddenField()
    paragraph = HiddenField()


@blueprint.post("/statements/<key>/paragraph-order")
def save(key: str) -> ResponseReturnValue:
    """Put one paragraph before the others."""
    with reading() as session:
        require_standing(session, key, Action.DISPOSE)
    form = OrderForm()
    seen = (form.seen.data or "").split(",")
    try:
        with access.acting() as (session, person):
            ordering.put_first(session, person, key, reference=form.first.data or "", seen=seen)
    except StaleOrder as refusal:
        with reading() as session:
            opened = open_consolidation(session, key, Action.SEE_PRIVATE, form.paragraph.data)
        return page(opened, opened.form(sent=False).refused(refusal)), refusal.status
    flash(gettext("The order of the paragraphs is saved."), "good")
    return redirect(url_for("consolidation.show", key=key, paragraph=form.paragraph.data or None, _anchor="order"), 303)
