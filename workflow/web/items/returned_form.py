"""The form by which a text that went out for Word is brought back."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField

from workflow.web.shared.forms import Form, TokenField, require_input


class ReturnedTextForm(Form):
    """A file, on the version that the page showed; its fields have names of their own beside the drafts' form."""

    version = HiddenField()
    form_token = TokenField()
    file = FileField(_l("Bring back the text with your changes"), [require_input(_l("Choose a file."))])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, prefix="text-", **kwargs)
