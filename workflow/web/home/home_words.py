"""What Home says of what is running, and where it leads those who draft."""

from collections.abc import Collection

from flask import Blueprint, url_for
from flask_babel import gettext, ngettext

from workflow.queries.home.home import Work
from workflow.queries.home.next_steps import NextStep
from workflow.queries.home.running import RunningStatement
from workflow.rules.shared.lifecycle import Stage
from workflow.web.room.happening import StepLink, step_link
from workflow.web.shared.moments import moment, time_left

_WITH_OWN_BUTTON = (NextStep.DECIDE, NextStep.CONSULT, NextStep.ISSUE)
_PAGE_OF_DRAFTER = {Stage.CONSOLIDATION: "consolidation.show", Stage.DECISION: "decision.show"}
_PAGE_OF_STAGE = {
    Stage.DECISION: "decision.show",
    Stage.ADOPTED: "publication.show",
    Stage.CONSULTATION: "coverage.show",
}


def init(blueprint: Blueprint) -> None:
    """Give the templates of Home these words."""
    for each in (drafting_link, running_address, running_sentence, coming_words):
        blueprint.add_app_template_global(each)


def drafting_link(work: Work, step: NextStep | None) -> StepLink:
    """The way on for whoever drafts it: to its next step, else to where it stands."""
    if step in _WITH_OWN_BUTTON:
        return step_link(work, step, "btn act")
    page = _PAGE_OF_DRAFTER.get(work.stage, "room.show")
    return StepLink(_drafting_words(work), url_for(page, key=work.key), "btn act")


def _drafting_words(work: Work) -> str:
    if work.stage is Stage.CONSOLIDATION and work.waiting:
        return ngettext("Answer %(num)s point", "Answer %(num)s points", work.waiting)
    return gettext("See the ballot") if work.stage is Stage.DECISION else gettext("Open the statement")


def running_address(each: RunningStatement) -> str:
    """The page on which a statement's stage is followed."""
    return url_for(_PAGE_OF_STAGE.get(each.stage, "room.show"), key=each.key)


def running_sentence(each: RunningStatement, stuck: Collection[str], is_halted: bool) -> str:
    """How far a statement has come. stuck: keys of those that do not go out. is_halted: nor does any other."""
    if each.stage is Stage.CONSULTATION:
        answered = ngettext(
            "%(count)s of %(num)s organisation has responded.",
            "%(count)s of %(num)s organisations have responded.",
            each.whole,
            count=each.count,
        )
        return answered + " " + gettext("The consultation closes %(when)s.", when=_when(each))
    if each.stage is Stage.CONSOLIDATION:
        return gettext("%(done)s of %(all)s comments and amendments answered.", done=each.count, all=each.whole)
    if each.stage is Stage.DECISION:
        quorum = ngettext(
            "%(count)s of %(num)s seat takes part; the quorum is %(needed)s.",
            "%(count)s of %(num)s seats take part; the quorum is %(needed)s.",
            each.whole,
            count=each.count,
            needed=each.needed,
        )
        return quorum + " " + gettext("The ballot closes %(when)s.", when=_when(each))
    if each.stage is Stage.ADOPTED:
        return _release_sentence(each, each.key in stuck, is_halted)
    return gettext("Draft: no consultation has been opened yet.")


def _release_sentence(each: RunningStatement, is_stuck: bool, is_halted: bool) -> str:
    if is_stuck:
        return gettext("Adopted, but not published by itself") + "."
    if each.at and time_left(each.at):
        return gettext("Adopted. The statement is published %(when)s.", when=_when(each))
    if is_halted:
        return gettext(
            "Adopted. The statement is published as soon as the clock of the service is right, with no further step."
        )
    return gettext("Adopted, but not published yet.")


def coming_words(work: Work) -> str:
    """What its deadline ends."""
    said = {Stage.CONSULTATION: gettext("Consultation closes:"), Stage.DECISION: gettext("Ballot closes:")}
    return said.get(work.stage, gettext("Release:"))


def _when(each: RunningStatement) -> str:
    return moment(each.at) if each.at else ""
