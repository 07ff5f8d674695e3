"""The form in which a penholder answers the objections to the last ballot, all on one page."""

from collections.abc import Sequence
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, TextAreaField

from workflow.queries.consolidation.objections import ObjectionShown
from workflow.rules.decision.objections import NEEDS_WHY, ObjectionAnswer
from workflow.rules.shared.refusals import Refusal
from workflow.services.consolidation.objection_answers import AnsweredObjection
from workflow.services.shared.checking import REASON_LIMIT
from workflow.web.shared.forms import Form, options, plain, tidy_input, up_to
from workflow.web.shared.numbers import parse_count
from workflow.web.shared.refusals import sentence_of

_CHOICES = [
    (ObjectionAnswer.MET.value, _l("Met")),
    (ObjectionAnswer.MET_IN_PART.value, _l("Met in part")),
    (ObjectionAnswer.NOT_MET.value, _l("Not met")),
    (ObjectionAnswer.OVERRULED.value, _l("Overruled")),
]


class ObjectionAnswersForm(Form):
    """An answer, with a reason where it needs one, to each objection; `objection_answers_form` makes its fields."""

    shown: Sequence[ObjectionShown] = ()
    stale: Sequence[str] = ()
    """References of those that somebody answered since the form was shown."""

    def of(self, objection: ObjectionShown | str, name: str) -> Field:
        """A field of an objection."""
        return self._fields[_name(objection, name)]

    @property
    def left(self) -> int:
        """How many have no answer yet."""
        return sum(each.answer is None for each in self.shown)

    @property
    def answers(self) -> list[AnsweredObjection]:
        """The answers that were chosen."""
        return [
            AnsweredObjection(each.reference, ObjectionAnswer(chosen), self._typed(each, "reason"), self._serial(each))
            for each in self.shown
            if (chosen := self._typed(each, "answer")) in list(ObjectionAnswer)
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every answer that was begun has what it needs."""
        whole = bool(super().validate(extra_validators))
        for each in self.shown:
            chosen, why = self._typed(each, "answer"), self._typed(each, "reason")
            if why and not chosen:
                self._say(each, "answer", gettext("Choose an answer to %(reference)s.", reference=each.reference))
            elif chosen in {answer.value for answer in NEEDS_WHY} and not why:
                said = gettext("Give a reason for your answer to %(reference)s.", reference=each.reference)
                self._say(each, "reason", said)
        return whole and not any(field.errors for field in self._fields.values())

    def refused(self, refusal: Refusal) -> Self:
        """The refusal's sentence at the objections that it is about, else over the whole; what was typed stays."""
        name = refusal.field if refusal.field == "reason" else "answer"
        about = [ref for ref in refusal.refs if _name(ref, name) in self._fields]
        if not about:
            return super().refused(refusal)
        self._say(about[0], name, sentence_of(refusal))
        return self

    def see_anew(self, stale: Sequence[str] = ()) -> Self:
        """This form, which carries the answers as they are now: sent once more, it is meant."""
        self.stale = stale
        for each in self.shown:
            self.of(each, "seen").data = str(each.serial)
        return self

    def _say(self, objection: ObjectionShown | str, name: str, said: str) -> None:
        field = self.of(objection, name)
        field.errors = [*field.errors, said]

    def _typed(self, objection: ObjectionShown, name: str) -> str:
        return str(self.of(objection, name).data or "")

    def _serial(self, objection: ObjectionShown) -> int:
        seen = parse_count(self._typed(objection, "seen"))
        return -1 if seen is None else seen


def objection_answers_form(shown: Sequence[ObjectionShown], *, sent: bool = False) -> ObjectionAnswersForm:
    """The form for these objections: as it was sent, or with their answers as they are."""
    fields: dict[str, Any] = {"shown": tuple(shown)}
    for each in shown:
        fields |= {_name(each, name): field for name, field in _fields_of(each).items()}
    kind: Any = type("ObjectionAnswers", (ObjectionAnswersForm,), fields)
    made: ObjectionAnswersForm = kind(**({} if sent else {"formdata": None}))
    if not sent:
        for each in shown:
            made.of(each, "answer").data = each.answer.value if each.answer else None
            made.of(each, "reason").data = each.answer_reason
        made.see_anew()
    return made


def _fields_of(objection: ObjectionShown) -> dict[str, Any]:
    legend = gettext("Answer to %(reference)s", reference=objection.reference)
    typed: dict[str, Any] = {"filters": [tidy_input], "validators": [plain, up_to(REASON_LIMIT)]}
    return {
        "answer": RadioField(legend, choices=options(_CHOICES), validate_choice=False),
        "reason": TextAreaField(_l("Reason, shown to all members"), **typed),
        "seen": HiddenField(),
    }


def _name(objection: ObjectionShown | str, name: str) -> str:
    return f"{objection if isinstance(objection, str) else objection.reference}_{name}"
