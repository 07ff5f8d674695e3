"""What pages say of a ballot: how it stands and what would change it, what an approval does, when the text goes out."""

from flask import Flask
from flask_babel import gettext, ngettext

from workflow.queries.decision.decision import Decision
from workflow.queries.shared.standing import Standing
from workflow.rules.decision.decision import BallotOutcome, Tally
from workflow.rules.decision.mandate import Mandate
from workflow.rules.publication.release import ReleaseKind
from workflow.web.shared.moments import moment


def init(app: Flask) -> None:
    """Give the templates the sentences."""
    app.jinja_env.globals.update(tally_words=tally_words, release_words=release_words, settling_words=settling_words)


def tally_words(ballot: Decision) -> list[str]:
    """How a ballot stands, or why it came to what it came to: sentences, the most important first."""
    count = ballot.tally
    if ballot.settled_at:
        return [_lack(count, ballot.outcome, is_over=True)] if _lack(count, ballot.outcome, is_over=True) else []
    said = [_if_closed(count), _certainty(count), _unanswered(len(count.missing))]
    return [each for each in said if each]


def _if_closed(count: Tally) -> str:
    if count.if_closed is BallotOutcome.ADOPTED:
        return gettext("Adopted if it closed now.")
    return " ".join((gettext("Not adopted if it closed now."), _lack(count, count.if_closed, is_over=False)))


def _lack(count: Tally, outcome: BallotOutcome, *, is_over: bool) -> str:
    """What keeps or kept it from being adopted; empty where nothing in the arithmetic does."""
    if outcome is BallotOutcome.NO_QUORUM:
        if is_over:
            return ngettext(
                "%(count)s of %(num)s seat took part; %(needed)s were needed.",
                "%(count)s of %(num)s seats took part; %(needed)s were needed.",
                count.seats,
                count=count.present,
                needed=count.quorum_needed,
            )
        return ngettext(
            "For the quorum %(num)s more seat must take part.",
            "For the quorum %(num)s more seats must take part.",
            count.quorum_lacks,
        )
    if outcome is BallotOutcome.NO_MAJORITY and is_over:
        return ngettext(
            "%(favour)s of the %(num)s position that counts was in favour; %(needed)s were needed.",
            "%(favour)s of the %(num)s positions that count were in favour; %(needed)s were needed.",
            count.counting,
            favour=count.in_favour,
            needed=count.favour_needed,
        )
    if outcome is BallotOutcome.NO_MAJORITY:
        return ngettext(
            "%(favour)s of %(num)s position that counts is in favour; %(needed)s are needed.",
            "%(favour)s of %(num)s positions that count are in favour; %(needed)s are needed.",
            count.counting,
            favour=count.in_favour,
            needed=count.favour_needed,
        )
    return ""


def _certainty(count: Tally) -> str:
    if count.certain is BallotOutcome.ADOPTED:
        return gettext("No missing position can change this result any more.")
    if count.approvals_left is not None:
        return ngettext(
            "%(num)s more approval makes adoption certain.",
            "%(num)s more approvals make adoption certain.",
            count.approvals_left,
        )
    if count.certain is not BallotOutcome.PENDING:
        return gettext("The statement cannot be adopted any more, unless a position that was taken is changed.")
    return ""


def _unanswered(missing: int) -> str:
    if not missing:
        return gettext("Every seat has taken a position.")
    return ngettext("%(num)s seat has taken no position.", "%(num)s seats have taken no position.", missing)


def release_words(mandate: Mandate) -> str:
    """When an adopted text goes out, by its mandate."""
    if mandate.release is ReleaseKind.BY_HAND:
        return gettext("Held until a person of the secretariat releases it")
    if mandate.release is ReleaseKind.AT_TIME and mandate.release_at:
        return gettext("By itself, but not before %(when)s", when=moment(mandate.release_at))
    return gettext("By itself, as soon as the statement is adopted")


def settling_words(ballot: Decision, standing: Standing) -> str:
    """What follows at once from an approval that would decide the ballot."""
    if standing.waits_for_voice:
        return gettext(
            "Your approval would decide the ballot. The statement would then wait until the secretariat chooses "
            "in whose name it is published."
        )
    if ballot.mandate.release is ReleaseKind.BY_HAND:
        return gettext(
            "Your approval would decide the ballot. The statement would then be held until the secretariat releases it."
        )
    until = ballot.prospect.release_at if ballot.prospect else None
    if until is not None:
        return gettext(
            "Your approval would decide the ballot. The statement would then be published %(when)s, with no "
            "further step.",
            when=moment(until),
        )
    return gettext(
        "Your approval would decide the ballot. The statement would then be published at once, with no further step."
    )
