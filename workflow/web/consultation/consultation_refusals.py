"""What the refusals of the consultation room say; web/shared/errors.py has the others."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from workflow.web.shared.marks import name_of_version_in
from workflow.web.shared.moments import deadline, moment

Facts = Mapping[str, Any]


def _reminded_sentence(facts: Facts) -> str:
    return gettext(
        "They were reminded a short while ago. You can remind them again from %(when)s on.",
        when=moment(facts["again_at"]),
    )


def _version_since(facts: Facts) -> str:
    return gettext(
        "Version %(number)s was issued after this consultation. Open a new one on it.",
        number=name_of_version_in(facts, "number"),
    )


def _reworded_sentence(facts: Facts) -> str:
    return gettext(
        "The words of %(reference)s were changed meanwhile. Look at them, then support it.",
        reference=facts.get("reference", ""),
    )


def _round_changed(facts: Facts) -> str:
    return gettext(
        "The consultation was changed since you opened this page: its deadline is %(when)s. "
        "Look at it, then send again.",
        when=deadline(facts["closes_at"]),
    )


def _paragraph_closed(facts: Facts) -> str:
    if facts.get("title"):
        return gettext("The title is not open to amendments in this consultation. You can comment on the whole text.")
    return gettext("This paragraph is not open to amendments in this consultation. You can comment on it.")


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "paragraph_closed": _paragraph_closed,
    "replied_since": lambda facts: gettext(
        "Somebody replied to %(reference)s since you opened the page. Read it, then end the thread.",
        reference=facts.get("reference", ""),
    ),
    "sent_meanwhile": lambda facts: gettext(
        "Somebody of your organisation sent this meanwhile: it is %(reference)s. Your words are in the form, what was "
        "sent is above it. If you save them now, all who may see %(reference)s see them.",
        reference=facts.get("reference", ""),
    ),
    "round_changed": _round_changed,
    "text_since": lambda _: gettext(
        "The text was changed since you opened this page. Look at it, then open the consultation."
    ),
    "version_since": _version_since,
    "reworded": _reworded_sentence,
    "placed_meanwhile": lambda _: gettext(
        "Somebody has placed it meanwhile. Look where it is now, then send yours again."
    ),
    "still_open": lambda _: gettext("The consultation is open: send it as usual."),
    "reminded_before": _reminded_sentence,
    "nobody_silent": lambda _: gettext(
        "Every organisation that takes part has written or has nothing more to add. Nobody was reminded."
    ),
}
STATUS: Mapping[str, int] = dict.fromkeys(
    (
        "reworded",
        "version_since",
        "still_open",
        "reminded_before",
        "nobody_silent",
        "placed_meanwhile",
        "replied_since",
        "sent_meanwhile",
        "round_changed",
        "text_since",
    ),
    409,
)
REASONS: Mapping[str, Callable[[], str]] = {}
