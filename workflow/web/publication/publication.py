"""The tab Publication: what goes out and when; the secretariat holds it back, ends that early, or has it tried anew."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import ClassVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Optional

from workflow.database import reading
from workflow.models.publication import Publication
from workflow.queries.history.history import Happening, happenings_since
from workflow.queries.publication.publication import Going, going, release_check
from workflow.queries.shared.clocks import worker_that_stopped
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.head import head
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.refusals import EarlierEmbargo, StaleEmbargo
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotAllowed, NotFound, Refusal
from workflow.rules.statements.voice import Voice
from workflow.services.publication import publishing
from workflow.services.shared.checking import REASON_LIMIT
from workflow.web.history.sentences import words
from workflow.web.shared import access
from workflow.web.shared.forms import Form, MomentField, plain, require_input, tidy_input, up_to
from workflow.web.shared.moments import moment, time_left
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("publication", __name__)

NOW = "now"  # what the form of an early end carries in the place of a moment: no absence of one publishes anything


class EmbargoForm(Form):
    """Until when the statement is held back; empty changes nothing. seen: the embargo that the page showed."""

    seen = HiddenField()
    until = MomentField(_l("Embargo until"), validators=[Optional()])


class EarlyForm(Form):
    """The embargo ends now, or at an earlier moment (`at`), and why."""

    seen = HiddenField()
    at = HiddenField()
    reason = TextAreaField(
        _l("Reason"), filters=[tidy_input], validators=[require_input(_l("Give a reason.")), plain, up_to(REASON_LIMIT)]
    )


class ReleaseForm(Form):
    """A held statement goes out. seen: the embargo that the page showed."""

    seen = HiddenField()


class HoldForm(Form):
    """An adopted statement is held from now on, and why."""

    homes: ClassVar[Mapping[str, str]] = {"reason": "hold_reason"}
    hold_reason = TextAreaField(
        _l("Reason"), filters=[tidy_input], validators=[require_input(_l("Give a reason.")), plain, up_to(REASON_LIMIT)]
    )


class VoiceForm(Form):
    """An adopted statement goes out in the name of the coalition."""


@blueprint.get("/statements/<key>/publication")
def show(key: str) -> ResponseReturnValue:
    """What will go out and when, or what went out; the embargo for the secretariat."""
    return _page(key, None)


@blueprint.post("/statements/<key>/publication")
def embargo(key: str) -> ResponseReturnValue:
    """Set the embargo or move it to a later moment; an earlier one leads to the page that asks for a reason."""
    form = EmbargoForm()
    if not form.validate():
        return _page(key, form), 422
    try:
        with access.acting() as (session, person):
            sign = form.seen.data
            until = publishing.set_embargo(session, person, key, until=form.until.data, seen=sign)
    except EarlierEmbargo:
        return redirect(url_for(".early", key=key, at=_write_moment(form.until.data)), 303)
    except Refusal as refusal:
        return _page(key, form.refused(refusal)), refusal.status
    flash(gettext("Nothing is published before %(when)s.", when=moment(until)), "good")
    return redirect(url_for(".show", key=key), 303)


@blueprint.route("/statements/<key>/publication/early", methods=["GET", "POST"])
def early(key: str) -> ResponseReturnValue:
    """The page on which an embargo is ended, or moved to an earlier moment, with a reason."""
    form = EarlyForm()
    if not form.is_submitted():
        return _early_page(key, EarlyForm(formdata=None, at=request.args.get("at") or NOW))
    if not form.validate():
        return _early_page(key, form), 422
    try:
        with access.acting() as (session, person):
            at = _read_moment(form.at.data)
            why, sign = form.reason.data or "", form.seen.data or ""
            publishing.end_embargo(session, person, key, seen=sign, reason=why, until=at)
    except NotAllowed:
        raise
    except Refusal as refusal:  # the reason stays; another embargo than the one shown is shown now
        return _early_page(key, form.refused(refusal), anew=isinstance(refusal, StaleEmbargo)), refusal.status
    flash(_embargo_sentence(form), "good")
    return redirect(url_for(".show", key=key), 303)


@blueprint.route("/statements/<key>/release", methods=["GET", "POST"])
def release(key: str) -> ResponseReturnValue:
    """The page on which what is held is released: what goes out, to whom, and that it cannot be called back."""
    form = ReleaseForm()
    if not form.is_submitted():
        return _release_page(key, form)
    if not form.validate():
        return _release_page(key, form), 422
    try:
        with access.acting() as (session, person):
            said = _release_sentence(publishing.release_now(session, person, key, seen=form.seen.data or ""))
    except StaleEmbargo as refusal:
        return _release_page(key, form.refused(refusal)), refusal.status
    flash(said, "good")
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/statements/<key>/hold")
def hold(key: str) -> ResponseReturnValue:
    """Hold an adopted statement from now on, with a reason."""
    form = HoldForm()
    if not form.validate():
        with reading() as session:
            stand = require_standing(session, key)
        if not may(Action.RELEASE, stand.roles, Stage.ADOPTED):
            raise NotAllowed
        return _page(key, None, form), 422
    try:
        with access.acting() as (session, person):
            publishing.hold(session, person, key, reason=form.hold_reason.data or "")
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(key, None, form.refused(refusal)), refusal.status
    flash(gettext("The statement is held. Penholders and the Steering Committee are told by email."), "good")
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/statements/<key>/publication/trial")
def again(key: str) -> ResponseReturnValue:
    """Have the worker try a publication once more that was set aside."""
    with access.acting() as (session, person):
        publishing.try_again(session, person, key)
    flash(gettext("The system is trying to publish the statement again."), "good")
    return redirect(url_for(".show", key=key), 303)


@blueprint.route("/statements/<key>/publication/voice", methods=["GET", "POST"])
def voice(key: str) -> ResponseReturnValue:
    """The page on which an adopted statement whose own name is offered no longer gets the coalition's."""
    form = VoiceForm()
    if not form.is_submitted():
        return _voice_page(key, form)
    if not form.validate():
        return _voice_page(key, form), 422
    with access.acting() as (session, person):
        publishing.choose_voice(session, person, key, voice=Voice.COALITION)
    flash(gettext("The statement is published in the name of the coalition."), "good")
    return redirect(url_for(".show", key=key), 303)


