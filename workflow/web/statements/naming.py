"""The page on which is chosen in whose name a statement speaks, and to whom."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import Optional

from workflow.database import reading
from workflow.queries.statements.head import head
from workflow.queries.statements.naming import members_that_can_be_named, names_in_form
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, Refusal
from workflow.rules.statements.voice import Voice
from workflow.services.statements import naming
from workflow.web.shared import access
from workflow.web.shared.forms import ShownForm, options, plain, tidy_input, up_to
from workflow.web.statements.seen import require_standing
from workflow.web.statements.statement_forms import VOICE_WORDS

blueprint = Blueprint("naming", __name__)


class NamesForm(ShownForm):
    """In whose name a statement speaks, the members that it names, and to whom it is said."""

    voice = RadioField(
        _l("In whose name does the statement speak?"),
        choices=options(
            [
                (Voice.COALITION.value, _l("The coalition")),
                (Voice.NAMED.value, _l("The members that it names; each is asked first")),
            ]
        ),
        **VOICE_WORDS,
    )
    named = SelectMultipleField(_l("Named members"), validate_choice=False)
    addressees = StringField(_l("To whom"), filters=[tidy_input], validators=[Optional(), plain, up_to(naming.LONGEST)])

    def as_fields(self, stands: Mapping[str, Any]) -> dict[str, Any]:
        """What stands (queries.statements.naming.names_in_form) by the names of the form's fields."""
        return {name: stands[name] for name in ("voice", "named", "addressees") if name in stands}


@blueprint.route("/statements/<key>/names", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """Choose in whose name the statement speaks, and to whom."""
    form = NamesForm()
    if not form.is_submitted():
        return _page(key, None)
    if not form.validate():
        return _page(key, form), 422
    try:
        with access.acting() as (session, person):
            naming.change_names(
                session,
                person,
                key,
                voice=Voice(form.voice.data),
                named=form.named.data or (),
                addressees=form.addressees.data or "",
                seen=form.seen.data or "",
            )
    except NotAllowed:
        raise
    except Refusal as refusal:  # a choice is gone, somebody else changed it: what was typed stays
        return _page(key, form.refused(refusal)), refusal.status
    flash(gettext("The settings are saved."), "good")
    return redirect(url_for("settings.show", key=key), 303)


def _page(key: str, sent: NamesForm | None) -> str:
    with reading() as session:
        stand = require_standing(session, key)
        if not stand.may(Action.CHANGE_SETTINGS):
            raise NotAllowed
        top, stands = head(session, stand), names_in_form(session, stand.id)
        members = members_that_can_be_named(session)
    form = sent.meet(stands) if sent is not None else NamesForm(formdata=None, **stands).showing(stands)
    facts = {"standing": stand, "head": top, "form": form, "members": members}
    return render_template("statements/naming.html", **facts, tab="settings")
