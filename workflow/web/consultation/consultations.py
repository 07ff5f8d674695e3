"""Consultations: a penholder opens one, moves its deadline, closes it early, opens it again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, TextAreaField

from workflow.database import about_now, reading
from workflow.models.consultation import ConsultationChangeKind
from workflow.queries.consultation.newest_consultation import NewestConsultation, newest_consultation, to_be_opened
from workflow.queries.consultation.participants import Invitable, invitable
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.head import head
from workflow.rules.consultation.openness import TITLE
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, Refusal, WrongStage
from workflow.services.consultation import consulting
from workflow.services.consultation.consulting import GUIDANCE_LIMIT, ConsultationTerms
from workflow.text.document import digest, numbers, word_count
from workflow.text.values import Block
from workflow.web.shared import access
from workflow.web.shared.forms import DeadlineField, Form, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.moments import deadline, full_hour
from workflow.web.shared.numbers import parse_count
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("consultations", __name__)
ALL, SOME = "all", "some"
_DAY_AND_TIME = _l("Enter the date and time.")
_LONG = [plain, up_to(GUIDANCE_LIMIT)]


class ConsultationForm(Form):
    """A consultation to be opened. seen: digest of the text that the page shows."""

    seen = HiddenField()
    closes_at = DeadlineField(_l("Deadline for comments and amendments"), validators=[require_input(_DAY_AND_TIME)])
    guidance = TextAreaField(_l("Guidance for those who take part"), filters=[tidy_input], validators=_LONG)
    opened = RadioField(
        _l("What may be amended?"),
        choices=options([(ALL, _l("The whole text")), (SOME, _l("Only what is chosen below"))]),
        default=ALL,
    )
    open_blocks = SelectMultipleField(_l("Title and paragraphs"))
    blind = BooleanField(_l("Hide what others send until the consultation closes"))
    who = RadioField(
        _l("Who takes part?"),
        choices=options([(ALL, _l("All members")), (SOME, _l("Only the organisations chosen below"))]),
        default=ALL,
    )
    organisations = SelectMultipleField(_l("Organisations"))
    over_limit = BooleanField(_l("Issue the version although it is over its limit"))

    def offer(self, members: Sequence[Invitable], blocks: Sequence[Block]) -> None:
        """Offer these organisations and paragraphs."""
        self.organisations.choices = options((each.key, each.who.name) for each in members)
        self.open_blocks.choices = options((each, each) for each in (TITLE, *(block.id for block in blocks)))

    def terms(self, members: Sequence[Invitable]) -> ConsultationTerms:
        """What was chosen, as the use case takes it."""
        chosen = {each.id for each in members if each.key in (self.organisations.data or ())}
        return ConsultationTerms(
            self.closes_at.data or about_now(),
            self.guidance.data or "",
            chosen if self.who.data == SOME else None,
            blind=self.blind.data,
            open_blocks=set(self.open_blocks.data or ()) if self.opened.data == SOME else None,
            over_limit=self.over_limit.data,
        )


class ReasonForm(Form):
    """Why something is changed about a consultation. seen: how many changes the page showed."""

    seen = HiddenField()
    reason = TextAreaField(
        _l("Reason"),
        filters=[tidy_input],
        validators=[require_input(_l("Give a reason. Everyone who takes part reads the reason.")), *_LONG],
    )


class DeadlineForm(ReasonForm):
    """A new deadline, and why."""

    closes_at = DeadlineField(_l("New deadline"), validators=[require_input(_DAY_AND_TIME)])


@dataclass(frozen=True)
class _Offer:
    """What a consultation may be opened with. last: the newest consultation, which may perhaps be opened again."""

    members: Sequence[Invitable]
    blocks: Sequence[Block]
    last: NewestConsultation | None


@blueprint.route("/statements/<key>/consultation", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """The form that opens a consultation; while one is open, what may be done about it."""
    with reading() as session:
        stand = require_standing(session, key)
        last = newest_consultation(session, stand)
        if stand.may(Action.OPEN_CONSULTATION):
            offer = _Offer(invitable(session, stand), to_be_opened(session, stand), last)
    if stand.may(Action.EXTEND_CONSULTATION) and last is not None:
        return _answer_second_click(stand, last) if request.method == "POST" else _open_page(stand, last)
    if not stand.may(Action.OPEN_CONSULTATION):
        raise NotFound
    form = ConsultationForm()
    form.offer(offer.members, offer.blocks)
    if not form.is_submitted():
        form.closes_at.data = full_hour(about_now() + timedelta(days=2))
        return _opening_page(stand, form, offer)
    if not form.validate():
        return _opening_page(stand, form, offer), 422
    return _open_and_answer(stand, form, offer)


def _answer_second_click(stand: Standing, last: NewestConsultation) -> ResponseReturnValue:
    """The answer to a second click; raises WrongStage, which gives the words back, where a colleague was quicker."""
    form = ConsultationForm()
    if (form.closes_at.data, form.guidance.data or "") != (last.closes_at, last.guidance):
        raise WrongStage(stage=stand.stage.value)
    return redirect(url_for("room.show", key=stand.key), 303)


def _open_and_answer(stand: Standing, form: ConsultationForm, offer: _Offer) -> ResponseReturnValue:
    try:
        with access.acting() as (session, person):
            terms = form.terms(offer.members)
            consultation = consulting.open_consultation(session, person, stand.key, terms, seen=form.seen.data or None)
    except Refusal as refusal:
        return _opening_page(stand, form.refused(refusal), offer), refusal.status
    said = gettext(
        "The consultation is open until %(when)s. Everyone who takes part is told by email.",
        when=deadline(consultation.closes_at),
    )
    flash(said, "good")
    return redirect(url_for("room.show", key=stand.key), 303)


@blueprint.post("/statements/<key>/consultation/extension")
def extend(key: str) -> ResponseReturnValue:
    """Move the deadline further."""
    stand, last = _open_consultation(key)
    form = DeadlineForm()
    if not form.validate():
        return _open_page(stand, last, form), 422
    try:
        with access.acting() as (session, person):
            consultation = consulting.extend_consultation(
                session,
                person,
                key,
                closes_at=form.closes_at.data or about_now(),
                reason=form.reason.data or "",
                seen=parse_count(form.seen.data),
            )
    except Refusal as refusal:
        return _open_page(stand, last, form.refused(refusal)), refusal.status
    flash(gettext("The consultation is now open until %(when)s.", when=deadline(consultation.closes_at)), "good")
    return redirect(url_for("room.show", key=key), 303)


@blueprint.route("/statements/<key>/consultation/closing", methods=["GET", "POST"])
def close(key: str) -> ResponseReturnValue:
    """Ask whether to close a consultation before its deadline, and do it."""
    form = ReasonForm()
    with reading() as session:
        stand = require_standing(session, key)
        last = newest_consultation(session, stand)
    if request.method == "POST" and stand.stage is Stage.CONSOLIDATION and stand.may(Action.DISPOSE):
        _require_said(stand, last, ConsultationChangeKind.CLOSED, form)
        return redirect(url_for("room.show", key=key), 303)  # a second click: it is closed
    stand, last = _open_consultation(key)
    if not form.is_submitted():
        return render_template("consultation/close.html", standing=stand, consultation=last, form=form)
    if not form.validate():
        return render_template("consultation/close.html", standing=stand, consultation=last, form=form), 422
    try:
        with access.acting() as (session, person):
            consulting.close_consultation(
                session,
                person,
                key,
                reason=form.reason.data or "",
                seen=parse_count(form.seen.data),
            )
    except Refusal as refusal:
        form.refused(refusal)
        return render_template("consultation/close.html", standing=stand, consultation=last, form=form), refusal.status
    flash(gettext("The consultation is closed. Everyone who took part is told by email."), "good")
    return redirect(url_for("room.show", key=key), 303)


def _open_consultation(key: str) -> tuple[Standing, NewestConsultation]:
    with reading() as session:
        stand = require_standing(session, key, Action.EXTEND_CONSULTATION)
        last = newest_consultation(session, stand)
    if last is None:
        raise NotFound
    return stand, last


def _opening_page(stand: Standing, form: Form, offer: _Offer) -> str:
    with reading() as session:
        top = head(session, stand)
    return render_template(
        "consultation/open.html",
        standing=stand,
        head=top,
        form=form,
        members=offer.members,
        blocks=offer.blocks,
        numbers=numbers(offer.blocks),
        over=not stand.version and stand.is_over_limit(word_count(offer.blocks, with_notes=stand.count_notes)),
        seen=digest(stand.original_title, offer.blocks),
        again=_may_be_opened_again(stand, offer.last),
        tab="text",
    )


def _open_page(stand: Standing, last: NewestConsultation, form: DeadlineForm | None = None) -> str:
    if form is None:
        form = DeadlineForm(formdata=None)
        form.closes_at.data = full_hour(last.closes_at + timedelta(days=1))
    with reading() as session:
        top = head(session, stand)
    return render_template("consultation/show.html", standing=stand, head=top, consultation=last, form=form, tab="text")


@blueprint.route("/statements/<key>/consultation/reopening", methods=["GET", "POST"])
def reopen(key: str) -> ResponseReturnValue:
    """The page on which the last consultation is opened again."""
    with reading() as session:
        stand = require_standing(session, key)
        last = newest_consultation(session, stand)
    form = DeadlineForm()
    if request.method == "POST" and stand.may(Action.EXTEND_CONSULTATION):
        _require_said(stand, last, ConsultationChangeKind.REOPENED, form)
        return redirect(url_for("room.show", key=key), 303)  # a second click: it is open
    if last is None or not stand.may(Action.REOPEN_CONSULTATION):
        raise NotFound
    if not form.is_submitted():
        form.closes_at.data = full_hour(about_now() + timedelta(days=1))
        return _reopening_page(stand, last, form)
    if not form.validate():
        return _reopening_page(stand, last, form), 422
    try:
        with access.acting() as (session, person):
            consultation = consulting.reopen_consultation(
                session,
                person,
                key,
                closes_at=form.closes_at.data or about_now(),
                reason=form.reason.data or "",
                seen=parse_count(form.seen.data),
            )
    except Refusal as refusal:
        return _reopening_page(stand, last, form.refused(refusal)), refusal.status
    said = gettext(
        "The consultation is open again until %(when)s. Everyone who takes part is told by email.",
        when=deadline(consultation.closes_at),
    )
    flash(said, "good")
    return redirect(url_for("room.show", key=key), 303)


def _reopening_page(stand: Standing, last: NewestConsultation, form: DeadlineForm) -> str:
    with reading() as session:
        top = head(session, stand)
    again = _may_be_opened_again(stand, last)
    return render_template(
        "consultation/reopen.html", standing=stand, head=top, consultation=last, form=form, again=again, tab="text"
    )


def _may_be_opened_again(stand: Standing, last: NewestConsultation | None) -> bool:
    """Whether the last consultation can be opened again: no version was issued after it."""
    return last is not None and last.version == stand.version and stand.may(Action.REOPEN_CONSULTATION)


def _require_said(
    stand: Standing, last: NewestConsultation | None, kind: ConsultationChangeKind, form: ReasonForm
) -> None:
    """Nothing where the form's reason is that of the last change; raises WrongStage, which gives the words back."""
    change = last.changes[-1] if last is not None and last.changes else None
    if (form.reason.data or "") != (change.reason if change is not None and change.kind is kind else ""):
        raise WrongStage(stage=stand.stage.value)


