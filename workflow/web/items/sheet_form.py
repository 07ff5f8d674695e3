"""The form by which a filled comment sheet is brought back."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField

from workflow.web.shared.forms import Form, TokenField, require_input


class SheetForm(Form):
    """A file, on the version that the page showed; its fields have names of their own beside the drafts' form."""

    version = HiddenField()
    form_token = TokenField()
    file = FileField(_l("Upload a filled sheet"), [require_input(_l("Choose a file."))])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, prefix="sheet_", **kwargs)
