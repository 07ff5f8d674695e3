"""What all forms share: their named fields alone, refusals put where they belong, moments in the writer's zone."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import get_timezone, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, Field, HiddenField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, which types-WTForms does not know
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput

from workflow.rules.shared.refusals import FormSpent, LanguageChosen, Refusal
from workflow.rules.shared.shown import parse_shown, sign
from workflow.web.shared import access, locale
from workflow.web.shared.hidden import plain, tidy_input
from workflow.web.shared.locale import join_words, number_words
from workflow.web.shared.refusals import sentence_of

__all__ = [
    "DeadlineField",
    "Form",
    "MomentField",
    "ShownForm",
    "VenueMomentField",
    "fresh_token",
    "options",
    "plain",
    "require_input",
    "tidy_input",
    "up_to",
]


def fresh_token() -> str:
    """A form's own token: sent twice, it does its work once."""
    return secrets.token_hex(16)


def require_input(message: Any) -> InputRequired:
    """The validator of a field that may not stay empty; `message` says what to write there."""
    return InputRequired(message)


def up_to(limit: int) -> Length:
    """The validator of a field's greatest length in characters."""
    return _UpTo(max=limit)


def options(pairs: Iterable[tuple[Any, ...]]) -> list[SelectChoice]:
    """The choices of a field from (value, what is said of it) and, where need be, the attributes of its element."""
    return [SelectChoice(*pair) for pair in pairs]


class _UpTo(Length):
    """It says how much is too much."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse what is longer."""
        if (count := len(field.data or "")) > self.max:
            said = gettext("Use at most %(max)s characters. You have used %(count)s.", max=self.max, count=count)
            raise ValidationError(said)


# What WTForms would say of values that no page offers, in words that say what to do.
_INSTEAD = {
    "Not a valid choice.": _l("Choose one of these."),
    "Invalid Choice: could not coerce.": _l("Choose one of these."),
    "Not a valid integer value.": _l("Enter a number."),
    "Not a valid float value.": _l("Enter a number."),
    "Not a valid datetime value.": _l("Enter the date and time."),
}


class _Sentences:
    """The catalogue as WTForms asks for it."""

    def gettext(self, sentence: str) -> str:
        """What is said instead of a sentence of WTForms."""
        return str(_INSTEAD.get(sentence, sentence))

    def ngettext(self, _singular: str, _plural: str, _count: int) -> str:
        """What is said of several values that no page offers."""
        return str(_INSTEAD["Not a valid choice."])


@dataclass(frozen=True)
class Problem:
    """What is to be put right: the sentence, and the field that it is about, with its label, where it is one's."""

    said: str
    id: str | None = None
    label: str = ""


class Form(FlaskForm):
    """A writing form: CSRF, values of its named fields, refusals on the field that they are about."""

    is_brought: bool = False
    """Whether it came with words of its writer, as one that was sent does."""
    homes: ClassVar[Mapping[str, str]] = {}
    """The field of a refusal -> the form's own that holds the same."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # a mixed-in class of no type
        """Where the form's own sentences come from."""

        def get_translations(self, form: Any) -> _Sentences:
            """The catalogue, whatever the language."""
            return _Sentences()

    def validate(self, *args: Any, **more: Any) -> bool:
        """Whether it can be done; never what a stranger sends for a language alone: `access.acting` is for people."""
        is_valid: bool = super().validate(*args, **more)
        return is_valid and not (locale.language_sent() and access.person() is None)

    def values(self) -> dict[str, Any]:
        """What was sent in the form's own fields, without its tokens and buttons."""
        skipped = {"csrf_token"}
        return {
            name: field.data
            for name, field in self._fields.items()
            if name not in skipped and field.type != "SubmitField"
        }

    def refused(self, refusal: Refusal) -> Self:
        """This form with the refusal's sentence at its field, or over the whole; all that was typed stays."""
        if isinstance(refusal, LanguageChosen):
            return self
        said = sentence_of(refusal)
        home = self.homes.get(refusal.field or "", refusal.field)
        if home and home in self._fields:
            self._fields[home].errors = [said]
        else:
            self.form_errors = [*self.form_errors, said]
        if isinstance(refusal, FormSpent):
            self._renew()
        return self

    def _renew(self) -> None:
        """Make this another form, so that what is in it now can be sent."""
        for field in self._fields.values():
            if isinstance(field, TokenField):
                field.data = fresh_token()

    @property
    def problems(self) -> list[Problem]:
        """What is to be put right, in the order of the page, each thing once."""
        found = [Problem(str(each)) for each in self.form_errors]
        for field in self._fields.values():
            found += [_problem_of(field, str(each)) for each in field.errors]
        return list(dict.fromkeys(found))