@blueprint.app_template_global("consultation_change_words")
def change_words(kind: str, when: str) -> str:
    """What was changed about a consultation; when: the deadline from then on."""
    return {
        "extended": gettext("Extended until %(when)s", when=when),
        "closed": gettext("Closed before its deadline"),
        "reopened": gettext("Reopened until %(when)s", when=when),
    }[kind]


@blueprint.app_template_global("consultation_change_name")
def change_name(kind: str) -> str:
    """The same without the deadline, before the reason."""
    return {
        "extended": gettext("Extended"),
        "closed": gettext("Closed before its deadline"),
        "reopened": gettext("Reopened"),
    }[kind]


@blueprint.app_template_global()
def openness_sentence(opened: Collection[str], closed_at: datetime | None) -> str:
    """What may be amended where not all may, or what might be. opened: ids, and the word for the title."""
    paragraphs = sum(each != TITLE for each in opened)
    if closed_at:
        return _past_sentence(paragraphs, TITLE in opened)
    if TITLE not in opened:
        return ngettext(
            "%(num)s paragraph is open to amendments; you can comment on the others.",
            "%(num)s paragraphs are open to amendments; you can comment on the others.",
            paragraphs,
        )
    if paragraphs:
        return ngettext(
            "The title and %(num)s paragraph are open to amendments; you can comment on the rest.",
            "The title and %(num)s paragraphs are open to amendments; you can comment on the rest.",
            paragraphs,
        )
    return gettext("The title is open to amendments; you can comment on the text.")


def _past_sentence(paragraphs: int, with_title: bool) -> str:
    if not with_title:
        return ngettext(
            "%(num)s paragraph was open to amendments; members could comment on the others.",
            "%(num)s paragraphs were open to amendments; members could comment on the others.",
            paragraphs,
        )
    if paragraphs:
        return ngettext(
            "The title and %(num)s paragraph were open to amendments; members could comment on the rest.",
            "The title and %(num)s paragraphs were open to amendments; members could comment on the rest.",
            paragraphs,
        )
    return gettext("The title was open to amendments; members could comment on the text.")
