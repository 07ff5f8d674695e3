"""What the refusals about proposed dispositions and conflicts handed over say; web/shared/errors.py has the others."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from workflow.rules.wording.joint_wording import JointWordingState
from workflow.web.shared.moments import moment
from workflow.web.statements.base_refusals import join_references

Facts = Mapping[str, Any]


def _stale_showing(facts: Facts) -> str:
    return gettext(
        "The draft answer to %(refs)s changed while you were writing. Read the new draft answer, then reply again.",
        refs=join_references(facts),
    )


def _stale_response(facts: Facts) -> str:
    return gettext(
        "A colleague has already replied on %(refs)s. That reply is shown; yours is in the form.",
        refs=join_references(facts),
    )


def _responses_closed(facts: Facts) -> str:
    if facts.get("closed_at") is None:
        return gettext(
            "A version was issued in the meantime, so your reply was not sent. Your words are below; only you see them."
        )
    return gettext(
        "The time to reply ended %(when)s, so your reply was not sent. Your words are below; only you see them.",
        when=moment(facts["closed_at"]),
    )


def _not_theirs(facts: Facts) -> str:
    return gettext(
        "%(refs)s cannot be part of a common wording, because it is for the penholder only or its sender has no "
        "one who can agree.",
        refs=join_references(facts),
    )


def _joint_wording_ended(facts: Facts) -> str:
    return _ENDS[JointWordingState(facts.get("state", JointWordingState.PASSED))]()


_ENDS: Mapping[JointWordingState, Callable[[], str]] = {
    JointWordingState.OPEN: lambda: gettext("There is no second organisation left to agree with."),
    JointWordingState.AGREED: lambda: gettext(
        "The proposers have agreed in the meantime, and their common amendment exists."
    ),
    JointWordingState.TAKEN_BACK: lambda: gettext(
        "The penholder has stopped asking for a common wording, so nothing more can be agreed here."
    ),
    JointWordingState.PASSED: lambda: gettext("The deadline has passed, and no common wording was agreed."),
    JointWordingState.CHANGED: lambda: gettext(
        "One of the amendments was changed in the meantime, so no common wording was agreed."
    ),
    JointWordingState.LEFT_BEHIND: lambda: gettext(
        "A version was issued in the meantime, so no common wording was agreed."
    ),
}
SENTENCES: dict[str, Callable[[Facts], str]] = {
    "nothing_to_show": lambda _: gettext("There are no draft answers to show."),
    "answered_since": lambda facts: gettext(
        "The answer to %(refs)s has changed since you opened this page. Check the answer, then show it.",
        refs=join_references(facts),
    ),
    "stale_showing": _stale_showing,
    "stale_response": _stale_response,
    "responses_closed": _responses_closed,
    "not_a_conflict": lambda facts: gettext(
        "%(refs)s cannot become one amendment. This is possible only for amendments that change the same words and "
        "of which only one can be accepted in full.",
        refs=join_references(facts),
    ),
    "few_proposers": lambda _: gettext("A common wording needs amendments of at least two organisations."),
    "not_theirs": _not_theirs,
    "already_asked": lambda facts: gettext(
        "The proposers of %(refs)s have already been asked to agree a wording.", refs=join_references(facts)
    ),
    "joint_wording_ended": _joint_wording_ended,
    "in_several_names": lambda facts: gettext(
        "%(reference)s was made in the name of several organisations, so none of them can change or withdraw it alone.",
        reference=facts.get("reference", ""),
    ),
    "stale_wording": lambda _: gettext(
        "Another wording was suggested in the meantime and is shown here. Your words are still in the form."
    ),
    "stale_finding": lambda _: gettext(
        "A colleague has already agreed or given a reason, which is shown here. Your words are still in the form."
    ),
    "same_wording": lambda _: gettext("These words have already been suggested. Agree to that wording instead."),
}
STATUS: Mapping[str, int] = dict.fromkeys(
    (
        "stale_showing",
        "answered_since",
        "stale_response",
        "responses_closed",
        "already_asked",
        "joint_wording_ended",
        "in_several_names",
        "stale_wording",
        "stale_finding",
    ),
    409,
)
REASONS: Mapping[str, Callable[[], str]] = {}
