"""The forms of sign-in, links and settings."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, SelectField, StringField

from workflow.rules.people.membership import LANGUAGES, PERSON_LIMIT
from workflow.web.shared.forms import Form, ShownForm, plain, require_input, tidy_input, up_to
from workflow.web.shared.locale import NAMES


class SignInForm(Form):
    """Address and password."""

    email = EmailField(_l("Email address"), [require_input(_l("Enter your email address."))])
    password = PasswordField(_l("Password"), [require_input(_l("Enter your password."))])


class ForgottenForm(Form):
    """The address to which a link is sent."""

    email = EmailField(_l("Email address"), [require_input(_l("Enter your email address."))])


class ResetForm(Form):
    """A new password."""

    password = PasswordField(_l("New password"), [require_input(_l("Choose a password."))])


class InvitationForm(Form):
    """How a person joins: its name and a password."""

    name = StringField(
        _l("Your name"), [require_input(_l("Enter your name.")), plain, up_to(PERSON_LIMIT)], filters=[tidy_input]
    )
    password = PasswordField(_l("Password"), [require_input(_l("Choose a password."))])


class PasswordForm(Form):
    """The present password and a new one."""

    present = PasswordField(_l("Current password"), [require_input(_l("Enter your current password."))])
    password = PasswordField(_l("New password"), [require_input(_l("Choose a password."))])


class SettingsForm(ShownForm):
    """What a person chooses for itself."""

    name = StringField(
        _l("Your name"), [require_input(_l("Enter your name.")), plain, up_to(PERSON_LIMIT)], filters=[tidy_input]
    )
    language = SelectField(_l("Language of pages and emails"), choices=[(code, NAMES[code]) for code in LANGUAGES])
    time_zone = SelectField(_l("Time zone"))

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = _l("The coalition’s time zone (%(zone)s)", zone=zone)
        self.time_zone.choices = [("", usual), *((name, name.replace("_", " ")) for name in _zones())]


_AREAS = frozenset(
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]
)


@cache
def _zones() -> tuple[str, ...]:
    """The zones that are named by a place."""
    return tuple(sorted(name for name in available_timezones() if name.partition("/")[0] in _AREAS))
