"""What the refusals about items and consultations say; web/shared/errors.py has the others."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from workflow.text.amendments import AmendmentKind

Facts = Mapping[str, Any]


def _item_withdrawn(facts: Facts) -> str:
    if not facts.get("reference"):
        return gettext("A colleague has deleted this draft.")
    return gettext("%(reference)s was withdrawn by its organisation.", reference=facts.get("reference", ""))


def _nothing_written(facts: Facts) -> str:
    match facts.get("change"):
        case AmendmentKind.ADD:
            return gettext("Write the new paragraph.")
        case AmendmentKind.TITLE:
            return gettext("Write the title that you propose.")
        case AmendmentKind.REPLACE:
            return gettext("Write the words that you propose. To remove the whole paragraph, propose its removal.")
    return gettext("Write your comment.")


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "paragraph_gone": lambda _: gettext("This paragraph is not in the current version."),
    "nothing_written": _nothing_written,
    "item_withdrawn": _item_withdrawn,
    "stale_item": lambda _: gettext(
        "A colleague has changed this in the meantime. Your words are in the form; your colleague’s words are above it."
    ),
    "form_spent": lambda _: gettext(
        "You have already sent this form with other words. Check those words, then send again."
    ),
    "nobody_takes_part": lambda _: gettext("Choose at least one organisation."),
    "not_issued": lambda _: gettext(
        "There are changes or answers that are not in a version yet. Issue the next version first."
    ),
}
STATUS: Mapping[str, int] = dict.fromkeys(
    ("paragraph_gone", "item_withdrawn", "stale_item", "not_issued", "form_spent"), 409
)
REASONS: dict[str, Callable[[], str]] = {
    "two_paragraphs": lambda: gettext("Propose one paragraph here. Propose each further paragraph separately."),
}
