"""The forms in which a statement begins, its terms are set, its pen is handed over, and it ends."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    FileField,
    FloatField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from workflow.config import LANGUAGES
from workflow.procedures import procedures
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.shown import parse_shown
from workflow.rules.statements.handling import Handling
from workflow.rules.statements.voice import Voice
from workflow.services.shared.checking import REASON_LIMIT, TITLE_LIMIT
from workflow.web.shared import locale
from workflow.web.shared.forms import (
    Form,
    MomentField,
    ShownForm,
    TokenField,
    options,
    plain,
    require_input,
    tidy_input,
    up_to,
)
from workflow.web.shared.numbers import WholeField

_NUMBER: dict[str, Any] = {"invalid_value_message": _l("Enter a number.")}
_CHOICE: dict[str, Any] = {"invalid_choice_message": _l("Choose one of these.")}
_VOICE: dict[str, Any] = {
    "invalid_choice_message": _l(
        "A statement cannot speak yet in the name of organisations that sign it or are "
        "named in it, because these organisations cannot agree here. Choose the "
        "coalition."
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
        return f"{self.data:.2f}".rstrip("0").rstrip(".") if self.data is not None else ""


class LimitsForm(Form):
    """How long a statement may be, and in whose name it speaks."""

    voice = RadioField(
        _l("In whose name does the statement speak?"),
        choices=options([(Voice.COALITION.value, _l("The coalition"))]),
        default=Voice.COALITION.value,
        filters=[lambda chosen: chosen or Voice.COALITION.value],
        **_VOICE,
    )
    word_limit = WholeField(_l("Word limit"), validators=[Optional()], **_NUMBER)
    minutes_limit = MinutesField(_l("Time limit (minutes)"), validators=[Optional()], **_NUMBER)
    words_a_minute = WholeField(
        _l("Reading speed (words a minute)"), default=130, validators=[require_input(_l("Enter a number."))], **_NUMBER
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
        **_CHOICE,
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
        **_CHOICE,
    )

    def terms(self) -> dict[str, Any]:
        """The terms as the use cases take them."""
        return {
            "handling": Handling(self.handling.data),
            "labelling": Labelling(self.labelling.data),
            "voice": Voice(self.voice.data),
            "word_limit": self.word_limit.data,
            "minutes_limit": self.minutes_limit.data,
            "words_a_minute": self.words_a_minute.data,
        }


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
    pace_en, pace_fr, pace_es, pace_ar = (
        WholeField(_l("Reading speed in this language (words a minute)"), validators=[Optional()], **_NUMBER)
        for _ in LANGUAGES
    )

    def paces_of(self, original: str) -> list[tuple[str, Field]]:
        """Language -> its field, without the original's."""
        return [(code, self[f"pace_{code}"]) for code in LANGUAGES if code != original]

    def terms(self) -> dict[str, Any]:
        """The terms as the use case takes them; what was not sent stays as it is."""
        shown = parse_shown(self.seen.data or "").get("minutes_limit")
        # The page consultations: two places that nobody typed over must not become the limit of a text that just fits.
        left = isinstance(shown, float) and self.minutes_limit.data == round(shown, 2)
        fields = {code: self[f"pace_{code}"] for code in LANGUAGES}
        sent = any(field.raw_data for field in fields.values())
        return {
            **super().terms(),
            "minutes_limit": shown if left else self.minutes_limit.data,
            "paces": {code: field.data for code, field in fields.items()} if sent else None,
            "count_notes": {"with": True, "without": False}.get(str(self.count_notes.data)),
        }

    def as_fields(self, stands: Mapping[str, Any]) -> dict[str, Any]:
        """The terms (settings_choices.terms_in_form) by the names of the form's fields."""
        paces = {f"pace_{code}": stands["paces"].get(code) for code in LANGUAGES} if "paces" in stands else {}
        notes = {"count_notes": "with" if stands["count_notes"] else "without"} if "count_notes" in stands else {}
        rounded = {"minutes_limit": round(minutes, 2)} if (minutes := stands.get("minutes_limit")) else {}
        return {**super().as_fields(stands), **paces, **notes, **rounded}


class NewForm(LimitsForm):
    """A statement that begins: its text, pasted or from a file, and its terms; the review carries all of it on.

    name: of the file that the text came from, for its ending tells Markdown from plain text. base: key of the adopted
    statement that it starts from. joins: the torn places to be joined, as indices of blocks. headings: which of the
    text's own headings stay in it.
    """

    form_token = TokenField()
    name = HiddenField()
    base = SelectField(_l("Start from an adopted text"), validate_choice=False, default="")
    file = FileField(_l("Or upload a file"))
    text = TextAreaField(_l("Text"))
    title = StringField(_l("Title"), filters=[tidy_input], validators=[plain, up_to(TITLE_LIMIT)])
    occasion = StringField(_l("Occasion"), filters=[tidy_input], validators=[plain, up_to(TITLE_LIMIT)])
    language = SelectField(_l("Language of the text"), **_CHOICE)
    procedure = SelectField(_l("Procedure"), **_CHOICE)
    penholders = SelectMultipleField(_l("Penholders"), validate_choice=False)
    embargo_at = MomentField(_l("Embargo until"), validators=[Optional()])
    joins = SelectMultipleField(validate_choice=False)
    headings = SelectMultipleField(validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = locale.current()
        named = [(code, locale.language_name(code)) for code in LANGUAGES]
        self.language.choices = options([("", gettext("Recognise from the text")), *named])
        self.procedure.choices = options((key, each.title_in(language)) for key, each in procedures().items())

    def terms(self) -> dict[str, Any]:
        """The terms, and what else the use case takes beside title, occasion and blocks."""
        return {
            "base": self.base.data or "",
            "language": self.language.data,
            "procedure": self.procedure.data,
            "penholders": self.penholders.data or (),
            "embargo_at": self.embargo_at.data,
            "form_token": self.form_token.data or None,
            **super().terms(),
        }


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