def _problem_of(field: Field, said: str) -> Problem:
    if isinstance(field.widget, HiddenInput):  # nobody sees it, and no link leads there
        return Problem(said)
    # What stands beside a box is what it means, and no name.
    return Problem(said, field.id, "" if isinstance(field.widget, CheckboxInput) else str(field.label.text))


@dataclass(frozen=True)
class Meanwhile:
    """A field that somebody else changed since the form was shown. field: as the form knows it, with its label."""

    field: Field
    now: Any
    typed: bool  # the writer changed it too: what was typed stands in the field, else what is there now

    @property
    def stands(self) -> str:
        """What stands there now, in words."""
        return _in_words(self.field, self.now)


def _in_words(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, float):
        return number_words(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    choices = {choice.value: str(choice.label) for choice in getattr(field, "choices", None) or ()}
    if isinstance(value, list):
        return join_words(choices.get(each, "–") for each in value) or "–"
    return choices.get(value, str(value)) if value not in (None, "") else choices.get("", "–")


class ShownForm(Form):
    """A form of what is there already: it carries what it showed, and is refused where another state stands now."""

    seen = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meanwhile: tuple[Meanwhile, ...] = ()

    def values(self) -> dict[str, Any]:
        """What was sent, without what it showed."""
        return {name: value for name, value in super().values().items() if name != "seen"}

    def showing(self, stands: Mapping[str, Any]) -> Self:
        """This form, which carries what stands now: sent once more, it is meant."""
        self.seen.data = sign(stands)
        return self

    def meet(self, stands: Mapping[str, Any]) -> Self:
        """This form beside what stands now: who changed one field has not written the others.

        What its writer left as it was is what stands now; what its writer changed stays as typed.
        """
        before, now = (self.as_fields(each) for each in (parse_shown(self.seen.data or ""), stands))
        found = []
        for name, value in now.items():
            field = self._fields[name]
            shown = before.get(name, value if self.seen.data == sign(stands) else field.data)
            if _plain(shown) == _plain(value):
                continue
            # An older page does not say what it showed: then all that differs may have been typed.
            changed = name not in before or _plain(field.data) != _plain(shown)
            typed = bool(field.errors) or (changed and _plain(field.data) != _plain(value))
            found.append(Meanwhile(field, value, typed))
            if not typed:
                field.data, field.raw_data = value, None
        self.meanwhile = tuple(found)
        return self.showing(stands)

    def as_fields(self, stands: Mapping[str, Any]) -> dict[str, Any]:
        """The values by the names of the form's fields."""
        return {name: value for name, value in stands.items() if name in self._fields}


def _plain(value: Any) -> Any:
    """A field's value as it is compared: a list in any order, nothing however it is written."""
    return tuple(sorted(value)) if isinstance(value, list | tuple) else value or None


_TYPED_MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
_NO_MOMENT = _l("Enter the date and time, such as 2024-12-04 18:00.")


class MomentField(DateTimeLocalField):
    """A moment typed in the reader's zone; data is aware and in UTC."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=_TYPED_MOMENTS, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; a moment that no clock shows is refused."""
        if not valuelist or not valuelist[0]:
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
            if isinstance(self.data, datetime) and self.data.tzinfo is None:
                self.data = self.data.replace(tzinfo=self.zone()).astimezone(UTC)
        except (ValueError, OverflowError) as error:  # the last hours of the year 9999 are none any more in UTC
            self.data = None
            raise ValueError(str(_NO_MOMENT)) from error

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.astimezone(self.zone()).strftime(_TYPED_MOMENTS[0]) if self.data else ""

    @staticmethod
    def zone() -> tzinfo:
        """The zone in which it is typed and shown."""
        # Flask-Babel 4 hands out pytz zones: put into a moment as they are, they mean a city's time of 1890.
        return ZoneInfo(str(get_timezone()))


class DeadlineField(MomentField):
    """A moment typed by the coalition's clock; data is aware and in UTC."""

    @staticmethod
    def zone() -> tzinfo:
        """The coalition's."""
        return ZoneInfo(settings().time_zone.key)


class VenueMomentField(DateTimeLocalField):
    """A moment typed by the clock of a place that another field names; data has no zone."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=_TYPED_MOMENTS, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; a moment that no clock shows is refused."""
        if not valuelist or not valuelist[0]:
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except (ValueError, OverflowError) as error:
            self.data = None
            raise ValueError(str(_NO_MOMENT)) from error

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.strftime(_TYPED_MOMENTS[0]) if self.data else ""


class TokenField(HiddenField):
    """The hidden token of one filled form; fresh where the form is shown first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default=fresh_token, **kwargs)


def settings() -> Any:
    """The settings of the running application."""
    return current_app.config["COMMUNIQUE"]
