"""Characters that a reader cannot see: a form says which and where, and takes them out where its writer agrees.

Text that was pasted from another program often brings them along: who sees nothing can take nothing out.
"""

from typing import Any

from flask import request
from flask_babel import gettext, ngettext
from wtforms.validators import ValidationError

from workflow.text.unicode import Finding, beside, normalise, refusals, without_hidden
from workflow.web.shared.locale import join_words

_MOST = 3
"""Places that a sentence names."""


def plain(form: Any, field: Any) -> None:
    """The validator that refuses characters which a reader would not see and which change what is read."""
    found = refusals(field.data) if field.data else []
    if not found:
        return
    field.hidden = tidy_input in field.filters  # its form offers to take them out
    where = [_place(field.data, each) for each in found[:_MOST]] + ["…"] * (len(found) > _MOST)
    raise ValidationError(
        ngettext(
            "The text contains an invisible character that changes how the text is read: %(where)s. Remove the "
            "character.",
            "The text contains %(num)s invisible characters that change how the text is read: %(where)s. Remove "
            "the characters.",
            len(found),
            where=join_words(where),
        )
    )


def tidy_input(value: Any) -> Any:
    """The filter that brings what was typed into one form: NFC, one kind of line end, no space around."""
    if not isinstance(value, str):
        return value
    if refusals(value):
        if "clean" not in request.form:
            return value
        value = without_hidden(value)
    # \r\n from a textarea would shift every anchor by one a line.
    return normalise(value).strip()


def _place(raw: str, found: Finding) -> str:
    """One of them by its code, between the words beside it; each word in a direction of its own."""
    before, after = (f"\u2068{word}\u2069" if word else "" for word in beside(raw, found.place))
    if before and after:
        return gettext("%(code)s between “%(before)s” and “%(after)s”", code=found.codes, before=before, after=after)
    if before:
        return gettext("%(code)s after “%(words)s”", code=found.codes, words=before)
    return gettext("%(code)s before “%(words)s”", code=found.codes, words=after) if after else found.codes
