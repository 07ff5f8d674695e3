"""Dispositions shown as proposed: the penholder's page of all of them, and each organisation's page of its own."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Self

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, TextAreaField

from workflow.database import about_now, reading
from workflow.queries.consolidation.proposed_answers import Answers, Asked, answers, proposed_to_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.editions import original_blocks
from workflow.rules.consolidation.responses import ResponseKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.services.consolidation import proposing_answers, responding
from workflow.services.consolidation.responding import GivenReply
from workflow.services.shared.checking import REASON_LIMIT
from workflow.text.values import Block
from workflow.web.shared import access
from workflow.web.shared.forms import DeadlineField, Form, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.moments import deadline, full_hour
from workflow.web.shared.numbers import parse_count
from workflow.web.shared.refusals import sentence_of
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("showing", __name__)
_CHOICES = (
    (ResponseKind.AGREES.value, _l("We agree")),
    (ResponseKind.NOTED.value, _l("We take note")),
    (ResponseKind.MAINTAINS.value, _l("We still ask for it")),
)


class ShowingForm(Form):
    """Which dispositions are shown as proposed, and until when."""

    items = SelectMultipleField(_l("Answers"))
    closes_at = DeadlineField(_l("Replies until"), validators=[require_input(_l("Enter the date and time."))])

    @property
    def seen(self) -> dict[str, int] | None:
        """Reference -> serial of the disposition that the page showed; None where it does not say."""
        shown = [each.rpartition(".") for each in request.form.getlist("seen")]
        return {reference: parse_count(serial) or 0 for reference, _, serial in shown} or None


class ResponseForm(Form):
    """An answer to each item that an organisation is asked about; `response_form` makes one with their fields."""

    asked: Sequence[Asked] = ()

    def has(self, each: Asked) -> bool:
        """Whether the item can be answered here."""
        return f"{each.item.reference}_kind" in self._fields

    def of(self, each: Asked, name: str) -> Field:
        """An item's field: kind, words or seen."""
        return self._fields[f"{each.item.reference}_{name}"]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every answer that was begun says what it is."""
        whole = super().validate(extra_validators)
        for each in self.asked:
            if not self._is_untouched(each) and self._kind(each) is None:
                said = gettext("Choose your organisation’s reply on %(reference)s.", reference=each.item.reference)
                self.of(each, "kind").errors = [said]
                whole = False
        return bool(whole)

    @property
    def answers(self) -> list[GivenReply]:
        """What was answered, items left as the page showed them left out."""
        return [self._said(each, kind) for each in self.asked if (kind := self._fresh(each)) is not None]

    def refused(self, refusal: Refusal) -> Self:
        """The refusal's sentence at the items that it is about, else over the whole; what was typed stays."""
        about = [ref for ref in refusal.refs if f"{ref}_kind" in self._fields]
        if not about:
            return super().refused(refusal)
        for ref in about:
            self._fields[f"{ref}_kind"].errors = [sentence_of(refusal)]
        return self

    def see_anew(self) -> None:
        """Have the form carry what is proposed and answered now, beside the words that were typed."""
        for each in self.asked:
            self.of(each, "seen").data = _sign_of_shown(each)

    def _fresh(self, each: Asked) -> ResponseKind | None:
        return None if self._is_untouched(each) else self._kind(each)

    def _kind(self, each: Asked) -> ResponseKind | None:
        chosen = self.of(each, "kind").data
        return ResponseKind(chosen) if chosen in list(ResponseKind) else None

    def _is_untouched(self, each: Asked) -> bool:
        shown = str(self.of(each, "seen").data).rpartition("/")[2]
        return shown == _sign(self.of(each, "kind").data, self.of(each, "words").data or "")

    def _said(self, each: Asked, kind: ResponseKind) -> GivenReply:
        serial, _, rest = str(self.of(each, "seen").data).partition("/")
        return GivenReply(
            item=each.item.reference,
            kind=kind,
            words=self.of(each, "words").data or "",
            serial=parse_count(serial) or 0,
            seen=rest.rpartition("/")[0],
        )


def response_form(asked: Iterable[Asked], *, sent: bool) -> ResponseForm:
    """The form for the items that can be answered, or (sent) for those whose fields were sent, answerable or not."""
    wanted = [each for each in asked if (f"{each.item.reference}_seen" in request.form if sent else each.is_open)]
    fields: dict[str, Any] = {"asked": tuple(wanted)}
    for each in wanted:
        fields |= {f"{each.item.reference}_{name}": field for name, field in _fields(each).items()}
    made: ResponseForm = type("ResponseForm", (ResponseForm,), fields)(**({} if sent else {"formdata": None}))
    if not sent:
        _fill(made)
    return made


def _fields(each: Asked) -> dict[str, Any]:
    legend = gettext("Your reply on %(reference)s", reference=each.item.reference)
    return {
        "kind": RadioField(legend, choices=options(_CHOICES), validate_choice=False),
        "words": TextAreaField(
            _l("Add your own words (optional)"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)]
        ),
        "seen": HiddenField(),
    }


def _fill(form: ResponseForm) -> None:
    for each in form.asked:
        # An answer to what was proposed before is not taken for one to what is proposed now.
        form.of(each, "kind").data = None if each.is_waiting else each.answer.kind
        form.of(each, "words").data = each.answer.words
    form.see_anew()


