"""The tab Publication: what goes out and when; the secretariat holds it back or has it tried again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional

from workflow.database import reading, transaction
from workflow.queries.head import head
from workflow.queries.publication import going
from workflow.rules.errors import NotFound, Refusal
from workflow.services import publishing
from workflow.web import access
from workflow.web.errors import status_of
from workflow.web.forms import Form, MomentField
from workflow.web.moments import moment
from workflow.web.seen import seen

blueprint = Blueprint("publication", __name__)


class EmbargoForm(Form):
    """Until when the statement is held back; empty: not at all."""

    until = MomentField(_l("Embargo until"), validators=[Optional()])


@blueprint.get("/statements/<key>/publication")
def show(key: str) -> ResponseReturnValue:
    """What will go out and when, or what went out; the embargo for the secretariat."""
    return _page(key, None)


@blueprint.post("/statements/<key>/publication")
def embargo(key: str) -> ResponseReturnValue:
    """Set, move or lift the embargo."""
    form = EmbargoForm()
    if not form.validate():
        return _page(key, form), 422
    try:
        with transaction() as session:
            publishing.set_embargo(session, access.acting_person(session), key, until=form.until.data)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(key, form.refused(refusal)), status_of(refusal)
    flash(_said(form), "good")
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/statements/<key>/publication/trial")
def again(key: str) -> ResponseReturnValue:
    """Have the worker try a publication once more that was set aside."""
    with transaction() as session:
        publishing.try_again(session, access.acting_person(session), key)
    flash(gettext("The worker tries again now."), "good")
    return redirect(url_for(".show", key=key), 303)


def _said(form: EmbargoForm) -> str:
    if form.until.data is None:
        return gettext("There is no embargo. The statement goes out when it is adopted.")
    return gettext("Nothing goes out before %(when)s.", when=moment(form.until.data))


def _page(key: str, form: Form | None) -> str:
    with reading() as session:
        stand = seen(session, key)
        top, out = head(session, stand), going(session, stand)
    if form is None:
        form = EmbargoForm(data={"until": stand.embargo_at})
    return render_template("publication/show.html", standing=stand, head=top, tab="publication", going=out, form=form)
