"""What the refusals about proposed dispositions and clashes handed over say; web/shared/errors.py has the others."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from workflow.rules.wording.joint_wording import HandingState
from workflow.web.shared.moments import moment
from workflow.web.statements.base_refusals import join_references

Facts = Mapping[str, Any]


def _stale_showing(facts: Facts) -> str:
    return gettext(
        "What is proposed for %(refs)s was changed while you wrote. Look at it, then answer again.",
        refs=join_references(facts),
    )


def _stale_response(facts: Facts) -> str:
    return gettext(
        "Somebody of your organisation answered on %(refs)s meanwhile. Their answer is shown, yours is in the form.",
        refs=join_references(facts),
    )


def _responses_closed(facts: Facts) -> str:
    if facts.get("closed_at") is None:
        return gettext("A version was issued meanwhile. Your answer was not taken; it is still below, for you only.")
    return gettext(
        "Answers were taken until %(when)s. Yours was not; it is still below, for you only.",
        when=moment(facts["closed_at"]),
    )


def _not_theirs(facts: Facts) -> str:
    return gettext(
        "%(refs)s cannot be handed over: it is for the penholder only, or nobody can agree for who sent it.",
        refs=join_references(facts),
    )


def _handing_ended(facts: Facts) -> str:
    return _ENDS[HandingState(facts.get("state", HandingState.PASSED))]()


_ENDS: Mapping[HandingState, Callable[[], str]] = {
    HandingState.OPEN: lambda: gettext("There is no longer a second organisation to agree with."),
    HandingState.AGREED: lambda: gettext("The others have agreed meanwhile: their common amendment is made."),
    HandingState.TAKEN_BACK: lambda: gettext("The penholder took this clash back. Nothing more can be agreed on here."),
    HandingState.PASSED: lambda: gettext("The deadline has passed. This ended without a common wording."),
    HandingState.CHANGED: lambda: gettext(
        "One of the amendments was changed meanwhile. This ended without a common wording."
    ),
    HandingState.LEFT_BEHIND: lambda: gettext("A version was issued meanwhile. This ended without a common wording."),
}
SENTENCES: dict[str, Callable[[Facts], str]] = {
    "nothing_to_show": lambda _: gettext("There is no disposition that could be shown as proposed."),
    "answered_since": lambda facts: gettext(
        "The answer to %(refs)s was changed since you opened this page. Look at it, then show it.",
        refs=join_references(facts),
    ),
    "stale_showing": _stale_showing,
    "stale_response": _stale_response,
    "responses_closed": _responses_closed,
    "not_a_clash": lambda facts: gettext(
        "%(refs)s cannot be handed over together: only amendments that want the same words, of which one alone can be "
        "accepted in full, may become one.",
        refs=join_references(facts),
    ),
    "few_proposers": lambda _: gettext("A common wording needs amendments of at least two organisations."),
    "not_theirs": _not_theirs,
    "already_handed": lambda facts: gettext("%(refs)s is with its proposers already.", refs=join_references(facts)),
    "handing_ended": _handing_ended,
    "in_several_names": lambda facts: gettext(
        "%(reference)s is made in the name of several organisations: none of them changes or withdraws it alone.",
        reference=facts.get("reference", ""),
    ),
    "stale_wording": lambda _: gettext(
        "Another wording was offered meanwhile. It is shown here; your words are still in the form."
    ),
    "stale_finding": lambda _: gettext(
        "Somebody of your organisation agreed or gave a reason meanwhile. It is shown here; your words are still in "
        "the form."
    ),
    "same_wording": lambda _: gettext("These words are offered already. Agree with them instead."),
}
STATUS: Mapping[str, int] = dict.fromkeys(
    (
        "stale_showing",
        "answered_since",
        "stale_response",
        "responses_closed",
        "already_handed",
        "handing_ended",
        "in_several_names",
        "stale_wording",
        "stale_finding",
    ),
    409,
)
REASONS: Mapping[str, Callable[[], str]] = {}
