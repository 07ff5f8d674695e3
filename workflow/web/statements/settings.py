"""The terms of one statement, who holds its pen, and how it is given up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import Optional

from workflow.config import LANGUAGES
from workflow.database import about_now, reading
from workflow.queries.shared.standing import standing
from workflow.queries.statements import settings_choices
from workflow.queries.statements.head import head
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, NotFound, Refusal, StaleForm
from workflow.rules.shared.shown import parse_shown
from workflow.services.shared.checking import REASON_LIMIT
from workflow.services.statements import changing_settings
from workflow.services.statements.changing_settings import OccasionTime, StatementTerms
from workflow.web.shared import access
from workflow.web.shared.forms import (
    Form,
    ShownForm,
    VenueMomentField,
    options,
    plain,
    require_input,
    tidy_input,
    up_to,
)
from workflow.web.shared.locale import language_name
from workflow.web.shared.numbers import WholeField
from workflow.web.shared.zones import canonical_zone, zone_name, zones_to_choose
from workflow.web.statements.seen import require_standing
from workflow.web.statements.statement_forms import CHOICE, NUMBER, LimitsForm

blueprint = Blueprint("settings", __name__)


class StatementSettingsForm(LimitsForm, ShownForm):
    """The terms of a statement that is under way: also how words and minutes are counted."""

    count_notes = RadioField(
        _l("What counts against the limits?"),
        choices=options(
            [("with", _l("The text with its footnotes")), ("without", _l("The text without its footnotes"))]
        ),
        filters=[lambda chosen: chosen or None],
        validate_choice=False,
    )
    pace_en, pace_fr, pace_es, pace_ar = (WholeField(validators=[Optional()], **NUMBER) for _ in LANGUAGES)
    occasion_at = VenueMomentField(_l("Date and time of the occasion"), validators=[Optional()])
    occasion_zone = SelectField(_l("Time zone of the occasion"), default="", coerce=canonical_zone, **CHOICE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = gettext("The coalition’s time zone: %(zone)s", zone=zone_name(_coalition_zone(), about_now()))
        self.occasion_zone.choices = options([("", usual), *zones_to_choose()])
        for code in LANGUAGES:
            said = gettext("Reading speed in %(language)s (words a minute)", language=language_name(code))
            self[f"pace_{code}"].label.text = said

    def paces_of(self, original: str) -> list[tuple[str, Field]]:
        """Language -> its field, without the original's."""
        return [(code, self[f"pace_{code}"]) for code in LANGUAGES if code != original]

    def terms(self) -> StatementTerms:
        """The terms as the use case takes them; what was not sent stays as it is."""
        terms = super().terms()
        shown = parse_shown(self.seen.data or "").get("minutes_limit")
        # The page consultations: two places that nobody typed over must not become the limit of a text that just fits.
        left = isinstance(shown, float) and self.minutes_limit.data == round(shown, 2)
        fields = {code: self[f"pace_{code}"] for code in LANGUAGES}
        sent = any(field.raw_data for field in fields.values())
        return replace(
            terms,
            voice=None,  # a page of its own asks for it: naming
            limits=replace(terms.limits, minutes_limit=shown) if left else terms.limits,
            paces={code: field.data for code, field in fields.items()} if sent else None,
            count_notes={"with": True, "without": False}.get(str(self.count_notes.data)),
            occasion_time=self._occasion() if self.occasion_at.raw_data else None,
        )

    def _occasion(self) -> OccasionTime:
        """The moment that the clock at the venue shows then."""
        typed, zone = self.occasion_at.data, self.occasion_zone.data or ""
        at = typed.replace(tzinfo=ZoneInfo(zone or _coalition_zone())).astimezone(UTC) if typed else None
        return OccasionTime(at, zone)

    def as_fields(self, stands: Mapping[str, Any]) -> dict[str, Any]:
        """The terms (settings_choices.terms_in_form) by the names of the form's fields."""
        paces = {f"pace_{code}": stands["paces"].get(code) for code in LANGUAGES} if "paces" in stands else {}
        notes = {"count_notes": "with" if stands["count_notes"] else "without"} if "count_notes" in stands else {}
        rounded = {"minutes_limit": round(minutes, 2)} if (minutes := stands.get("minutes_limit")) else {}
        return {**super().as_fields(stands), **paces, **notes, **rounded, **_occasion_fields(stands)}


def _occasion_fields(stands: Mapping[str, Any]) -> dict[str, Any]:
    """The moment of the occasion as the clock at its venue shows it; nothing where an older page showed none."""
    if "occasion_at" not in stands:
        return {}
    zone = str(stands.get("occasion_zone") or "")
    at = datetime.fromisoformat(stands["occasion_at"]) if stands["occasion_at"] else None
    there = at.astimezone(ZoneInfo(zone or _coalition_zone())).replace(tzinfo=None) if at else None
    return {"occasion_at": there, "occasion_zone": canonical_zone(zone)}


