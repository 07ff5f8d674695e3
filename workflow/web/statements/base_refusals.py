"""What the refusals of base texts and agreed language say; web/shared/errors.py has the others."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from workflow.web.shared.locale import join_words

Facts = Mapping[str, Any]


def join_references(facts: Facts) -> str:
    """The items that a refusal is about, as a list in the reader's language."""
    return join_words(facts.get("refs", ()))


def _agreed_sentence(facts: Facts) -> str:
    if not (changed := facts.get("numbers")):
        return gettext("You changed agreed language. Give a reason for opening it, then save again.")
    return gettext(
        "You changed agreed language (paragraphs: %(numbers)s). Give a reason for opening it, then save again.",
        numbers=join_words(map(str, changed)),
    )


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "agreed_language": _agreed_sentence,
    "no_base_edition": lambda _: gettext(
        "The adopted text that you want to start from is not in this language. Choose another language or another text."
    ),
    "open_already": lambda _: gettext("This paragraph is already open to amendments and changes."),
}
STATUS: Mapping[str, int] = {"open_already": 409}
REASONS: Mapping[str, Callable[[], str]] = {}
