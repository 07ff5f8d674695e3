"""The forms about members and their people."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, FileField, HiddenField, SelectField, StringField, TextAreaField

from workflow.rules.people.membership import LANGUAGES, NAME_LIMIT, PERSON_LIMIT
from workflow.rules.shared.shown import parse_shown
from workflow.services.shared.checking import REASON_LIMIT
from workflow.web.shared.countries import countries, regions
from workflow.web.shared.forms import Form, ShownForm, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.locale import language_name


class OrganisationForm(Form):
    """A member: its name, where it is at home, what it holds."""

    name = StringField(_l("Name"), [require_input(_l("Give a name.")), plain, up_to(NAME_LIMIT)], filters=[tidy_input])
    language = SelectField(_l("Language of the name"))
    country = SelectField(_l("Country"))
    region = SelectField(_l("Region"))
    has_seat = BooleanField(_l("Has a seat on the Steering Committee"))
    protected = BooleanField(_l("Protected"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = options((code, language_name(code)) for code in LANGUAGES)
        self.country.choices = options([("", _l("None")), *countries().items()])
        self.region.choices = options([("", _l("None")), *regions().items()])


class ChangeForm(OrganisationForm, ShownForm):
    """A member that is here already; it can be suspended. Protection can be given here, and taken away elsewhere."""

    suspended = BooleanField(_l("Suspended"))
    reason = TextAreaField(_l("Reason"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)])

    def changes(self) -> dict[str, Any]:
        """What the use case is to set; a box for protection that was not ticked, or not shown, asks for nothing."""
        said = {name: value for name, value in self.values().items() if name != "protected" or value}
        return {**said, "reason": self.reason.data or ""}

    def meet(self, stands: Mapping[str, Any]) -> Self:
        """This form beside what stands now; protection that it showed and a colleague took away is a ticked box.

        Where it is on, the page shows it as a tag and has no box: that it sends none is no wish to end it.
        """
        was_shown = parse_shown(self.seen.data or "").get("protected") is True
        super().meet(stands)
        if was_shown and not stands["protected"]:
            self.protected.data, self.protected.raw_data = True, None
            self.meanwhile = tuple(
                replace(each, typed=True) if each.field.name == "protected" else each for each in self.meanwhile
            )
        return self


class ExposureForm(ShownForm):
    """The protection of a member is taken away."""

    reason = TextAreaField(
        _l("Reason"), filters=[tidy_input], validators=[require_input(_l("Give a reason.")), plain, up_to(REASON_LIMIT)]
    )
    understood = BooleanField(
        _l("I understand that this cannot be undone"),
        [require_input(_l("Tick this box to confirm that you understand."))],
    )


class InviteForm(Form):
    """Whom to invite; it stands beside another form, so that its fields have names of their own.

    again: key of the person beside whose name the button stood.
    """

    email = EmailField(_l("Email address"), [require_input(_l("Enter an email address."))])
    name = StringField(_l("Name"), [plain, up_to(PERSON_LIMIT)], filters=[tidy_input], default="")
    again = HiddenField(default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="invite-", **kwargs)


class ImportForm(Form):
    """A list of members as a file."""

    file = FileField(_l("File"), [require_input(_l("Choose a file."))])
