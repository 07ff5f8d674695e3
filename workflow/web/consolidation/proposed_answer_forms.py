"""The forms of proposed dispositions: what a penholder shows and until when, and what an organisation answers."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Self

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, TextAreaField

from workflow.queries.consolidation.proposed_answers import Asked
from workflow.rules.consolidation.responses import ResponseKind
from workflow.rules.shared.refusals import Refusal
from workflow.services.consolidation.responding import GivenReply
from workflow.services.shared.checking import REASON_LIMIT
from workflow.web.shared.forms import DeadlineField, Form, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.numbers import parse_count
from workflow.web.shared.refusals import sentence_of

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
