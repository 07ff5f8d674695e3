"""The settings that a new statement's form and the page of settings both ask for."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    FloatField,
    RadioField,
)
from wtforms.validators import Optional

from workflow.rules.shared.labels import Labelling
from workflow.rules.statements.handling import Handling
from workflow.rules.statements.voice import Voice
from workflow.services.statements.changing_settings import Limits, StatementTerms
from workflow.web.shared.forms import (
    Form,
    options,
    require_input,
)
from workflow.web.shared.locale import number_words
from workflow.web.shared.numbers import WholeField

NUMBER: dict[str, Any] = {"invalid_value_message": _l("Enter a number.")}
CHOICE: dict[str, Any] = {"invalid_choice_message": _l("Choose one of these.")}
VOICE_WORDS: dict[str, Any] = {
    "invalid_choice_message": _l(
        "A statement cannot speak yet in the name of organisations that sign it, because organisations cannot sign "
        "here. Choose another name."
    )
}


class MinutesField(FloatField):
    """A number that may be written with a comma, as most languages do."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        super().process_formdata([value.replace(",", ".") for value in valuelist])

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return number_words(self.data) if self.data is not None else ""


class LimitsForm(Form):
    """How long a statement may be, and in whose name it speaks."""

    voice = RadioField(
        _l("In whose name does the statement speak?"),
        choices=options([(Voice.COALITION.value, _l("The coalition"))]),
        default=Voice.COALITION.value,
        filters=[lambda chosen: chosen or Voice.COALITION.value],
        **VOICE_WORDS,
    )
    word_limit = WholeField(_l("Word limit"), validators=[Optional()], **NUMBER)
    minutes_limit = MinutesField(_l("Time limit (minutes)"), validators=[Optional()], **NUMBER)
    words_a_minute = WholeField(
        _l("Reading speed (words a minute)"), default=130, validators=[require_input(_l("Enter a number."))], **NUMBER
    )

    handling = RadioField(
        _l("Who may see the drafts?"),
        choices=options(
            [
                (Handling.TAKING_PART.value, _l("For the organisations that take part; not for circulation")),
                (Handling.MEMBERS.value, _l("For all members of the coalition; not for circulation")),
                (Handling.SHARED.value, _l("May be shared for comment outside the coalition")),
            ]
        ),
        default=Handling.TAKING_PART.value,
        filters=[lambda chosen: chosen or Handling.TAKING_PART.value],
        **CHOICE,
    )
    labelling = RadioField(
        _l("How are versions named?"),
        choices=options(
            [
                (Labelling.NUMBERS.value, _l("Version 1, Version 2")),
                (Labelling.ZERO_DRAFT.value, _l("Zero draft, Rev. 1, Rev. 2")),
                (Labelling.DRAFTS.value, _l("Draft 1, Draft 2")),
            ]
        ),
        default=Labelling.NUMBERS.value,
        filters=[lambda chosen: chosen or Labelling.NUMBERS.value],
        **CHOICE,
    )

    def terms(self) -> StatementTerms:
        """The terms as the use cases take them."""
        return StatementTerms(
            Voice(self.voice.data),
            handling=Handling(self.handling.data),
            labelling=Labelling(self.labelling.data),
            limits=Limits(self.word_limit.data, self.minutes_limit.data, self.words_a_minute.data or 0),
        )
