"""What the plan of the secretariat says of a statement: its milestones, the number that decides, and why."""

from flask_babel import gettext, ngettext

from workflow.queries.home.running import BallotCount, RunningStatement
from workflow.rules.decision.decision import BallotOutcome
from workflow.rules.home.plan import Due, Milestone
from workflow.rules.shared.lifecycle import Stage
from workflow.web.shared.marks import name_of_version
from workflow.web.shared.moments import moment, time_left


def milestone_words(due: Due, *, is_over: bool) -> str:
    """What happens at a milestone; is_over: what should have happened by then, or did."""
    if is_over:
        return {
            Milestone.CONSULTATION_CLOSES: gettext("comments should have closed"),
            Milestone.SUBMIT_BY: gettext("was the last time to submit with full notice"),
            Milestone.BALLOT_CLOSES: gettext("ballot should have closed"),
            Milestone.RELEASE: gettext("should have been published"),
            Milestone.OCCASION: gettext("occasion is over"),
        }[due.what]
    return {
        Milestone.CONSULTATION_CLOSES: gettext("comments close"),
        Milestone.SUBMIT_BY: gettext("submit at the latest"),
        Milestone.BALLOT_CLOSES: gettext("ballot closes"),
        Milestone.RELEASE: gettext("release"),
        Milestone.OCCASION: gettext("occasion"),
    }[due.what]


def number_words(each: RunningStatement) -> str:
    """The one number that decides whether the statement comes through its stage."""
    if each.stage is Stage.CONSULTATION:
        return ngettext(
            "%(count)s of %(num)s has responded",
            "%(count)s of %(num)s have responded",
            each.asked,
            count=each.answered,
        )
    if each.stage is Stage.CONSOLIDATION:
        return _answered(each)
    if each.stage is Stage.DECISION and each.ballot:
        return _quorum(each.ballot)
    if each.stage is Stage.ADOPTED:
        return _release(each, is_ahead=each.release_at is not None and bool(time_left(each.release_at)))
    return gettext("Draft, no consultation yet")


def _answered(each: RunningStatement) -> str:
    if each.unanswered:
        return ngettext(
            "%(count)s of %(num)s objection without an answer",
            "%(count)s of %(num)s objections without an answer",
            each.objections,
            count=each.unanswered,
        )
    if each.ballot and each.dealt == each.items:
        return gettext("Back with the penholder")
    if not each.items:
        return gettext("No comments or amendments to answer")
    return ngettext(
        "%(count)s of %(num)s point answered", "%(count)s of %(num)s points answered", each.items, count=each.dealt
    )


def _quorum(ballot: BallotCount) -> str:
    if ballot.present >= ballot.quorum_needed:
        return ngettext(
            "Quorum met: %(num)s took part (%(needed)s needed)",
            "Quorum met: %(num)s took part (%(needed)s needed)",
            ballot.present,
            needed=ballot.quorum_needed,
        )
    return gettext("%(count)s of %(needed)s for the quorum", count=ballot.present, needed=ballot.quorum_needed)


def _release(each: RunningStatement, *, is_ahead: bool) -> str:
    if each.waits_for_voice:
        return gettext("Adopted, but no one has chosen in whose name to publish")
    if each.is_stuck:
        return gettext("Adopted, but publication has stopped")
    if each.is_held:
        return gettext("Adopted, held until it is released")
    if each.release_at is not None and is_ahead:
        return gettext("Adopted, release %(when)s", when=moment(each.release_at))
    return gettext("Adopted, but not published yet")


def words_beside(each: RunningStatement) -> str:
    """Why the number stands where it does, or what the ballot would come to if it closed now."""
    if each.stage is Stage.CONSULTATION:
        return ngettext("%(num)s comment or amendment", "%(num)s comments and amendments", each.untold)
    if each.stage is Stage.DECISION and each.ballot:
        return _forecast(each.ballot)
    if each.stage is Stage.CONSOLIDATION and each.ballot:
        return _result(each.ballot)
    if each.stage is Stage.ADOPTED and each.ballot:
        return _favour(each.ballot)
    if each.version and each.issued_at:
        name = name_of_version(each, each.version)
        return gettext("version %(version)s is out since %(when)s", version=name, when=moment(each.issued_at))
    return ""


def _forecast(ballot: BallotCount) -> str:
    if ballot.outcome is BallotOutcome.ADOPTED:
        return gettext("on today’s positions adopted: %(favour)s", favour=_favour(ballot))
    return gettext("on today’s positions not adopted: %(why)s", why=_why_not(ballot))


def _result(ballot: BallotCount) -> str:
    if ballot.outcome is BallotOutcome.STOPPED:
        return gettext("ballot %(number)s stopped", number=ballot.number)
    return gettext("ballot %(number)s not adopted: %(why)s", number=ballot.number, why=_why_not(ballot))


def _why_not(ballot: BallotCount) -> str:
    if ballot.outcome is BallotOutcome.NO_QUORUM:
        return gettext("quorum %(count)s of %(needed)s", count=ballot.present, needed=ballot.quorum_needed)
    return _favour(ballot)


def _favour(ballot: BallotCount) -> str:
    return ngettext(
        "%(count)s of %(num)s in favour", "%(count)s of %(num)s in favour", ballot.counting, count=ballot.in_favour
    )
