"""What the refusals of the consultation room say; web/shared/errors.py has the others."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from workflow.web.shared.marks import name_of_version_in
from workflow.web.shared.moments import deadline, moment

Facts = Mapping[str, Any]


def _reminded_sentence(facts: Facts) -> str:
    return gettext(
        "These organisations were reminded a short while ago. You can remind them again from %(when)s.",
        when=moment(facts["again_at"]),
    )


def _version_since(facts: Facts) -> str:
    return gettext(
        "Version %(number)s was issued after this consultation. Open a new consultation on it.",
        number=name_of_version_in(facts, "number"),
    )


def _reworded_sentence(facts: Facts) -> str:
    return gettext(
        "The words of %(reference)s have changed. Read the new words, then support the amendment.",
        reference=facts.get("reference", ""),
    )


def _consultation_changed(facts: Facts) -> str:
    return gettext(
        "The consultation has changed since you opened this page: its deadline is now %(when)s. Check the change, "
        "then send again.",
        when=deadline(facts["closes_at"]),
    )


def _paragraph_closed(facts: Facts) -> str:
    if facts.get("title"):
        return gettext("The title is not open to amendments in this consultation. You can comment on the whole text.")
    return gettext("This paragraph is not open to amendments in this consultation, but you can comment on it.")


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "paragraph_closed": _paragraph_closed,
    "replied_since": lambda facts: gettext(
        "Someone replied to %(reference)s after you opened this page. Read the reply, then close the discussion.",
        reference=facts.get("reference", ""),
    ),
    "sent_meanwhile": lambda facts: gettext(
        "A colleague has already sent this as %(reference)s, shown above the form. Your words are still in the "
        "form. If you save your words, everyone who can see %(reference)s will see them.",
        reference=facts.get("reference", ""),
    ),
    "consultation_changed": _consultation_changed,
    "text_since": lambda _: gettext(
        "The text has changed since you opened this page. Check the text, then open the consultation."
    ),
    "version_since": _version_since,
    "reworded": _reworded_sentence,
    "placed_meanwhile": lambda _: gettext(
        "Someone else has chosen a place in the meantime. Check that place, then save yours again."
    ),
    "still_open": lambda _: gettext("The consultation is still open. Send this as a normal comment or amendment."),
    "reminded_before": _reminded_sentence,
    "nobody_silent": lambda _: gettext("Every organisation that takes part has responded. No one was reminded."),
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
        "consultation_changed",
        "text_since",
    ),
    409,
)
REASONS: Mapping[str, Callable[[], str]] = {}