def _release_sentence(released: Publication) -> str:
    """What follows from a release: nothing yet, where a person has to choose in whose name it goes out."""
    if publishing.waits_for_voice(released):
        return gettext(
            "The statement waits until the secretariat chooses in whose name it is published. Nothing is public before."
        )
    if time_left(released.due_at):
        when = moment(released.due_at)
        return gettext("Released. The statement is published %(when)s, with no further step.", when=when)
    return gettext("Released. The statement is being published now.")


def _embargo_sentence(form: EarlyForm) -> str:
    at = _read_moment(form.at.data)
    if at is not None:
        return gettext("Nothing is published before %(when)s. The secretariat is told.", when=moment(at))
    return gettext("The embargo has ended. The secretariat is told.")


def _write_moment(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ") if at else NOW


def _read_moment(at: str | None) -> datetime | None:
    """The moment that the early end names, None for now; raises NotFound for what no page of ours sends."""
    if at == NOW:
        return None
    try:
        return datetime.strptime(at or "", "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        raise NotFound from None


def _page(key: str, form: EmbargoForm | None, holding: HoldForm | None = None) -> str:
    with reading() as session:
        stand = require_standing(session, key)
        top, out = head(session, stand), going(session, stand)
        halt = worker_that_stopped(session)
        check = release_check(session, stand) if stand.is_held else None
        since = _changes_since(session, stand, out)
    if form is None:
        form = EmbargoForm(formdata=None, until=stand.embargo_at)
    form.seen.data = publishing.embargo_sign(stand.embargo_at)
    facts = {"standing": stand, "head": top, "going": out, "form": form, "stopped": halt}
    facts |= {
        "holding": holding or HoldForm(formdata=None),
        "check": check,
        "since": since,
        "change_words": _change_words,
    }
    return render_template("publication/show.html", **facts, tab="publication")


_OF_RELEASE = frozenset(
    {
        EventKind.STATEMENT_HELD,
        EventKind.STATEMENT_RELEASED,
        EventKind.EMBARGO_SET,
        EventKind.EMBARGO_ENDED,
        EventKind.VOICE_CHOSEN,
    }
)


def _change_words(each: Happening) -> str:
    return f"{words(each)}: {each.why}" if each.why else words(each)


def _changes_since(session: Session, stand: Standing, out: Going | None) -> Sequence[Happening]:
    """What was done to the release since the adoption, beside the mandate that stays as it was adopted."""
    if out is None or not stand.may(Action.SEE_HISTORY):
        return ()
    return happenings_since(session, stand, _OF_RELEASE, out.statement.adopted_at)


def _release_page(key: str, form: ReleaseForm) -> str:
    with reading() as session:
        stand = require_standing(session, key)
        # Once it is out the page says that it was released, to a colleague who was slower.
        is_out = stand.stage is Stage.PUBLISHED and may(Action.RELEASE, stand.roles, Stage.ADOPTED)
        if not (stand.may(Action.RELEASE) or is_out):
            raise NotAllowed
        top, out, halt = head(session, stand), going(session, stand), worker_that_stopped(session)
        check = release_check(session, stand)
    form.seen.data = publishing.embargo_sign(stand.embargo_at)
    facts = {"standing": stand, "head": top, "going": out, "form": form, "check": check, "stopped": halt}
    return render_template("publication/release.html", **facts, tab="publication")


def _early_page(key: str, form: EarlyForm, *, anew: bool = False) -> str:
    with reading() as session:
        stand = require_standing(session, key)
        if not stand.may(Action.SET_EMBARGO):
            raise NotAllowed
        top, out, halt = head(session, stand), going(session, stand), worker_that_stopped(session)
    at = _read_moment(form.at.data)
    if not form.is_submitted() or anew:
        form.seen.data = publishing.embargo_sign(stand.embargo_at)
    facts = {"standing": stand, "head": top, "going": out, "form": form, "at": at, "stopped": halt}
    return render_template("publication/early.html", **facts, tab="publication")


def _voice_page(key: str, form: VoiceForm) -> str:
    with reading() as session:
        stand = require_standing(session, key)
        # Once it is out the page says that nothing is to be chosen, to a colleague who was slower.
        out_to = stand.stage is Stage.PUBLISHED and may(Action.CHOOSE_VOICE, stand.roles, Stage.ADOPTED)
        if not (stand.may(Action.CHOOSE_VOICE) or out_to):
            raise NotAllowed
        top, out, halt = head(session, stand), going(session, stand), worker_that_stopped(session)
    facts = {"standing": stand, "head": top, "going": out, "form": form, "stopped": halt}
    return render_template("publication/voice.html", **facts, tab="publication")
