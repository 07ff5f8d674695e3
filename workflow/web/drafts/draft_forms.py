"""The forms at a writer's page; each carries the serial of the save that it was opened on."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.widgets import HiddenInput

from workflow.services.shared.checking import REASON_LIMIT, TEXT_LIMIT, TITLE_LIMIT
from workflow.web.shared.forms import Form, plain, tidy_input, up_to
from workflow.web.shared.numbers import WholeField

NEW = "new"  # in an address: a paragraph that is added
_STAY, _AFTER = "stay", "after:"


class SerialForm(Form):
    """A form that was opened on one save."""

    serial = WholeField(widget=HiddenInput(), default=0)


class AgreedLanguageForm(SerialForm):
    """A form that may change agreed language."""

    opening = TextAreaField(
        _l("Reason for opening agreed language"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)]
    )


class TextForm(AgreedLanguageForm):
    """The whole text. base: the save on which the writer began, kept when the newest is another."""

    title = StringField(_l("Title"), filters=[tidy_input], validators=[plain, up_to(TITLE_LIMIT)])
    occasion = StringField(_l("Occasion"), filters=[tidy_input], validators=[plain, up_to(TITLE_LIMIT)])
    text = TextAreaField(_l("Text"), validators=[plain, up_to(TEXT_LIMIT)])


class ParagraphForm(AgreedLanguageForm):
    """One paragraph. place: where it goes; seen: the digest of the original's words that a translator saw.

    shown: the paragraph as the form had it, where answers to amendments make it another one than the draft's.
    """

    text = TextAreaField(_l("Text of the paragraph"), validators=[plain, up_to(TEXT_LIMIT)])
    place = HiddenField(default=_STAY)
    remove = BooleanField(_l("Remove this paragraph"))
    seen = HiddenField()
    shown = HiddenField(validators=[up_to(TEXT_LIMIT)])

    @property
    def after(self) -> str | None:
        """The id of the paragraph before its place, "" for the beginning; None where it stays."""
        place = str(self.place.data or _STAY)
        return place.removeprefix(_AFTER) if place.startswith(_AFTER) else None

    @property
    def words(self) -> str | None:
        """What is to stand there: blank takes it out; None where it only moves."""
        if self.remove.data:
            return ""
        return self.text.data if self.text.raw_data else None


class RestoreForm(AgreedLanguageForm):
    """An older save that becomes the newest."""

    from_serial = WholeField(widget=HiddenInput())