def _coalition_zone() -> str:
    return str(current_app.config["COMMUNIQUE"].time_zone)


class PenForm(Form):
    """Who holds the pen from now on. seen: how often it had been handed over when the form was shown."""

    seen = HiddenField()

    penholders = SelectMultipleField(_l("Penholders"), validate_choice=False)


class EndForm(Form):
    """A statement is given up. seen: the stage that the page showed."""

    seen = HiddenField()

    reason = TextAreaField(
        _l("Reason"), filters=[tidy_input], validators=[require_input(_l("Give a reason.")), plain, up_to(REASON_LIMIT)]
    )


@blueprint.route("/statements/<key>/settings", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """Limits, in whose name, and the pen; the forms are there for those who may use them."""
    form = StatementSettingsForm()
    if not form.is_submitted():
        return _page(key, limits=None)
    if not form.validate():
        return _page(key, limits=form), 422
    try:
        with access.acting() as (session, person):
            changing_settings.change_settings(session, person, key, form.terms(), seen=form.seen.data or "")
    except NotAllowed:
        raise
    except Refusal as refusal:  # a choice is gone, somebody else changed them: what was typed stays
        return _page(key, limits=form.refused(refusal)), refusal.status
    flash(gettext("The settings are saved."), "good")
    return redirect(_after(key), 303)


@blueprint.post("/statements/<key>/penholders")
def hand_over(key: str) -> ResponseReturnValue:
    """Give the pen to those who were chosen."""
    form = PenForm()
    if not form.validate():
        return _page(key, pen=form), 422
    try:
        with access.acting() as (session, person):
            changing_settings.hand_over_pen(session, person, key, form.penholders.data or (), seen=form.seen.data or "")
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(key, pen=form.refused(refusal)), refusal.status
    flash(gettext("The penholders were changed."), "good")
    return redirect(_after(key), 303)


@blueprint.route("/statements/<key>/end", methods=["GET", "POST"])
def end(key: str) -> ResponseReturnValue:
    """The page on which a statement is given up, with the reason."""
    form = EndForm()
    if not form.is_submitted():
        return _end_page(key, form)
    if not form.validate():
        return _end_page(key, form), 422
    try:
        with access.acting() as (session, person):
            changing_settings.abandon(session, person, key, form.reason.data or "", seen=form.seen.data or "")
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _end_page(key, form.refused(refusal), anew=isinstance(refusal, StaleForm)), refusal.status
    flash(gettext("The draft was abandoned."), "good")
    return redirect(_after(key, "room.show"), 303)


def _after(key: str, endpoint: str = ".show") -> str:
    """Where to go on: whoever gave the pen away may not see the statement any more."""
    with reading() as session:
        seen = standing(session, access.viewer(), key) is not None
    return url_for(endpoint, key=key) if seen else url_for("statements.index")


def _page(key: str, *, limits: StatementSettingsForm | None = None, pen: PenForm | None = None) -> str:
    with reading() as session:
        stand = require_standing(session, key)
        if not (stand.may(Action.CHANGE_SETTINGS) or stand.may(Action.HAND_OVER_PEN)):
            raise NotFound if not stand.may(Action.SEE_DRAFT) else NotAllowed
        pens = settings_choices.pens(session, stand.viewer, stand.id)
        stands, handed = (
            settings_choices.terms_in_form(session, stand.id),
            str(settings_choices.hand_overs(session, stand.id)),
        )
        top = head(session, stand)
    limits = _terms_form(limits, stands)
    holding = [choice.value for choice in pens.people if choice.chosen]
    pen = pen or PenForm(formdata=None, penholders=holding, seen=handed)
    asked_meanwhile = pen.seen.data != handed
    if asked_meanwhile:  # what was chosen stays, and once more it is meant
        pen.seen.data = handed
    return render_template(
        "statements/settings.html",
        standing=stand,
        head=top,
        tab="settings",
        pens=pens,
        limits=limits,
        pen=pen,
        asked_meanwhile=asked_meanwhile,
        problems=len(limits.problems) + len(pen.problems),
    )


def _terms_form(sent: StatementSettingsForm | None, stands: dict[str, Any]) -> StatementSettingsForm:
    """The form of the terms as they stand, or beside them the one that was sent and came back."""
    if sent is not None:
        return sent.meet(stands)
    form = StatementSettingsForm(formdata=None)
    return StatementSettingsForm(formdata=None, **form.as_fields(stands)).showing(stands)


def _end_page(key: str, form: EndForm, *, anew: bool = False) -> str:
    """The page; the stage that it shows is meant at the next press only where a refusal says that it is another."""
    with reading() as session:
        stand = require_standing(session, key)
        if not stand.may(Action.ABANDON):
            raise NotAllowed
        top = head(session, stand)
    if not form.is_submitted() or anew:
        form.seen.data = stand.stage.value
    return render_template("statements/end.html", standing=stand, head=top, tab="settings", form=form)
