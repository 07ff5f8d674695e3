"""The page that answers a form, in another language: the same form is sent once more, and is drawn instead of done.

A link would lose what was typed. The buttons of the languages belong to the form, wherever they stand on the page.
"""

from flask import Flask, flash, g, request
from flask_babel import gettext
from markupsafe import Markup

from workflow.database import transaction
from workflow.services.people import joining
from workflow.web.shared import access, locale

_ID = "written"


def init(app: Flask) -> None:
    """Speak the language that a form asks for, and give the templates what marks that form."""
    app.before_request(_speak_as_asked)
    app.jinja_env.globals.update(written_form=written_form, form_to_redraw=form_to_redraw)


def written_form(address: str = "") -> Markup:
    """The mark of the form that a page is about, on a page that answers it; the first one, where there are several.

    address: where it is sent, for pages with forms of several acts: only the one that was sent is marked.
    """
    if request.method != "POST" or form_to_redraw() or (address and address != request.path):
        return Markup()
    g.form_to_redraw = _ID
    return Markup('id="{}"').format(_ID)


def form_to_redraw() -> str:
    """The id of the form that the languages' buttons belong to; "" on a page that has none."""
    return str(g.get("form_to_redraw", ""))


def _speak_as_asked() -> None:
    language = locale.language_sent()
    if not language or request.endpoint in access.PUBLISHED:
        return
    here = access.person()
    if here:
        with transaction() as session:
            joining.change_settings(session, access.acting_person(session), language=language)
    locale.remember(language)
    locale.speak(language, here.time_zone if here else "")
    flash(gettext("This page is in English now. Nothing was sent, and what you wrote is still here."), "quiet")