def _sign_of_shown(each: Asked) -> str:
    """The serial of the disposition and the sign of the response that the page shows, and a sign of what it holds."""
    answered_at = each.answer.at.isoformat() if each.answer.at else ""
    kind = None if each.is_waiting else each.answer.kind
    return f"{each.proposed.serial}/{answered_at}/{_sign(kind, each.answer.words)}"


def _sign(kind: str | None, words: str) -> str:
    return hashlib.sha256(f"{kind or ''}\n{words}".encode()).hexdigest()[:12]


@blueprint.app_template_global()
def response_tag(kind: ResponseKind | None) -> tuple[str, str, str]:
    """(class, glyph, word) of an organisation's answer; None is none yet."""
    return {
        None: ("", "○", gettext("No reply yet")),
        ResponseKind.NOTED: ("acc", "i", gettext("Takes note")),
        ResponseKind.AGREES: ("ok", "✓", gettext("Agrees")),
        ResponseKind.MAINTAINS: ("no", "!", gettext("Still asks for it")),
    }[kind]


@blueprint.route("/statements/<key>/showing", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """What the penholder shows as proposed, until when, and what every organisation answers."""
    with reading() as session:
        stand = require_standing(session, key, Action.SHOW_DISPOSITIONS)
        found = answers(session, stand)
    form = ShowingForm()
    form.items.choices = options((line.reference, line.reference) for line in found.lines)
    if not form.is_submitted():
        hidden = [line.reference for line in found.lines if line.closes_at is None]
        form.items.data = hidden or [line.reference for line in found.lines]
        form.closes_at.data = full_hour(about_now() + timedelta(days=2))
        return _showing_page(stand, found, form)
    if not form.validate():
        return _showing_page(stand, found, form), 422
    try:
        closes_at = _show(key, form)
    except Refusal as refusal:
        return _showing_page(stand, found, form.refused(refusal)), refusal.status
    said = gettext(
        "The draft answers are shown. The organisations are told by email and can reply until %(when)s.",
        when=deadline(closes_at),
    )
    flash(said, "good")
    return redirect(url_for(".show", key=key), 303)


def _show(key: str, form: ShowingForm) -> datetime:
    with access.acting() as (session, person):
        until = form.closes_at.data or about_now()
        made = proposing_answers.show(
            session, person, key, closes_at=until, items=form.items.data or (), seen=form.seen
        )
        return made.closes_at


@blueprint.get("/statements/<key>/proposed")
def proposed_page(key: str) -> ResponseReturnValue:
    """What is proposed for the items of the reader's organisation, each with its answer."""
    stand, found, blocks = _read_asked(key)
    may_answer = stand.may(Action.RESPOND)
    return _render_proposed(stand, found, blocks, response_form(found if may_answer else (), sent=False))


@blueprint.post("/statements/<key>/proposed")
def respond(key: str) -> ResponseReturnValue:
    """Keep all answers of the form, or none."""
    stand, found, blocks = _read_asked(key)
    form = response_form(found, sent=True)
    if not form.validate():
        return _render_proposed(stand, found, blocks, form), 422
    try:
        with access.acting() as (session, person):
            responding.respond(session, person, key, answers=form.answers)
    except Refusal as refusal:  # changed, closed, a colleague was quicker: nothing was kept, and every word comes back
        return _refusal_page(key, form, refusal)
    if not form.answers:
        flash(gettext("You changed nothing. Your replies stay as they were."))
        return redirect(url_for(".proposed_page", key=key), 303)
    count = len(form.answers)
    flash(ngettext("%(num)s reply is saved.", "%(num)s replies are saved.", count), "good")
    return redirect(url_for(".proposed_page", key=key), 303)


def _refusal_page(key: str, form: ResponseForm, refusal: Refusal) -> ResponseReturnValue:
    stand, found, blocks = _read_asked(key)
    anew = response_form(found, sent=True)
    if {each.item.reference for each in form.asked} - {each.item.reference for each in anew.asked}:
        raise refusal  # it is asked about no more: the page of refusals gives the words back
    anew.see_anew()
    return _render_proposed(stand, found, blocks, anew.refused(refusal)), refusal.status


def _read_asked(key: str) -> tuple[Standing, Sequence[Asked], tuple[Block, ...]]:
    """What the reader's organisation is asked about, for somebody who may answer in consolidation."""
    with reading() as session:
        stand = require_standing(session, key)
        if not may(Action.RESPOND, stand.roles, Stage.CONSOLIDATION):
            raise NotFound
        return stand, proposed_to_organisation(session, stand), original_blocks(session, stand)


def _showing_page(stand: Standing, found: Answers, form: ShowingForm) -> str:
    return render_template(
        "consolidation/show_answers.html", standing=stand, found=found, form=form, kinds=[None, *ResponseKind]
    )


def _render_proposed(stand: Standing, found: Sequence[Asked], blocks: tuple[Block, ...], form: Any) -> str:
    waiting = [each for each in found if form.has(each) and each.is_waiting]
    return render_template(
        "consolidation/proposed_answers.html", standing=stand, found=found, blocks=blocks, form=form, waiting=waiting
    )
