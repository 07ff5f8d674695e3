"""What the refusals of the consultation room say; web/errors.py has the others."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from workflow.web.moments import moment

Facts = Mapping[str, Any]


def _reminded_before(facts: Facts) -> str:
    return gettext(
        "They were reminded a short while ago. You can remind them again from %(when)s on.",
        when=moment(facts["again_at"]),
    )


def _version_since(facts: Facts) -> str:
    return gettext(
        "Version %(number)s was issued after this consultation. Open a new one on it.", number=facts.get("number", "")
    )


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "paragraph_closed": lambda _: gettext(
        "This paragraph is not open to amendments in this consultation. You can comment on it."
    ),
    "version_since": _version_since,
    "still_open": lambda _: gettext("The consultation is open: send it as usual."),
    "reminded_before": _reminded_before,
    "nobody_silent": lambda _: gettext(
        "Every organisation that takes part has written or has nothing more to add. Nobody was reminded."
    ),
}
STATUS: Mapping[str, int] = dict.fromkeys(("version_since", "still_open", "reminded_before", "nobody_silent"), 409)
