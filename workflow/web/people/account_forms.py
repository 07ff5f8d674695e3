"""The forms of sign-in, links and settings."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, SelectField, StringField

from workflow.rules.people.membership import LANGUAGES, PERSON_LIMIT
from workflow.web.shared.forms import Form, ShownForm, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.locale import NAMES
from workflow.web.shared.zones import canonical_zone, zones_to_choose


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
    language = SelectField(
        _l("Language of pages and emails"), choices=options((code, NAMES[code]) for code in LANGUAGES)
    )
    time_zone = SelectField(_l("Time zone"), coerce=canonical_zone)

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = _l("The coalition’s time zone: %(zone)s", zone=zone)
        self.time_zone.choices = options([("", usual), *zones_to_choose()])

    def as_fields(self, stands: Mapping[str, Any]) -> dict[str, Any]:
        """The settings as the fields hold them: a zone that was chosen under an older name is shown under its own."""
        fields = super().as_fields(stands)
        return {**fields, "time_zone": canonical_zone(fields["time_zone"])} if "time_zone" in fields else fields
